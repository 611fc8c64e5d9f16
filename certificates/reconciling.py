"""Learned, certified, confirmed: files for the national register and its answer, compared as rows.

No link to that register is assumed. The answer needs two columns, our code and the name; a third with
the ward's code is compared where it is there. Identity numbers are refused, not stored: a file with
twelve-digit numbers in it is sent back unread."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificates.models import Certificate, CertificateStatus, Confirmed
from certificates.numbering import read_code
from certificates.signals import confirmations_changed
from courses.models import Enrolment
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from lms.core.spreadsheets import Cell, Column
from lms.core.vietnamese import clean_text, fold, nfc

REASONS = {
    "not_found": gettext_lazy("no certificate with this code"),
    "name": gettext_lazy("the name differs"),
    "ward": gettext_lazy("another ward"),
    "not_valid": gettext_lazy("the certificate is not valid any more"),
}
MOST_LINES = 50_000
_IDENTITY_NUMBER = re.compile(r"(?<!\d)\d{12}(?!\d)")


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    name: str
    ward: str = ""  # official code


@dataclass(frozen=True, slots=True)
class Counts:
    """Different people: who completed, who holds a valid certificate, who is confirmed."""

    learned: int
    certified: int
    confirmed: int


def columns() -> list[Column]:
    headers = ["ma", "ho_ten", "ma_xa", "xa", "khoa_hoc", "ngay_cap", "hinh_thuc"]
    return [Column(header, "date" if header == "ngay_cap" else "text") for header in headers]


def rows() -> Iterator[list[Cell]]:
    """Valid certificates of real people, for the register's import."""
    valid = (
        Certificate.objects.of_completion()
        .filter(status=CertificateStatus.VALID, user__is_invented=False)
        .select_related("ward")
    )
    for held in valid.order_by("pk").iterator(1000):
        ward = held.ward.code if held.ward else ""
        data = held.data
        yield [held.code, data["name"], ward, data["ward"], data["course_code"],
               data["issued_on"], held.evidence]  # fmt: skip


def read_answer(content: bytes) -> list[Line]:
    """The register's answer: CSV in UTF-8, columns `ma`, `ho_ten` and, if given, `ma_xa`."""
    try:
        text = nfc(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DomainError(_("Save the file as CSV in UTF-8."), code="register.encoding") from error
    if _IDENTITY_NUMBER.search(text):
        raise DomainError(
            _("The file holds identity numbers. Take that column out first."),
            code="register.identity_numbers",
        )
    table = list(csv.DictReader(io.StringIO(text)))[: MOST_LINES + 1]
    if not table or len(table) > MOST_LINES or not {"ma", "ho_ten"} <= table[0].keys():
        raise DomainError(
            _("The file needs the columns ma and ho_ten, and at most 50,000 lines."),
            code="register.columns",
        )
    return [Line(_cell(row, "ma")[:24], _cell(row, "ho_ten"), _cell(row, "ma_xa")) for row in table]


def _cell(row: dict[str, str | None], key: str) -> str:
    return clean_text(row.get(key) or "")


@transaction.atomic
def reconcile(*, lines: Iterable[Line], by: User, at: datetime) -> dict[str, int]:
    """Keep what the register confirmed, in place of what it said before. Returns how many lines had
    which mismatch ("" = confirmed). The same file twice gives the same result: what stays confirmed
    keeps the moment it was first read."""
    by_code = {read_code(line.code) or line.code: line for line in lines}
    known = {
        held.code: held
        for held in Certificate.objects.filter(code__in=by_code).select_related("ward")
    }
    before = dict(Confirmed.objects.filter(mismatch="").values_list("certificate", "read_at"))
    Confirmed.objects.all().delete()
    counts: dict[str, int] = {}
    confirmed = []
    for code, line in by_code.items():
        held = known.get(code)
        mismatch = compare(line, held)
        counts[mismatch] = counts.get(mismatch, 0) + 1
        since = before.get(held.pk, at) if held and not mismatch else at
        confirmed.append(Confirmed(code=code, certificate=held, mismatch=mismatch, read_at=since))
    Confirmed.objects.bulk_create(confirmed, batch_size=1000)
    now = {row.certificate_id for row in confirmed if not row.mismatch}
    _tell(pk for pk in before.keys() ^ now if pk is not None)
    if confirmed:
        audit.record("register.reconciled", confirmed[0], by=by, lines=len(confirmed))
    return counts


def _tell(certificates: Iterable[int]) -> None:
    """Whose certificates these are may count differently now."""
    users = set(
        Certificate.objects.filter(pk__in=list(certificates))
        .values_list("user", flat=True)
        .distinct()
    )
    if users:
        confirmations_changed.send(sender=Confirmed, users=users)


def compare(line: Line, held: Certificate | None) -> str:
    """Key of REASONS, or "" where everything agrees. Accents and case of names do not matter."""
    if held is None:
        return "not_found"
    if held.status != CertificateStatus.VALID:
        return "not_valid"
    if fold(line.name) != fold(held.data["name"]):
        return "name"
    if line.ward and held.ward is not None and line.ward != held.ward.code:
        return "ward"
    return ""


def counts() -> Counts:
    """Three queries; each person once, whatever the number of courses."""
    valid = Certificate.objects.of_completion().filter(status=CertificateStatus.VALID)
    confirmed = valid.filter(pk__in=Confirmed.objects.filter(mismatch="").values("certificate"))
    return Counts(
        learned=Enrolment.objects.completed().values("user").distinct().count(),
        certified=valid.values("user").distinct().count(),
        confirmed=confirmed.values("user").distinct().count(),
    )


def mismatches() -> list[tuple[str, str]]:
    """(code, reason in words), in the order of codes."""
    wrong = Confirmed.objects.exclude(mismatch="").order_by("mismatch", "code")
    return [(row.code, str(REASONS[row.mismatch])) for row in wrong]
