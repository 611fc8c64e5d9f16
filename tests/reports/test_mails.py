"""Figures by mail: when they go out, what they say, and that none goes out twice."""

from __future__ import annotations

import datetime as dt
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from lms.accounts.models import RoleGrant
from lms.accounts.roles import Role
from lms.core import periods
from lms.progress import services
from lms.progress.snapshots import snapshot_code
from lms.reports import mails
from lms.reports.models import MailState, Rhythm, Schedule, ScheduledMail
from tests.factories import UserFactory, with_role
from tests.reports.conftest import District

ADDRESS = "/quan-ly/thu/"
MONDAY = dt.datetime(2026, 11, 23, 7, 0, tzinfo=periods.ZONE)
FORM = {"nhip": "tuan", "gio": "7", "thu": "An.Nguyen@quangngai.gov.vn"}


@pytest.fixture
def schedule(district: District) -> Schedule:
    services.take_snapshot(day=periods.today() - dt.timedelta(days=1))
    district.manager.email = "minh@quangngai.gov.vn"
    district.manager.save()
    return mails.create(
        owner=district.manager, address="an@quangngai.gov.vn", rhythm=Rhythm.WEEKLY, hour=7,
        area="", at=MONDAY - dt.timedelta(days=3),
    )  # fmt: skip


def test_a_mail_is_short_and_says_what_the_page_says(schedule: Schedule) -> None:
    message = mails.message_of(schedule)
    lines = str(message.body).splitlines()
    assert len(lines) <= 15
    assert message.subject.startswith("BDHVS – Khu vực Sơn Tịnh: ")
    assert "% chỉ tiêu" in message.subject
    assert snapshot_code(periods.today() - dt.timedelta(days=1)) in str(message.body)
    assert "Minh" not in str(message.body)
    assert schedule.token in message.extra_headers["List-Unsubscribe"]
    assert lines[-1].startswith("Dừng nhận thư này: ")


def test_small_numbers_in_mails_are_hidden_as_in_public(
    district: District, schedule: Schedule
) -> None:
    """Seven of one ward: inside they are shown."""
    schedule.owner = with_role(Role.WARD_MANAGER, ward=district.small)
    assert "<10" in str(mails.message_of(schedule).body)


@pytest.mark.parametrize(
    ("rhythm", "at", "due"),
    [
        ("tuan", "2026-11-23 06:59", None),
        ("tuan", "2026-11-23 07:00", "2026-11-23"),
        ("tuan", "2026-11-29 23:00", "2026-11-23"),
        ("thang", "2026-12-01 09:00", None),
        ("thang", "2026-12-02 07:00", "2026-12-02"),
        ("thang", "2027-01-01 07:00", "2026-12-02"),
    ],
)
def test_the_day_a_mail_falls_due(rhythm: str, at: str, due: str | None) -> None:
    made = MONDAY - dt.timedelta(days=3)
    schedule = Schedule(rhythm=rhythm, hour=7, created_at=made)
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=periods.ZONE)
    assert mails.last_due(schedule, moment) == (dt.date.fromisoformat(due) if due else None)


def test_each_mail_goes_out_once(schedule: Schedule) -> None:
    assert mails.send_due(at=MONDAY - dt.timedelta(minutes=1)) == 0
    assert mails.send_due(at=MONDAY) == 1
    assert mails.send_due(at=MONDAY) == 0
    assert mails.send_due(at=MONDAY + dt.timedelta(days=7)) == 1
    assert [message.to for message in mail.outbox] == [["an@quangngai.gov.vn"]] * 2


def test_nothing_goes_out_at_night(schedule: Schedule) -> None:
    Schedule.objects.update(hour=19)
    assert mails.send_due(at=MONDAY.replace(hour=20)) == 0
    assert mails.send_due(at=MONDAY.replace(hour=23)) == 0
    assert mails.send_due(at=MONDAY + dt.timedelta(days=1)) == 1


def test_a_worker_killed_while_sending_sends_nothing_twice(schedule: Schedule) -> None:
    ScheduledMail.objects.create(
        schedule=schedule, due_on=MONDAY.date(), state=MailState.SENDING, claimed_at=MONDAY
    )
    assert mails.send_due(at=MONDAY + dt.timedelta(minutes=5)) == 0
    assert mail.outbox == []
    mails.send_due(at=MONDAY + dt.timedelta(minutes=31))
    assert ScheduledMail.objects.get().state == MailState.FAILED
    [note] = mail.outbox
    assert note.to == ["minh@quangngai.gov.vn"]
    mails.send_due(at=MONDAY + dt.timedelta(minutes=62))
    assert len(mail.outbox) == 1


def test_a_server_that_refuses_is_tried_again_then_the_owner_is_told(
    schedule: Schedule, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(message: EmailMessage, **options: object) -> int:
        if message.to == ["an@quangngai.gov.vn"]:
            raise SMTPException
        mail.outbox.append(message)  # type: ignore[arg-type]
        return 1

    monkeypatch.setattr(EmailMessage, "send", refuse)
    for round_ in range(5):
        assert mails.send_due(at=MONDAY + dt.timedelta(minutes=5 * round_)) == 0
    found = ScheduledMail.objects.get()
    assert (found.state, found.tries) == (MailState.FAILED, 3)
    assert [note.to for note in mail.outbox] == [["minh@quangngai.gov.vn"]]


def test_who_left_gets_nothing_more(schedule: Schedule) -> None:
    RoleGrant.objects.filter(user=schedule.owner).delete()
    assert mails.send_due(at=MONDAY) == 0
    schedule.refresh_from_db()
    assert schedule.stopped_at == MONDAY
    assert schedule.stopped_because


def test_a_reader_who_left_gets_nothing_more(schedule: Schedule) -> None:
    UserFactory(email="AN@quangngai.gov.vn")
    assert mails.send_due(at=MONDAY) == 0
    schedule.refresh_from_db()
    assert schedule.stopped_at


def test_the_link_stops_it_without_signing_in(client: Client, schedule: Schedule) -> None:
    address = f"{ADDRESS}dung/{schedule.token}/"
    assert client.get(address).status_code == 200
    schedule.refresh_from_db()
    assert schedule.stopped_at is None  # mail scanners open every link
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    schedule.refresh_from_db()
    assert schedule.stopped_at is not None
    assert mails.send_due(at=MONDAY) == 0


def test_a_schedule_is_added_tried_and_stopped(manager_client: Client, schedule: Schedule) -> None:
    assert manager_client.post(ADDRESS, FORM).status_code == 302
    mine = Schedule.objects.get(address="an.nguyen@quangngai.gov.vn")
    manager_client.post(f"{ADDRESS}{mine.pk}/gui-thu/")
    assert mail.outbox[0].to == ["minh@quangngai.gov.vn"]
    manager_client.post(f"{ADDRESS}{mine.pk}/dung/")
    mine.refresh_from_db()
    assert mine.stopped_at is not None
    assert "an.nguyen@quangngai.gov.vn" in manager_client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("address", ["an@gmail.com", "an@xgov.vn", "an", ""])
def test_only_work_addresses(manager_client: Client, address: str) -> None:
    page = manager_client.post(ADDRESS, FORM | {"thu": address}).content.decode()
    assert "bd-errsum" in page
    assert not Schedule.objects.exists()


def test_schedules_of_others_do_not_exist(client: Client, schedule: Schedule) -> None:
    client.force_login(with_role(Role.ADMINISTRATOR))
    assert client.post(f"{ADDRESS}{schedule.pk}/dung/").status_code == 404
    assert client.post(f"{ADDRESS}{schedule.pk}/gui-thu/").status_code == 404
