"""What each page shows, gathered: a scope in, a template's context out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from lms.core import periods
from lms.core.periods import year_of
from lms.core.vietnamese import format_date
from lms.evidence.queries import quality_of, together
from lms.evidence.words import attention_reasons as evidence_reasons
from lms.evidence.words import quality_text
from lms.progress import queries
from lms.progress.figures import Figure
from lms.progress.movements import adjustments, explain
from lms.progress.snapshots import snapshot_code
from lms.progress.suppression import EXACT
from lms.progress.tables import Table
from lms.progress.workplaces import workplace_rows
from lms.reports import attention, columns, overview, small_tables, table_page
from lms.reports.files import Report
from lms.reports.forms import NAMES, AreaForm, ExactForm, ExportForm, WardFilterForm, WhyForm
from lms.reports.models import ExportFile, FileState
from lms.reports.scope import Scope
from lms.units.lineage import with_their_past
from lms.units.models import AdminUnit

Context = dict[str, Any]
WEEKS = 12
SESSIONS_SHOWN = 10


def overview_page(scope: Scope) -> Context:
    table = queries.ward_table(scope.wards, with_unknown=scope.is_whole, as_then=scope.as_then)
    weeks = queries.weekly_certified(scope.wards, weeks=WEEKS, with_unknown=scope.is_whole)
    return head(scope, table) | {
        "tab": "overview",
        "area_form": AreaForm(scope=scope),
        "stats": overview.stats(table.summary),
        "headline": overview.headline(table.summary),
        "speed": overview.speed(table.summary),
        "gaps": list(overview.gaps(table)),
        "attention": attention.needing_attention(table.rows),
        "improved": attention.most_improved(table.rows),
        "trend": overview.trend(weeks, hides_small=table.ward_count < 2),
    }


def wards_page(scope: Scope, query: QueryDict) -> Context:
    table = queries.ward_table(scope.wards, with_unknown=scope.is_whole, as_then=scope.as_then)
    form = WardFilterForm(query, scope=scope)
    rows = columns.sorted_rows(filter(form.picks, table.rows), form.chosen_sort)
    cells = table_page.Cells()
    return head(scope, table) | {
        "tab": "wards",
        "here": _("Communes and wards"),
        "form": form,
        "chosen": form.in_force(query),
        "name_head": table_page.name_head(query, form.chosen_sort),
        "heads": table_page.heads(query, form.chosen_sort),
        "lines": table_page.lines(rows, cells),
        "total": table_page.total_line(table, cells),
        "query": query.urlencode(),
    }


def ward_page(ward: AdminUnit, scope: Scope) -> Context:
    table = queries.ward_table(scope.wards)
    row = table.row_of(ward.code)
    one = with_their_past(AdminUnit.objects.filter(pk=ward.pk))
    year = year_of(periods.today())
    sessions = queries.session_rows(one, year, limit=SESSIONS_SHOWN)
    quality = together(quality_of(one).values())
    return head(scope, table) | {
        "tab": "wards",
        "here": ward.full_name,
        "ward": ward,
        "row": row,
        "headline": overview.headline(row),
        "stats": overview.stats(row),
        "more_stats": overview.more_stats(row),
        "reasons": (*attention.reasons(row), *evidence_reasons(quality)),
        "evidence": quality_text(quality) if quality else "",
        "evidence_kind": "warn" if quality and quality.flagged else "ok",
        "course_table": small_tables.courses(_courses_of(ward, scope)),
        "session_table": small_tables.sessions(sessions),
        "point_table": small_tables.points(queries.point_rows(one, year)),
    }


def _courses_of(ward: AdminUnit, scope: Scope) -> list[tuple[str, dict[str, Figure]]]:
    """The courses people of the ward are on, hidden against the numbers of the whole scope."""
    rows = queries.course_rows(scope.wards)
    return [(row.title, row.by_ward[ward.pk]) for row in rows if ward.pk in row.by_ward]


def head(scope: Scope, table: Table) -> Context:
    """What every page says first: of what, and how fresh."""
    moment = queries.data_time()
    return {
        "table": table,
        "title": scope.title(table),
        "scope": scope,
        "year": table.day.year,
        "freshness": overview.freshness(moment),
        "is_old": overview.is_old(moment, periods.now()),
    }


def _kept_text(table: Table) -> str:
    return _("Figures kept at the end of %(day)s") % {"day": format_date(table.day)}


def _borders_text(scope: Scope, text: str) -> str:
    return (
        _("%(text)s · by the boundaries of their day") % {"text": text} if scope.as_then else text
    )


def export_page(
    scope: Scope, form: ExportForm, query: QueryDict, files: list[ExportFile]
) -> Context:
    """`kept`: the filters and order of the table the reader came from, sent along."""
    names = (NAMES["kind"], NAMES["pace"], NAMES["sort"])
    kept = [(name, query[name]) for name in names if query.get(name)]
    here = _("Download figures")
    waits = any(file.state in (FileState.WAITING, FileState.WORKING) for file in files)
    return {
        "tab": "export", "here": here, "scope": scope, "form": form, "kept": kept,
        "files": files, "waits": waits,
    }  # fmt: skip


def report(scope: Scope, form: ExportForm) -> Report:
    """What the export form asks for, in the order and with the filters of the page it came from."""
    day = form.day()
    table = queries.ward_table(
        scope.wards, day=day, with_unknown=scope.is_whole, as_then=scope.as_then
    )
    rows = columns.sorted_rows(filter(form.picks, table.rows), form.chosen_sort)
    until = day or queries.newest_kept_day() or table.day
    return Report(
        title=scope.title(table),
        unit=scope.code(table),
        table=table,
        rows=rows,
        data_time=_borders_text(
            scope, _kept_text(table) if day else overview.freshness(queries.data_time())
        ),
        made_at=periods.now(),
        courses=[] if day else queries.course_rows(scope.wards),
        sessions=[] if day else queries.session_rows(scope.wards, year_of(table.day)),
        is_kept_day=day is not None,
        snapshot=snapshot_code(day) if day else "",
        changes=list(adjustments(scope.wards, until.replace(day=1) - dt.timedelta(days=1), until)),
        workplaces=[] if day else workplace_rows(scope.wards),
    )


def why_page(scope: Scope, form: WhyForm) -> Context:
    """Why a figure is another than it was: parts that add up."""
    here = _("Why did a figure change?")
    context: Context = {"tab": "why", "here": here, "scope": scope, "form": form}
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        found = explain(
            scope.wards, asked["field"], asked["first"], asked["last"], with_unknown=scope.is_whole
        )
        context |= small_tables.why(found) | {"found": found}
    return context


def exact_page(scope: Scope, form: ExactForm, *, is_open: bool) -> Context:
    here = _("Exact small numbers")
    context: Context = {"tab": "wards", "here": here, "scope": scope, "form": form}
    if is_open:
        table = queries.ward_table(scope.wards, with_unknown=scope.is_whole, limits=EXACT)
        cells = table_page.Cells()
        context |= {
            "table": table,
            "title": scope.title(table),
            "heads": table_page.heads(QueryDict(), "ten"),
            "lines": table_page.lines(columns.sorted_rows(table.rows, "ten"), cells),
            "total": table_page.total_line(table, cells),
        }
    return context
