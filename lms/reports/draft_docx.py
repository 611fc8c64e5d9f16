"""The same draft as DOCX, for offices that edit it. Times New Roman by name: every office has it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from lms.reports.draft import HEADS, Draft

FONT = "Times New Roman"
CENTRE = WD_ALIGN_PARAGRAPH.CENTER
TABLE_TYPE = 10


def docx_of(draft: Draft) -> bytes:
    book = Document()
    _set_type(book)
    _lay_out(book.sections[0], is_wide=False)
    book.sections[0].different_first_page_header_footer = True
    _number_pages(book.sections[0])
    for footer in (book.sections[0].footer, book.sections[0].first_page_footer):
        _write(footer.paragraphs[0], draft.footer, size=9)
    _head(book, draft)
    _text(book, "BÁO CÁO", bold=True, align=CENTRE)
    _text(book, draft.subject, bold=True, align=CENTRE)
    _body(book, draft)
    _signature(book)
    _lay_out(book.add_section(WD_SECTION.NEW_PAGE), is_wide=True)
    _text(book, "Phụ lục I", bold=True, align=CENTRE)
    _text(book, draft.appendix_title, bold=True, align=CENTRE)
    _appendix(book, draft)
    _lay_out(book.add_section(WD_SECTION.NEW_PAGE), is_wide=False)
    _text(book, "Phụ lục II", bold=True, align=CENTRE)
    _text(book, "Cách tính các con số", bold=True, align=CENTRE)
    for title, text in draft.definitions:
        paragraph = _text(book, f"{title}: ", bold=True, size=11)
        _write(paragraph, text, size=11)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _set_type(book: Any) -> None:
    style = book.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)


def _lay_out(section: Any, *, is_wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    sides = (Mm(297), Mm(210)) if is_wide else (Mm(210), Mm(297))
    section.page_width, section.page_height = sides
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15 if not is_wide else 20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = False


def _number_pages(section: Any) -> None:
    """Centred in the top margin, from the second page on."""
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._r.append(element)


def _head(book: Any, draft: Draft) -> None:
    left, right = book.add_table(rows=1, cols=2).rows[0].cells
    left.width, right.width = Mm(68), Mm(97)
    _cell(left, draft.superior.upper(), size=12)
    _cell(left, draft.agency.upper(), size=12, bold=True)
    _cell(left, "_______", size=8)
    _cell(left, "Số: ……/BC-……", size=13)
    _cell(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _cell(right, "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _cell(right, "_________________", size=8)
    date = f"{draft.place}, ngày … tháng … năm {draft.year}"
    _cell(right, date, size=13, italic=True)


def _body(book: Any, draft: Draft) -> None:
    for section in draft.sections:
        _text(book, section.title, bold=True)
        for paragraph in section.paragraphs:
            ends = section is draft.sections[-1] and paragraph is section.paragraphs[-1]
            written = _text(book, paragraph + ("/." if ends else ""))
            written.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            written.paragraph_format.first_line_indent = Mm(10)


def _signature(book: Any) -> None:
    left, right = book.add_table(rows=1, cols=2).rows[0].cells
    _cell(left, "Nơi nhận:", size=12, bold=True, italic=True, align=None)
    _cell(left, "- ……………;", size=11, align=None)
    _cell(left, "- Lưu: VT, ……", size=11, align=None)
    _cell(right, "QUYỀN HẠN, CHỨC VỤ NGƯỜI KÝ", bold=True)
    for _line in range(4):
        _cell(right, "")


def _appendix(book: Any, draft: Draft) -> None:
    table = book.add_table(rows=0, cols=len(HEADS), style="Table Grid")
    _row(table, HEADS, bold=True)
    mark = OxmlElement("w:tblHeader")  # repeated on every page
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for row in draft.rows:
        _row(table, row)
    _row(table, draft.total, bold=True)


def _row(table: Any, texts: Sequence[str], *, bold: bool = False) -> None:
    for place, (cell, text) in enumerate(zip(table.add_row().cells, texts, strict=True)):
        align = (
            WD_ALIGN_PARAGRAPH.LEFT if place in (1, len(texts) - 1) else WD_ALIGN_PARAGRAPH.RIGHT
        )
        _write(cell.paragraphs[0], text, size=TABLE_TYPE, bold=bold)
        cell.paragraphs[0].alignment = CENTRE if texts is HEADS else align


def _cell(
    cell: Any,
    text: str,
    *,
    size: int = 14,
    bold: bool = False,
    italic: bool = False,
    align: Any = CENTRE,
) -> None:
    first = cell.paragraphs[0]
    paragraph = cell.add_paragraph() if first.text else first
    _write(paragraph, text, size=size, bold=bold, italic=italic)
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)


def _text(book: Any, text: str, *, bold: bool = False, size: int = 14, align: Any = None) -> Any:
    paragraph = book.add_paragraph()
    _write(paragraph, text, size=size, bold=bold)
    paragraph.alignment = align
    return paragraph


def _write(
    paragraph: Any, text: str, *, size: int, bold: bool = False, italic: bool = False
) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold, run.italic = FONT, Pt(size), bold, italic
