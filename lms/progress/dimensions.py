"""By what people are told apart, and the value of each: one place for counting, checking and pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Audience, Sex
from lms.progress.definitions import Text
from lms.progress.models import Dimension

UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class AgeBand:
    """From `first` to `last` years, both included, reached in the year counted to."""

    value: str
    first: int
    last: int
    label: Text


AGE_BANDS = (
    AgeBand("0-15", 0, 15, _("under 16")),
    AgeBand("16-30", 16, 30, _("16 to 30")),
    AgeBand("31-45", 31, 45, _("31 to 45")),
    AgeBand("46-59", 46, 59, _("46 to 59")),
    AgeBand("60-", 60, 200, _("60 and over")),
)
"""domain.md §2.17. Only the year of birth is known, so an age is that reached in the year."""

ASSISTED, ALONE = "co", "khong"
_NOT_STATED = _("not stated")

LABELS: dict[str, dict[str, Text]] = {
    Dimension.AUDIENCE: {value: label for value, label in Audience.choices},
    Dimension.AGE: {band.value: band.label for band in AGE_BANDS} | {UNKNOWN: _NOT_STATED},
    Dimension.SEX: {Sex.FEMALE: _("women"), Sex.MALE: _("men"), UNKNOWN: _NOT_STATED},
    Dimension.HELP: {ASSISTED: _("came to class"), ALONE: _("learned alone")},
}
"""The values of a dimension in the order they are shown. Learning points have their own names."""


def age_band(birth_year: int | None, year: int) -> str:
    if birth_year is None:
        return UNKNOWN
    age = max(year - birth_year, 0)
    return next((band.value for band in AGE_BANDS if band.first <= age <= band.last), UNKNOWN)


def values_of(person: Any, day: dt.date) -> Iterator[tuple[str, str]]:
    """(dimension, value) of somebody, one of each dimension. `person`: anything with the fields of
    a Standing."""
    point = person.first_point
    yield Dimension.AUDIENCE.value, person.audience
    yield Dimension.AGE.value, age_band(person.birth_year, day.year)
    yield Dimension.SEX.value, person.sex
    yield Dimension.HELP.value, ALONE if person.first_attended_at is None else ASSISTED
    yield Dimension.POINT.value, UNKNOWN if point is None else str(point)
