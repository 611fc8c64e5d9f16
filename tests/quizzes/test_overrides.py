"""More time, more attempts and other dates for a person or a group, also while they are at it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from lms.accounts.models import User
from lms.centres.models import Attendance
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
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

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def editor() -> User:
    person: User = StaffFactory()
    return person


@pytest.fixture
def quiz() -> Quiz:
    return make_quiz(time_limit=20, attempts_in_all=1)


def start(quiz: Quiz, user: User, **more: Any) -> Attempt:
    return services.start_attempt(user=user, quiz=quiz, at=EVENING, **more)


def give(quiz: Quiz, editor: User, **fields: Any) -> Override:
    override = Override(quiz=quiz, reason="Mắt kém", **fields)
    return services.give_override(override=override, by=editor, at=EVENING)


def minutes_of(attempt: Attempt) -> float:
    attempt.refresh_from_db()
    assert attempt.deadline is not None
    return (attempt.deadline - attempt.started_at) / MINUTE


def test_one_person_gets_more_time_and_nobody_else(quiz: Quiz, editor: User) -> None:
    slow, other = UserFactory(), UserFactory()
    give(quiz, editor, user=slow, time_percent=150, extra_minutes=5)
    assert minutes_of(start(quiz, slow)) == 35
    assert minutes_of(start(quiz, other)) == 20


def test_the_people_of_a_class_and_of_an_agency_get_it(quiz: Quiz, editor: User) -> None:
    session = open_session(StaffFactory(), PointFactory())
    learner, agency = UserFactory(), AgencyFactory()
    Attendance.objects.create(session=session, user=learner)
    give(quiz, editor, session=session, extra_minutes=10)
    give(quiz, editor, agency=agency, time_percent=200)
    assert minutes_of(start(quiz, learner)) == 30
    assert minutes_of(start(quiz, UserFactory(agency=agency))) == 40


def test_more_attempts_are_more(quiz: Quiz, editor: User) -> None:
    user = UserFactory()
    services.submit_attempt(attempt=start(quiz, user), at=EVENING)
    with pytest.raises(DomainError):
        start(quiz, user)
    give(quiz, editor, user=user, extra_attempts=1)
    assert start(quiz, user).number == 2


def test_dates_open_a_closed_test_for_one(editor: User) -> None:
    quiz, late = make_quiz(closes_at=EVENING - MINUTE), UserFactory()
    give(quiz, editor, user=late, closes_at=EVENING + 30 * MINUTE)
    assert minutes_of(start(quiz, late)) == 30
    with pytest.raises(DomainError):
        start(quiz, UserFactory())


def test_it_holds_at_once_for_an_attempt_under_way(quiz: Quiz, editor: User) -> None:
    user = UserFactory()
    attempt = start(quiz, user)
    give(quiz, editor, user=user, time_percent=150)
    assert minutes_of(attempt) == 30
    assert attempt.expires_at == EVENING + 31 * MINUTE


def test_taken_back_it_holds_for_nobody_new_and_takes_no_time_away(
    quiz: Quiz, editor: User
) -> None:
    user = UserFactory()
    override = give(quiz, editor, user=user, time_percent=150, extra_attempts=1)
    attempt = start(quiz, user)
    for _twice in range(2):
        services.end_override(override=override, by=editor, at=EVENING)
    assert minutes_of(attempt) == 30
    services.submit_attempt(attempt=attempt, at=EVENING)
    with pytest.raises(DomainError):
        start(quiz, user)
    assert AuditEvent.objects.filter(action="quiz.override_ended").count() == 1


def test_a_new_one_ends_the_one_before(quiz: Quiz, editor: User) -> None:
    user = UserFactory()
    first = give(quiz, editor, user=user, time_percent=150)
    second = give(quiz, editor, user=user, time_percent=200)
    first.refresh_from_db()
    assert (first.ended_at, first.ended_by) == (EVENING, editor)
    assert list(Override.objects.live()) == [second]


def test_a_list_of_people_gets_it_one_by_one(quiz: Quiz, editor: User) -> None:
    people = [UserFactory(), UserFactory()]
    like = Override(quiz=quiz, extra_minutes=15, reason="Lớp chữ to")
    services.give_override_to_all(people=people, like=like, by=editor, at=EVENING)
    assert [minutes_of(start(quiz, person)) for person in people] == [35, 35]
    assert AuditEvent.objects.filter(action="quiz.override_given").count() == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"extra_minutes": 5, "reason": "  "}, "override.no_reason"),
        ({"reason": "Vì thế"}, "override.empty"),
    ],
)
def test_it_needs_a_reason_and_something_to_give(
    quiz: Quiz, editor: User, fields: dict[str, Any], code: str
) -> None:
    override = Override(quiz=quiz, user=UserFactory(), **fields)
    with pytest.raises(DomainError) as refused:
        services.give_override(override=override, by=editor, at=EVENING)
    assert refused.value.code == code
    assert not Override.objects.exists()


@pytest.mark.parametrize(
    "change", [{"user": None}, {"reason": ""}, {"time_percent": 50}, {"agency": "new"}]
)
def test_the_database_refuses_overrides_that_cannot_be(
    quiz: Quiz, editor: User, change: dict[str, Any]
) -> None:
    override = give(quiz, editor, user=UserFactory(), extra_minutes=5)
    values = {name: AgencyFactory() if value == "new" else value for name, value in change.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(pk=override.pk).update(**values)


# --- for those who are at it now -------------------------------------------------------------------


def test_ten_minutes_more_for_everybody(quiz: Quiz, editor: User) -> None:
    running = [start(quiz, UserFactory()) for _person in range(3)]
    done = services.submit_attempt(attempt=start(quiz, UserFactory()), at=EVENING)
    count = services.add_time(quiz=quiz, minutes=10, reason="Mất điện", by=editor, at=EVENING)
    assert count == 3
    assert [minutes_of(attempt) for attempt in running] == [30, 30, 30]
    assert minutes_of(done) == 20
    event = AuditEvent.objects.get(action="quiz.time_added")
    assert event.details["attempts"] == [attempt.pk for attempt in running]
    assert event.details["reason"] == "Mất điện"


def test_time_given_twice_adds_up_and_outlasts_an_override(quiz: Quiz, editor: User) -> None:
    user = UserFactory()
    attempt = start(quiz, user)
    for _twice in range(2):
        services.add_time(quiz=quiz, minutes=10, reason="Mất điện", by=editor, at=EVENING)
    give(quiz, editor, user=user, time_percent=150)
    assert minutes_of(attempt) == 50


def test_only_those_of_the_class_or_only_one(quiz: Quiz, editor: User) -> None:
    session = open_session(StaffFactory(), PointFactory())
    inside, outside = start(quiz, UserFactory(), session=session), start(quiz, UserFactory())
    given: dict[str, Any] = {"quiz": quiz, "reason": "Mất điện", "by": editor, "at": EVENING}
    assert services.add_time(minutes=10, session=session, **given) == 1
    assert services.add_time(minutes=5, attempts=[outside.pk], **given) == 1
    assert (minutes_of(inside), minutes_of(outside)) == (30, 25)


def test_nobody_gives_time_to_themselves(quiz: Quiz, editor: User) -> None:
    own, other = start(quiz, editor), start(quiz, UserFactory())
    services.add_time(quiz=quiz, minutes=10, reason="Mất điện", by=editor, at=EVENING)
    assert (minutes_of(own), minutes_of(other)) == (20, 30)


def test_in_the_grace_there_is_still_time_to_give(quiz: Quiz, editor: User) -> None:
    attempt = start(quiz, UserFactory())
    at = EVENING + 20 * MINUTE + timedelta(seconds=30)
    assert services.add_time(quiz=quiz, minutes=10, reason="Mất điện", by=editor, at=at) == 1
    assert minutes_of(attempt) == 30


def test_what_is_over_stays_over(quiz: Quiz, editor: User) -> None:
    start(quiz, UserFactory())
    late = EVENING + 40 * MINUTE
    assert services.add_time(quiz=quiz, minutes=60, reason="Mất điện", by=editor, at=late) == 0


@pytest.mark.parametrize(("minutes", "reason"), [(0, "x"), (-5, "x"), (999, "x"), (5, " ")])
def test_strange_gifts_are_refused(quiz: Quiz, editor: User, minutes: int, reason: str) -> None:
    with pytest.raises(DomainError):
        services.add_time(quiz=quiz, minutes=minutes, reason=reason, by=editor, at=EVENING)
