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
from reportlab.pdfbase.ttfonts import TTFontFile
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import ResourceAccessPolicy

from certificates import qr_print
from certificates.models import TemplateVersion

PRINT_DIR = Path(__file__).resolve().parent / "print"
FONT_DIR = Path(__file__).resolve().parent / "fonts"
qr_print.register()


class PdfError(Exception):
    """The document could not be made without loss; `args[0]` says why, without personal data."""


def render(data: dict[str, Any], *, verify_url: str) -> bytes:
    """The PDF of one certificate from its frozen `data`.

    Raises PdfError where a letter has no glyph or a resource is missing.
    """
    design = design_of(data["design"]) if data.get("design") else {}
    return html_to_pdf(page(data, design, verify_url=verify_url))


def page(data: dict[str, Any], design: dict[str, Any], *, verify_url: str) -> str:
    """The page as HTML. `design` as certificates.design has it; empty for the built-in wording."""
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


@lru_cache(maxsize=1)
def printable_characters() -> frozenset[int]:
    """Code points that both certificate fonts can draw."""
    faces = [TTFontFile(str(FONT_DIR / name)) for name in ("Tinos-Regular.ttf", "Tinos-Bold.ttf")]
    return frozenset.intersection(*(frozenset(face.charToGlyph) for face in faces))


def unprintable(text: str) -> str:
    """The letters of `text` that the certificate's fonts lack, each once; empty if it prints whole."""
    known = printable_characters()
    letters = unicodedata.normalize("NFC", text)
    return "".join(dict.fromkeys(c for c in letters if ord(c) not in known and not c.isspace()))
