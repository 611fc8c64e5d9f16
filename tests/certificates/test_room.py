"""The editor's room: administrators change a certificate's status, correct it, write rules."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from certificates import services
from certificates.models import Certificate, IssueRule
from lms.accounts.roles import Role
from lms.core.models import AuditEvent
from tests.factories import EnrolmentFactory, UserFactory, make_course, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    return services.issue_certificate(
        enrolment=EnrolmentFactory(completed_at=timezone.now()), at=timezone.now()
    )


@pytest.fixture
def room(client: Client) -> Client:
    client.force_login(with_role(Role.ADMINISTRATOR))
    return client


def do(room: Client, certificate: Certificate, deed: str, **more: str) -> int:
    edit = reverse("giay-chung-nhan:edit", args=[certificate.pk])
    given = {"deed": deed, "reason_code": "wrong_data", "reason": "Sai tên"} | more
    status = int(room.post(edit, given).status_code)
    certificate.refresh_from_db()
    return status


def test_suspended_valid_again_revoked(room: Client, certificate: Certificate) -> None:
    for deed, status in [
        ("suspend", "suspended"),
        ("reinstate", "valid"),
        ("take_back", "revoked"),
    ]:
        assert do(room, certificate, deed) == 302
        assert certificate.status == status
    assert do(room, certificate, "suspend") == 200  # refused, and said so
    assert AuditEvent.objects.filter(action="certificate.revoked").count() == 1


def test_a_correction_is_asked_what_is_right(room: Client, certificate: Certificate) -> None:
    assert do(room, certificate, "correct") == 200
    assert do(room, certificate, "renew") == 200  # it does not expire
    assert certificate.status == "valid"
    assert do(room, certificate, "correct", right_name="Nguyễn Thị Hòa") == 302
    assert certificate.superseded_by.data["name"] == "Nguyễn Thị Hòa"
    listing = room.get(reverse("giay-chung-nhan:index")).content.decode()
    assert certificate.code in listing


def test_rules_grow_a_version_with_every_change(room: Client) -> None:
    course = make_course()
    given = {
        "course": course.pk, "exam_percent": 80, "practice_tasks": 0, "attendance_percent": 0,
        "staff_hours": 0, "valid_months": 24, "window_days": 60,
    }  # fmt: skip
    assert room.post(reverse("dieu-kien-cap:add"), given).status_code == 302
    rule = IssueRule.objects.get()
    edit = reverse("dieu-kien-cap:edit", args=[rule.pk])
    assert room.post(edit, given | {"exam_percent": 90}).status_code == 302
    assert room.post(edit, given | {"exam_percent": 101}).status_code == 200
    rule.refresh_from_db()
    assert (rule.exam_percent, rule.version) == (90, 2)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.REVIEWER])
def test_editors_do_not_decide(client: Client, certificate: Certificate, role: Role) -> None:
    client.force_login(with_role(role))
    for name, args in [("giay-chung-nhan:edit", [certificate.pk]), ("dieu-kien-cap:add", [])]:
        assert client.get(reverse(name, args=args)).status_code == 302
    assert do(client, certificate, "take_back") == 302
    assert certificate.status == "valid"


def test_whoever_verifies_reads_status_and_the_newer_one(
    client: Client, room: Client, certificate: Certificate
) -> None:
    address = f"/xac-minh/{certificate.token}/"
    do(room, certificate, "suspend")
    assert "Tạm dừng để kiểm tra" in client.get(address).content.decode()
    do(room, certificate, "correct", right_name="Nguyễn Thị Hòa")
    page = client.get(address).content.decode()
    assert "Đã thay thế" in page
    assert certificate.superseded_by.code in page
    Certificate.objects.filter(pk=certificate.pk).update(status="expired", expires_on="2026-01-31")
    assert "31/01/2026" in client.get(address).content.decode()


def test_the_holder_sees_on_the_page_what_became_of_it(
    room: Client, certificate: Certificate
) -> None:
    holder = Client()
    holder.force_login(certificate.user)
    address = f"/hoc/giay-chung-nhan/{certificate.code}/"
    do(room, certificate, "suspend")
    assert "tạm dừng" in holder.get(address).content.decode()
    do(room, certificate, "correct", right_name="Nguyễn Thị Hòa")
    page = holder.get(address).content.decode()
    assert f"/hoc/giay-chung-nhan/{certificate.superseded_by.code}/" in page
    assert "bd-cert--thu-hoi" not in page


def test_every_page_about_certificates_is_found_from_where_one_works(room: Client) -> None:
    menu = room.get("/bien-tap/").content.decode()
    for name in ("batches", "register", "templates"):
        assert reverse(f"certificates:{name}") in menu
    for name in ("giay-chung-nhan", "dieu-kien-cap", "giay-can-xem-lai"):
        assert reverse(f"{name}:index") in menu


def test_whoever_verifies_many_and_whoever_learns_find_their_page(client: Client) -> None:
    home = client.get("/").content.decode()
    assert 'href="/xac-minh/"' in home
    assert reverse("certificates:verify_many") in client.get("/xac-minh/").content.decode()
    assert reverse("certificates:verify_many") in client.get("/so-do-trang/").content.decode()
    client.force_login(UserFactory())
    assert reverse("certificates:list") in client.get("/hoc/").content.decode()


def test_editors_are_not_shown_what_they_may_not_open(client: Client) -> None:
    client.force_login(with_role(Role.EDITOR))
    menu = client.get("/bien-tap/").content.decode()
    assert reverse("certificates:batches") not in menu
    assert reverse("certificates:register") not in menu
