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

PRINT_DIR = Path(__file__).resolve().parent / "print"
FONT_DIR = Path(__file__).resolve().parent / "fonts"
qr_print.register()


class PdfError(Exception):
    """The document could not be made without loss; `args[0]` says why, without personal data."""


def render(data: dict[str, Any], *, verify_url: str) -> bytes:
    """The PDF of one certificate from its frozen `data`.

    Raises PdfError where a letter has no glyph or a resource is missing.
    """
    html = render_to_string(
        f"certificates/print/certificate_v{data['template']}.html",
        {
            "data": data,
            "issued_on": date.fromisoformat(data["issued_on"]),
            "verify_url": verify_url,
            "verify_home": f"{settings.PUBLIC_URL}/xac-minh/",
        },
    )
    return html_to_pdf(html)


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
