"""Whether what is known about a learner meets a course's rule. Pure: no database, no clock."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCORE = re.compile(r"(?P<part>\d{1,6})(?:,(?P<tenths>\d))?/(?P<whole>\d{1,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule asks for; 0 and False ask for nothing. Percentages are whole, 0 to 100."""

    exam_percent: int = 0
    practice_tasks: int = 0
    attendance_percent: int = 0
    independent: bool = False
    supervised: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known. `exam` is (points, out of) of the best final test, or None; `meetings` is
    (attended, held)."""

    completed: bool
    exam: tuple[int, int] | None = None
    practice_tasks: int = 0
    meetings: tuple[int, int] = (0, 0)
    independent: bool = False
    supervised: bool = False


def unmet(asked: Asked, facts: Facts) -> list[str]:
    """Names of the conditions that do not hold, in a fixed order; empty: the certificate is earned."""
    holds = {
        "completed": facts.completed,
        "exam": not asked.exam_percent or _reaches(facts.exam, asked.exam_percent),
        "practice": facts.practice_tasks >= asked.practice_tasks,
        "attendance": not asked.attendance_percent
        or _reaches(facts.meetings, asked.attendance_percent),
        "independent": facts.independent or not asked.independent,
        "supervised": facts.supervised or not asked.supervised,
    }
    return [name for name, met in holds.items() if not met]


def _reaches(share: tuple[int, int] | None, percent: int) -> bool:
    """Whether part of whole is at least `percent`; exact, and a whole of 0 reaches nothing."""
    if share is None or share[1] <= 0:
        return False
    return share[0] * 100 >= percent * share[1]


def read_score(text: str) -> tuple[int, int] | None:
    """(10, 12) from "10/12", and (85, 100) from "8,5/10"; None where it is no such text."""
    found = _SCORE.fullmatch(text)
    if found is None:
        return None
    part, tenths, whole = found["part"], found["tenths"], int(found["whole"])
    return (int(part + tenths), whole * 10) if tenths else (int(part), whole)
