"""The task list of one course (L2): groups of rows under the headings lessons, practice, tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from certificates.models import Certificate
from courses.models import Enrolment
from courses.queries import TaskRow

HEADINGS = {"lesson": _("Lessons"), "practice": _("Practice"), "quiz": _("Tests")}


def groups(rows: Sequence[TaskRow]) -> list[dict[str, Any]]:
    """[{"kind", "title", "rows"}] in the order of HEADINGS; empty groups are left out."""
    found = []
    for kind, title in HEADINGS.items():
        shown = [_shown(row) for row in rows if row.kind == kind]
        if len(shown) == 1:
            shown[0]["number"] = None  # "1." before a single test says nothing
        if shown:
            found.append({"kind": kind, "title": title, "rows": shown})
    return found


def certificate_of(enrolment: Enrolment | None) -> Certificate | None:
    """The certificate of a completed enrolment, if it was issued already."""
    if enrolment is None or enrolment.completed_at is None:
        return None
    held = Certificate.objects.of_completion().filter(enrolment=enrolment, is_current=True)
    return held.first()


def _shown(row: TaskRow) -> dict[str, Any]:
    minutes = ngettext("%(count)d minute", "%(count)d minutes", row.minutes)
    return {
        "title": row.title,
        "url": row.url,
        "status": row.status,
        "number": row.number,
        "hint": minutes % {"count": row.minutes},
    }
