"""A facilitator opens a test for those who are there: F7 of the class, L5 of the learner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from courses.models import Evidence
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres.models import ClassSession, SharedDevice
from lms.centres.pins import WRONG_PINS
from lms.centres.services import close_session, register_device, reopen_session
from lms.centres.shared import COOKIE
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from quizzes import services
from quizzes.addresses import start_url, take_over_url
from quizzes.models import Attempt, Opening, Quiz
from tests.factories import (
    PointFactory,
    UserFactory,
    come_to,
    make_course,
    make_quiz,
    open_session,
    opened_for,
    with_role,
)
from tests.quizzes.conftest import EVENING
from tests.quizzes.taking import responses

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
NOT_YET = "Người hướng dẫn chưa mở đề cho mình."
PIN_OVER = "Mã này không còn dùng."


@pytest.fixture
def facilitator(evening: datetime) -> User:
    return with_role(Role.FACILITATOR, ward=PointFactory().ward)


@pytest.fixture
def session(facilitator: User) -> ClassSession:
    point = PointFactory(ward=facilitator.grants.get().ward)
    return open_session(facilitator, point, starts_at=EVENING, ends_at=EVENING + 90 * MINUTE)


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(supervised_only=True)


@pytest.fixture
def desk(facilitator: User) -> Client:
    return of(facilitator)


@pytest.fixture
def hoa(session: ClassSession) -> User:
    return come_to(session, UserFactory(full_name="Nguyễn Thị Hoa")).user


@pytest.fixture
def phone(hoa: User) -> Client:
    return of(hoa)


def of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def open_page(session: ClassSession) -> str:
    return reverse("quizzes:open_for", args=[session.pk])


def press(desk: Client, session: ClassSession, quiz: Quiz, *people: User, **data: Any) -> Any:
    sent = {
        "quiz": quiz.pk,
        "people": [p.pk for p in people],
        "identity": "paper",
        "whom": "chosen",
    }
    return desk.post(open_page(session), sent | data)


def text(response: Any) -> str:
    return str(response.content.decode())


def begin(client: Client, quiz: Quiz, pin: str | None = None) -> Any:
    return client.post(start_url(quiz), {} if pin is None else {"pin": pin})


# --- the facilitator -----------------------------------------------------------------------------


def test_one_press_opens_for_those_ticked_and_says_who_saw_them(
    desk: Client, session: ClassSession, quiz: Quiz, hoa: User, facilitator: User
) -> None:
    come_to(session, UserFactory())
    page = text(desk.get(open_page(session)))
    assert "Nguyễn Thị Hoa" in page
    assert "checked" in page.split('name="quiz"')[1][:120]  # the only test of all
    assert press(desk, session, quiz, hoa).status_code == 302
    opening = Opening.objects.get()
    assert (opening.user, opening.opened_by, opening.identity) == (hoa, facilitator, "paper")
    event = AuditEvent.objects.get(action="quiz.opened")
    assert event.details == {"quiz": quiz.pk, "people": [hoa.pk], "identity": "paper"}
    listed = text(desk.get(reverse("quizzes:in_class", args=[session.pk])))
    assert "chưa bắt đầu" in listed
    assert session.pin in listed


def test_everybody_who_is_there_at_once_and_a_second_press_adds_nobody(
    desk: Client, session: ClassSession, quiz: Quiz, hoa: User
) -> None:
    come_to(session, UserFactory())
    session.attendances.create(user=UserFactory())  # expected, not there
    press(desk, session, quiz, whom="all")
    page = text(desk.post(open_page(session), follow=True, data={
        "quiz": quiz.pk, "identity": "known", "whom": "all"}))  # fmt: skip
    assert Opening.objects.count() == 2
    assert "2 người" in page


@pytest.mark.parametrize(
    "data",
    [{"people": []}, {"people": ["x"]}, {"people": ["0"]}, {"quiz": ""}, {"quiz": "999999"},
     {"quiz": "x"}, {"identity": ""}, {"identity": "049012345678"}, {"whom": "", "people": []}],
)  # fmt: skip
def test_what_is_missing_is_said_and_ticks_stay(
    desk: Client, session: ClassSession, quiz: Quiz, hoa: User, data: dict[str, Any]
) -> None:
    usual = {"quiz": quiz.pk, "identity": "known", "whom": "chosen", "people": [hoa.pk]}
    sent: dict[str, Any] = usual | data
    response = desk.post(open_page(session), sent)
    assert response.status_code == 200
    assert "data-errsum" in text(response)
    assert f'value="{hoa.pk}" checked' in text(response) or hoa.pk not in sent["people"]
    assert not Opening.objects.exists()


def test_nobody_opens_for_themselves(session: ClassSession, quiz: Quiz, facilitator: User) -> None:
    colleague = with_role(Role.FACILITATOR, ward=session.ward)
    come_to(session, colleague)
    come_to(session, UserFactory())
    desk = of(colleague)
    assert f'value="{colleague.pk}"' not in text(desk.get(open_page(session)))
    assert press(desk, session, quiz, colleague).status_code == 200
    with pytest.raises(DomainError) as refused:
        open_test(session, quiz, colleague, by=colleague)
    assert refused.value.code == "opening.own"
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.create(
            session=session, quiz=quiz, user=colleague, opened_by=colleague,
            opened_at=EVENING, identity="known",
        )  # fmt: skip
    press(desk, session, quiz, whom="all")
    assert not Opening.objects.filter(user=colleague).exists()
    assert opened_for(colleague, quiz, session).opened_by == facilitator


def open_test(session: ClassSession, quiz: Quiz, user: User, by: User | None = None) -> Any:
    return services.open_test(
        session=session, quiz=quiz, users=[user], identity="known",
        by=by or session.facilitator, at=EVENING,
    )  # fmt: skip


def test_only_a_facilitator_and_only_for_who_is_there(
    session: ClassSession, quiz: Quiz, hoa: User
) -> None:
    other: User = UserFactory()
    for by, user, code in [(other, hoa, "own"), (session.facilitator, other, "not_present")]:
        with pytest.raises(DomainError) as refused:
            open_test(session, quiz, user, by)
        assert refused.value.code == f"opening.{code}"


def test_a_class_of_another_ward_is_not_there(session: ClassSession, quiz: Quiz, hoa: User) -> None:
    stranger = of(with_role(Role.FACILITATOR, ward=PointFactory().ward))
    opening = opened_for(hoa, quiz, session)
    assert stranger.get(open_page(session)).status_code == 404
    assert press(stranger, session, quiz, hoa).status_code == 404
    address = reverse("quizzes:withdraw", args=[session.pk, opening.pk])
    assert stranger.post(address).status_code == 404
    assert Opening.objects.unused().get() == opening


def test_an_opening_is_withdrawn_only_in_its_own_class_and_before_it_is_begun(
    desk: Client, phone: Client, session: ClassSession, quiz: Quiz, hoa: User, facilitator: User
) -> None:
    opening = opened_for(hoa, quiz, session)
    other = open_session(facilitator, session.point, starts_at=EVENING, pin="1111",
                         ends_at=EVENING + MINUTE, token="khac")  # fmt: skip
    wrong = reverse("quizzes:withdraw", args=[other.pk, opening.pk])
    assert desk.post(wrong).status_code == 404
    address = reverse("quizzes:withdraw", args=[session.pk, opening.pk])
    for _twice in range(2):
        assert desk.post(address).status_code == 302
    assert AuditEvent.objects.filter(action="quiz.opening_withdrawn").count() == 1
    assert NOT_YET in text(begin(phone, quiz, session.pin))
    again = opened_for(hoa, quiz, session)
    begin(phone, quiz, session.pin)
    late = reverse("quizzes:withdraw", args=[session.pk, again.pk])
    assert "đã bắt đầu làm" in text(desk.post(late, follow=True))
    assert Attempt.objects.get().opening == again


def test_only_tests_of_the_course_of_the_class(desk: Client, facilitator: User, hoa: User) -> None:
    inside, outside = make_quiz(make_course()), make_quiz(make_course())
    session = open_session(
        facilitator, PointFactory(ward=facilitator.grants.get().ward), course=inside.course,
        starts_at=EVENING, ends_at=EVENING + MINUTE,
    )  # fmt: skip
    come_to(session, hoa)
    assert press(desk, session, outside, hoa).status_code == 200
    assert press(desk, session, inside, hoa).status_code == 302


def test_a_class_that_is_over_opens_nothing(
    desk: Client, session: ClassSession, quiz: Quiz, hoa: User
) -> None:
    with time_machine.travel(session.usable_until + MINUTE):
        assert press(desk, session, quiz, hoa).status_code == 302
    close_session(session=session, by=session.facilitator, at=EVENING)
    assert press(desk, session, quiz, hoa).status_code == 302
    with pytest.raises(DomainError) as refused:
        open_test(session, quiz, hoa)
    assert refused.value.code == "opening.class_over"
    assert not Opening.objects.exists()


# --- the learner ---------------------------------------------------------------------------------


def test_on_their_own_phone_with_the_pin(
    phone: Client, session: ClassSession, quiz: Quiz, hoa: User, facilitator: User
) -> None:
    assert NOT_YET in text(begin(phone, quiz, session.pin))
    opening = opened_for(hoa, quiz, session)
    assert facilitator.full_name in text(phone.get(start_url(quiz)))
    assert "Nhập 4 chữ số" in text(begin(phone, quiz))
    assert PIN_OVER in text(begin(phone, quiz, "0000"))
    response = begin(phone, quiz, f" {session.pin} ")
    assert "/cau/1/" in response.headers["Location"]
    attempt = Attempt.objects.get()
    assert attempt.opening == opening
    assert (attempt.session, attempt.supervisor) == (session, facilitator)
    assert attempt.evidence == Evidence.SUPERVISED
    assert attempt.device
    for pin in (session.pin, "0000"):  # a double click, an old tab
        begin(phone, quiz, pin)
    assert Attempt.objects.get() == attempt


def test_at_a_shared_computer_of_the_class_without_a_pin(
    hoa: User, session: ClassSession, quiz: Quiz
) -> None:
    computer = seat(hoa, session)
    page = text(computer.get(start_url(quiz)))
    assert 'name="pin"' not in page
    assert NOT_YET in text(begin(computer, quiz))
    opened_for(hoa, quiz, session)
    assert begin(computer, quiz).status_code == 302
    assert Attempt.objects.get().evidence == Evidence.SUPERVISED


def seat(user: User, session: ClassSession) -> Client:
    """Signed in at a computer of the class."""
    device = register_device(session=session, by=session.facilitator, at=EVENING)
    SharedDevice.objects.filter(pk=device.pk).update(current_user=user)
    client = of(user)
    client.cookies[COOKIE] = device.token
    kept = client.session
    kept["shared_seat"], kept["shared_seen"] = device.pk, int(EVENING.timestamp())
    kept.save()
    return client


def test_it_is_for_one_person_one_test_and_one_attempt(
    phone: Client, session: ClassSession, quiz: Quiz, hoa: User
) -> None:
    opened_for(hoa, quiz, session)
    neighbour = of(come_to(session, UserFactory()).user)
    assert NOT_YET in text(begin(neighbour, quiz, session.pin))
    assert NOT_YET in text(begin(phone, make_quiz(supervised_only=True), session.pin))
    begin(phone, quiz, session.pin)
    services.submit_attempt(attempt=Attempt.objects.get(), at=EVENING)
    assert NOT_YET in text(begin(phone, quiz, session.pin))
    opened_for(hoa, quiz, session)
    assert begin(phone, quiz, session.pin).status_code == 302
    assert Attempt.objects.count() == 2


def test_a_test_anybody_may_take_counts_as_supervised_once_it_is_opened(
    phone: Client, session: ClassSession, hoa: User
) -> None:
    quiz = make_quiz()
    assert 'name="pin"' not in text(phone.get(start_url(quiz)))
    opened_for(hoa, quiz, session)
    assert begin(phone, quiz).status_code == 200
    begin(phone, quiz, session.pin)
    assert Attempt.objects.get().evidence == Evidence.SUPERVISED


def test_a_test_begun_alone_is_handed_in_first(
    desk: Client, session: ClassSession, hoa: User
) -> None:
    quiz = make_quiz()
    services.start_attempt(user=hoa, quiz=quiz, at=EVENING)
    page = text(desk.post(open_page(session), follow=True, data={
        "quiz": quiz.pk, "identity": "known", "whom": "all"}))  # fmt: skip
    assert "phải nộp" in page
    assert not Opening.objects.exists()


def test_it_ends_with_the_class(
    phone: Client, session: ClassSession, quiz: Quiz, hoa: User
) -> None:
    opened_for(hoa, quiz, session)
    with time_machine.travel(session.usable_until + MINUTE):
        assert PIN_OVER in text(begin(phone, quiz, session.pin))
    close_session(session=session, by=session.facilitator, at=EVENING)
    assert PIN_OVER in text(begin(phone, quiz, session.pin))
    assert not Attempt.objects.exists()


def test_a_service_called_late_opens_nothing(session: ClassSession, quiz: Quiz, hoa: User) -> None:
    opening = opened_for(hoa, quiz, session)
    other: User = UserFactory()
    for user, at in [(hoa, session.usable_until + MINUTE), (other, EVENING)]:
        with pytest.raises(DomainError) as refused:
            services.start_attempt(user=user, quiz=quiz, at=at, opening=opening)
        assert refused.value.code == "opening.over"
    assert not Attempt.objects.exists()


def test_it_moves_to_another_device_inside_the_class_only(
    phone: Client, session: ClassSession, quiz: Quiz, hoa: User, facilitator: User
) -> None:
    attempt = supervised(session, quiz, hoa)
    services.take_over(attempt=attempt, device="x" * 22, at=EVENING)
    other = open_session(facilitator, session.point, starts_at=EVENING, pin="1111",
                         ends_at=EVENING + MINUTE, token="khac")  # fmt: skip
    attempt.quiz = quiz
    for pin in ("", "0000", other.pin):
        page = text(phone.post(take_over_url(attempt), {"pin": pin}))
        assert "data-errsum" in page
        assert "Làm tiếp ở máy này" in page
    attempt.refresh_from_db()
    assert attempt.device == "x" * 22
    assert phone.post(take_over_url(attempt), {"pin": session.pin}).status_code == 302
    services.take_over(attempt=attempt, device="x" * 22, at=EVENING)
    assert seat(hoa, session).post(take_over_url(attempt)).status_code == 302


def test_guessing_pins_ends_soon(phone: Client, session: ClassSession, quiz: Quiz) -> None:
    for _n in range(WRONG_PINS):
        begin(phone, quiz, "0000")
    assert "Nhập sai nhiều lần" in text(begin(phone, quiz, session.pin))


# --- the end of the class ------------------------------------------------------------------------


def test_what_is_going_on_is_handed_in_with_the_class(
    session: ClassSession, quiz: Quiz, hoa: User
) -> None:
    attempt = supervised(session, quiz, hoa)
    assert attempt.deadline == session.usable_until  # without a time limit of its own
    for position, response in responses(attempt, right=4).items():
        services.save_answer(attempt=attempt, position=position, response=response, at=EVENING)
    ended = EVENING + 10 * MINUTE
    close_session(session=session, by=session.facilitator, at=ended)
    attempt.refresh_from_db()
    assert (attempt.deadline, attempt.expires_at) == (ended, ended + MINUTE)
    services.hand_in_expired(at=ended + 2 * MINUTE)
    attempt.refresh_from_db()
    assert (attempt.passed, attempt.auto_submitted) == (True, True)
    reopen_session(session=session, by=session.facilitator, at=ended)
    close_session(session=session, by=session.facilitator, at=ended + 3 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline == ended


def test_what_people_do_alone_goes_on(session: ClassSession, hoa: User) -> None:
    attempt = services.start_attempt(user=hoa, quiz=make_quiz(), at=EVENING, session=session)
    close_session(session=session, by=session.facilitator, at=EVENING + MINUTE)
    attempt.refresh_from_db()
    assert attempt.deadline is None


def test_more_minutes_count_from_the_end_of_the_class(
    session: ClassSession, quiz: Quiz, hoa: User
) -> None:
    attempt = supervised(session, quiz, hoa)
    until = session.usable_until
    services.add_time(
        session=session, minutes=5, reason="Mất điện", by=session.facilitator, at=EVENING
    )
    attempt.refresh_from_db()
    assert attempt.deadline == until + 5 * MINUTE


def supervised(session: ClassSession, quiz: Quiz, user: User) -> Attempt:
    opening = opened_for(user, quiz, session)
    return services.start_attempt(user=user, quiz=quiz, at=EVENING, opening=opening)


# --- at once, and its price ----------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_open_once(session: ClassSession, quiz: Quiz, hoa: User) -> None:
    at_once(lambda: open_test(session_of(session), quiz, hoa))
    opening = Opening.objects.get()
    at_once(
        lambda: services.start_attempt(
            user=hoa, quiz=quiz, at=EVENING, opening=Opening.objects.get(pk=opening.pk)
        )
    )
    assert Attempt.objects.get().opening == opening


def session_of(session: ClassSession) -> ClassSession:
    return ClassSession.objects.get(pk=session.pk)


def at_once(work: Callable[[], Any], count: int = 6) -> None:
    barrier = Barrier(count)

    def wait_and_work() -> None:
        barrier.wait()
        work()
        connection.close()

    threads = [Thread(target=wait_and_work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_full_class_costs_no_more_queries(
    desk: Client, session: ClassSession, quiz: Quiz, django_assert_num_queries: Any
) -> None:
    for _person in range(5):
        opened_for(UserFactory(), quiz, session)
    desk.get(open_page(session))
    with django_assert_num_queries(8):
        desk.get(open_page(session))
