"""Many certificates at once: queued as rows, issued in chunks, taken up again where a worker died."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.core.files.storage import storages
from django.db import connection, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from certificates import services
from certificates.models import Batch, BatchItem, Certificate, FileState
from certificates.pdf import PdfError
from certificates.signing import SignerUnavailable
from courses.models import CoursePage, Enrolment
from lms.accounts.models import User
from lms.core import audit
from lms.core.errors import DomainError
from lms.core.queue import left_to_sweeps
from lms.core.spreadsheets import Column, Sheet, write_workbook
from lms.core.vietnamese import slugify_vi

CHUNK = 100
FILES = 10  # about a second
STALE = timedelta(minutes=3)  # longer than a chunk takes; then its worker is taken for dead


def waiting_for_issue(course: CoursePage) -> QuerySet[Enrolment]:
    return Enrolment.objects.completed().filter(course=course, certificates__isnull=True)


@transaction.atomic
def start_batch(*, course: CoursePage, by: User, at: datetime) -> Batch:
    """Queue everybody who completed the course and holds no certificate of it."""
    ids = list(
        waiting_for_issue(course).order_by("completed_at", "pk").values_list("pk", flat=True)
    )
    if not ids:
        raise DomainError(_("Everybody has their certificate already."), code="batch.empty")
    batch = Batch.objects.create(course=course, created_by=by, created_at=at, touched_at=at)
    BatchItem.objects.bulk_create(
        (BatchItem(batch=batch, enrolment_id=pk) for pk in ids), batch_size=1000
    )
    audit.record("certificates.batch", batch, by=by, count=len(ids))
    return batch


@transaction.atomic
def issue_chunk(*, batch: Batch, at: datetime, size: int = CHUNK) -> int:
    """Issue the next ones, all or none, and mark them in the same transaction. Returns how many."""
    skip = connection.features.has_select_for_update_skip_locked
    waiting = batch.items.filter(done_at__isnull=True).order_by("pk")
    items = list(waiting.select_for_update(skip_locked=skip, of=("self",))[:size])
    with left_to_sweeps():  # the files come in their own chunks
        for item in items:
            _issue(item, at)
    BatchItem.objects.bulk_update(items, ["certificate", "done_at", "problem"])
    Batch.objects.filter(pk=batch.pk).update(touched_at=at)
    return len(items)


def _issue(item: BatchItem, at: datetime) -> None:
    item.certificate = services.issue_if_earned(enrolment=item.enrolment, at=at)
    item.problem = "" if item.certificate else "rule"
    item.done_at = at


def files_chunk(*, batch: Batch, at: datetime, size: int = FILES) -> int:
    """Make the next files, each in a transaction of its own; returns how many. Raises SignerUnavailable:
    then those that are left wait, and the batch with them."""
    made = 0
    while made < size and _next_file(batch):
        made += 1
    Batch.objects.filter(pk=batch.pk).update(touched_at=at)
    return made


def _next_file(batch: Batch) -> bool:
    """Make one; where it cannot be made that is noted. PostgreSQL holds its row meanwhile, so that each
    of many workers makes another; SQLite's one process must not hold up those who write."""
    waiting = without_file(batch).select_related("certificate").order_by("pk")
    if not connection.features.has_select_for_update_skip_locked:
        return _make_file(waiting.first())
    with transaction.atomic():
        return _make_file(waiting.select_for_update(skip_locked=True, of=("self",)).first())


def _make_file(item: BatchItem | None) -> bool:
    if item is None:
        return False
    assert item.certificate is not None
    try:
        services.ensure_file(certificate=item.certificate)
    except SignerUnavailable:
        raise
    except (PdfError, OSError):
        BatchItem.objects.filter(pk=item.pk).update(problem="file")
    return True


def without_file(batch: Batch) -> QuerySet[BatchItem]:
    return batch.items.filter(certificate__file_state=FileState.PENDING, problem="")


def finish(*, batch: Batch, at: datetime) -> Batch:
    """Put the ZIP away and close the batch. The one who closes it first wins; another's ZIP is
    dropped."""
    storage = storages["private"]
    with tempfile.TemporaryFile() as file:
        write_zip(batch, file)
        file.seek(0)
        name = storage.save(f"batches/{batch.pk}.zip", File(file))
    closed = Batch.objects.filter(pk=batch.pk, finished_at__isnull=True).update(
        finished_at=at, zip_name=name
    )
    if not closed:
        storage.delete(name)
    batch.refresh_from_db()
    return batch


def write_zip(batch: Batch, file: Any) -> None:
    """PDFs in a folder for each ward or agency, and the list of the register beside them. PDFs are
    packed already: they are stored as they are."""
    rows = []
    issued = (
        Certificate.objects.filter(pk__in=batch.items.values("certificate"))
        .select_related("ward")
        .order_by("register", "number")
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as packed:
        for certificate in issued.iterator(500):
            unit = certificate.data["agency"] or certificate.data["ward"]
            rows.append(
                [certificate.data["number"], certificate.code, certificate.data["name"], unit]
            )
            if certificate.file_state == FileState.READY:
                folder = slugify_vi(unit) or "khac"
                name = f"{folder}/{certificate.number:05d}-{certificate.code}.pdf"
                packed.writestr(name, services.read_file(certificate))
        packed.writestr("so-dang-ky.xlsx", write_workbook([_register_sheet(rows)]))


def _register_sheet(rows: list[list[str]]) -> Sheet:
    headers = [_("Register number"), _("Code"), _("Name"), _("Unit")]
    return Sheet(_("Certificates issued"), [Column(header, width=28) for header in headers], rows)


def run(*, batch: Batch, at: datetime) -> bool:
    """One step forward: a chunk of certificates, else of files, else the ZIP. True while there is
    more to do. Safe to call from anywhere, at any time, twice."""
    if batch.finished_at is not None:
        return False
    try:
        if issue_chunk(batch=batch, at=at) or files_chunk(batch=batch, at=at):
            return True
    except SignerUnavailable:
        return False  # the round takes it up again
    if batch.items.filter(done_at__isnull=True).exists() or without_file(batch).exists():
        return False  # another worker holds them
    finish(batch=batch, at=at)
    return False


def abandoned(at: datetime) -> list[int]:
    """Batches nobody has got on with for a while: their worker is gone. One query."""
    return list(
        Batch.objects.filter(finished_at__isnull=True, touched_at__lt=at - STALE).values_list(
            "pk", flat=True
        )
    )


def progress(batch: Batch) -> dict[str, int]:
    """total, issued, refused, ready: what the page shows. One query."""
    ready = Q(certificate__file_state=FileState.READY)
    return batch.items.aggregate(
        total=Count("pk"),
        issued=Count("certificate"),
        refused=Count("pk", filter=Q(problem="rule")),
        failed=Count("pk", filter=Q(problem="file")),
        ready=Count("pk", filter=ready),
    )


def finish_all(*, at: datetime) -> None:
    """All that is unfinished, to its end: for the thread beside an embedded server. One query where
    there is nothing."""
    for batch in Batch.objects.filter(finished_at__isnull=True).order_by("pk"):
        while run(batch=batch, at=at):
            pass
