"""Taking a test as verbs: start, save an answer, submit."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from fractions import Fraction

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.models import Enrolment, Evidence
from courses.services import enrol, meet_requirement, note_activity
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.core import periods
from lms.core.errors import DomainError
from quizzes import questions
from quizzes.grading import Result, points_needed, points_text, result_of, stored
from quizzes.kind import Response
from quizzes.models import Answer, Attempt, AttemptState, QuestionVersion, Quiz, QuizItem
from quizzes.paper import Candidate, draw, dump, load, points_of
from quizzes.queries import Asked, asked, attempts_left_today
from quizzes.signals import attempt_submitted

REQUIREMENT = "quiz"


@transaction.atomic
def start_attempt(
    *,
    user: User,
    quiz: Quiz,
    at: datetime,
    session: ClassSession | None = None,
    supervisor: User | None = None,
) -> Attempt:
    """The attempt under way, or a new one with its paper frozen; puts `user` on the course.

    `session` is where it happens; `supervisor` is who looked at the person and opened the test, and
    makes the attempt supervised. However often and at once it is called, one attempt is open."""
    enrolment = enrol(user=user, course=quiz.course, at=at)
    # Starts of one person at one quiz wait for each other here.
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    running = Attempt.objects.of(user).filter(quiz=quiz).open().first()
    if running is not None:
        return running
    _check_allowed(user, quiz, at, supervisor)
    token = secrets.token_urlsafe(16)
    candidates = candidates_of(quiz)
    paper = draw(candidates, count=quiz.draw, seed=token, shuffle=quiz.shuffle_questions)
    points = points_of(paper, candidates)
    return Attempt.objects.create(
        quiz=quiz,
        enrolment=enrolment,
        user=user,
        ward_id=user.ward_id,
        token=token,
        number=_last_number(user, quiz) + 1,
        paper=dump(paper),
        started_at=at,
        max_points=points,
        needed=points_needed(points, quiz.pass_percent),
        evidence=Evidence.SELF_STUDY if supervisor is None else Evidence.SUPERVISED,
        session=session,
        supervisor=supervisor,
    )


@transaction.atomic
def save_answer(*, attempt: Attempt, position: int, response: Response, at: datetime) -> Answer:
    """Keep the answer to the question at `position` (from 1); given again, it replaces the first.
    Refused once the attempt is submitted, and when it cannot be an answer to that question."""
    paper = load(attempt.paper)
    if not 1 <= position <= len(paper):
        raise DomainError(_("This test has no such question."), code="answer.no_such_question")
    version = paper[position - 1].version
    question = asked([version])[version]
    refusal = questions.refusal(question.kind, question.content, response)
    if refusal:
        raise DomainError(refusal, code="answer.refused")
    _hold_open(attempt)
    (answer,) = Answer.objects.bulk_create(
        [Answer(attempt=attempt, position=position, response=response, saved_at=at)],
        update_conflicts=True,
        unique_fields=["attempt", "position"],
        update_fields=["response", "saved_at"],
    )
    return answer


@transaction.atomic
def submit_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Hand in and mark the attempt; a pass meets the course's requirement. With answers only a
    person can mark it waits, and nothing is decided (see `decide_attempt`). Idempotent: an attempt
    that was handed in keeps its first result."""
    attempt = _locked(attempt)
    if not attempt.is_open:
        return attempt
    attempt.submitted_at = at
    _settle(attempt, at)
    return attempt


@transaction.atomic
def decide_attempt(*, attempt: Attempt, at: datetime) -> Attempt:
    """Once every answer of a waiting attempt has its `fraction` (a person writes it on the answer),
    decide it as if it were handed in now; until then, and when decided already, nothing changes.
    Idempotent."""
    attempt = _locked(attempt)
    if attempt.is_waiting:
        _settle(attempt, at)
    return attempt


def _locked(attempt: Attempt) -> Attempt:
    return (
        Attempt.objects.select_for_update(of=("self",), no_key=True)
        .select_related("quiz", "enrolment__user")
        .get(pk=attempt.pk)
    )


def _settle(attempt: Attempt, at: datetime) -> None:
    """From the marks to the result, or to waiting for those that are missing."""
    result = _mark(attempt)
    attempt.state = AttemptState.SUBMITTED if result else AttemptState.WAITING
    attempt.points = stored(result.points, 3) if result else None
    attempt.passed = result.passed if result else None
    attempt.save(update_fields=["state", "submitted_at", "points", "passed"])
    _tell(attempt, at)


def _tell(attempt: Attempt, at: datetime) -> None:
    """The course, and whoever listens."""
    if attempt.passed:
        assert attempt.points is not None  # decided
        meet_requirement(
            enrolment=attempt.enrolment,
            kind=REQUIREMENT,
            key=attempt.quiz.slug,
            evidence=attempt.evidence,
            score_text=f"{points_text(attempt.points)}/{attempt.max_points}",
            at=at,
        )
    else:
        note_activity(enrolment=attempt.enrolment, at=at)
    if not attempt.is_waiting:
        attempt_submitted.send(sender=Attempt, attempt=attempt)


def _check_allowed(user: User, quiz: Quiz, at: datetime, supervisor: User | None) -> None:
    if quiz.supervised_only and supervisor is None:
        raise DomainError(
            _("A facilitator has to open this test. Ask at your learning point."),
            code="attempt.needs_facilitator",
        )
    if attempts_left_today(user, quiz, periods.local_date(at)) == 0:
        raise DomainError(
            _("You have used today's attempts. Try again from tomorrow."),
            code="attempt.day_used_up",
        )


def candidates_of(quiz: Quiz) -> list[Candidate]:
    """The newest versions of the quiz's questions in use; DomainError where there are none."""
    items = QuizItem.objects.filter(quiz=quiz, question__is_active=True).select_related("question")
    kinds = {item.question_id: item.question.kind for item in items}
    newest = QuestionVersion.objects.filter(question__in=kinds).newest()
    versions = {version.question_id: version for version in newest}
    if not kinds:
        raise DomainError(_("This test has no questions yet."), code="attempt.no_questions")
    return [
        Candidate(
            id,
            versions[id].pk,
            questions.kind_of(kind).layout(versions[id].content),
            questions.kind_of(kind).counts,
        )
        for id, kind in kinds.items()
    ]


def _last_number(user: User, quiz: Quiz) -> int:
    numbers = Attempt.objects.of(user).filter(quiz=quiz).aggregate(last=Max("number"))
    return numbers["last"] or 0


def _hold_open(attempt: Attempt) -> None:
    """Nobody submits the attempt until this transaction ends; refused if somebody has."""
    state = (
        Attempt.objects.select_for_update(no_key=True)
        .values_list("state", flat=True)
        .get(pk=attempt.pk)
    )
    if state != AttemptState.OPEN:
        raise DomainError(
            _("This test has been handed in. Answers can no longer be changed."),
            code="attempt.submitted",
        )


def _mark(attempt: Attempt) -> Result | None:
    """Write every answer's mark and return the whole; None while a person's mark is missing. Read
    from the database, not the cache: this decides."""
    paper = load(attempt.paper)
    answers = {answer.position: answer for answer in attempt.answers.all()}
    contents = _contents(item.version for item in paper)
    marks: list[Fraction | None] = []
    for position, item in enumerate(paper, start=1):
        answer, question = answers.get(position), contents[item.version]
        response = answer.response if answer else None
        mark = questions.mark(question.kind, question.content, response)
        if answer and mark is None and answer.fraction is not None:
            mark = Fraction(answer.fraction)  # given by a person
        elif answer:
            answer.fraction = None if mark is None else stored(mark, 4)
        marks.append(mark)
    Answer.objects.bulk_update(answers.values(), ["fraction"])
    given = [mark for mark in marks if mark is not None]
    return result_of(given, needed=attempt.needed) if len(given) == len(marks) else None


def _contents(versions: Iterable[int]) -> dict[int, Asked]:
    rows = QuestionVersion.objects.filter(pk__in=list(versions)).select_related("question")
    return {row.pk: Asked(row.pk, row.question.kind, row.content) for row in rows}
