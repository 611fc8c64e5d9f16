"""F4: the list of a class; one POST confirms many."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts import policy
from lms.accounts.access import person
from lms.accounts.roles import Permission
from lms.centres import queries, services
from lms.centres.access import find_session, runs_classes
from lms.centres.forms.in_class import AttendanceForm, FindPersonForm
from lms.centres.models import ClassSession
from lms.centres.rosters import Roster, found_rows
from lms.core import periods
from lms.core.errors import DomainError

FOUND_SHOWN = 20


@runs_classes
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    session = find_session(request, pk)
    rows = queries.roster(session)
    form = AttendanceForm(request.POST if request.method == "POST" else None, rows=rows)
    if form.is_valid():
        _apply(request, session, form)
        return redirect("centres:roster", pk=pk)
    now = periods.now()
    listed = Roster(rows, text=request.GET.get("q", ""))
    helped = policy.people_for(person(request), Permission.HELP_LEARNERS)
    context = {
        "session": session,
        "roster": listed,
        "helped": listed.only(
            helped.filter(attendances__session=session).values_list("pk", flat=True)
        ),
        "undo": queries.undoable(rows, person(request), now),
        "form": form,
        "group": (group := request.POST.get("group", "")),
        "problems": [
            {"id": group, "text": text} for texts in form.errors.values() for text in texts
        ],
        "open": session.takes_attendance(now),
    }
    return render(request, "centres/roster.html", context)


@runs_classes
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    session = find_session(request, pk)
    try:
        rows = services.undo_last_change(session=session, by=person(request), at=periods.now())
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect("centres:roster", pk=pk)
    if rows:
        messages.success(request, _("Taken back."))
    else:
        messages.info(request, _("A change can be taken back within 10 minutes."))
    return redirect("centres:roster", pk=pk)


@runs_classes
@require_http_methods(["GET", "HEAD", "POST"])
def walk_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody of the facilitator's wards who is not on the list: find, add, present."""
    session = find_session(request, pk)
    if request.method == "POST":
        return _add(request, session)
    form = FindPersonForm(request.GET if "q" in request.GET else None)
    found = None
    if form.is_valid():
        people = queries.people_to_add(person(request), session, form.cleaned_data["q"])
        found = found_rows(people.select_related("ward")[:FOUND_SHOWN])
    context = {"session": session, "form": form, "found": found}
    return render(request, "centres/walk_in.html", context)


def _add(request: HttpRequest, session: ClassSession) -> HttpResponse:
    learners = queries.people_to_help(person(request))
    pk = request.POST.get("person", "")
    learner = get_object_or_404(learners, pk=pk if pk.isdigit() else None)
    now = periods.now()
    try:
        services.add_walk_in(
            session=session, user=learner, by=person(request), at=now, how=session.how_entered(now)
        )
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("%(name)s is present.") % {"name": learner.full_name})
    return redirect("centres:roster", pk=session.pk)


def _apply(request: HttpRequest, session: ClassSession, form: AttendanceForm) -> None:
    people, by, at = form.chosen(), person(request), periods.now()
    try:
        if form.cleaned_data["action"] == "absent":
            changed = services.mark_absent(session=session, users=people, by=by, at=at)
        else:
            changed = services.confirm_attendance(
                session=session, users=people, by=by, at=at, how=session.how_entered(at)
            )
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return
    messages.success(request, _done(form.cleaned_data["action"], len(changed)))


def _done(action: str, count: int) -> str:
    if action == "absent":
        text = ngettext("%(count)d person marked absent.", "%(count)d people marked absent.", count)
    else:
        text = ngettext("%(count)d person confirmed.", "%(count)d people confirmed.", count)
    return text % {"count": count}
