"""The draft as PDF: margins, type and heads of Decree 30/2020, Appendix I; the fonts are embedded."""

from __future__ import annotations

from django.template.loader import render_to_string

from certificates.pdf import html_to_pdf
from lms.reports.draft import HEADS, Draft


def pdf_of(draft: Draft) -> bytes:
    """Raises certificates.pdf.PdfError where a letter has no glyph."""
    return html_to_pdf(
        render_to_string("reports/print/draft.html", {"draft": draft, "heads": HEADS})
    )
