"""Pages of a test, whole or as the inside of <main>: quiz.js asks for the next page in the answer to
the same request (see `go`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string

from lms.accounts.access import person
from lms.centres.forms.learners import JoinForm
from quizzes import pages, results
from quizzes.addresses import BACK_TO_REVIEW, REVIEW, question_url, result_url, review_url
from quizzes.door import pin_to_move
from quizzes.models import Attempt

ENHANCED = "X-Quiz"  # sent by quiz.js: answer with the page itself, not with a redirect
ADDRESS = "X-Address"  # which page that is


def is_enhanced(request: HttpRequest) -> bool:
    return ENHANCED in request.headers


def from_review(request: HttpRequest) -> bool:
    return request.GET.get(BACK_TO_REVIEW) == REVIEW


def show(request: HttpRequest, template: str, context: pages.Context) -> HttpResponse:
    if not is_enhanced(request):
        return render(request, template, {**context, "layout": "base.html"})
    # Only the inside of <main>: no header to fill, so none of its context either.
    fragment = {**context, "layout": "quizzes/fragment.html", "csrf_token": get_token(request)}
    return HttpResponse(render_to_string(template, fragment))


def go(request: HttpRequest, address: str, page: Callable[[], HttpResponse]) -> HttpResponse:
    """After a form: to the next page. quiz.js gets that page at once, in one round trip."""
    if not is_enhanced(request):
        return redirect(address)
    response = page()
    response[ADDRESS] = address
    return response


def to_question(request: HttpRequest, attempt: Attempt, n: int | None) -> HttpResponse:
    """On to question `n`; None: to the review."""
    if n is None:
        return go(request, review_url(attempt), lambda: show_review(request, attempt))
    return go(request, question_url(attempt, n), lambda: show_question(request, attempt, n))


def to_result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    return go(request, result_url(attempt), lambda: show_result(request, attempt))


def show_question(request: HttpRequest, attempt: Attempt, n: int, **refused: Any) -> HttpResponse:
    context = pages.question_page(attempt, n, from_review=from_review(request), **refused)
    return show(request, "quizzes/question.html", context)


def show_review(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    return show(request, "quizzes/review.html", pages.review_page(attempt))


def show_result(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    return show(request, "quizzes/result.html", results.result_page(person(request), attempt))


def show_elsewhere(
    request: HttpRequest, attempt: Attempt, *, lost: bool = False, pin: JoinForm | None = None
) -> HttpResponse:
    """Another browser has the attempt. `lost`: an answer was sent from here and not taken; `pin`:
    what was typed to go on here, and refused."""
    asked = {"pin": pin or pin_to_move(request, attempt), "lost": lost}
    return show(request, "quizzes/elsewhere.html", pages.elsewhere_page(attempt) | asked)
