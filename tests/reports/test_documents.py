"""Drafts of official reports in the form of Decree 30/2020, read back by other programs."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from docx import Document
from docx.shared import Mm

from lms.accounts.roles import Role
from lms.core import periods
from lms.progress import services
from lms.progress.snapshots import snapshot_code
from lms.reports import jobs
from lms.reports.draft import HEADS, draft_of
from lms.reports.draft_docx import docx_of
from lms.reports.draft_pdf import pdf_of
from lms.reports.files import Report
from lms.reports.models import ExportFile, FileState
from tests.factories import with_role
from tests.reports.build import DAY, line, table
from tests.reports.conftest import District

ADDRESS = "/quan-ly/xuat/"
POINTS_PER_MM = 72 / 25.4


@pytest.fixture(scope="module")
def report() -> Report:
    wards = [
        line(f"Tịnh Khê {n}", n * 3, code=f"{n:05d}", adults=900, target=400) for n in range(60)
    ]
    made = table(*wards)
    return Report(
        "Tỉnh Quảng Ngãi", "51", made, made.rows, "Số liệu chốt đến hết 30/06/2026",
        dt.datetime(2026, 7, 1, 8, tzinfo=periods.ZONE), [], [], True, "BDS-20260630-3f9a0c1d",
    )  # fmt: skip


@pytest.fixture(scope="module")
def pdf(report: Report) -> Any:
    return pypdfium2.PdfDocument(pdf_of(draft_of(report)))


def text(page: Any) -> str:
    return str(page.get_textpage().get_text_range())


def test_the_pdf_has_the_margins_of_the_decree(pdf: Any) -> None:
    """Of every object that is drawn but the page number (in the top margin) and the foot line."""
    for page in pdf:
        width, height = page.get_size()
        boxes = [found.get_bounds() for found in page.get_objects()]
        body = [
            b for b in boxes if b[1] > 19 * POINTS_PER_MM and b[3] < height - 19 * POINTS_PER_MM
        ]
        assert body
        assert min(b[0] for b in body) >= 29.5 * POINTS_PER_MM
        assert max(b[2] for b in body) <= width - 14.5 * POINTS_PER_MM
        assert min(b[1] for b in body) >= 20 * POINTS_PER_MM - 3


def test_the_pdf_says_what_a_report_says(pdf: Any) -> None:
    first = text(pdf[0])
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "BÁO CÁO",
        "Số: ……/BC-……", "ngày … tháng … năm 2026", "1. Kết quả chung", "4. Nhiệm vụ kỳ tới",
        "Nơi nhận:", "BDS-20260630-3f9a0c1d",
    ):  # fmt: skip
        assert words in first, words


def test_pages_are_numbered_from_the_second_on(pdf: Any) -> None:
    assert text(pdf[0]).split()[0] != "1"
    for number in range(2, len(pdf) + 1):
        assert str(number) in text(pdf[number - 1]).split()


def test_the_appendix_is_wide_and_repeats_its_head(pdf: Any) -> None:
    wide = [page for page in pdf if page.get_size()[0] > page.get_size()[1]]
    assert len(wide) >= 2
    for page in wide:
        assert "Ghi danh" in text(page)


def test_definitions_come_last(pdf: Any) -> None:
    pages = [text(page) for page in pdf]
    first = next(n for n, page in enumerate(pages) if "Phụ lục II" in page.split("\r\n"))
    assert "Tỷ lệ phổ cập" in "".join(pages[first:])
    assert all("Ghi danh (" not in page for page in pages[first:])
    assert pdf[first].get_size()[0] < pdf[first].get_size()[1]


def test_the_docx_reads_back_the_same(report: Report) -> None:
    book = Document(io.BytesIO(docx_of(draft_of(report))))
    for section in book.sections:
        assert section.left_margin == pytest.approx(Mm(30), rel=0.001)
        assert section.top_margin == section.bottom_margin == pytest.approx(Mm(20), rel=0.001)
        assert 14.99 <= (section.right_margin or 0) / Mm(1) <= 20.01
    assert book.sections[0].different_first_page_header_footer
    assert "PAGE" in book.sections[0].header._element.xml
    appendix = book.tables[2]
    assert tuple(cell.text for cell in appendix.rows[0].cells) == HEADS
    assert "w:tblHeader" in appendix.rows[0]._tr.xml
    assert len(appendix.rows) == len(report.rows) + 2
    body = "\n".join(paragraph.text for paragraph in book.paragraphs)
    assert "Phụ lục II" in body
    assert book.styles["Normal"].font.name == "Times New Roman"


def test_small_numbers_stay_hidden_in_documents(report: Report) -> None:
    assert report.rows[1].certified.text == "<5"
    assert draft_of(report).rows[1][6] == "<5 (0)"
    assert draft_of(report).rows[1][0] == "2"
    assert report.table.day == DAY


# --- made in the background ------------------------------------------------------------------------


def asked(client: Client, **data: str) -> Any:
    values = {"ky": "chot", "tep": "pdf", "muc-dich": "bao-cao"} | data
    return client.post(ADDRESS, values)


@pytest.fixture
def kept(district: District) -> dt.date:
    day = periods.today() - dt.timedelta(days=1)
    services.take_snapshot(day=day)
    return day


def test_a_document_is_made_listed_and_downloaded(
    manager_client: Client, kept: dt.date, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert asked(manager_client).headers["Location"].startswith(ADDRESS)
    file = ExportFile.objects.get()
    assert (file.state, file.snapshot) == (FileState.READY, snapshot_code(kept))
    page = manager_client.get(ADDRESS).content.decode()
    assert file.snapshot in page
    got: Any = manager_client.get(f"{ADDRESS}{file.pk}/")
    assert b"".join(got.streaming_content).startswith(b"%PDF")


def test_files_of_others_do_not_exist(client: Client, district: District, kept: dt.date) -> None:
    owner = district.manager
    file = ExportFile.objects.create(
        owner=owner, kind="pdf", asked={}, state=FileState.READY, asked_at=periods.now()
    )
    client.force_login(with_role(Role.WARD_MANAGER, ward=district.small))
    assert client.get(f"{ADDRESS}{file.pk}/").status_code == 404
    assert client.post(f"{ADDRESS}{file.pk}/tao-lai/").status_code == 404


def test_a_file_that_fails_says_why_and_is_made_again(
    manager_client: Client, district: District, kept: dt.date,
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def full(draft: object) -> bytes:
        raise OSError

    with monkeypatch.context() as broken:
        broken.setitem(jobs.MAKERS, "pdf", full)
        with django_capture_on_commit_callbacks(execute=True):
            asked(manager_client)
    page = manager_client.get(ADDRESS).content.decode()
    assert "ổ đĩa có thể đã đầy" in page
    assert "Tạo lại" in page
    file = ExportFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        manager_client.post(f"{ADDRESS}{file.pk}/tao-lai/")
    file.refresh_from_db()
    assert (file.state, file.problem) == (FileState.READY, "")


def test_a_worker_that_died_is_taken_over_and_files_live_a_week(
    manager_client: Client, kept: dt.date
) -> None:
    asked(manager_client, tep="docx")
    now, file = periods.now(), ExportFile.objects.get()
    assert jobs.left_over(now) == []
    assert jobs.left_over(now + dt.timedelta(minutes=2)) == [file.pk]
    ExportFile.objects.update(state=FileState.WORKING, claimed_at=now)
    assert not jobs.make(file_id=file.pk, at=now)
    later = now + dt.timedelta(minutes=11)
    assert jobs.left_over(later) == [file.pk]
    assert jobs.make(file_id=file.pk, at=later)
    assert not jobs.make(file_id=file.pk, at=later)
    assert jobs.forget_old(at=now + dt.timedelta(days=6)) == 0
    assert jobs.forget_old(at=now + dt.timedelta(days=8)) == 1
    assert not ExportFile.objects.exists()
