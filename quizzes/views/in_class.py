"""The tests of a class that runs: who is at them, and more minutes after a power cut (ux F7)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lms.accounts.access import person
from lms.centres.access import find_session, runs_classes
from lms.centres.models import ClassSession
from lms.core import periods
from quizzes import services
from quizzes.class_tests import CHOSEN, MoreTimeForm, row_of, tests_in


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
        "now": now,
    }
    return render(request, "quizzes/in_class.html", context)


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
