"""Papers beside the certificate of completion: hours of training for staff, presence at a class."""

import io
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from certificates import asking, life, reconciling, services, sharing
from certificates.models import Certificate, Doubt, IssueRule
from courses.models import Enrolment
from courses.signals import course_completed
from lms.accounts.models import User
from lms.centres.models import Attendance, AttendanceState
from lms.core.errors import DomainError
from lms.progress.counting import facts_of
from tests.factories import (
    AgencyFactory,
    EnrolmentFactory,
    PointFactory,
    StaffFactory,
    UserFactory,
    make_course,
    open_session,
)

pytestmark = pytest.mark.django_db
LIST = "/hoc/giay-chung-nhan/"


def official(**rule: Any) -> Enrolment:
    """Somebody of an agency who has completed a course."""
    user = UserFactory(agency=AgencyFactory(name="Ủy ban nhân dân xã Tịnh Khê"))
    enrolment: Enrolment = EnrolmentFactory(
        user=user, course=make_course(title="Tiếp công dân", hours=2), completed_at=timezone.now()
    )
    if rule:
        IssueRule.objects.create(course=enrolment.course, **rule)
    return enrolment


def present(user: User | None = None, **fields: Any) -> Attendance:
    """At a class that was closed two days ago."""
    point, ended = PointFactory(), timezone.now() - timedelta(days=2)
    session = open_session(
        StaffFactory(), point,
        starts_at=ended - timedelta(minutes=90), ends_at=ended, closed_at=ended,
        **{"token": f"phien-{Attendance.objects.count()}"} | fields,
    )  # fmt: skip
    row: Attendance = Attendance.objects.create(
        session=session,
        user=user or UserFactory(ward=point.ward),
        ward=point.ward,
        state=AttendanceState.PRESENT,
        confirmed_at=ended,
    )
    return row


def words(certificate: Certificate) -> str:
    content = services.read_file(services.ensure_file(certificate=certificate))
    pages = PdfReader(io.BytesIO(content)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_staff_get_the_hours_their_agency_credits_beside_the_certificate() -> None:
    enrolment = official(staff_hours=Decimal("4.5"), valid_months=12)
    course_completed.send(sender=Enrolment, enrolment=enrolment)
    completion, hours = Certificate.objects.order_by("number")
    assert (completion.kind, hours.kind) == ("completion", "hours")
    assert (hours.number, hours.data["hours"]) == (completion.number + 1, "4.5")
    assert hours.data["rule"]["staff_hours"] == "4.5"
    assert hours.expires_on is None  # the hours were learned, whatever runs out
    said = words(hours)
    for text in ("SỐ GIỜ HỌC", "đã học 4,5 giờ", "Tiếp công dân", "xã Tịnh Khê", hours.code):
        assert text in said
    assert services.issue_hours(enrolment=enrolment, at=timezone.now()) == hours


@pytest.mark.parametrize("rule", [{}, {"staff_hours": 0}, {"staff_hours": 3, "supervised": True}])
def test_no_hours_without_the_rule_or_before_it_is_met(rule: dict[str, Any]) -> None:
    enrolment = official(**rule)
    with pytest.raises(DomainError) as refusal:
        services.issue_hours(enrolment=enrolment, at=timezone.now())
    assert refusal.value.code == "certificate.rule"


def test_residents_get_no_certificate_of_hours() -> None:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    IssueRule.objects.create(course=enrolment.course, staff_hours=3)
    services.issue_certificate(enrolment=enrolment, at=timezone.now())
    assert Certificate.objects.get().kind == "completion"


def test_a_lost_requirement_puts_both_papers_in_doubt() -> None:
    enrolment = official(staff_hours=3)
    services.issue_certificate(enrolment=enrolment, at=timezone.now())
    services.doubt_certificate(enrolment=enrolment, requirement="Kiểm tra", at=timezone.now())
    assert Doubt.objects.count() == 2


def test_presence_the_facilitator_confirmed_is_confirmed_on_paper() -> None:
    row = present(title="Lớp tối thứ Tư")
    paper = services.confirm_presence(attendance=row, at=timezone.now())
    assert (paper.kind, paper.enrolment, paper.course) == ("attendance", None, None)
    assert (paper.user, paper.ward) == (row.user, row.session.ward)
    assert paper.data["hours"] == "1.5"
    said = words(paper)
    for text in ("GIẤY XÁC NHẬN", "THAM DỰ LỚP HỌC", "Lớp tối thứ Tư", "Nhà văn hóa thôn Đông"):
        assert text in said
    assert "hoàn thành khóa học" not in said
    assert services.confirm_presence(attendance=row, at=timezone.now()) == paper


@pytest.mark.parametrize(
    ("state", "closed", "code"),
    [
        (AttendanceState.WAITING, timedelta(days=2), "certificate.rule"),
        (AttendanceState.ABSENT, timedelta(days=2), "certificate.rule"),
        (AttendanceState.PRESENT, timedelta(hours=23), "certificate.too_early"),
        (AttendanceState.PRESENT, None, "certificate.too_early"),
    ],
)
def test_only_what_can_no_longer_change_is_confirmed(
    state: str, closed: timedelta | None, code: str
) -> None:
    row, now = present(), timezone.now()
    Attendance.objects.update(state=state)
    row.session.closed_at = now - closed if closed else None
    row.session.save()
    with pytest.raises(DomainError) as refusal:
        services.confirm_presence(attendance=row, at=now)
    assert refusal.value.code == code
    assert not Certificate.objects.exists()


def test_other_papers_are_counted_nowhere_as_certificates() -> None:
    enrolment = official(staff_hours=3)
    services.issue_certificate(enrolment=enrolment, at=timezone.now())
    services.confirm_presence(attendance=present(), at=timezone.now())
    assert Certificate.objects.count() == 3
    assert reconciling.counts().certified == 1
    assert len(list(reconciling.rows())) == 1
    facts = dict(facts_of())
    assert sum(len(found.certificates) for found in facts.values()) == 1
    assert sharing.total_hours(sharing.passbook(enrolment.user)) == 2


def test_the_database_knows_what_a_paper_is_about() -> None:
    paper = services.confirm_presence(attendance=present(), at=timezone.now())
    for wrong in ({"kind": "completion"}, {"attendance": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.filter(pk=paper.pk).update(**wrong)


def test_a_confirmation_is_corrected_like_any_other() -> None:
    old = services.confirm_presence(attendance=present(), at=timezone.now())
    new = life.correct(
        certificate=old, changes={"name": "Tên Đúng"}, reason="Sai tên", by=StaffFactory(),
        at=timezone.now(),
    )  # fmt: skip
    assert (new.kind, new.attendance, new.data["name"]) == (
        "attendance",
        old.attendance,
        "Tên Đúng",
    )
    assert "Tên Đúng" in words(new)


def test_the_wallet_offers_it_and_one_press_makes_it(client: Client) -> None:
    row = present(title="Lớp tối thứ Tư")
    client.force_login(row.user)
    page = client.get(LIST).content.decode()
    assert "Giấy có thể xin" in page
    assert "Lớp tối thứ Tư" in page
    answer = client.post(f"{LIST}xin/", {"kind": "attendance", "about": row.pk}, follow=True)
    page = answer.content.decode()
    assert "Giấy xác nhận tham dự" in page
    paper = Certificate.objects.get()
    assert answer.redirect_chain == [(f"{LIST}{paper.code}/", 302)]
    assert "Giấy có thể xin" not in client.get(LIST).content.decode()
    shown = Client().get(f"/xac-minh/{paper.token}/").content.decode()
    assert "Học trực tiếp tại lớp" in shown
    assert "Lớp tối thứ Tư" in shown
    badge = json.loads(Client().get(f"/xac-minh/{paper.token}/huy-hieu.json").content)
    achieved = badge["credentialSubject"]["achievement"]
    assert achieved["achievementType"] == "ext:AttendanceConfirmation"
    assert "Hoàn thành khóa học" not in achieved["criteria"]["narrative"]


def test_hours_for_somebody_who_completed_before_the_rule(client: Client) -> None:
    enrolment = official()
    services.issue_certificate(enrolment=enrolment, at=timezone.now())
    IssueRule.objects.create(course=enrolment.course, staff_hours=3)
    client.force_login(enrolment.user)
    assert "Xin giấy chứng nhận số giờ học" in client.get(LIST).content.decode()
    client.post(f"{LIST}xin/", {"kind": "hours", "about": enrolment.pk})
    assert Certificate.objects.filter(kind="hours").count() == 1


@pytest.mark.parametrize("kind", ["attendance", "hours", "completion", ""])
def test_nobody_asks_for_what_is_somebody_elses(client: Client, kind: str) -> None:
    row = present()
    client.force_login(UserFactory())
    answer = client.post(f"{LIST}xin/", {"kind": kind, "about": row.pk})
    assert answer.status_code == 404
    assert not Certificate.objects.exists()


def test_a_refusal_is_a_sentence_in_the_wallet(client: Client) -> None:
    row = present()
    Attendance.objects.update(state=AttendanceState.ABSENT, confirmed_at=None)
    client.force_login(row.user)
    answer = client.post(f"{LIST}xin/", {"kind": "attendance", "about": row.pk}, follow=True)
    assert "chưa xác nhận" in answer.content.decode()


def test_what_can_be_asked_for_costs_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    user = UserFactory(agency=AgencyFactory())
    for _ in range(3):
        present(user)
    with django_assert_num_queries(2):
        assert len(asking.papers(user, timezone.now())) == 3
