"""What a learner is shown about a test, and when: a matrix on every quiz, as data.

Rows are moments, columns are things to show. Stored as {"just_after": ["mark", "key", …], …}; a row
that is missing shows nothing. The usual matrix shows everything once the test is handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

JUST = timedelta(minutes=2)
"""So long after handing in it is still "just after"."""

Matrix = Mapping[str, Sequence[str]]


class Moment(TextChoices):
    DURING = "during", _("during the test, once the question is answered")
    JUST_AFTER = "just_after", _("just after handing in")
    LATER = "later", _("later, while the test is open")
    AFTER_CLOSE = "after_close", _("after the test has closed")


class Thing(TextChoices):
    MARK = "mark", _("points, and whether it is passed")
    CORRECTNESS = "correctness", _("which answers are right")
    OPTION = "option", _("what the author says about the chosen answer")
    EXPLANATION = "explanation", _("why")
    KEY = "key", _("the right answer")


def usual() -> dict[str, list[str]]:
    everything = list(Thing.values)
    return {
        Moment.DURING.value: [],
        Moment.JUST_AFTER.value: everything,
        Moment.LATER.value: list(everything),
        Moment.AFTER_CLOSE.value: list(everything),
    }


def tidy(matrix: Mapping[str, Any]) -> dict[str, list[str]]:
    """Only what is known, in the order above."""
    return {
        moment: [thing for thing in Thing.values if thing in (matrix.get(moment) or [])]
        for moment in Moment.values
    }


def moment_of(submitted_at: datetime | None, closes_at: datetime | None, now: datetime) -> Moment:
    if submitted_at is None:
        return Moment.DURING
    if closes_at is not None and now >= closes_at:
        return Moment.AFTER_CLOSE
    return Moment.JUST_AFTER if now - submitted_at < JUST else Moment.LATER


def shown(
    matrix: Matrix, *, submitted_at: datetime | None, closes_at: datetime | None, now: datetime
) -> frozenset[str]:
    """The things to show of an attempt handed in then (None: still open)."""
    return frozenset(matrix.get(moment_of(submitted_at, closes_at, now), ()))
