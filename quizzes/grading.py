"""From marks to a result. Pure; points are exact until they are stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def points_needed(questions: int, percent: int) -> int:
    """Whole points that pass: what the learner is told before starting ("9 of 12") is the rule."""
    return -(-questions * percent // 100)


@dataclass(frozen=True, slots=True)
class SectionResult:
    """`needed`: points this section alone must reach; 0: none."""

    name: str
    points: Fraction
    whole: int
    needed: int

    @property
    def passed(self) -> bool:
        return self.points >= self.needed


@dataclass(frozen=True, slots=True)
class Result:
    points: Fraction
    needed: int
    sections: tuple[SectionResult, ...] = ()

    @property
    def passed(self) -> bool:
        """In all and in every section: what is missing in one is not made up for in another."""
        return self.points >= self.needed and all(section.passed for section in self.sections)


def result_of(marks: Iterable[Fraction], *, needed: int) -> Result:
    """One mark of 0 to 1 for every question of the paper, answered or not."""
    return Result(points=sum(marks, Fraction(0)), needed=needed)


def rescaled(result: Result, *, left_out: int, whole: int) -> Result:
    """What was reached of the questions that still count, as if there were still `whole` points;
    all of them where no question is left, because nobody is to suffer from our mistake."""
    if not left_out:
        return result
    left = whole - left_out
    points = result.points * whole / left if left > 0 else Fraction(whole)
    return replace(result, points=points)


@dataclass(frozen=True, slots=True)
class SectionMark:
    """The mark of one question. `counts`: not left out for a fault of ours."""

    section: int  # from 1; 0: in none
    mark: Fraction
    counts: bool = True


def with_sections(
    result: Result, promised: Iterable[tuple[str, int]], marks: Iterable[SectionMark]
) -> Result:
    """`promised`: name and points needed of every section, as told before the start. A section with
    questions left out is rescaled like a whole paper."""
    rows = list(marks)
    sections = []
    for number, (name, needed) in enumerate(promised, start=1):
        own = [row for row in rows if row.section == number]
        left_out = sum(not row.counts for row in own)
        reached = result_of([row.mark for row in own if row.counts], needed=needed)
        points = rescaled(reached, left_out=left_out, whole=len(own)).points
        sections.append(SectionResult(name, points, len(own), needed))
    return replace(result, sections=tuple(sections))


def stored(value: Fraction, places: int) -> Decimal:
    """As a decimal column keeps it."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def points_text(points: Decimal) -> str:
    """ "10", or "8,5" where there were part marks (rounded down: never more than was reached)."""
    whole, tenths = divmod(int(points * 10), 10)
    return f"{whole},{tenths}" if tenths else str(whole)
