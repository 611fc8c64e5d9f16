"""Checking in, confirming, absence, undo: who counts as present."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres import queries, services
from lms.centres.models import Attendance, AttendanceState, ClassSession
from lms.centres.signals import attendance_changed
from lms.core.errors import DomainError
from lms.core.models import AuditEvent
from tests.factories import UserFactory, WardFactory, with_role

pytestmark = pytest.mark.django_db
WAITING, PRESENT, ABSENT = AttendanceState.WAITING, AttendanceState.PRESENT, AttendanceState.ABSENT


@pytest.fixture
def now(session: ClassSession) -> datetime:
    return session.starts_at + timedelta(minutes=10)


@pytest.fixture
def heard() -> Iterator[list[Attendance]]:
    got: list[Attendance] = []
    attendance_changed.connect(
        lambda attendance, **kwargs: got.append(attendance), weak=False, dispatch_uid="test-heard"
    )
    yield got
    attendance_changed.disconnect(dispatch_uid="test-heard")


def row(session: ClassSession, user: User) -> Attendance:
    return Attendance.objects.get(session=session, user=user)


def test_checking_in_is_only_a_claim(
    session: ClassSession, now: datetime, heard: list[Attendance]
) -> None:
    hoa = UserFactory()
    services.check_in(session=session, user=hoa, how="pin", at=now)
    assert row(session, hoa).state == WAITING
    assert row(session, hoa).ward == hoa.ward
    assert queries.running_session_of(hoa, now) is None
    assert [item.user for item in heard] == [hoa]


def test_the_first_check_in_is_kept(session: ClassSession, now: datetime) -> None:
    hoa = UserFactory()
    services.check_in(session=session, user=hoa, how="pin", at=now)
    services.check_in(session=session, user=hoa, how="qr", at=now + timedelta(minutes=5))
    assert (row(session, hoa).how, row(session, hoa).checked_in_at) == ("pin", now)


@pytest.mark.parametrize("late", [timedelta(minutes=-31), timedelta(minutes=121)])
def test_the_pin_works_only_half_an_hour_around_the_class(
    session: ClassSession, late: timedelta
) -> None:
    session.ends_at = session.starts_at + timedelta(minutes=90)
    session.save()
    with pytest.raises(DomainError) as refusal:
        services.check_in(
            session=session, user=UserFactory(), how="pin", at=session.starts_at + late
        )
    assert refusal.value.code == "pin_ended"
    assert not session.attendances.exists()


def test_a_closed_class_takes_no_check_in(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    services.close_session(session=session, by=facilitator, at=now)
    with pytest.raises(DomainError) as refusal:
        services.check_in(session=session, user=UserFactory(), how="pin", at=now)
    assert refusal.value.code == "pin_ended"


def test_the_facilitator_neither_checks_in_nor_is_confirmed(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    with pytest.raises(DomainError):
        services.check_in(session=session, user=facilitator, how="pin", at=now)
    with pytest.raises(DomainError):
        services.confirm_attendance(
            session=session, users=[facilitator], by=facilitator, at=now, how="hand"
        )
    assert not session.attendances.exists()


def test_one_call_confirms_many_and_says_who_when_how(
    session: ClassSession, facilitator: User, now: datetime, heard: list[Attendance]
) -> None:
    hoa, minh, lan = UserFactory(), UserFactory(), UserFactory()
    services.check_in(session=session, user=hoa, how="pin", at=now)
    services.check_in(session=session, user=minh, how="qr", at=now)
    heard.clear()
    later = now + timedelta(minutes=2)
    services.confirm_attendance(
        session=session, users=[hoa, minh, lan], by=facilitator, at=later, how="hand"
    )
    assert [row(session, person).how for person in (hoa, minh, lan)] == ["pin", "qr", "hand"]
    confirmed = session.attendances.filter(
        state=PRESENT, confirmed_at=later, confirmed_by=facilitator
    )
    assert confirmed.count() == 3
    assert {item.user for item in heard} == {hoa, minh, lan}
    event = AuditEvent.objects.get(action="attendance.confirmed")
    assert event.actor == facilitator
    assert event.details["people"] == {str(hoa.pk): "pin", str(minh.pk): "qr", str(lan.pk): "hand"}


def test_confirming_twice_changes_nothing(
    session: ClassSession, facilitator: User, now: datetime, heard: list[Attendance]
) -> None:
    hoa = UserFactory()
    services.confirm_attendance(session=session, users=[hoa], by=facilitator, at=now, how="hand")
    heard.clear()
    again = services.confirm_attendance(
        session=session, users=[hoa], by=facilitator, at=now + timedelta(minutes=1), how="hand"
    )
    assert again == []
    assert row(session, hoa).confirmed_at == now
    assert heard == []
    assert AuditEvent.objects.filter(action="attendance.confirmed").count() == 1


def test_a_confirmed_person_is_present_in_the_running_session_only(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    hoa = UserFactory()
    services.confirm_attendance(session=session, users=[hoa], by=facilitator, at=now, how="hand")
    assert queries.running_session_of(hoa, now) == session
    assert queries.running_session_of(hoa, session.ends_at + timedelta(minutes=31)) is None
    services.close_session(session=session, by=facilitator, at=now)
    assert queries.running_session_of(hoa, now) is None


def test_presence_keeps_the_ward_of_that_day(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    hoa = UserFactory()
    before = hoa.ward
    services.confirm_attendance(session=session, users=[hoa], by=facilitator, at=now, how="hand")
    hoa.ward = WardFactory()
    hoa.save()
    assert row(session, hoa).ward == before


def test_the_ward_is_read_anew_when_an_expected_person_comes(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    hoa = UserFactory()
    Attendance.objects.create(session=session, user=hoa, ward=hoa.ward)
    hoa.ward = WardFactory()
    hoa.save()
    services.confirm_attendance(session=session, users=[hoa], by=facilitator, at=now, how="hand")
    assert row(session, hoa).ward == hoa.ward


def test_no_attendance_before_the_class_or_after_it_was_closed(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    early = session.starts_at - timedelta(minutes=31)
    with pytest.raises(DomainError) as refusal:
        services.confirm_attendance(
            session=session, users=[UserFactory()], by=facilitator, at=early, how="hand"
        )
    assert refusal.value.code == "not_started"
    services.close_session(session=session, by=facilitator, at=now)
    with pytest.raises(DomainError) as refusal:
        services.confirm_attendance(
            session=session, users=[UserFactory()], by=facilitator, at=now, how="hand"
        )
    assert refusal.value.code == "session_closed"


def test_absence_takes_presence_back(
    session: ClassSession, facilitator: User, now: datetime, heard: list[Attendance]
) -> None:
    hoa = UserFactory()
    services.confirm_attendance(session=session, users=[hoa], by=facilitator, at=now, how="hand")
    heard.clear()
    services.mark_absent(session=session, users=[hoa], by=facilitator, at=now)
    assert row(session, hoa).state == ABSENT
    assert row(session, hoa).confirmed_at is None
    assert queries.running_session_of(hoa, now) is None
    assert len(heard) == 1


def test_whoever_was_absent_can_still_come_late(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    hoa = UserFactory()
    Attendance.objects.create(session=session, user=hoa, ward=hoa.ward)
    services.mark_absent(session=session, users=[hoa], by=facilitator, at=now)
    services.check_in(session=session, user=hoa, how="qr", at=now)
    assert row(session, hoa).state == WAITING


def test_undo_gives_everybody_the_state_before(
    session: ClassSession, facilitator: User, now: datetime, heard: list[Attendance]
) -> None:
    hoa, minh, walk_in = UserFactory(), UserFactory(), UserFactory()
    services.check_in(session=session, user=hoa, how="pin", at=now)
    Attendance.objects.create(session=session, user=minh, ward=minh.ward)
    services.confirm_attendance(
        session=session, users=[hoa, minh, walk_in], by=facilitator, at=now, how="hand"
    )
    heard.clear()
    undone = services.undo_last_change(
        session=session, by=facilitator, at=now + timedelta(minutes=10)
    )
    assert len(undone) == 3
    assert (row(session, hoa).state, row(session, hoa).confirmed_at) == (WAITING, None)
    assert row(session, minh).state == "expected"
    assert not session.attendances.filter(user=walk_in).exists()
    assert {item.user for item in heard} == {hoa, minh, walk_in}


def test_undo_is_over_after_ten_minutes(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    hoa = UserFactory()
    services.add_walk_in(session=session, user=hoa, by=facilitator, at=now)
    late = now + timedelta(minutes=10, seconds=1)
    assert services.undo_last_change(session=session, by=facilitator, at=late) == []
    assert row(session, hoa).state == PRESENT


def test_undo_takes_back_the_last_change_then_the_one_before(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    hoa, minh = UserFactory(), UserFactory()
    services.add_walk_in(session=session, user=hoa, by=facilitator, at=now)
    services.add_walk_in(session=session, user=minh, by=facilitator, at=now + timedelta(seconds=5))
    services.undo_last_change(session=session, by=facilitator, at=now + timedelta(seconds=9))
    assert [item.user for item in session.attendances.all()] == [hoa]
    services.undo_last_change(session=session, by=facilitator, at=now + timedelta(seconds=9))
    assert not session.attendances.exists()


def test_undo_never_touches_what_somebody_else_wrote(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    colleague = with_role(Role.FACILITATOR, ward=session.ward)
    hoa = UserFactory()
    services.add_walk_in(session=session, user=hoa, by=colleague, at=now)
    assert services.undo_last_change(session=session, by=facilitator, at=now) == []


def test_undoing_an_absence_confirms_anew(
    session: ClassSession, facilitator: User, now: datetime
) -> None:
    hoa = UserFactory()
    services.add_walk_in(session=session, user=hoa, by=facilitator, at=now)
    moment = now + timedelta(minutes=1)
    services.mark_absent(session=session, users=[hoa], by=facilitator, at=moment)
    services.undo_last_change(session=session, by=facilitator, at=moment)
    assert (row(session, hoa).state, row(session, hoa).confirmed_at) == (PRESENT, moment)
