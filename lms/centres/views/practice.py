"""Practice in a class: who is at what; tests supervised, and how much somebody helped (N11)."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.models.simulation import HelpLevel
from courses.simulation import queries as simulations
from courses.simulation import services as simulation
from lms.accounts.access import person
from lms.centres.access import find_session, runs_classes
from lms.centres.practice import practice_in
from lms.core import periods
from lms.core.errors import DomainError


@runs_classes
@require_safe
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    session = find_session(request, pk)
    context = {
        "session": session,
        "rows": practice_in(session, by=person(request)),
        "levels": HelpLevel.choices,
        "now": periods.now(),
    }
    return render(request, "centres/practice.html", context)


@runs_classes
@require_POST
def note(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """The facilitator has looked at the person ("supervise"), or says how much was helped. Only
    runs of this class."""
    session = find_session(request, pk)
    run = get_object_or_404(simulations.runs_in_class(session.pk), token=token)
    by, level = person(request), request.POST.get("level", "")
    if level not in HelpLevel.values and "supervise" not in request.POST:
        raise BadRequest
    try:
        if "supervise" in request.POST:
            simulation.supervise(run=run, by=by, at=periods.now())
        else:
            simulation.note_help(run=run, level=level, by=by, at=periods.now())
    except DomainError as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Saved."))
    return redirect("centres:practice", session.pk)
