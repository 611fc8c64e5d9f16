import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from certificates import services
from certificates.models import Certificate
from tests.factories import EnrolmentFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate() -> Certificate:
    enrolment = EnrolmentFactory(completed_at=timezone.now())
    return services.issue_certificate(enrolment=enrolment, at=timezone.now())


@pytest.fixture
def owner(certificate: Certificate, client: Client) -> Client:
    client.force_login(certificate.user)
    return client


def test_the_owner_sees_and_downloads_it(owner: Client, certificate: Certificate) -> None:
    listing = owner.get("/hoc/giay-chung-nhan/").content.decode()
    assert certificate.code in listing
    page = owner.get(f"/hoc/giay-chung-nhan/{certificate.code}/").content.decode()
    assert "Nguyễn Thị Hoa" in page
    assert "<svg" in page
    response = owner.get(f"/hoc/giay-chung-nhan/{certificate.code}.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_somebody_elses_is_not_there(client: Client, certificate: Certificate) -> None:
    client.force_login(UserFactory())
    assert client.get(f"/hoc/giay-chung-nhan/{certificate.code}/").status_code == 404
    assert client.get(f"/hoc/giay-chung-nhan/{certificate.code}.pdf").status_code == 404
    assert certificate.code not in client.get("/hoc/giay-chung-nhan/").content.decode()


def test_a_guest_is_asked_to_sign_in(client: Client, certificate: Certificate) -> None:
    response = client.get(f"/hoc/giay-chung-nhan/{certificate.code}.pdf")
    assert response.status_code == 302
    assert response["Location"].startswith("/dang-nhap/")


def test_a_file_that_cannot_be_made_is_explained(client: Client) -> None:
    user = UserFactory(full_name="Hoa 漢")
    enrolment = EnrolmentFactory(user=user, completed_at=timezone.now())
    certificate = services.issue_certificate(enrolment=enrolment, at=timezone.now())
    client.force_login(user)
    response = client.get(f"/hoc/giay-chung-nhan/{certificate.code}.pdf")
    assert response.status_code == 503
    assert "vẫn có giá trị" in response.content.decode()


def test_anyone_verifies_by_qr_or_by_typing(client: Client, certificate: Certificate) -> None:
    by_qr = client.get(f"/xac-minh/{certificate.token}/")
    typed = certificate.code.lower().replace("-", " ")
    by_code = client.get("/xac-minh/", {"code": typed}, follow=True)
    for response in (by_qr, by_code):
        page = response.content.decode()
        assert response.status_code == 200
        assert "Còn giá trị" in page
        assert "Nguyễn Thị Hoa" in page
        assert "1961" not in page  # no more than is needed
        assert "noindex" in response["X-Robots-Tag"]


def test_a_revoked_one_says_so_with_reason_and_day(
    client: Client, certificate: Certificate
) -> None:
    services.revoke(
        certificate=certificate, reason="Cấp nhầm người", by=StaffFactory(), at=timezone.now()
    )
    page = client.get(f"/xac-minh/{certificate.token}/").content.decode()
    assert "Đã thu hồi" in page
    assert "Cấp nhầm người" in page
    assert "Còn giá trị" not in page


@pytest.mark.parametrize("code", ["BDS-2026-0000-0001", "khong-co", "x" * 500])
def test_an_unknown_code_gets_a_sentence(client: Client, code: str) -> None:
    response = client.get(f"/xac-minh/{code}/")
    assert response.status_code == 404
    assert "Không có giấy chứng nhận nào mang mã này" in response.content.decode()


def test_an_empty_field_is_an_error_that_is_explained(client: Client) -> None:
    page = client.get("/xac-minh/", {"code": "  "}).content.decode()
    assert "<title>Lỗi: " in page
    assert page.count("Nhập mã trên giấy chứng nhận") == 2


def test_guessing_is_slowed_down_but_scanning_is_not(
    client: Client, certificate: Certificate
) -> None:
    for _ in range(20):
        assert client.get("/xac-minh/BDS-2026-0000-0001/").status_code == 404
    assert client.get("/xac-minh/BDS-2026-0000-0001/").status_code == 429
    assert client.get(f"/xac-minh/{certificate.code}/").status_code == 429
    assert client.get(f"/xac-minh/{certificate.token}/").status_code == 200


def test_verification_is_one_query(
    client: Client, certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        client.get(f"/xac-minh/{certificate.token}/")


def test_my_certificates_cost_the_same_however_many(
    owner: Client, certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        enrolment = EnrolmentFactory(user=certificate.user, completed_at=timezone.now())
        services.issue_certificate(enrolment=enrolment, at=timezone.now())
    with django_assert_num_queries(6):  # session, user, certificates, notices, papers, links
        owner.get("/hoc/giay-chung-nhan/")
