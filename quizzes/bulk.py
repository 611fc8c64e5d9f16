"""Very many finished attempts at once, for loading history: drawn and marked as `services` does it,
without asking the database for each. No signal is sent and no requirement is met here: the caller
writes the enrolments (`courses.bulk`) with the scores that come out."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import transaction

from courses.models import Enrolment, Evidence
from lms.accounts.models import User
from lms.centres.models import ClassSession
from quizzes import questions
from quizzes.drawing import candidates_of
from quizzes.grading import points_needed, points_text, result_of, stored
from quizzes.kind import WRONG, Response
from quizzes.models import Answer, Attempt, AttemptState, Quiz
from quizzes.paper import Item, draw, dump, points_of
from quizzes.queries import Asked, asked

BATCH = 500
Answering = Callable[[int, Asked], Response]
"""What is answered at a position (from 1) to a question."""


@dataclass(slots=True)
class PastAttempt:
    """An attempt that was handed in and marked; not stored before `add_attempts`."""

    attempt: Attempt
    answers: list[Answer]

    @property
    def score_text(self) -> str:
        return f"{points_text(self.attempt.points or Decimal(0))}/{self.attempt.max_points}"


class TestDesk:
    """Draws papers of one quiz and marks what is answered; two queries for any number."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self.candidates = candidates_of(quiz)
        self.contents = asked([candidate.version for candidate in self.candidates])
        self._marks: dict[tuple[int, str], Fraction] = {}

    @property
    def questions(self) -> int:
        """How many of a paper count."""
        counting = sum(candidate.counts for candidate in self.candidates)
        return min(self.quiz.draw, counting) if self.quiz.draw else counting

    @property
    def needed(self) -> int:
        return points_needed(self.questions, self.quiz.pass_percent)

    def attempt(
        self,
        *,
        user: User,
        number: int,
        started_at: dt.datetime,
        submitted_at: dt.datetime,
        answering: Answering,
        session: ClassSession | None = None,
    ) -> PastAttempt:
        """The user's attempt `number`; one in a `session` was supervised by its facilitator."""
        token = secrets.token_urlsafe(16)
        paper = draw(
            self.candidates,
            count=self.quiz.draw,
            seed=token,
            shuffle=self.quiz.shuffle_questions,
        )
        attempt = Attempt(
            quiz=self.quiz,
            user=user,
            ward_id=user.ward_id,
            token=token,
            number=number,
            state=AttemptState.SUBMITTED,
            paper=dump(paper),
            started_at=started_at,
            submitted_at=submitted_at,
            max_points=points_of(paper, self.candidates),
            needed=points_needed(points_of(paper, self.candidates), self.quiz.pass_percent),
            evidence=Evidence.SELF_STUDY if session is None else Evidence.SUPERVISED,
            session=session,
            supervisor=session.facilitator if session else None,
        )
        answers = self._answers(attempt, paper, answering)
        result = result_of([mark for _, mark in answers], needed=attempt.needed)
        attempt.points, attempt.passed = stored(result.points, 3), result.passed
        return PastAttempt(attempt, [answer for answer, _ in answers])

    def _answers(
        self, attempt: Attempt, paper: list[Item], answering: Answering
    ) -> list[tuple[Answer, Fraction]]:
        """Given one after the other between start and end, each with its mark."""
        assert attempt.submitted_at is not None  # set above
        pace = (attempt.submitted_at - attempt.started_at) / (len(paper) + 1)
        rows = []
        for position, item in enumerate(paper, start=1):
            question = self.contents[item.version]
            response = answering(position, question)
            mark = self._mark(question, response)
            answer = Answer(
                position=position,
                response=response,
                saved_at=attempt.started_at + pace * position,
                fraction=stored(mark, 4),
            )
            rows.append((answer, mark))
        return rows

    def _mark(self, question: Asked, response: Response) -> Fraction:
        """Thousands give the same answers: each is marked once. Nobody marks by hand here."""
        key = (question.version, repr(response))
        if key not in self._marks:
            mark = questions.mark(question.kind, question.content, response)
            self._marks[key] = WRONG if mark is None else mark
        return self._marks[key]


@transaction.atomic
def add_attempts(*, past: Sequence[tuple[Enrolment, PastAttempt]]) -> None:
    """Store attempts, each under the enrolment it belongs to, with their answers."""
    for enrolment, entry in past:
        entry.attempt.enrolment = enrolment
    Attempt.objects.bulk_create([entry.attempt for _, entry in past], batch_size=BATCH)
    for _, entry in past:
        for answer in entry.answers:
            answer.attempt = entry.attempt
    answers = [answer for _, entry in past for answer in entry.answers]
    Answer.objects.bulk_create(answers, batch_size=BATCH)
