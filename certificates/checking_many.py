"""Many codes checked at once for an office: from a pasted list or a workbook, in the order given."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from certificates.models import Certificate
from certificates.numbering import read_code
from lms.core.errors import DomainError
from lms.core.spreadsheets import Cell, Column, Sheet

MOST = 200
MOST_BYTES = 1_000_000
MOST_CELLS = 20_000
_LOOKS_LIKE = re.compile(r"(?:BDS)?[\s-]*\d{4}(?:[\s-]*[0-9A-Z]){8}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """A line of the answer: what was given, and the certificate (None: no such code)."""

    given: str
    certificate: Certificate | None

    @property
    def status(self) -> str:
        return str(self.certificate.get_status_display()) if self.certificate else _("not found")


def codes_in(text: str) -> list[str]:
    """The lines of a pasted list, each once; separated by lines, commas or semicolons."""
    parts = (part.strip() for part in re.split(r"[\n,;\t]", text))
    return limited(part[:40] for part in parts if part)


def codes_in_workbook(content: bytes) -> list[str]:
    """Every cell of the first sheet that looks like a code. Refused where it is no workbook, too
    big, or holds none."""
    if len(content) > MOST_BYTES or not _is_small_inside(content):
        raise DomainError(_("The file is too big: at most 1 MB."), code="many.too_big")
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        cells = [
            str(value).strip()[:40]
            for row in book.worksheets[0].iter_rows(values_only=True, max_row=2000, max_col=20)
            for value in row
            if value is not None
        ]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, IndexError) as error:
        raise DomainError(
            _("This file cannot be read. Save it as an Excel workbook (.xlsx)."),
            code="many.unreadable",
        ) from error
    return limited(cell for cell in cells if _LOOKS_LIKE.fullmatch(cell))


def _is_small_inside(content: bytes) -> bool:
    """A workbook is a ZIP: one that unfolds to very much is refused unopened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return sum(entry.file_size for entry in packed.infolist()) <= 20 * MOST_BYTES
    except zipfile.BadZipFile:
        return True  # said by the reader, as unreadable


def limited(codes: Iterable[str]) -> list[str]:
    found = list(dict.fromkeys(codes))
    if not found:
        raise DomainError(_("There is no code in it."), code="many.none")
    if len(found) > MOST:
        raise DomainError(
            _("At most %(most)d codes at a time.") % {"most": MOST}, code="many.too_many"
        )
    return found


def check(codes: Sequence[str]) -> list[Checked]:
    """One query, whatever the codes: known and unknown ones take the same way."""
    read = [read_code(code) or "" for code in codes]
    known = {found.code: found for found in Certificate.objects.filter(code__in=read)}
    return [Checked(given, known.get(code)) for given, code in zip(codes, read, strict=True)]


def columns() -> list[Column]:
    headers = [_("Code"), _("Result"), _("Name"), _("Course"), _("Issued on"), _("Form")]
    kinds = ["text", "text", "text", "text", "date", "text"]
    return [
        Column(header, kind, width=24)  # type: ignore[arg-type]
        for header, kind in zip(headers, kinds, strict=True)
    ]


def cells(line: Checked) -> list[Cell]:
    """As little as an office needs: no year of birth, no ward, no result."""
    held = line.certificate
    if held is None:
        return [line.given, line.status, "", "", None, ""]
    return [
        held.code,
        line.status,
        held.data["name"],
        held.data["course"],
        held.issued_at,
        held.form,
    ]


def sheet(lines: Sequence[Checked], *, note: str) -> Sheet:
    return Sheet(_("Certificates checked"), columns(), [cells(line) for line in lines], note=note)
