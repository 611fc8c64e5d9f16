"""Many codes at once: what is read, what is said, and what is not given away."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from pytest_django import DjangoAssertNumQueries

from certificates import checking_many, services
from certificates.models import Certificate
from lms.core.errors import DomainError
from tests.factories import EnrolmentFactory, StaffFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/xac-minh/danh-sach/"


@pytest.fixture
def certificate() -> Certificate:
    return services.issue_certificate(
        enrolment=EnrolmentFactory(completed_at=timezone.now()), at=timezone.now()
    )


def workbook(*cells: str | int) -> bytes:
    book = Workbook()
    for row, cell in enumerate(cells, 1):
        book.active.cell(row, 2, cell)  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_pasted_list_is_answered_line_by_line(client: Client, certificate: Certificate) -> None:
    typed = f"{certificate.code.lower()}\nBDS-2026-0000-0001\n\n<script>"
    response = client.post(ADDRESS, {"codes": typed})
    page = response.content.decode()
    assert response.status_code == 200
    assert "noindex" in response["X-Robots-Tag"]
    assert page.count("Nguyễn Thị Hoa") == 1
    assert "1961" not in page
    assert "<script>" not in page.split("<table")[1]


def test_unknown_and_malformed_codes_get_the_same_answer(certificate: Certificate) -> None:
    lines = checking_many.check(["BDS-2026-0000-0000", "BDS-2026-0000-0001", "gì đó", "%00"])
    assert len({line.status for line in lines}) == 1
    assert not any(line.certificate for line in lines)


def test_a_revoked_one_is_said(client: Client, certificate: Certificate) -> None:
    services.revoke(certificate=certificate, reason="Sai", by=StaffFactory(), at=timezone.now())
    assert "Đã thu hồi" in client.post(ADDRESS, {"codes": certificate.code}).content.decode()


def test_an_uploaded_workbook_comes_back_as_a_workbook(
    client: Client, certificate: Certificate
) -> None:
    content = workbook("Mã", certificate.code, 17, "BDS-2026-0000-0001")
    file = SimpleUploadedFile("ds.xlsx", content)
    response = client.post(ADDRESS, {"file": file, "xlsx": "1"})
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[0] for row in rows] == [certificate.code, "BDS-2026-0000-0001"]
    assert rows[0][2] == "Nguyễn Thị Hoa"


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 30_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"not a workbook", "many.unreadable"),
        (b"x" * 1_000_001, "many.too_big"),
        (bomb(), "many.too_big"),
        (workbook("Họ tên"), "many.none"),
    ],
    ids=["text", "big", "bomb", "empty"],
)
def test_files_that_are_refused(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        checking_many.codes_in_workbook(content)
    assert refusal.value.code == code


@pytest.mark.parametrize("codes", ["", " \n ", "\n".join(f"M{n}" for n in range(201))])
def test_nothing_and_too_much_are_explained(client: Client, codes: str) -> None:
    response = client.post(ADDRESS, {"codes": codes})
    assert response.status_code == 422
    assert "<title>Lỗi: " in response.content.decode()


def test_an_address_has_so_many_lines_an_hour(client: Client) -> None:
    codes = "\n".join(f"BDS-2026-{n:04d}-0000" for n in range(200))
    answers = [client.post(ADDRESS, {"codes": codes}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [422]


def test_any_number_of_codes_is_one_query(
    certificate: Certificate, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        checking_many.check([certificate.code, *(f"BDS-2026-{n:04d}-0000" for n in range(150))])
