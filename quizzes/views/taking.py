"""L5 to L8: start, a question a page, review, result. Works with forms and links alone."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lms.accounts.access import person, signed_in
from lms.centres.queries import running_session_of
from lms.core import periods
from lms.core.errors import DomainError
from quizzes import devices, pages, services
from quizzes.addresses import review_url
from quizzes.door import NEEDS_PIN, Door, door_of, let_in, may_move, pin_to_move
from quizzes.kind import Response
from quizzes.models import Attempt, Quiz
from quizzes.queries import first_unanswered, published_quiz
from quizzes.start_page import start_page
from quizzes.views.edits import edit_of
from quizzes.views.given import answer_in
from quizzes.views.own import of_own_attempt
from quizzes.views.showing import (
    from_review,
    is_enhanced,
    show,
    show_elsewhere,
    show_question,
    show_result,
    show_review,
    to_question,
    to_result,
)

OVER = ("attempt.submitted", "attempt.time_over")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest, course: str, quiz: str) -> HttpResponse:
    found = published_quiz(course, quiz)
    if found is None:
        raise Http404
    now = periods.now()
    door = door_of(request, found, now)
    if request.method == "POST":
        return devices.remember(request, _begin(request, found, door, now))
    context = start_page(person(request), found, now, door=door)
    return show(request, "quizzes/start.html", context)


def _begin(request: HttpRequest, quiz: Quiz, door: Door | None, now: datetime) -> HttpResponse:
    user = person(request)
    try:
        attempt = services.start_attempt(
            user=user,
            quiz=quiz,
            at=now,
            session=running_session_of(user, now),
            opening=let_in(request, quiz, door, now) if door else None,
            device=devices.device_of(request),
        )
    except DomainError as error:
        said = "" if error.code == NEEDS_PIN else _why_not(error)
        context = start_page(user, quiz, now, door=door, problem=said)
        return show(request, "quizzes/start.html", context)
    attempt.quiz = quiz
    if devices.is_elsewhere(request, attempt):
        return show_elsewhere(request, attempt)
    return _go_on(request, attempt)


def _why_not(error: DomainError) -> str:
    if error.code == "attempt.needs_facilitator":  # they are in a class, then
        return _("The facilitator has not opened this test for you yet. Ask them, then try again.")
    return str(error.message)


def _go_on(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """To the first question without an answer."""
    prefetch_related_objects([attempt], "answers")  # once, for finding it and for showing it
    return to_question(request, attempt, first_unanswered(attempt))


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_attempt
def question(request: HttpRequest, attempt: Attempt, n: int) -> HttpResponse:
    if not 1 <= n <= attempt.length:
        raise Http404
    if not attempt.is_open:
        return _too_late(request, attempt)
    if request.method == "POST":
        return _answer(request, attempt, n)
    if devices.is_elsewhere(request, attempt):
        return show_elsewhere(request, attempt)
    return show_question(request, attempt, n)


def _answer(request: HttpRequest, attempt: Attempt, n: int) -> HttpResponse:
    now = periods.now()
    try:
        response = answer_in(request, attempt, n, now)
    except DomainError as error:
        return show_question(request, attempt, n, problem=str(error.message))
    if response is None:
        problem = _("Choose an answer, or choose “I don't know yet”")
        return show_question(request, attempt, n, problem=problem)
    edit = edit_of(request, attempt, now)
    try:
        services.save_answer(attempt=attempt, position=n, response=response, at=now, edit=edit)
    except DomainError as error:
        return _refused(request, attempt, n, error, response)
    last = n == attempt.length or from_review(request)
    return to_question(request, attempt, None if last else n + 1)


def _refused(
    request: HttpRequest, attempt: Attempt, n: int, error: DomainError, typed: Response
) -> HttpResponse:
    if error.code in OVER:
        attempt.refresh_from_db(fields=["state", "submitted_at", "points", "passed"])
        return _too_late(request, attempt)
    if error.code == "attempt.elsewhere":
        return show_elsewhere(request, attempt, lost=True)
    return show_question(request, attempt, n, problem=str(error.message), typed=typed)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_attempt
def review(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if not attempt.is_open:
        return to_result(request, attempt)
    if devices.is_elsewhere(request, attempt):
        return show_elsewhere(request, attempt)
    if request.method == "POST":
        return _submit(request, attempt)
    return show_review(request, attempt)


def _submit(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Hand in; with questions left unanswered only after they have been pointed out."""
    if "sure" not in request.POST and first_unanswered(attempt) is not None:
        return show(request, "quizzes/confirm.html", pages.review_page(attempt))
    submitted = services.submit_attempt(attempt=attempt, at=periods.now())
    submitted.quiz = attempt.quiz
    return to_result(request, submitted)


@require_POST
@of_own_attempt
def take_over(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Go on in this browser; the one before goes read-only."""
    if not attempt.is_open:
        return to_result(request, attempt)
    pin = pin_to_move(request, attempt, typed=True)
    if not may_move(request, attempt, pin):
        return show_elsewhere(request, attempt, pin=pin)
    device = devices.device_of(request)
    services.take_over(attempt=attempt, device=device, at=periods.now())
    return _go_on(request, attempt)


@require_GET
@of_own_attempt
def result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if attempt.is_open:
        return redirect(review_url(attempt))
    return show_result(request, attempt)


def _too_late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """An old tab: the attempt has been handed in meanwhile, perhaps by the clock."""
    if request.method == "POST" and not is_enhanced(request):  # a fragment shows no messages
        text = _("This test has been handed in. Answers can no longer be changed.")
        if attempt.auto_submitted:
            text = _("The time for this test is over. Answers can no longer be changed.")
        messages.info(request, text)
    return to_result(request, attempt)
