"""F1: my classes. F8: closing one, and opening it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.accounts.access import person
from lms.centres import queries, services
from lms.centres.access import find_session, runs_classes
from lms.centres.forms.in_class import CloseForm
from lms.core import periods
from lms.core.errors import DomainError


@runs_classes
@require_safe
def my_sessions(request: HttpRequest) -> HttpResponse:
    now = periods.now()
    mine = queries.my_sessions(person(request), now)
    return render(request, "centres/sessions.html", {"mine": mine, "now": now})


@runs_classes
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """The numbers once more, notes, and the button."""
    session = find_session(request, pk)
    if session.closed_at is not None:
        return redirect("centres:console", pk=pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        services.close_session(
            session=session, by=person(request), at=periods.now(), notes=form.cleaned_data["notes"]
        )
        messages.success(request, _("The class has ended. Its computers are signed out."))
        return redirect("centres:console", pk=pk)
    context = {
        "form": form,
        "session": session,
        "counts": queries.counts(session),
        "unheld": periods.now() < session.usable_from,
    }
    return render(request, "centres/close.html", context)


@runs_classes
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    session = find_session(request, pk)
    try:
        services.reopen_session(session=session, by=person(request), at=periods.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("The class is open again."))
    return redirect("centres:console", pk=pk)
