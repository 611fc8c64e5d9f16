"""The marks and the result of an attempt, from its answers and what was put right since. Reads only,
and from the database, not the cache: this decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from quizzes import questions
from quizzes.grading import Result, SectionMark, rescaled, result_of, with_sections
from quizzes.kind import Response
from quizzes.models import Answer, Attempt, Correction
from quizzes.paper import Item, load
from quizzes.queries import Asked, read_versions


@dataclass(frozen=True, slots=True)
class Corrections:
    """Of one quiz. `keys`: version that was asked → version whose key holds; `left_out`: questions
    that do not count for anybody; `left_out_for`: (attempt, question)."""

    keys: Mapping[int, int] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    left_out_for: frozenset[tuple[int, int]] = frozenset()

    def counts(self, attempt: int, question: int) -> bool:
        return question not in self.left_out and (attempt, question) not in self.left_out_for

    def key_of(self, version: int) -> int:
        return self.keys.get(version, version)


def corrections_of(quiz: int) -> Corrections:
    return gathered(Correction.objects.filter(quiz=quiz))


def gathered(rows: Iterable[Correction]) -> Corrections:
    """Stored or not yet stored; of two about the same the last holds."""
    keys: dict[int, int] = {}
    for_all, for_one = set(), set()
    for row in rows:
        if row.version_id is not None and row.key_id is not None:
            keys[row.version_id] = row.key_id
        elif row.attempt_id is None:
            for_all.add(row.question_id)
        else:
            for_one.add((row.attempt_id, row.question_id))
    return Corrections(keys, frozenset(for_all), frozenset(for_one))


@dataclass(frozen=True, slots=True)
class Assessment:
    """`marks`: of 1, for every place of the paper; None waits for a person. `result`: None while one
    that counts is missing."""

    marks: list[Fraction | None]
    result: Result | None


class Assessor:
    """Assesses any number of attempts of one quiz; a version is read once."""

    def __init__(self, corrections: Corrections) -> None:
        self.corrections = corrections
        self._contents: dict[int, Asked] = {}

    def assess(self, attempt: Attempt, answers: Iterable[Answer]) -> Assessment:
        paper = load(attempt.paper)
        self._read(paper)
        given = {answer.position: answer for answer in answers}
        marks = [self._mark(item, given.get(place)) for place, item in enumerate(paper, start=1)]
        return Assessment(marks, self._result(attempt, paper, marks))

    def _read(self, paper: Iterable[Item]) -> None:
        versions = {item.version for item in paper}
        wanted = versions | {self.corrections.key_of(version) for version in versions}
        missing = wanted - self._contents.keys()
        if missing:
            self._contents |= {one.version: one for one in read_versions(missing)}

    def _mark(self, item: Item, answer: Answer | None) -> Fraction | None:
        response = answer.response if answer else None
        question = self._marked_with(item.version, response)
        mark = questions.mark(question.kind, question.content, response)
        if mark is None and answer is not None and answer.fraction is not None:
            return Fraction(answer.fraction)  # given by a person
        return mark

    def _marked_with(self, version: int, response: Response | None) -> Asked:
        """The version whose key holds; the one that was asked where its answer fits no other."""
        key = self._contents[self.corrections.key_of(version)]
        if response is None or questions.refusal(key.kind, key.content, response) == "":
            return key
        return self._contents[version]

    def _result(
        self, attempt: Attempt, paper: Iterable[Item], marks: list[Fraction | None]
    ) -> Result | None:
        pairs = zip(paper, marks, strict=True)
        kept = [(item, mark) for item, mark in pairs if self._counts(attempt, item)]
        given = [mark for _item, mark in kept if mark is not None]
        if len(given) < len(kept):
            return None
        left_out = attempt.max_points - sum(self._is_worth(item) for item, _mark in kept)
        result = result_of(given, needed=attempt.needed)
        result = rescaled(result, left_out=left_out, whole=attempt.max_points)
        promised = [(section["name"], section["needed"]) for section in attempt.sections]
        in_sections = [
            SectionMark(item.section, mark or Fraction(0), self._counts(attempt, item))
            for item, mark in zip(paper, marks, strict=True)
        ]
        return with_sections(result, promised, in_sections)

    def _counts(self, attempt: Attempt, item: Item) -> bool:
        return self.corrections.counts(attempt.pk, item.question)

    def _is_worth(self, item: Item) -> bool:
        return questions.kind_of(self._contents[item.version].kind).counts
