"""What waits at the marking desk. Nothing here says whose answer it is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from lms.accounts.models import User
from quizzes.kind import Response
from quizzes.models import Answer, Attempt, AttemptState, HandMark, Quiz
from quizzes.paper import load
from quizzes.queries import Asked, asked


@dataclass(frozen=True, slots=True)
class Waiting:
    """`marks`: what this marker may see of other people's: nothing, but for the third, both."""

    answer: Answer
    question: int  # id
    asked: Asked
    turn: int
    marks: list[HandMark]

    @property
    def response(self) -> Response:
        response: Response = self.answer.response
        return response

    @property
    def rubric(self) -> str:
        return str(self.asked.content.get("rubric", ""))


@dataclass(frozen=True, slots=True)
class Pile:
    """The answers to one question that wait for this marker."""

    question: int
    stem: str
    count: int


def decided(attempt: Attempt, marks: list[HandMark]) -> Fraction | None:
    """The mark that counts; None while one is missing. `marks`: in their turns."""
    if not marks:
        return None
    if not attempt.quiz.two_markers:
        return Fraction(marks[0].fraction)
    if len(marks) == 3:
        return Fraction(marks[2].fraction)
    if len(marks) < 2 or far_apart(attempt, marks):
        return None
    return Fraction(marks[0].fraction + marks[1].fraction) / 2


def far_apart(attempt: Attempt, marks: list[HandMark]) -> bool:
    """Two markers do not agree: a third decides."""
    if len(marks) < 2:
        return False
    return abs(marks[0].fraction - marks[1].fraction) > attempt.quiz.far_apart


def waiting_for(marker: User, quiz: Quiz, question: int | None = None) -> list[Waiting]:
    """Oldest first; without one's own, and without those this marker has marked."""
    answers = (
        Answer.objects.filter(
            attempt__quiz=quiz, attempt__state=AttemptState.WAITING, fraction__isnull=True
        )
        .exclude(attempt__user=marker)
        .exclude(hand_marks__marker=marker)
        .select_related("attempt__quiz")
        .prefetch_related("hand_marks")
        .order_by("attempt__submitted_at", "pk")
    )
    return _rows([answer for answer in answers if _needs_another(answer)], question)


def piles_of(rows: Collection[Waiting]) -> list[Pile]:
    found: dict[int, Pile] = {}
    for row in rows:
        before = found.get(row.question)
        count = before.count + 1 if before else 1
        found[row.question] = Pile(row.question, str(row.asked.content["stem"]), count)
    return list(found.values())


def _needs_another(answer: Answer) -> bool:
    marks = list(answer.hand_marks.all())
    needed = 2 if answer.attempt.quiz.two_markers else 1
    return len(marks) < needed or (len(marks) == 2 and far_apart(answer.attempt, marks))


def _rows(answers: list[Answer], question: int | None) -> list[Waiting]:
    items = {answer.pk: load(answer.attempt.paper)[answer.position - 1] for answer in answers}
    contents = asked({item.version for item in items.values()})
    rows = []
    for answer in answers:
        item, marks = items[answer.pk], list(answer.hand_marks.all())
        if question in (None, item.question):
            shown = marks if len(marks) == 2 else []
            turn = len(marks) + 1
            rows.append(Waiting(answer, item.question, contents[item.version], turn, shown))
    return rows
