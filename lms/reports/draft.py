"""The draft of an official report (Decree 30/2020, form 1.4): what it says, before it is a PDF or a
DOCX. The number, the date, the signature and the seal are for people to give. Vietnamese on purpose:
the wording of the document itself, whatever the interface language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import override

from lms.core.vietnamese import format_date, format_number, format_time
from lms.progress.definitions import MEASURES, RULES
from lms.progress.figures import Figure, Rate
from lms.progress.tables import WardRow
from lms.reports import columns, overview
from lms.reports.files import Report

HEADS = (
    "STT", "Xã, phường, đặc khu", "Dân số trưởng thành", "Ghi danh", "Đang học", "Hoàn thành",
    "Chứng nhận (có giám sát)", "Tỷ lệ phổ cập", "Chỉ tiêu", "Mức đạt", "Tiến độ",
)  # fmt: skip
TO_BE_WRITTEN = "(Đơn vị soạn thảo bổ sung.)"


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Draft:
    superior: str
    agency: str
    place: str
    year: int
    subject: str
    sections: tuple[Section, ...]
    appendix_title: str
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]
    footer: str


def draft_of(report: Report) -> Draft:
    with override("vi"):
        return Draft(
            superior=settings.OPERATOR_PARENT,
            agency=settings.OPERATOR_NAME,
            place=settings.OPERATOR_PLACE,
            year=report.table.day.year,
            subject=(
                "Kết quả phong trào “Bình dân học vụ số” "
                f"đến hết ngày {format_date(report.table.day)}"
            ),
            sections=tuple(_sections(report)),
            appendix_title=f"Kết quả theo xã, phường, đặc khu: {report.title}",
            rows=tuple(_line(str(n), row) for n, row in enumerate(report.rows, 1)),
            total=_line("", report.table.summary, columns.total_name(report.table)),
            definitions=tuple(_definitions()),
            footer=_footer(report),
        )


def _sections(report: Report) -> Sequence[Section]:
    row = report.table.summary
    first = [
        f"Phạm vi: {report.title}.",
        overview.headline(row),
        (
            f"Đã ghi danh {row.enrolled.text} người; đang học {row.active.text} người; hoàn thành "
            f"{row.completed.text} người; được cấp chứng nhận {row.certified.text} người, trong đó "
            f"có giám sát {row.supervised.text} người."
        ),
    ]
    if row.rate:
        first.append(f"Tỷ lệ phổ cập: {row.rate.text} dân số trưởng thành.")
    first.append(f"Số buổi học trong năm: {format_number(row.sessions)}.")
    behind = sum(ward.pace == "cham" for ward in report.table.rows if ward.ward)
    second = [
        f"Kết quả của {format_number(report.table.ward_count)} xã, phường, đặc khu nêu tại Phụ lục I.",
        f"Số nơi chậm so với chỉ tiêu: {format_number(behind)}.",
    ]
    return (
        Section("1. Kết quả chung", tuple(filter(None, first))),
        Section("2. Kết quả theo xã, phường, đặc khu", tuple(second)),
        Section("3. Khó khăn, nguyên nhân", (TO_BE_WRITTEN,)),
        Section("4. Nhiệm vụ kỳ tới", (TO_BE_WRITTEN,)),
    )


def _line(number: str, row: WardRow, name: str = "") -> tuple[str, ...]:
    return (
        number,
        name or columns.ward_name(row),
        _number(row.base.adults),
        _text(row.enrolled),
        _text(row.active),
        _text(row.completed),
        columns.certified_text(row),
        _text(row.rate),
        _number(row.base.target),
        _text(row.achieved),
        str(row.pace.label) if row.pace else "–",
    )


def _number(number: int | None) -> str:
    return format_number(number) if number else "–"


def _text(found: Figure | Rate | None) -> str:
    return found.text if found else "–"


def _definitions() -> Sequence[tuple[str, str]]:
    measures = [
        (str(measure.label), f"{measure.formula} {measure.note}".strip()) for measure in MEASURES
    ]
    return [*measures, *((str(rule.title), str(rule.text)) for rule in RULES)]


def _footer(report: Report) -> str:
    made = f"{format_time(report.made_at)} ngày {format_date(report.made_at)}"
    return f"Dự thảo do hệ thống lập lúc {made}. {report.data_time}. {report.snapshot_text}"
