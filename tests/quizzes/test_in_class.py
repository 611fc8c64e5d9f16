"""The tests of a class, and minutes given by its facilitator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres.models import ClassSession
from lms.centres.services import close_session
from lms.core.models import AuditEvent
from quizzes import services
from quizzes.models import Attempt, Quiz
from tests.factories import PointFactory, UserFactory, make_quiz, open_session, with_role
from tests.quizzes.conftest import EVENING

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def facilitator() -> User:
    return with_role(Role.FACILITATOR, ward=PointFactory().ward)


@pytest.fixture
def session(facilitator: User) -> ClassSession:
    return class_of(facilitator)


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(time_limit=20)


@pytest.fixture
def desk(evening: datetime, client: Client, facilitator: User) -> Client:
    client.force_login(facilitator)
    return client


def class_of(facilitator: User) -> ClassSession:
    point = PointFactory(ward=facilitator.grants.get().ward)
    return open_session(facilitator, point, starts_at=EVENING, ends_at=EVENING + 90 * MINUTE)


def start(quiz: Quiz, session: ClassSession | None, **who: Any) -> Attempt:
    user = who.get("user") or UserFactory(**who)
    return services.start_attempt(user=user, quiz=quiz, at=EVENING, session=session)


def give(desk: Client, session: ClassSession, **data: Any) -> Any:
    sent = {"minutes": "10", "reason": "Mất điện", "whom": "all"} | data
    return desk.post(reverse("quizzes:in_class", args=[session.pk]), sent)


def minutes_of(*attempts: Attempt) -> list[float]:
    for attempt in attempts:
        attempt.refresh_from_db()
    return [(one.deadline - one.started_at) / MINUTE for one in attempts if one.deadline]


def test_everybody_in_the_class_gets_ten_minutes_after_a_power_cut(
    desk: Client, session: ClassSession, facilitator: User, quiz: Quiz
) -> None:
    here, other = start(quiz, session), start(make_quiz(time_limit=30), session)
    elsewhere, done = start(quiz, None), start(quiz, session)
    services.submit_attempt(attempt=done, at=EVENING)
    assert give(desk, session).status_code == 302
    assert minutes_of(here, other, elsewhere, done) == [30, 40, 20, 20]
    event = AuditEvent.objects.get(action="quiz.time_added")
    assert (event.actor, event.details["reason"]) == (facilitator, "Mất điện")
    assert event.target == f"centres.classsession:{session.pk}"


def test_one_learner_gets_five_minutes(desk: Client, session: ClassSession, quiz: Quiz) -> None:
    slow, quick = start(quiz, session), start(quiz, session)
    give(desk, session, whom="chosen", people=str(slow.pk), minutes="5")
    assert minutes_of(slow, quick) == [25, 20]


def test_the_page_says_who_is_at_what_until_when_and_never_a_mark(
    desk: Client, session: ClassSession, quiz: Quiz
) -> None:
    start(quiz, session, full_name="Trần Văn Bình")
    done = start(quiz, session, full_name="Lê Thị An")
    services.submit_attempt(attempt=done, at=EVENING)
    page = desk.get(reverse("quizzes:in_class", args=[session.pk])).content.decode()
    running, others = page.split("<h2>Người khác")
    assert "Trần Văn Bình" in running
    assert f"{quiz.title} – đang làm, đến 20:02" in running
    assert "Lê Thị An" in others
    assert "đã nộp" in others
    assert f"0/{done.max_points}" not in page


@pytest.mark.parametrize(
    "data",
    [
        {"minutes": "0"},
        {"minutes": "241"},
        {"minutes": "x"},
        {"minutes": ""},
        {"reason": " "},
        {"reason": "x" * 301},
        {"whom": "chosen"},
        {"whom": "chosen", "people": "999999"},
        {"whom": "chosen", "people": "x"},
        {"whom": ""},
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    desk: Client, session: ClassSession, quiz: Quiz, data: dict[str, Any]
) -> None:
    attempt = start(quiz, session)
    response = give(desk, session, **data)
    assert response.status_code == 200
    assert "data-errsum" in response.content.decode()
    assert str(data.get("reason", "Mất điện")).strip() in response.content.decode()
    assert minutes_of(attempt) == [20]


def test_only_the_people_of_this_class_can_be_chosen(
    desk: Client, session: ClassSession, quiz: Quiz
) -> None:
    start(quiz, session)
    outside = start(quiz, None)
    assert give(desk, session, whom="chosen", people=str(outside.pk)).status_code == 200
    assert minutes_of(outside) == [20]


def test_nobody_gives_themselves_time(
    desk: Client, session: ClassSession, facilitator: User, quiz: Quiz
) -> None:
    own, other = start(quiz, session, user=facilitator), start(quiz, session)
    assert give(desk, session, whom="chosen", people=str(own.pk)).status_code == 200
    give(desk, session)
    assert minutes_of(own, other) == [20, 30]


def test_after_the_class_it_is_over(desk: Client, session: ClassSession, quiz: Quiz) -> None:
    attempt = start(quiz, session)
    close_session(session=session, by=session.facilitator, at=EVENING)
    assert give(desk, session).status_code == 200
    assert minutes_of(attempt) == [20]


def test_somebody_elses_class_is_not_there(desk: Client, quiz: Quiz) -> None:
    theirs = class_of(with_role(Role.FACILITATOR, ward=PointFactory().ward))
    attempt = start(quiz, theirs)
    assert give(desk, theirs).status_code == 404
    assert minutes_of(attempt) == [20]


def test_the_console_leads_there(desk: Client, session: ClassSession) -> None:
    address = reverse("quizzes:in_class", args=[session.pk])
    assert address in desk.get(reverse("centres:console", args=[session.pk])).content.decode()
    assert "chưa có ai" in desk.get(address).content.decode().lower()


def test_a_full_class_costs_no_more_queries(
    desk: Client,
    session: ClassSession,
    quiz: Quiz,
    django_assert_num_queries: Any,
) -> None:
    for _person in range(5):
        start(quiz, session)
    address = reverse("quizzes:in_class", args=[session.pk])
    desk.get(address)
    with django_assert_num_queries(6):
        desk.get(address)
