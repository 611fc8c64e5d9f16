"""The numbers move as people learn: everything here goes through the services of the lower apps, as
the pages do, and is recounted after commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from certificates.services import revoke
from courses.models import CoursePage, LessonPage
from courses.services import enrol, record_screen
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.accounts.services import move_to_ward
from lms.centres.models import ClassSession
from lms.centres.services import check_in, confirm_attendance, mark_absent
from lms.core import periods
from lms.progress.checking import differences
from lms.progress.models import StaleMark, WardCourseCell, WardTotal
from lms.units.models import AdminUnit
from quizzes.models import Quiz
from quizzes.services import save_answer, start_attempt, submit_attempt
from tests.factories import (
    PointFactory,
    StaffFactory,
    UserFactory,
    WardFactory,
    make_course,
    make_quiz,
    open_session,
    opened_for,
    with_role,
)
from tests.quizzes.taking import responses

pytestmark = pytest.mark.django_db
Commit = Callable[..., Any]


@pytest.fixture
def course() -> CoursePage:
    return make_course(lessons=1, screens=2)


@pytest.fixture
def quiz(course: CoursePage) -> Quiz:
    return make_quiz(course, questions=4)


@pytest.fixture
def learner() -> User:
    user: User = UserFactory()
    return user


def total(ward: AdminUnit | None) -> dict[str, int]:
    row = WardTotal.objects.filter(ward=ward).first() or WardTotal()
    names = ("enrolled", "active", "completed", "certified", "certified_supervised")
    return {name: getattr(row, name) for name in names if getattr(row, name)}


def sit(user: User, quiz: Quiz, right: int, at: dt.datetime, **place: Any) -> None:
    attempt = start_attempt(user=user, quiz=quiz, at=at, **place)
    for position, response in responses(attempt, right=right).items():
        save_answer(attempt=attempt, position=position, response=response, at=at)
    submit_attempt(attempt=attempt, at=at)


def read(user: User, course: CoursePage, at: dt.datetime) -> None:
    enrolment = enrol(user=user, course=course, at=at)
    for screen in (1, 2):
        record_screen(enrolment=enrolment, lesson=LessonPage.objects.get(), screen=screen, at=at)


def test_from_the_first_screen_to_a_revoked_certificate(
    learner: User, course: CoursePage, quiz: Quiz, django_capture_on_commit_callbacks: Commit
) -> None:
    now, ward = periods.now(), learner.ward
    with django_capture_on_commit_callbacks(execute=True):
        read(learner, course, now)
    assert total(ward) == {"enrolled": 1, "active": 1}
    with django_capture_on_commit_callbacks(execute=True):
        sit(learner, quiz, 1, now)
    assert total(ward) == {"enrolled": 1, "active": 1}
    with django_capture_on_commit_callbacks(execute=True):
        sit(learner, quiz, 4, now)
    assert total(ward) == {"enrolled": 1, "active": 1, "completed": 1, "certified": 1}
    assert WardCourseCell.objects.get(ward=ward, course=course).certified == 1
    with django_capture_on_commit_callbacks(execute=True):
        revoke(certificate=Certificate.objects.get(), reason="sai", by=StaffFactory(), at=now)
    assert total(ward) == {"enrolled": 1, "active": 1, "completed": 1}
    assert not StaleMark.objects.exists()
    assert list(differences()) == []


def test_a_test_that_was_not_passed_is_learning_too(
    learner: User, course: CoursePage, quiz: Quiz, django_capture_on_commit_callbacks: Commit
) -> None:
    now = periods.now()
    with django_capture_on_commit_callbacks(execute=True):
        read(learner, course, now - dt.timedelta(days=40))
    assert total(learner.ward) == {"enrolled": 1}
    with django_capture_on_commit_callbacks(execute=True):
        sit(learner, quiz, 1, now)
    assert total(learner.ward) == {"enrolled": 1, "active": 1}


def test_who_moves_counts_elsewhere_from_the_next_screen(
    learner: User, course: CoursePage, quiz: Quiz, django_capture_on_commit_callbacks: Commit
) -> None:
    old, new, now = learner.ward, WardFactory(), periods.now()
    with django_capture_on_commit_callbacks(execute=True):
        read(learner, course, now - dt.timedelta(days=1))
    with django_capture_on_commit_callbacks(execute=True):
        move_to_ward(user=learner, ward=new, by=learner)
        read(learner, course, now)
    assert total(old) == {}
    assert total(new)["enrolled"] == 1
    assert list(differences()) == []


def test_a_supervised_pass_in_class(
    learner: User, course: CoursePage, quiz: Quiz, django_capture_on_commit_callbacks: Commit
) -> None:
    now = periods.now()
    session = running_class()
    with django_capture_on_commit_callbacks(execute=True):
        present(session, learner, now)
        read(learner, course, now)
        sit(learner, quiz, 4, now, opening=opened_for(learner, quiz, session))
    assert total(learner.ward)["certified_supervised"] == 1
    here = WardTotal.objects.get(ward=session.ward)
    assert (here.sessions_held, here.session_visits) == (1, 1)
    assert WardTotal.objects.get(ward=learner.ward).attended == 1
    with django_capture_on_commit_callbacks(execute=True):
        mark_absent(session=session, users=[learner], by=session.facilitator, at=now)
    assert WardTotal.objects.get(ward=session.ward).sessions_held == 0
    assert WardTotal.objects.get(ward=learner.ward).attended == 0
    assert list(differences()) == []


def running_class() -> ClassSession:
    point = PointFactory()
    return open_session(with_role(Role.FACILITATOR, ward=point.ward), point)


def present(session: ClassSession, user: User, at: dt.datetime) -> None:
    check_in(session=session, user=user, how="pin", at=at)
    confirm_attendance(session=session, users=[user], by=session.facilitator, at=at, how="pin")


def test_reading_on_the_same_day_costs_progress_one_question(
    learner: User, course: CoursePage, django_capture_on_commit_callbacks: Commit
) -> None:
    now = periods.now()
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = enrol(user=learner, course=course, at=now)
    lesson = LessonPage.objects.get()
    with (
        CaptureQueriesContext(connection) as seen,
        django_capture_on_commit_callbacks(execute=True) as callbacks,
    ):
        record_screen(enrolment=enrolment, lesson=lesson, screen=1, at=now)
    assert callbacks == []
    assert sum("progress_" in query["sql"] for query in seen.captured_queries) == 1
