"""A file of populations and targets in the editing room: read, shown as it would change things, and
only then written. Administrators only."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from lms.accounts import policy
from lms.accounts.access import person
from lms.accounts.roles import Permission
from lms.progress import bases
from lms.progress.bases import Difference
from lms.progress.table_files import MOST_BYTES
from lms.progress.target_files import Entries
from lms.units.dated_files import Fault, FileRefused

KEPT_SECONDS = 3600  # a preview waits so long for its confirmation
MOST_SHOWN = 200  # rows of a preview


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy(".xlsx or .csv, with the column heads “Mã” and “Năm”."),
    )


class ImportBases(WagtailAdminTemplateMixin, View):
    template_name = "progress/room/import_bases.html"
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not policy.may(request.user, Permission.ADMINISTER):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return _("Import targets and populations")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("wagtailsnippets_progress_target:list"), "label": _("Targets")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=FileForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "confirm" in request.POST:
            return self.write(request)
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form)
        try:
            entries = _read(form.cleaned_data["file"])
        except FileRefused as refused:
            return self.show(form=form, is_previewed=True, **_faults(refused.faults))
        token = secrets.token_urlsafe(16)
        cache.set(_key(request, token), entries, KEPT_SECONDS)
        return self.show(form=form, token=token, is_previewed=True, **_preview(entries))

    def write(self, request: HttpRequest) -> HttpResponse:
        key = _key(request, request.POST["confirm"])
        entries: Entries | None = cache.get(key)
        if entries is None:
            messages.error(request, _("The preview has expired. Choose the file again."))
            return redirect("bases_import")
        saved = bases.save_entries(entries=entries, by=person(request))
        cache.delete(key)
        found = {"populations": saved.populations, "targets": saved.targets}
        messages.success(request, _("%(populations)s populations, %(targets)s targets.") % found)
        return redirect("wagtailsnippets_progress_basechange:list")

    def show(self, **context: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response({**self.get_context_data(), **context})
        return response


def _read(file: Any) -> Entries:
    """What was sent, under its own name so that faults name it; nothing of it is kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(file.name).name
        path.write_bytes(file.read(MOST_BYTES + 1))  # one too many is refused for its size
        return bases.read_file(path)


def _preview(entries: Entries) -> dict[str, Any]:
    found = bases.differences(entries)
    ordered = sorted(found, key=lambda one: one.action == "keep")
    return {
        "rows": [_row(one) for one in ordered[:MOST_SHOWN]],
        "more": max(0, len(found) - MOST_SHOWN),
        "counts": {
            name: sum(one.action == name for one in found) for name in ("add", "change", "keep")
        },
        "notes": entries.notes[:MOST_SHOWN],
    }


def _row(one: Difference) -> dict[str, Any]:
    aim = getattr(one.row, "deadline", None)
    return {
        "place": one.place,
        "label": one.label,
        "year": one.row.year,
        "deadline": aim,
        "before": one.before,
        "after": one.after,
        "percent": getattr(one.row, "percent", None),
        "base": getattr(one.row, "base_number", None),
    }


def _faults(faults: list[Fault]) -> dict[str, Any]:
    return {"problems": faults[:MOST_SHOWN], "more_problems": max(0, len(faults) - MOST_SHOWN)}


def _key(request: HttpRequest, token: str) -> str:
    return f"progress.import:{request.user.pk}:{token[:40]}"
