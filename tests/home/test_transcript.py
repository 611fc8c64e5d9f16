"""L10: what one has completed, fit for a personnel file."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from certificates.services import issue_certificate, revoke
from courses.models import CoursePage, Enrolment, RequirementDone
from courses.services import register_requirement
from lms.accounts.models import User
from tests.certificates.reading import text_of
from tests.certificates.test_signing import poppler
from tests.factories import AgencyFactory, EnrolmentFactory, UserFactory, make_course

pytestmark = pytest.mark.django_db
ADDRESS = "/hoc/bang-ket-qua/"


def completed(user: User, course: CoursePage, *, score: str = "10/12") -> Enrolment:
    now = timezone.now()
    requirement = register_requirement(
        course=course, kind="quiz", key="cuoi", title="Bài kiểm tra", minutes=10
    )
    enrolment: Enrolment = EnrolmentFactory(
        user=user, course=course, completed_at=now, evidence="co_giam_sat"
    )
    RequirementDone.objects.create(
        enrolment=enrolment, requirement=requirement, done_at=now, evidence="co_giam_sat",
        score_text=score,
    )  # fmt: skip
    issue_certificate(enrolment=enrolment, at=now)
    return enrolment


def page_of(client: Client, user: User) -> str:
    client.force_login(user)
    page = client.get(ADDRESS)
    assert page.status_code == 200
    return page.content.decode()


def test_rows_and_total(client: Client) -> None:
    user = UserFactory()
    completed(user, make_course(title="Xây nhà", hours=Decimal("1.5")))
    completed(user, make_course(title="Sửa nhà", hours=Decimal("2.0")), score="9/12")
    make_course(title="Chưa học")
    page = page_of(client, user)
    for text in ("Xây nhà", "Sửa nhà", "10/12", "9/12", "3,5", "Có giám sát"):
        assert text in page
    assert "Chưa học" not in page
    for code in user.certificates.values_list("code", flat=True):
        assert f"/hoc/giay-chung-nhan/{code}/" in page


def test_shows_what_was_certified_not_what_the_course_says_today(client: Client) -> None:
    user = UserFactory()
    course = make_course(title="Tên lúc cấp", hours=1)
    completed(user, course)
    CoursePage.objects.filter(pk=course.pk).update(title="Tên mới", hours=9)
    page = page_of(client, user)
    assert "Tên lúc cấp" in page
    assert "Tên mới" not in page


def test_revoked_is_said(client: Client) -> None:
    user = UserFactory()
    enrolment = completed(user, make_course())
    revoke(certificate=enrolment.certificates.get(), reason="Sai tên", by=user, at=timezone.now())
    assert "(đã thu hồi)" in page_of(client, user)


def test_staff_have_agency_and_code(client: Client) -> None:
    agency = AgencyFactory(name="Ủy ban nhân dân xã Tịnh Khê")
    page = page_of(client, UserFactory(agency=agency, staff_code="CC-0012"))
    assert "Ủy ban nhân dân xã Tịnh Khê" in page
    assert "CC-0012" in page


def test_administrative_head_and_repeated_table_head(client: Client) -> None:
    user = UserFactory()
    completed(user, make_course())
    page = page_of(client, user)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert "Độc lập - Tự do - Hạnh phúc" in page
    assert "<thead>" in page


def test_nothing_yet(client: Client) -> None:
    assert "Chưa có kết quả nào." in page_of(client, UserFactory())


def test_only_ones_own(client: Client) -> None:
    completed(UserFactory(), make_course(title="Của người khác"))
    assert "Của người khác" not in page_of(client, UserFactory())


def test_guest_signs_in_first(client: Client) -> None:
    page = client.get(ADDRESS)
    assert page.status_code == 302
    assert page["Location"] == f"/dang-nhap/?next={ADDRESS}"


@pytest.mark.parametrize("number", [1, 7])
def test_queries_do_not_grow_with_courses(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    user = UserFactory(agency=AgencyFactory())
    for _ in range(number):
        completed(user, make_course(lessons=1))
    page_of(client, user)
    with django_assert_max_num_queries(8):
        client.get(ADDRESS)


def test_as_data_for_programs(client: Client) -> None:
    user = UserFactory(agency=AgencyFactory(name="Ủy ban nhân dân xã Tịnh Khê"), staff_code="CC-12")
    first = completed(user, make_course(title="Xây nhà", hours=Decimal("1.5")))
    taken_back = completed(user, make_course(hours=Decimal(4)))
    held = taken_back.certificates.get()
    revoke(certificate=held, reason="Sai", by=user, at=timezone.now())
    client.force_login(user)
    data = client.get("/hoc/bang-ket-qua.json").json()
    assert (data["agency"], data["staff_code"]) == ("Ủy ban nhân dân xã Tịnh Khê", "CC-12")
    assert data["total_hours"] == "1.5"  # what was revoked is listed and not counted
    assert [row["hours"] for row in data["courses"]] == ["1.5", "0"]
    certificate = first.certificates.get()
    entry = data["courses"][0]["certificate"]
    assert (entry["code"], entry["status"]) == (certificate.code, "valid")
    assert entry["data_sha256"] == certificate.data_hash
    assert entry["verify"].endswith(f"/xac-minh/{certificate.token}/")
    assert data["courses"][1]["certificate"]["status"] == "revoked"


def pdf_of(client: Client, user: User) -> bytes:
    client.force_login(user)
    answer = client.get("/hoc/bang-ket-qua.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def test_as_a_signed_file_for_the_personnel_file(client: Client, tmp_path: Path) -> None:
    user = UserFactory(agency=AgencyFactory(name="Ủy ban nhân dân xã Tịnh Khê"), staff_code="CC-12")
    enrolment = completed(user, make_course(title="Xây nhà ở riêng lẻ", hours=Decimal("1.5")))
    content = pdf_of(client, user)
    text = " ".join(text_of(content).split())
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "BẢNG KẾT QUẢ HỌC TẬP", user.full_name, "Ủy ban nhân dân xã Tịnh Khê", "CC-12",
        "10/12", "Có giám sát", "1,5", enrolment.certificates.get().code,
    ):  # fmt: skip
        assert said in text, said
    assert "Signature is Valid" in poppler(content, tmp_path)


def test_each_page_repeats_the_head_of_the_table_and_has_its_number(client: Client) -> None:
    user = UserFactory()
    for _number in range(45):
        now = timezone.now()
        EnrolmentFactory(user=user, course=make_course(lessons=0, hours=1), completed_at=now)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf_of(client, user))).pages]
    assert len(pages) >= 2
    assert all("Ngày hoàn" in page and "Khóa học" in page for page in pages)
    assert not pages[0].strip().startswith("1")
    assert "2" in pages[1].split()[:3] or "2" in pages[1].split()[-3:]
    assert "45" in pages[-1]


def test_while_the_signer_is_away_the_page_says_so(client: Client, settings: Settings) -> None:
    user = UserFactory()
    completed(user, make_course())
    settings.PDF_SIGNER, settings.PDF_SIGNER_URL = "remote", "http://127.0.0.1:9"
    client.force_login(user)
    answer = client.get("/hoc/bang-ket-qua.pdf", follow=True)
    assert answer.redirect_chain == [(ADDRESS, 302)]
    assert "Chưa làm được tệp" in answer.content.decode()
