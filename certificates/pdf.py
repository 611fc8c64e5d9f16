"""A certificate as PDF: A4 landscape, Vietnamese fonts embedded, QR drawn as vectors.

xhtml2pdf does not fail on a missing glyph or file, it warns and prints a gap: here a warning is an
error. Only files under certificates/ may be read while rendering, and nothing from the network."""

import io
import unicodedata
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from certificates import qr_print, standards
from certificates.design_boxes import Paper
from certificates.design_layout import lay_out
from certificates.faces import FONT_DIR, unprintable
from certificates.models import TemplateVersion
from lms.core.vietnamese import format_long_date

__all__ = [
    "FONT_DIR",
    "PRINT_DIR",
    "PdfError",
    "html_to_pdf",
    "page",
    "paper",
    "render",
    "unprintable",
]

PRINT_DIR = Path(__file__).resolve().parent / "print"
COMPOSED = 3  # from this wording on, a design says which lines there are
qr_print.register()


class PdfError(Exception):
    """The document could not be made without loss; `args[0]` says why, without personal data."""


def render(data: dict[str, Any], *, verify_url: str) -> bytes:
    """The PDF of one certificate from its frozen `data`.

    Raises PdfError where a letter has no glyph or a resource is missing.
    """
    return html_to_pdf(page(data, chosen_design(data), verify_url=verify_url))


def chosen_design(data: dict[str, Any]) -> dict[str, Any]:
    """The version of a ministry's template, or our own of that number; the first wording has none."""
    if data.get("design"):
        return design_of(data["design"])
    number = data.get("standard")
    return standards.standard(data["kind"], number) if number else {}


def page(data: dict[str, Any], design: dict[str, Any], *, verify_url: str) -> str:
    """The page as HTML. `design` as certificates.design has it; empty for the first wording."""
    if data["template"] >= COMPOSED:
        sheet = paper(data, design)
        if not sheet.fits:
            raise PdfError("the lines do not fit their sheet")
        context = {"data": data, "design": design, "paper": sheet, "verify_url": verify_url}
        return render_to_string("certificates/print/certificate_v3.html", context)
    little_ink = design.get("little_ink", False)
    ends = data.get("expires_on")
    return render_to_string(
        f"certificates/print/certificate_v{data['template']}.html",
        {
            "data": data,
            "design": design,
            "band": design.get("drum_band") and not little_ink,
            "ink": "#000000" if little_ink else "#1F1A17",
            "title_ink": "#000000" if little_ink else "#741216",
            "course_ink": "#000000" if little_ink else "#1B4B66",
            "issued_on": date.fromisoformat(data["issued_on"]),
            "expires_on": date.fromisoformat(ends) if ends else None,
            "verify_url": verify_url,
            "verify_home": f"{settings.PUBLIC_URL}/xac-minh/",
        },
    )


def paper(data: dict[str, Any], design: dict[str, Any]) -> Paper:
    """Where everything stands, with what is always said beside the QR code."""
    ends = data.get("expires_on")
    notes = [
        f"Mã: {data['code']}",
        f"Số vào sổ: {data['number']}",
        f"Thay thế giấy: {data['supersedes']}" if data.get("supersedes") else "",
        f"Có giá trị đến trước {format_long_date(date.fromisoformat(ends))}" if ends else "",
        f"Xác minh: quét mã, hoặc mở {settings.PUBLIC_URL}/xac-minh/",
        "Người học trong bản chạy thử, không có thật." if data["invented"] else "",
    ]
    return lay_out(design, data, notes=filter(None, notes))


@lru_cache(maxsize=32)
def design_of(version: int) -> dict[str, Any]:
    """A version of a template; versions never change."""
    design: dict[str, Any] = TemplateVersion.objects.get(pk=version).design
    return design


def html_to_pdf(html: str) -> bytes:
    """Any of our print templates to PDF bytes, NFC, warnings treated as errors."""
    output = io.BytesIO()
    result = pisa.CreatePDF(
        unicodedata.normalize("NFC", html),
        dest=output,
        path=str(PRINT_DIR / "document.html"),
        resource_policy=ResourceAccessPolicy.server(PRINT_DIR, extra_roots=(FONT_DIR,)),
    )
    if result.err or result.warn:
        raise PdfError(f"{result.err} errors, {result.warn} warnings")
    return output.getvalue()
