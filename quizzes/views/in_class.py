"""The tests of a class that runs: opening them for those who are here, who is at them, and more
minutes after a power cut (ux F7)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.access import person
from lms.centres.access import find_session, runs_classes
from lms.centres.models import ClassSession
from lms.core import periods
from lms.core.errors import DomainError
from quizzes import services
from quizzes.class_tests import CHOSEN, MoreTimeForm, row_of, tests_in
from quizzes.models import Opening
from quizzes.opening_form import (
    OpeningForm,
    openings_in,
    people_of,
    quizzes_of,
    rows_of,
    waiting_rows,
)


@runs_classes
@require_http_methods(["GET", "HEAD", "POST"])
def tests(request: HttpRequest, pk: int) -> HttpResponse:
    session, now = find_session(request, pk), periods.now()
    found = tests_in(session, by=person(request), at=now)
    data = request.POST if request.method == "POST" else None
    form = MoreTimeForm(data, timed=found.timed, whom=request.POST.get("whom", CHOSEN))
    if found.timed and form.is_valid():
        return _add(request, session, form)
    ticked = request.POST.getlist("people")
    context = {
        "session": session,
        "form": form,
        "timed": [row_of(one, now, ticked) for one in found.timed],
        "others": [row_of(one, now) for one in found.others],
        "running": session.is_usable(now),
        "opened": waiting_rows(openings_in(session), now) if session.is_usable(now) else [],
        "now": now,
    }
    return render(request, "quizzes/in_class.html", context)


@runs_classes
@require_http_methods(["GET", "HEAD", "POST"])
def open_for(request: HttpRequest, pk: int) -> HttpResponse:
    """The facilitator says who somebody is, and opens a test for them."""
    session, now, by = find_session(request, pk), periods.now(), person(request)
    if not session.is_usable(now):
        messages.info(request, _("This class is not running now."))
        return redirect("centres:console", session.pk)
    quizzes, present = quizzes_of(session), people_of(session, by)
    form = OpeningForm(
        request.POST if request.method == "POST" else None,
        quizzes=quizzes,
        present=present,
        whom=request.POST.get("whom", CHOSEN),
        initial={"quiz": quizzes[0] if len(quizzes) == 1 else None},
    )
    if form.is_valid() and _open(request, session, form):
        return redirect("quizzes:in_class", session.pk)
    context = {
        "session": session,
        "form": form,
        "rows": rows_of(present, openings_in(session), now, request.POST.getlist("people")),
        "has_quiz": bool(quizzes),
        "now": now,
    }
    return render(request, "quizzes/open_for.html", context)


def _open(request: HttpRequest, session: ClassSession, form: OpeningForm) -> bool:
    chosen = form.cleaned_data
    try:
        opened = services.open_test(
            session=session,
            quiz=chosen["quiz"],
            users=chosen["people"],
            identity=chosen["identity"],
            by=person(request),
            at=periods.now(),
        )
    except DomainError as refused:
        form.add_error(None, str(refused.message))
        return False
    _say_how_many(request, len(opened), already=len(chosen["people"]) - len(opened))
    return True


def _say_how_many(request: HttpRequest, count: int, *, already: int) -> None:
    if count:
        text = ngettext(
            "The test is open for %(count)d person.",
            "The test is open for %(count)d people.",
            count,
        )
        messages.success(request, text % {"count": count})
    if already:
        text = ngettext(
            "%(count)d person has it open already, or has begun it and has to hand it in first.",
            "%(count)d people have it open already, or have begun it and have to hand it in first.",
            already,
        )
        messages.info(request, text % {"count": already})


@runs_classes
@require_POST
def withdraw(request: HttpRequest, pk: int, opening: int) -> HttpResponse:
    session = find_session(request, pk)
    found = get_object_or_404(Opening, pk=opening, session=session)
    try:
        services.withdraw_opening(opening=found, by=person(request), at=periods.now())
    except DomainError as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("The test is no longer open for this person."))
    return redirect("quizzes:in_class", session.pk)


def _add(request: HttpRequest, session: ClassSession, form: MoreTimeForm) -> HttpResponse:
    count = services.add_time(
        session=session,
        attempts=form.cleaned_data["people"],
        minutes=form.cleaned_data["minutes"],
        reason=form.cleaned_data["reason"],
        by=person(request),
        at=periods.now(),
    )
    text = ngettext("%(count)d attempt got more time.", "%(count)d attempts got more time.", count)
    messages.success(request, text % {"count": count})
    return redirect("quizzes:in_class", session.pk)
