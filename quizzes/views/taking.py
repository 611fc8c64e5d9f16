"""L5 to L8: start, a question a page, review, result. Works with forms and links alone; quiz.js
asks for the next page in the answer to the same request (see `_go`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from lms.accounts.access import person, signed_in
from lms.centres.queries import running_session_of
from lms.core import periods
from lms.core.errors import DomainError
from quizzes import pages, questions, results, services
from quizzes.addresses import (
    BACK_TO_REVIEW,
    REVIEW,
    question_url,
    result_url,
    review_url,
)
from quizzes.models import Attempt, Quiz
from quizzes.paper import load
from quizzes.queries import asked, first_unanswered, own_attempt, published_quiz

View = Callable[..., HttpResponse]
ENHANCED = "X-Quiz"  # sent by quiz.js: answer with the page itself, not with a redirect
ADDRESS = "X-Address"  # which page that is


def of_own_attempt(view: View) -> View:
    """Gives the view the attempt in the address; 404 if it is somebody else's."""

    @wraps(view)
    def found(request: HttpRequest, course: str, quiz: str, token: str, **kwargs: Any) -> Any:
        attempt = own_attempt(person(request), course, quiz, token)
        if attempt is None:
            raise Http404
        return view(request, attempt, **kwargs)

    return signed_in(found)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def start(request: HttpRequest, course: str, quiz: str) -> HttpResponse:
    found = published_quiz(course, quiz)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _begin(request, found)
    context = pages.start_page(person(request), found, periods.now())
    return _show(request, "quizzes/start.html", context)


def _begin(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    user, now = person(request), periods.now()
    session = running_session_of(user, now)
    try:
        attempt = services.start_attempt(user=user, quiz=quiz, at=now, session=session)
    except DomainError as error:
        context = pages.start_page(user, quiz, now, problem=str(error.message))
        return _show(request, "quizzes/start.html", context)
    attempt.quiz = quiz
    return _to_question(request, attempt, first_unanswered(attempt))


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_attempt
def question(request: HttpRequest, attempt: Attempt, n: int) -> HttpResponse:
    if not 1 <= n <= attempt.length:
        raise Http404
    if not attempt.is_open:
        return _too_late(request, attempt)
    if request.method == "POST":
        return _answer(request, attempt, n)
    return _show_question(request, attempt, n)


def _answer(request: HttpRequest, attempt: Attempt, n: int) -> HttpResponse:
    version = load(attempt.paper)[n - 1].version
    response = questions.read(asked([version])[version].kind, dict(request.POST.lists()))
    if response is None:
        problem = _("Choose an answer, or choose “I don't know yet”")
        return _show_question(request, attempt, n, problem=problem)
    try:
        services.save_answer(attempt=attempt, position=n, response=response, at=periods.now())
    except DomainError as error:
        if error.code == "attempt.submitted":
            return _too_late(request, attempt)
        return _show_question(request, attempt, n, problem=str(error.message), typed=response)
    last = n == attempt.length or _from_review(request)
    return _to_question(request, attempt, None if last else n + 1)


@require_http_methods(["GET", "HEAD", "POST"])
@of_own_attempt
def review(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if not attempt.is_open:
        return _go(request, result_url(attempt), lambda: _show_result(request, attempt))
    if request.method == "POST":
        return _submit(request, attempt)
    return _show_review(request, attempt)


def _submit(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Hand in; with questions left unanswered only after they have been pointed out."""
    if "sure" not in request.POST and first_unanswered(attempt) is not None:
        return _show(request, "quizzes/confirm.html", pages.review_page(attempt))
    submitted = services.submit_attempt(attempt=attempt, at=periods.now())
    submitted.quiz = attempt.quiz
    return _go(request, result_url(submitted), lambda: _show_result(request, submitted))


@require_GET
@of_own_attempt
def result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    if attempt.is_open:
        return redirect(review_url(attempt))
    return _show_result(request, attempt)


def _from_review(request: HttpRequest) -> bool:
    return request.GET.get(BACK_TO_REVIEW) == REVIEW


def _too_late(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """An old tab: the attempt has been handed in meanwhile."""
    if request.method == "POST" and not _is_enhanced(request):  # a fragment shows no messages
        messages.info(request, _("This test has been handed in. Answers can no longer be changed."))
    return _go(request, result_url(attempt), lambda: _show_result(request, attempt))


def _to_question(request: HttpRequest, attempt: Attempt, n: int | None) -> HttpResponse:
    """On to question `n`; None: to the review."""
    if n is None:
        return _go(request, review_url(attempt), lambda: _show_review(request, attempt))
    return _go(request, question_url(attempt, n), lambda: _show_question(request, attempt, n))


def _show_question(request: HttpRequest, attempt: Attempt, n: int, **refused: Any) -> HttpResponse:
    context = pages.question_page(attempt, n, from_review=_from_review(request), **refused)
    return _show(request, "quizzes/question.html", context)


def _show_review(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    return _show(request, "quizzes/review.html", pages.review_page(attempt))


def _show_result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    return _show(request, "quizzes/result.html", results.result_page(person(request), attempt))


def _is_enhanced(request: HttpRequest) -> bool:
    return ENHANCED in request.headers


def _go(request: HttpRequest, address: str, page: Callable[[], HttpResponse]) -> HttpResponse:
    """After a form: to the next page. quiz.js gets that page at once, in one round trip."""
    if not _is_enhanced(request):
        return redirect(address)
    response = page()
    response[ADDRESS] = address
    return response


def _show(request: HttpRequest, template: str, context: pages.Context) -> HttpResponse:
    if not _is_enhanced(request):
        return render(request, template, {**context, "layout": "base.html"})
    # Only the inside of <main>: no header to fill, so none of its context either.
    fragment = {**context, "layout": "quizzes/fragment.html", "csrf_token": get_token(request)}
    return HttpResponse(render_to_string(template, fragment))
