"""The editor's page for more time, attempts and other dates."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import MinistryPage
from lms.accounts.models import User
from quizzes import services
from quizzes.models import Attempt, Override, Quiz
from tests.factories import (
    AgencyFactory,
    PointFactory,
    StaffFactory,
    UserFactory,
    make_quiz,
    open_session,
)
from tests.quizzes.conftest import EVENING
from tests.quizzes.test_editing import editor_of, quiz_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(time_limit=20)


@pytest.fixture
def room(evening: datetime, client: Client, quiz: Quiz) -> Client:
    client.force_login(editor_of(MinistryPage.objects.get()))
    return client


def send(room: Client, quiz: Quiz, **data: Any) -> Any:
    return room.post(reverse("quiz_overrides", args=[quiz.pk]), data)


def given(**data: Any) -> dict[str, Any]:
    return {
        "give": "1",
        "who": "people",
        "names": "",
        "time_percent": "150",
        "extra_minutes": "0",
        "extra_attempts": "0",
        "reason": "Mắt kém",
    } | data


def test_people_on_a_list_get_more_time(room: Client, quiz: Quiz) -> None:
    people = [UserFactory(), UserFactory()]
    names = "\n".join(person.username for person in people)
    assert send(room, quiz, **given(names=names)).status_code == 302
    assert {row.user for row in Override.objects.live()} == set(people)
    page = room.get(reverse("quiz_overrides", args=[quiz.pk])).content.decode()
    assert "150%" in page
    assert people[0].full_name not in page


def test_a_class_or_an_agency_gets_it(room: Client, quiz: Quiz) -> None:
    session, agency = open_session(StaffFactory(), PointFactory()), AgencyFactory()
    send(room, quiz, **given(who="class", names=str(session.pk)))
    send(room, quiz, **given(who="agency", names=agency.code, extra_minutes="5"))
    assert {(row.session, row.agency) for row in Override.objects.live()} == {
        (session, None),
        (None, agency),
    }


@pytest.mark.parametrize(
    "data",
    [
        {"names": "nobody"},
        {"who": "class", "names": "x"},
        {"who": "agency", "names": "x"},
        {"names": ""},
        {"reason": ""},
        {"time_percent": "100"},
        {"time_percent": "50"},
        {"extra_minutes": "-1"},
        {"who": "strange"},
    ],
)
def test_what_cannot_be_is_said_and_not_kept(
    room: Client, quiz: Quiz, data: dict[str, Any]
) -> None:
    person: User = UserFactory()
    response = send(room, quiz, **given(**({"names": person.username} | data)))
    assert response.status_code == 200
    assert not Override.objects.exists()


def test_it_is_taken_back(room: Client, quiz: Quiz) -> None:
    send(room, quiz, **given(names=UserFactory().username))
    override = Override.objects.get()
    assert send(room, quiz, end="x").status_code == 404
    assert send(room, quiz, end=str(override.pk)).status_code == 302
    assert not Override.objects.live().exists()


def test_everybody_at_it_now_gets_ten_minutes(room: Client, quiz: Quiz) -> None:
    attempt = services.start_attempt(user=UserFactory(), quiz=quiz, at=EVENING)
    data = {"add": "1", "time-minutes": "10", "time-session": "", "time-reason": "Mất điện"}
    assert send(room, quiz, **data).status_code == 302
    attempt.refresh_from_db()
    assert attempt.deadline == EVENING + timedelta(minutes=30)
    assert send(room, quiz, **(data | {"time-minutes": "0"})).status_code == 200
    assert Attempt.objects.get().extra_minutes == 10


def test_the_rules_of_time_are_written_with_the_test(room: Client, quiz: Quiz) -> None:
    data = quiz_data(quiz, time_limit=45, grace=30, cool_down=5, counted="last")
    assert room.post(reverse("bai-kiem-tra:edit", args=[quiz.pk]), data).status_code == 302
    quiz.refresh_from_db()
    assert (quiz.time_limit, quiz.grace, quiz.cool_down, quiz.counted) == (45, 30, 5, "last")
