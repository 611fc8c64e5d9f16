"""Saving an answer of an open attempt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from lms.core.errors import DomainError
from quizzes import questions
from quizzes.kind import Response
from quizzes.models import Attempt
from quizzes.paper import load
from quizzes.queries import asked
from quizzes.services import answer_row
from quizzes.services.answer_row import Edit
from quizzes.services.files import check_own_file

_LONGEST = 100_000  # characters of one response, whatever its kind allows


@dataclass(frozen=True, slots=True)
class Saved:
    """`is_newest` False: a newer edit of this answer was there, and stays."""

    at: datetime
    is_newest: bool = True


def save_answer(
    *,
    attempt: Attempt,
    position: int,
    response: Response,
    at: datetime,
    edit: Edit | None = None,
    unfinished: bool = False,
) -> Saved:
    """Keep the answer to the question at `position` (from 1) in one statement; a newer edit
    replaces an older one, never the other way round. Idempotent. Refused when the attempt is handed
    in, its time is over or another device has taken it over, and when the response cannot be an
    answer to that question; with `unfinished` one that is only begun is kept too."""
    paper = load(attempt.paper)
    if not 1 <= position <= len(paper):
        raise DomainError(_("This test has no such question."), code="answer.no_such_question")
    version = paper[position - 1].version
    question = asked([version])[version]
    if len(repr(response)) > _LONGEST:
        raise DomainError(_("This answer is too long."), code="answer.refused")
    reason = questions.refusal(question.kind, question.content, response)
    if reason and not (unfinished and questions.is_begun(response)):
        raise DomainError(reason, code="answer.refused")
    if questions.kind_of(question.kind).takes_file and not questions.is_unknown(response):
        check_own_file(attempt=attempt, position=position, response=response)
    edit = edit or Edit(at)
    written = answer_row.write(
        attempt=attempt, position=position, response=response, at=at, edit=edit
    )
    if not written:
        _say_why(attempt, edit, at)
    return Saved(at, is_newest=written)


def _say_why(attempt: Attempt, edit: Edit, at: datetime) -> None:
    """Raises what the attempt has against this edit, as it is now; nothing if nothing."""
    now = Attempt.objects.defer("paper").get(pk=attempt.pk)
    if now.is_expired(at) or now.auto_submitted:
        raise DomainError(
            _("The time for this test is over. Answers can no longer be changed."),
            code="attempt.time_over",
        )
    if not now.is_open:
        raise DomainError(
            _("This test has been handed in. Answers can no longer be changed."),
            code="attempt.submitted",
        )
    if is_elsewhere(now, edit):
        raise DomainError(
            _("You went on with this test on another device. Answer it there, or take it back."),
            code="attempt.elsewhere",
        )


def is_elsewhere(attempt: Attempt, edit: Edit) -> bool:
    """Whether another device has the attempt; what was given before it took over still counts."""
    is_other = bool(edit.device and attempt.device) and attempt.device != edit.device
    return is_other and attempt.device_since is not None and edit.at >= attempt.device_since
