"""On which terms somebody takes a test: its rules, and what overrides give beyond them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """One override. `personal`: for this person alone, so it holds instead of those of groups."""

    personal: bool
    time_percent: int = 100
    extra_minutes: int = 0
    extra_attempts: int = 0
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """`seconds` 0: no time limit. `attempts`, `attempts_per_day` 0: as many as one likes."""

    seconds: int
    grace: int
    attempts: int
    attempts_per_day: int
    opens_at: datetime | None
    closes_at: datetime | None

    def deadline(self, started_at: datetime, extra_minutes: int = 0) -> datetime | None:
        """When the time of an attempt ends; what is given while it runs outlasts the closing too."""
        ends = [started_at + timedelta(seconds=self.seconds)] if self.seconds else []
        ends += [self.closes_at] if self.closes_at else []
        return min(ends) + timedelta(minutes=extra_minutes) if ends else None

    def expiry(self, deadline: datetime | None) -> datetime | None:
        return deadline + timedelta(seconds=self.grace) if deadline else None

    def is_early(self, at: datetime) -> bool:
        return self.opens_at is not None and at < self.opens_at

    def is_late(self, at: datetime) -> bool:
        return self.closes_at is not None and at >= self.closes_at


def with_allowances(usual: Terms, allowances: Iterable[Allowance]) -> Terms:
    """The usual terms and what was given beyond them: one's own override holds alone; of several
    groups' the most generous in each respect."""
    given = list(allowances)
    holding = [one for one in given if one.personal] or given
    if not holding:
        return usual
    more = max(one.extra_attempts for one in holding)
    return Terms(
        seconds=max(_seconds(usual.seconds, one) for one in holding),
        grace=usual.grace,
        attempts=usual.attempts and usual.attempts + more,
        attempts_per_day=usual.attempts_per_day and usual.attempts_per_day + more,
        opens_at=min(_dates(one.opens_at for one in holding), default=usual.opens_at),
        closes_at=max(_dates(one.closes_at for one in holding), default=usual.closes_at),
    )


def _seconds(usual: int, one: Allowance) -> int:
    return usual and usual * one.time_percent // 100 + one.extra_minutes * 60


def _dates(dates: Iterable[datetime | None]) -> Sequence[datetime]:
    return [date for date in dates if date is not None]
