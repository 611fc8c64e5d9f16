"""Opening, repeating, closing and reopening classes."""

from datetime import datetime, timedelta

import pytest

from lms.accounts.models import User
from lms.centres import services
from lms.centres.models import ClassSession, LearningPoint
from lms.centres.signals import session_changed
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from lms.core.periods import ZONE
from tests.factories import PointFactory, UserFactory

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 1, 28, 19, 0, tzinfo=ZONE)
NOW = datetime(2026, 1, 28, 15, 0, tzinfo=ZONE)


def open_class(facilitator: User, point: LearningPoint, **fields: object) -> ClassSession:
    values = {
        "title": "Lớp tối thứ Tư",
        "starts_at": EVENING,
        "ends_at": EVENING + timedelta(minutes=90),
        "at": NOW,
    }
    return services.open_session(facilitator=facilitator, point=point, **(values | fields))  # type: ignore[arg-type]


def test_open_gives_a_pin_a_token_and_the_ward_of_the_point(
    facilitator: User, point: LearningPoint
) -> None:
    session = open_class(facilitator, point)
    assert len(session.pin) == 4
    assert session.pin.isdigit()
    assert session.token
    assert session.ward == point.ward
    assert AuditEvent.objects.filter(action="session.opened", actor=facilitator).exists()


def test_a_class_at_the_same_place_and_time_is_named(
    facilitator: User, point: LearningPoint
) -> None:
    open_class(facilitator, point)
    with pytest.raises(DomainError) as refusal:
        open_class(
            facilitator,
            point,
            starts_at=EVENING + timedelta(minutes=60),
            ends_at=EVENING + timedelta(minutes=150),
        )
    assert refusal.value.code == "clash"
    assert "19:00–20:30" in str(refusal.value.message)
    assert "28/01/2026" in str(refusal.value.message)
    assert ClassSession.objects.count() == 1


def test_one_class_may_begin_when_the_other_ends(facilitator: User, point: LearningPoint) -> None:
    open_class(facilitator, point)
    end = EVENING + timedelta(minutes=90)
    open_class(facilitator, point, starts_at=end, ends_at=end + timedelta(minutes=60))
    assert ClassSession.objects.count() == 2


def test_a_class_that_was_called_off_frees_the_hour(
    facilitator: User, point: LearningPoint
) -> None:
    first = open_class(facilitator, point)
    services.close_session(session=first, by=facilitator, at=NOW)
    assert first.called_off
    open_class(facilitator, point)


def test_another_point_is_no_clash(facilitator: User, point: LearningPoint) -> None:
    open_class(facilitator, point)
    open_class(facilitator, PointFactory())


def test_pins_differ_among_classes_that_run_at_once(
    facilitator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.centres.services.sessions.PINS", range(1000, 1003))
    sessions = [open_class(facilitator, PointFactory()) for _ in range(3)]
    assert {session.pin for session in sessions} == {"1000", "1001", "1002"}
    with pytest.raises(DomainError) as refusal:
        open_class(facilitator, PointFactory())
    assert refusal.value.code == "no_free_pin"


def test_a_pin_is_free_again_the_next_day(
    facilitator: User, point: LearningPoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lms.centres.services.sessions.PINS", range(1000, 1001))
    open_class(facilitator, point)
    next_day = open_class(
        facilitator,
        point,
        starts_at=EVENING + timedelta(days=1),
        ends_at=EVENING + timedelta(days=1, minutes=90),
    )
    assert next_day.pin == "1000"


def test_dates_in_the_past_are_allowed_and_flagged(facilitator: User, point: LearningPoint) -> None:
    past = open_class(facilitator, point, at=EVENING + timedelta(days=3))
    coming = open_class(facilitator, PointFactory())
    assert past.entered_afterwards
    assert not coming.entered_afterwards


def weekly(facilitator: User, point: LearningPoint, **fields: object) -> list[ClassSession]:
    values = {
        "weeks": 4,
        "title": "Lớp tối thứ Tư",
        "starts_at": EVENING,
        "ends_at": EVENING + timedelta(minutes=90),
        "at": NOW,
    }
    return services.open_weekly(facilitator=facilitator, point=point, **(values | fields))  # type: ignore[arg-type]


def test_a_class_every_week_in_one_go(facilitator: User, point: LearningPoint) -> None:
    sessions = weekly(facilitator, point)
    starts = [session.starts_at for session in sessions]
    assert starts == [EVENING + timedelta(weeks=n) for n in range(4)]


def test_a_clash_in_one_week_opens_none(facilitator: User, point: LearningPoint) -> None:
    open_class(
        facilitator,
        point,
        starts_at=EVENING + timedelta(weeks=2),
        ends_at=EVENING + timedelta(weeks=2, hours=1),
    )
    with pytest.raises(DomainError) as refusal:
        weekly(facilitator, point)
    assert "11/02/2026" in str(refusal.value.message)
    assert ClassSession.objects.count() == 1


def test_people_of_the_last_session_are_expected_at_each_of_the_next(
    facilitator: User, point: LearningPoint
) -> None:
    last = open_class(
        facilitator,
        point,
        starts_at=EVENING - timedelta(weeks=1),
        ends_at=EVENING - timedelta(weeks=1) + timedelta(hours=1),
    )
    people = [UserFactory(), UserFactory()]
    gone = UserFactory(is_active=False)
    during = last.starts_at + timedelta(minutes=5)
    services.confirm_attendance(
        session=last, users=[*people, gone], by=facilitator, at=during, how="hand"
    )
    sessions = weekly(facilitator, point, weeks=2, roster_of=last)
    for session in sessions:
        rows = session.attendances.all()
        assert {row.user for row in rows} == set(people)
        assert {row.state for row in rows} == {"expected"}
        assert {row.ward for row in rows} == {person.ward for person in people}


def test_copying_a_roster_twice_adds_nobody_twice(facilitator: User, point: LearningPoint) -> None:
    last = open_class(facilitator, point)
    services.confirm_attendance(
        session=last, users=[UserFactory()], by=facilitator, at=EVENING, how="hand"
    )
    session = open_class(facilitator, PointFactory())
    assert services.copy_roster(session=session, source=last, by=facilitator) == 1
    assert services.copy_roster(session=session, source=last, by=facilitator) == 0


def test_closing_ends_the_computers_and_says_so_once(
    facilitator: User, point: LearningPoint
) -> None:
    session = open_class(facilitator, point)
    device = services.register_device(session=session, by=facilitator, at=EVENING)
    services.take_seat(device=device, user=UserFactory())
    heard: list[ClassSession] = []
    session_changed.connect(
        lambda session, **kwargs: heard.append(session), weak=False, dispatch_uid="test-closing"
    )
    try:
        end = EVENING + timedelta(minutes=85)
        services.close_session(session=session, by=facilitator, at=end, notes="Mất điện 10 phút")
        services.close_session(session=session, by=facilitator, at=end + timedelta(minutes=1))
    finally:
        session_changed.disconnect(dispatch_uid="test-closing")
    device.refresh_from_db()
    session.refresh_from_db()
    assert (session.closed_at, session.closed_by, session.notes) == (
        end,
        facilitator,
        "Mất điện 10 phút",
    )
    assert device.ended_at == end
    assert device.current_user is None
    assert heard == [session]


def test_reopening_works_for_24_hours(facilitator: User, point: LearningPoint) -> None:
    session = open_class(facilitator, point)
    services.close_session(session=session, by=facilitator, at=EVENING)
    with pytest.raises(DomainError) as refusal:
        services.reopen_session(
            session=session, by=facilitator, at=EVENING + timedelta(hours=24, minutes=1)
        )
    assert refusal.value.code == "too_late"
    services.reopen_session(session=session, by=facilitator, at=EVENING + timedelta(hours=24))
    session.refresh_from_db()
    assert session.closed_at is None


def test_reopening_beside_a_new_class_is_a_clash(facilitator: User, point: LearningPoint) -> None:
    first = open_class(facilitator, point)
    services.close_session(session=first, by=facilitator, at=NOW)
    open_class(facilitator, point)
    with pytest.raises(DomainError) as refusal:
        services.reopen_session(session=first, by=facilitator, at=NOW)
    assert refusal.value.code == "clash"


def test_a_reopened_class_gets_a_new_pin_if_its_own_is_taken(
    facilitator: User, point: LearningPoint
) -> None:
    first = open_class(facilitator, point)
    services.close_session(session=first, by=facilitator, at=EVENING)
    other = open_class(facilitator, PointFactory())
    ClassSession.objects.filter(pk=other.pk).update(pin=first.pin)
    services.reopen_session(session=first, by=facilitator, at=EVENING)
    assert first.pin != ClassSession.objects.get(pk=other.pk).pin
