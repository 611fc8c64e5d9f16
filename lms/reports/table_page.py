"""The ward table as the template wants it: heads with their links, rows as ready markup.

A page has a thousand cells: included one by one they would take longer than everything else, so the
components are rendered once here and filled in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from lms.progress.pace import Pace
from lms.progress.tables import Table, WardRow
from lms.reports.columns import (
    FURTHEST,
    PAGE_COLUMNS,
    Column,
    definition_url,
    total_name,
    ward_name,
)

SORT = "sap-xep"


@dataclass(frozen=True, slots=True)
class Head:
    text: str
    sort_url: str
    definition_url: str
    aria_sort: str  # "ascending", "descending" or ""
    is_number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """`code`: "" where the row has no page of its own."""

    number: int
    name: str
    code: str
    cells: SafeString


# --- heads -------------------------------------------------------------------------------------


def name_head(query: QueryDict, sort: str) -> Head:
    return Head(
        _("Commune, ward, special zone"),
        _sort_url(query, "ten" if sort != "ten" else "-ten"),
        "",
        {"ten": "ascending", "-ten": "descending"}.get(sort, ""),
        is_number=False,
    )


def heads(query: QueryDict, sort: str) -> list[Head]:
    """The first press on a head puts the largest first, the second the smallest."""
    return [
        Head(
            str(column.head),
            _sort_url(query, column.slug if sort == f"-{column.slug}" else f"-{column.slug}"),
            definition_url(column.measure.key),
            _aria_sort(column, sort),
            _is_number(column),
        )
        for column in PAGE_COLUMNS
    ]


def _aria_sort(column: Column, sort: str) -> str:
    if sort == column.slug or (sort == FURTHEST and column.slug == "muc-dat"):
        return "ascending"
    return "descending" if sort == f"-{column.slug}" else ""


def _is_number(column: Column) -> bool:
    return column.kind != "text" and column.slug != "xu-huong"


def _sort_url(query: QueryDict, sort: str) -> str:
    changed = query.copy()
    changed[SORT] = sort
    return f"?{changed.urlencode()}"


# --- rows --------------------------------------------------------------------------------------


class Cells:
    """Writes the cells of rows; made once a page, in the reader's language."""

    def __init__(self) -> None:
        self.openings = [(column, _opening(column)) for column in PAGE_COLUMNS]
        levels = ["", *Pace.values]
        self.bars = {level: _component("bar", level=level, percent=0, text="@") for level in levels}
        self.paces = {level: _component("pace", level=level) for level in Pace.values}
        no_target = escape(_("no target"))
        self.paces[""] = f'<span class="bd-nhat">{no_target}</span>'

    def of(self, row: WardRow) -> SafeString:
        cells = (f"{opening}{self.body(column, row)}</td>" for column, opening in self.openings)
        return mark_safe("".join(cells))

    def body(self, column: Column, row: WardRow) -> str:
        level = row.pace or ""
        if column.slug == "tien-do":
            return self.paces[level]
        text = str(escape(column.text(row)))
        if column.slug != "ty-le" or row.rate is None:
            return text
        width = f'width="{min(row.rate.middle, 100):.1f}"'
        return self.bars[level].replace('width="0.0"', width).replace("@", text)


def _opening(column: Column) -> str:
    """The cell up to its text. Cards on phones name each cell, and leave out minor ones: the ward's
    page has them."""
    names = ["" if _is_number(column) else "rp-text", "" if column.on_phone else "rp-minor"]
    css = " ".join(filter(None, names))
    label = ""
    if column.on_phone and column.slug != "tien-do":
        head = escape(column.head)
        label = f'<span class="bd-table__label" aria-hidden="true">{head}</span>'
    return f'<td class="{css}">{label}' if css else f"<td>{label}"


def _component(name: str, **values: object) -> str:
    return render_to_string(f"components/{name}.html", values).strip()


def lines(rows: Iterable[WardRow], cells: Cells) -> list[Line]:
    return [
        Line(number, ward_name(row), row.ward.code if row.ward else "", cells.of(row))
        for number, row in enumerate(rows, 1)
    ]


def total_line(table: Table, cells: Cells) -> Line:
    """Of the whole scope, whatever the filter: a total of a few rows would tell hidden numbers."""
    return Line(0, total_name(table), "", cells.of(table.summary))
