"""Answers that people mark. One mark decides; where a test asks for two, the second marker does not
see the first, the mean of the two counts, and where they are far apart a third decides."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from lms.core.vietnamese import clean_text
from quizzes.grading import stored
from quizzes.models import Answer, Attempt, HandMark
from quizzes.services.submitting import decide_attempt
from quizzes.waiting import decided, far_apart

STEPS = tuple(Decimal(step) / 10 for step in range(11))
"""Marks a person can give, of 1."""


@transaction.atomic
def give_mark(
    *, answer: Answer, fraction: Decimal, comment: str = "", by: User, at: datetime
) -> Answer:
    """One marker's mark, with a comment the learner reads. With the last mark it needs, the answer
    has its fraction, and with the last answer the attempt its result. A marker may change their
    mark until then. Refused for one's own answers and for what does not wait."""
    attempt = _waiting(answer, by)
    if fraction not in STEPS:
        raise DomainError(_("Choose one of the marks."), code="mark.no_such_step")
    given = list(answer.hand_marks.all())
    own = next((mark for mark in given if mark.marker_id == by.pk), None)
    if own is None and len(given) >= 2 and not far_apart(attempt, given):
        raise DomainError(_("This answer is marked already."), code="mark.not_waiting")
    HandMark.objects.update_or_create(
        answer=answer,
        marker=by,
        defaults={"fraction": fraction, "comment": clean_text(comment), "marked_at": at},
        create_defaults={
            "turn": len(given) + 1,
            "fraction": fraction,
            "comment": clean_text(comment),
            "marked_at": at,
        },
    )
    audit.record("answer.marked", answer, by=by, attempt=attempt.pk)
    final = decided(attempt, list(answer.hand_marks.all()))
    if final is not None:
        answer.fraction = stored(final, 4)
        answer.save(update_fields=["fraction"])
        decide_attempt(attempt=attempt, at=at)
    return answer


def _waiting(answer: Answer, by: User) -> Attempt:
    """The answer's attempt, locked: markers of one attempt wait for each other."""
    attempt = (
        Attempt.objects.select_for_update(of=("self",), no_key=True)
        .select_related("quiz")
        .get(pk=answer.attempt_id)
    )
    answer.refresh_from_db()
    if attempt.user_id == by.pk:
        raise DomainError(_("Nobody marks their own answers."), code="mark.own")
    if not attempt.is_waiting or answer.fraction is not None:
        raise DomainError(_("This answer is marked already."), code="mark.not_waiting")
    return attempt
