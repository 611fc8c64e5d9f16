"""What quiz.js asks for beside pages: one answer saved, and how much time is left. Both answer with
a few words of JSON: {"state", "text", "left"} and, once it is over, "next"."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lms.core import periods, vietnamese
from lms.core.errors import DomainError
from quizzes import devices, services
from quizzes.addresses import result_url
from quizzes.models import Attempt
from quizzes.views.edits import edit_of
from quizzes.views.given import answer_in
from quizzes.views.own import of_own_attempt

_STATES = {
    "attempt.submitted": "over",
    "attempt.time_over": "over",
    "attempt.elsewhere": "elsewhere",
}


@require_POST
@of_own_attempt
def save(request: HttpRequest, attempt: Attempt, n: int) -> HttpResponse:
    """Keep one answer. `state`: saved, older (a newer edit is there), empty (nothing to keep),
    refused (no answer to this question), elsewhere or over."""
    if not 1 <= n <= attempt.length:
        return _answer(attempt, "refused", _("This test has no such question."))
    now = periods.now()
    edit = edit_of(request, attempt, now)
    try:
        response = answer_in(request, attempt, n, now)
        if response is None:
            return _answer(attempt, "empty")
        saved = services.save_answer(
            attempt=attempt, position=n, response=response, at=now, edit=edit, unfinished=True
        )
    except DomainError as error:
        return _answer(attempt, _STATES.get(error.code, "refused"), str(error.message))
    services.claim(attempt=attempt, device=edit.device, at=now)
    return _answer(
        attempt, "saved" if saved.is_newest else "older", vietnamese.format_clock(saved.at)
    )


@require_GET
@of_own_attempt
def time_left(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    state = "elsewhere" if devices.is_elsewhere(request, attempt) else "open"
    return _answer(attempt, state)


def _answer(attempt: Attempt, state: str, text: str = "") -> JsonResponse:
    said: dict[str, Any] = {"state": state if attempt.is_open else "over", "text": text}
    if attempt.deadline is not None:
        said["left"] = attempt.seconds_left(periods.now())
    if said["state"] == "over":
        said["next"] = result_url(attempt)
    return JsonResponse(said)
