"""Making report files outside the request: asked for as a row, claimed, made, kept for a week."""

from __future__ import annotations

import datetime as dt
import logging

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from certificates.pdf import PdfError
from lms.accounts.models import User
from lms.accounts.roles import Permission
from lms.reports import pages
from lms.reports.draft import draft_of
from lms.reports.draft_docx import docx_of
from lms.reports.draft_pdf import pdf_of
from lms.reports.forms import ExportForm
from lms.reports.models import ExportFile, FileState
from lms.reports.scope import BORDERS, scope_of

log = logging.getLogger(__name__)
LIFE = dt.timedelta(days=7)
STALE = dt.timedelta(minutes=10)  # longer than a file takes; then its worker is taken for dead
MAKERS = {"pdf": pdf_of, "docx": docx_of}
SHOWN = 10


def ask(*, form: ExportForm, area: str, by: User, at: dt.datetime) -> ExportFile:
    """A file to be made from a valid form."""
    asked = {
        form.add_prefix(name): form.data.get(form.add_prefix(name), "") for name in form.fields
    }
    asked |= {
        name: form.data[name] for name in ("loai", "muc", "sap-xep", BORDERS) if form.data.get(name)
    }
    kind = form.cleaned_data["file"]
    return ExportFile.objects.create(owner=by, kind=kind, asked=asked, area=area, asked_at=at)


def make(*, file_id: int, at: dt.datetime) -> bool:
    """Make a file that waits. False where it is made, or being made, by somebody else."""
    waiting = ExportFile.objects.filter(pk=file_id, state=FileState.WAITING)
    if not waiting.update(state=FileState.WORKING, claimed_at=at):
        return False
    file = ExportFile.objects.select_related("owner").get(pk=file_id)
    try:
        _make(file, at)
    except (PdfError, OSError, DatabaseError, Http404) as error:
        log.exception("export failed", extra={"event": "export.failed"})
        file.state, file.problem = FileState.FAILED, _problem(error)
    file.save()
    return True


def _make(file: ExportFile, at: dt.datetime) -> None:
    borders = file.asked.get(BORDERS, "")
    scope = scope_of(file.owner, Permission.EXPORT_REPORTS, area=file.area, borders=borders)
    form = ExportForm(file.asked, scope=scope)
    if not form.is_valid():
        raise Http404
    report = pages.report(scope, form)
    content = MAKERS[file.kind](draft_of(report))
    name = f"exports/{file.pk}-{at:%H%M%S}.{file.kind}"
    file.stored_as = storages["private"].save(name, ContentFile(content))
    file.file_name, file.title = report.file_name(file.kind), report.title
    file.snapshot, file.state = report.snapshot, FileState.READY


def _problem(error: Exception) -> str:
    if isinstance(error, PdfError):
        return _("A letter in a name has no glyph in the document's font.")
    if isinstance(error, OSError):
        return _("The file could not be stored: the disk may be full.")
    if isinstance(error, DatabaseError):
        return _("The database did not answer.")
    return _("You may no longer see this area, or the period is no longer kept.")


def again(*, file: ExportFile, at: dt.datetime) -> bool:
    """Have a file that failed made once more."""
    failed = ExportFile.objects.filter(pk=file.pk, state=FileState.FAILED)
    return bool(failed.update(state=FileState.WAITING, problem="", asked_at=at))


def files_of(user: User, at: dt.datetime) -> QuerySet[ExportFile]:
    return ExportFile.objects.filter(owner=user, asked_at__gt=at - LIFE)


def look_after(*, at: dt.datetime) -> None:
    """The sweep: files whose task was lost, files over their time."""
    for file_id in left_over(at):
        make(file_id=file_id, at=at)
    forget_old(at=at)


def left_over(at: dt.datetime) -> list[int]:
    """Files nobody is making: their task was lost, or their worker died."""
    dead = Q(state=FileState.WORKING, claimed_at__lt=at - STALE)
    ExportFile.objects.filter(dead).update(state=FileState.WAITING)
    waiting = ExportFile.objects.filter(
        state=FileState.WAITING, asked_at__lt=at - dt.timedelta(minutes=1)
    )
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:20])


def forget_old(*, at: dt.datetime) -> int:
    """Delete files that are over their time, and their rows."""
    old = list(ExportFile.objects.filter(asked_at__lte=at - LIFE)[:200])
    for file in old:
        if file.stored_as:
            storages["private"].delete(file.stored_as)
        file.delete()
    return len(old)
