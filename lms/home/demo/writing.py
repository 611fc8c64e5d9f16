"""Writing what invented people did: most of it in bulk, the newest completions through the services
that people go through, so that both ways are seen to give the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from certificates.bulk import issue_certificates
from courses.bulk import PastEnrolment, PastRequirement, add_enrolments
from courses.models import Enrolment
from courses.services import enrol, record_screen
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.home.demo.learning import Learning, Sitting
from quizzes.bulk import PastAttempt, add_attempts
from quizzes.models import Identity, Opening, Quiz
from quizzes.paper import load
from quizzes.services import open_test, save_answer, start_attempt, submit_attempt

Written = list[tuple[PastEnrolment, list[PastAttempt]]]


def split_newest(
    learnings: Sequence[Learning], *, most: int
) -> tuple[list[Learning], list[Learning]]:
    """(older, newest): the newest completions, in the order in which they will be lived through.
    They come after every older one, so that register numbers follow the calendar."""
    ending = sorted((item for item in learnings if item.is_tested), key=lambda item: item.ends_at)
    newest = ending[len(ending) - min(most, len(ending) // 8) :]
    chosen = {id(item) for item in newest}
    return [item for item in learnings if id(item) not in chosen], newest


def write_in_bulk(learnings: Sequence[Learning]) -> list[Enrolment]:
    """Enrolments, lessons, attempts and certificates of the past."""
    written: Written = [_prepared(item) for item in learnings]
    enrolments = add_enrolments(past=[past for past, _ in written])
    pairs = list(zip(enrolments, written, strict=True))
    add_attempts(past=[(enrolment, attempt) for enrolment, (_, sat) in pairs for attempt in sat])
    completed = [enrolment for enrolment in enrolments if enrolment.completed_at]
    results = {
        enrolment.pk: past.met[-1].score_text
        for enrolment, (past, _) in pairs
        if enrolment.completed_at and past.met
    }
    issue_certificates(enrolments=completed, results=results)
    return enrolments


def _prepared(learning: Learning) -> tuple[PastEnrolment, list[PastAttempt]]:
    course = learning.course
    past = PastEnrolment(
        learning.user, course.page, course.outline, learning.enrolled_at, learning.lessons
    )
    sat: list[PastAttempt] = []
    for sitting in learning.sittings:
        attempt = _attempt(learning, sitting, number=1 + _sat_before(sat, sitting))
        sat.append(attempt)
        requirement = _requirement(learning, sitting, attempt)
        if requirement:
            past.met.append(requirement)
    return past, sat


def _sat_before(sat: Sequence[PastAttempt], sitting: Sitting) -> int:
    return sum(entry.attempt.quiz == sitting.desk.quiz for entry in sat)


def _attempt(learning: Learning, sitting: Sitting, number: int) -> PastAttempt:
    return sitting.desk.attempt(
        user=learning.user,
        number=number,
        started_at=sitting.started_at,
        submitted_at=sitting.submitted_at,
        answering=sitting.answering,
        session=sitting.session,
    )


def _requirement(
    learning: Learning, sitting: Sitting, attempt: PastAttempt
) -> PastRequirement | None:
    """What a passed test meets; a test that is only for practice meets nothing."""
    wanted = ("quiz", sitting.desk.quiz.slug)
    for item in learning.course.outline.requirements:
        if attempt.attempt.passed and (item.kind, item.key) == wanted:
            evidence = attempt.attempt.evidence
            return PastRequirement(item, sitting.submitted_at, evidence, attempt.score_text)
    return None


def live_through(learning: Learning) -> Enrolment:
    """The whole way through the services: enrol, read, answer one by one, hand in; what follows
    (completion, certificate) follows by itself."""
    enrolment = enrol(user=learning.user, course=learning.course.page, at=learning.enrolled_at)
    for lesson in learning.lessons:
        if lesson.screen:
            record_screen(
                enrolment=enrolment, lesson=lesson.item, screen=lesson.screen, at=lesson.seen_at
            )
    for sitting in learning.sittings:
        _sit(learning, sitting)
    enrolment.refresh_from_db()
    return enrolment


def _sit(learning: Learning, sitting: Sitting) -> None:
    """In a class its facilitator opens the test, and lets the person begin."""
    user, quiz, at = learning.user, sitting.desk.quiz, sitting.started_at
    opening = _opened(sitting.session, quiz, user, at) if sitting.session else None
    attempt = start_attempt(user=user, quiz=quiz, at=at, session=sitting.session, opening=opening)
    for position, item in enumerate(load(attempt.paper), start=1):
        save_answer(
            attempt=attempt,
            position=position,
            response=sitting.answering(position, sitting.desk.contents[item.version]),
            at=sitting.started_at + dt.timedelta(minutes=position),
        )
    submit_attempt(attempt=attempt, at=sitting.submitted_at)


def _opened(session: ClassSession, quiz: Quiz, user: User, at: dt.datetime) -> Opening:
    [opening] = open_test(
        session=session,
        quiz=quiz,
        users=[user],
        identity=Identity.KNOWN,
        by=session.facilitator,
        at=at,
    )
    return opening


@contextmanager
def held_again(learnings: Sequence[Learning]) -> Iterator[None]:
    """The classes of these people run again, for nothing can be opened in one that is over."""
    sat = {sitting.session for item in learnings for sitting in item.sittings if sitting.session}
    ended = [(session, session.closed_at) for session in sat]
    ClassSession.objects.filter(pk__in=[session.pk for session in sat]).update(closed_at=None)
    yield
    for session, moment in ended:
        session.closed_at = moment
    ClassSession.objects.bulk_update(sat, ["closed_at"])
