"""A whole test tried by its author, as a learner takes it: nothing is written, everything that was
answered travels with the page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quizzes import questions
from quizzes.assessing import Corrections
from quizzes.drawing import NewPaper, new_paper
from quizzes.feedback import Thing
from quizzes.grading import Result, SectionMark, result_of, stored, with_sections
from quizzes.kind import Response
from quizzes.looking_back import rows_of
from quizzes.models import Quiz
from quizzes.notices import PutRight
from quizzes.paper import Item
from quizzes.queries import Asked, SheetRow, asked

_LONGEST = 200_000  # letters of what travels


@dataclass(frozen=True, slots=True)
class Trial:
    """`given`: responses by place (from 1)."""

    quiz: Quiz
    seed: str
    paper: NewPaper
    contents: dict[int, Asked]
    given: dict[int, Response]

    def question(self, place: int) -> tuple[Item, Asked]:
        item = self.paper.items[place - 1]
        return item, self.contents[item.version]

    @property
    def travelling(self) -> str:
        return json.dumps({str(place): response for place, response in self.given.items()})


def trial_of(quiz: Quiz, seed: str, given: dict[int, Response]) -> Trial:
    """The same seed draws the same paper. DomainError where the test has no questions."""
    paper = new_paper(quiz, seed=seed)
    return Trial(quiz, seed, paper, asked({item.version for item in paper.items}), given)


def unpacked(travelled: str) -> dict[int, Response]:
    """What came with the page; nothing where somebody tampered with it."""
    try:
        found = json.loads(travelled[:_LONGEST] or "{}")
        return {int(place): dict(response) for place, response in found.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def outcome(trial: Trial) -> dict[str, Any]:
    """What the result page would say: the points of what is marked by itself."""
    rows, marks = [], []
    for place, item in enumerate(trial.paper.items, start=1):
        question, response = trial.contents[item.version], trial.given.get(place)
        mark = questions.mark(question.kind, question.content, response)
        fraction = None if mark is None or response is None else stored(mark, 4)
        rows.append(SheetRow(place, item, question, response, None, fraction))
        marks.append(mark)
    result = _result(trial, [mark or Fraction(0) for mark in marks])
    return {
        "points": stored(result.points, 3),
        "whole": trial.paper.points,
        "needed": result.needed,
        "passed": result.passed,
        "waits": any(mark is None for mark in marks),
        "rows": rows_of(0, rows, Thing.values, PutRight(Corrections(), {})),
    }


def _result(trial: Trial, marks: list[Fraction]) -> Result:
    paper = trial.paper
    promised = [(section["name"], section["needed"]) for section in paper.sections]
    by_section = zip(paper.items, marks, strict=True)
    return with_sections(
        result_of(marks, needed=paper.needed),
        promised,
        [SectionMark(item.section, mark) for item, mark in by_section],
    )
