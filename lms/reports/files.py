"""A report as a file: the workbook of ux §6.6, and the ward table as CSV. Both are made from the
rows and columns the page is made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from lms.core.periods import year_of
from lms.core.spreadsheets import Cell, Column, Sheet
from lms.core.vietnamese import format_date
from lms.progress.definitions import BY_KEY, CHANGES, MEASURES, RULES
from lms.progress.figures import Figure, small
from lms.progress.queries import COURSE_COLUMNS, CourseRow, SessionRow
from lms.progress.snapshot_models import SnapshotChange
from lms.progress.tables import Table, WardRow
from lms.progress.workplaces import WorkplaceRow
from lms.reports.columns import COLUMNS, file_columns, file_rows


@dataclass(frozen=True)
class Report:
    """Everything a file needs, read and hidden already. `rows`: of the table, in the reader's
    order. `courses` and `sessions` only of the figures of now."""

    title: str
    unit: str
    table: Table
    rows: list[WardRow]
    data_time: str
    made_at: dt.datetime
    courses: list[CourseRow]
    sessions: list[SessionRow]
    is_kept_day: bool
    snapshot: str = ""
    changes: Sequence[SnapshotChange] = ()
    workplaces: Sequence[WorkplaceRow] = ()

    @property
    def period(self) -> str:
        """ "2026", or "2026-10" for the end of a month that was kept."""
        return f"{self.table.day:%Y-%m}" if self.is_kept_day else f"{self.table.day:%Y}"

    def file_name(self, ending: str) -> str:
        return f"bdhvs_{self.unit}_{self.period}_{self.made_at:%Y%m%d}.{ending}"

    @property
    def snapshot_text(self) -> str:
        if self.snapshot:
            return _("Code of the figures: %(code)s") % {"code": self.snapshot}
        return _("Not yet kept: these figures still change")

    @property
    def note(self) -> str:
        return f"{self.title} · {self.data_time} · {self.snapshot_text}"


def sheets(report: Report) -> list[Sheet]:
    made = [_summary(report), _wards(report)]
    if not report.is_kept_day:
        made += [_courses(report), _sessions(report), _workplaces(report)]
    made += [_definitions(report), _changes(report)]
    return [_cover(report, made), *made]


def _cover(report: Report, others: list[Sheet]) -> Sheet:
    lines: list[tuple[str, Cell]] = [
        (_("Area"), report.title),
        (_("Period"), _period_text(report)),
        (_("Time of the figures"), report.data_time),
        (_("Code of the figures"), report.snapshot or _("not yet kept")),
        (_("Wards"), report.table.ward_count),
        (_("Contact"), f"{settings.OPERATOR_NAME}, {settings.OPERATOR_PHONE}"),
        *((_("Sheet"), f"{sheet.name}: {sheet.title}") for sheet in others),
        *((str(rule.title), str(rule.text)) for rule in RULES),
    ]
    return Sheet(
        title=_("Report on “Digital literacy for all”"),
        name=_("Cover"),
        columns=[Column(_("Item"), width=24), Column(_("Content"), width=90)],
        rows=lines,
        note=report.note,
    )


def _period_text(report: Report) -> str:
    year = year_of(report.table.day)
    return _("From %(start)s to %(end)s") % {
        "start": format_date(year.start),
        "end": format_date(report.table.day),
    }


def _summary(report: Report) -> Sheet:
    return Sheet(
        title=_("Summary"),
        name=_("Summary"),
        columns=[
            Column(_("Measure"), width=34),
            Column(_("Number"), "decimal", 14),
            Column(_("Unit"), width=10),
            Column(_("Not shown in full"), width=18),
        ],
        rows=list(_summary_lines(report.table)),
        note=report.note,
    )


def _summary_lines(table: Table) -> Iterator[list[Cell]]:
    row = table.summary
    for column in COLUMNS:
        value = column.value(row)
        hidden = "" if value is not None else column.text(row)
        if column.kind == "text":
            yield [str(column.measure.label), None, "", column.text(row)]
        else:
            unit = "%" if column.kind == "percent" else _("people")
            unit = _("sessions") if column.slug == "buoi-hoc" else unit
            yield [str(column.measure.label), value, unit, hidden]


def _wards(report: Report) -> Sheet:
    return Sheet(
        title=_("Communes, wards and special zones"),
        name=_("Communes-wards"),
        columns=file_columns(),
        rows=file_rows(report.rows),
        note=report.note,
    )


def _courses(report: Report) -> Sheet:
    heads = [_("Enrolled"), _("Learning now"), _("Completed"), _("Certified"), _("Supervised")]
    columns = [Column(_("Code"), width=10), Column(_("Course"), width=44)]
    for head in heads:
        columns += [Column(head, "int", 12), Column(_hidden_head(head), "text", 12)]
    rows = [
        [row.code, row.title, *_with_notes(row.figures[name] for name in COURSE_COLUMNS)]
        for row in report.courses
    ]
    return Sheet(_("Courses"), columns, rows, name=_("Courses"), note=report.note)


def _sessions(report: Report) -> Sheet:
    columns = [
        Column(_("Starts"), "datetime", 18),
        Column(_("Ward code"), "text", 10),
        Column(_("Ward"), width=26),
        Column(_("Learning point"), width=30),
        Column(_("Class session"), width=30),
        Column(_("Course"), width=34),
        Column(_("State"), width=14),
        Column(_("Present"), "int", 10),
        Column(_hidden_head(_("Present")), "text", 12),
    ]
    rows = [
        [
            row.session.starts_at,
            row.session.ward.code,
            row.session.ward.full_name,
            row.session.point.name,
            row.session.title,
            row.session.course.title if row.session.course else "",
            _state(row, report.made_at),
            *_with_notes([row.present]),
        ]
        for row in report.sessions
    ]
    return Sheet(_("Class sessions"), columns, rows, name=_("Sessions"), note=report.note)


def _state(row: SessionRow, now: dt.datetime) -> str:
    if row.is_held:
        return _("held")
    return _("planned") if row.session.starts_at > now else _("nobody came")


def _definitions(report: Report) -> Sheet:
    lines: list[list[Cell]] = [
        [str(measure.label), str(measure.formula), str(measure.note)] for measure in MEASURES
    ]
    lines += [[str(rule.title), str(rule.text), ""] for rule in RULES]
    lines += [[format_date(change.on), str(change.text), ""] for change in CHANGES]
    columns = [Column(_("Measure"), width=26), Column(_("Definition"), width=80)]
    columns.append(Column(_("Note"), width=70))
    return Sheet(_("Definitions"), columns, lines, name=_("Definitions"), note=report.note)


def _workplaces(report: Report) -> Sheet:
    """Beside the wards, never added to them: the same people by where they work."""
    heads = [_("Enrolled"), _("Completed"), _("Certified")]
    columns = [Column(_("Code"), width=14), Column(_("Agency"), width=44)]
    for head in heads:
        columns += [Column(head, "int", 12), Column(_hidden_head(head), "text", 12)]
    rows = [
        [row.code, row.name, *_with_notes([row.enrolled, row.completed, row.certified])]
        for row in report.workplaces
    ]
    title = _("Staff by workplace (residents of the area; not to be added to the wards)")
    return Sheet(title, columns, rows, name=_("Staff"), note=report.note)


def _changes(report: Report) -> Sheet:
    columns = [
        Column(_("Day"), "date", 12),
        Column(_("Ward code"), "text", 10),
        Column(_("Ward"), width=26),
        Column(_("Measure"), width=26),
        Column(_("Reason"), width=44),
        Column(_("More"), "int", 10),
        Column(_hidden_head(_("More")), "text", 12),
        Column(_("Fewer"), "int", 10),
        Column(_hidden_head(_("Fewer")), "text", 12),
    ]
    rows = [
        [
            change.day,
            change.ward.code if change.ward else "",
            change.ward.full_name if change.ward else "",
            measure_name(change.field),
            change.get_reason_display(),
            *_with_notes([small(change.gained), small(change.lost)]),
        ]
        for change in report.changes
    ]
    title = _("Log of adjustments to figures that were kept")
    return Sheet(title, columns, rows, name=_("Adjustments"), note=report.note)


def measure_name(field: str) -> str:
    return str(BY_KEY["supervised" if field == "certified_supervised" else field].label)


def _hidden_head(head: str) -> str:
    return _("%(column)s: not shown in full") % {"column": head}


def _with_notes(figures: Iterator[Figure] | list[Figure]) -> Iterator[Cell]:
    for figure in figures:
        yield figure.exact
        yield "" if figure.exact is not None else figure.text
