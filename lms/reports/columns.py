"""The ward table: its columns in the order of ux §6.2, how they are written and sorted. Page, XLSX
and CSV are made from these alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core import spreadsheets
from lms.core.spreadsheets import Cell, Kind
from lms.core.vietnamese import format_number
from lms.progress.definitions import BY_KEY, Measure, Text
from lms.progress.figures import Figure, Rate
from lms.progress.tables import Table, WardRow

FURTHEST = "xa-chi-tieu"
"""The default order: furthest from the target first."""


@dataclass(frozen=True)
class Column:
    """`value`: the number for files, None where there is none or it is hidden; `text`: what people
    read; `order`: what to sort by, None goes last. `hides`: files get a text column beside it."""

    slug: str
    measure: Measure
    value: Callable[[WardRow], Cell]
    text: Callable[[WardRow], str]
    order: Callable[[WardRow], float | None]
    kind: Kind = "int"
    hides: bool = True
    on_page: bool = True
    on_phone: bool = True

    @property
    def head(self) -> Text:
        return self.measure.short


def _figure(slug: str, key: str, pick: Callable[[WardRow], Figure], *, on_page: bool = True,
            on_phone: bool = False) -> Column:  # fmt: skip
    return Column(
        slug,
        BY_KEY[key],
        value=lambda row: pick(row).exact,
        text=lambda row: pick(row).text,
        order=lambda row: pick(row).middle,
        on_page=on_page,
        on_phone=on_phone,
    )


def _missing(row: WardRow, word: Text) -> str:
    """People without a known ward lack no population and no target: there is none to have."""
    return str(word) if row.ward or row.is_total else "–"


def _rate(slug: str, key: str, pick: Callable[[WardRow], Rate | None], none: Text) -> Column:
    def text(row: WardRow) -> str:
        found = pick(row)
        return found.text if found else _missing(row, none)

    def value(row: WardRow) -> Cell:
        found = pick(row)
        return found.exact if found else None

    def order(row: WardRow) -> float | None:
        found = pick(row)
        return found.middle if found else None

    return Column(slug, BY_KEY[key], value, text, order, kind="percent")


def _known(slug: str, key: str, pick: Callable[[WardRow], int | None], none: Text) -> Column:
    def text(row: WardRow) -> str:
        number = pick(row)
        return _missing(row, none) if number is None else format_number(number)

    return Column(slug, BY_KEY[key], pick, text, pick, hides=False, on_phone=False)


def trend_text(row: WardRow) -> str:
    """In a word and a number; an arrow would only decorate."""
    if row.trend is None:
        return "–"
    if row.trend == 0:
        return _("No change")
    pattern = _("Up %(number)s") if row.trend > 0 else _("Down %(number)s")
    return pattern % {"number": format_number(abs(row.trend))}


def certified_text(row: WardRow) -> str:
    """ "402 (250)": of whom supervised in brackets."""
    return f"{row.certified.text} ({row.supervised.text})"


def _certified() -> Column:
    exact = _figure("chung-nhan", "certified", lambda row: row.certified, on_phone=True)
    return Column(exact.slug, exact.measure, exact.value, certified_text, exact.order)


COLUMNS = (
    _known("dan-so", "adults", lambda row: row.base.adults, gettext_lazy("not known")),
    _figure("ghi-danh", "enrolled", lambda row: row.enrolled),
    _figure("dang-hoc", "active", lambda row: row.active),
    _figure("hoan-thanh", "completed", lambda row: row.completed),
    _certified(),
    _figure("co-giam-sat", "supervised", lambda row: row.supervised, on_page=False),
    _rate("ty-le", "rate", lambda row: row.rate, gettext_lazy("no base")),
    _known("chi-tieu", "target", lambda row: row.base.target, gettext_lazy("not set")),
    _rate("muc-dat", "achieved", lambda row: row.achieved, "–"),
    Column(
        "xu-huong", BY_KEY["trend"], lambda row: row.trend, trend_text, lambda row: row.trend,
        hides=False,
    ),
    _known("buoi-hoc", "sessions", lambda row: row.sessions, ""),
    Column(
        "tien-do", BY_KEY["pace"],
        lambda row: str(row.pace.label) if row.pace else None,
        lambda row: str(row.pace.label) if row.pace else "",
        lambda row: row.achieved.middle if row.achieved else None,
        kind="text", hides=False,
    ),
)  # fmt: skip

PAGE_COLUMNS = tuple(column for column in COLUMNS if column.on_page)
_BY_SLUG = {column.slug: column for column in COLUMNS}
SORTS = (
    FURTHEST, "ten", "-ten", *_BY_SLUG, *(f"-{slug}" for slug in _BY_SLUG),
)  # fmt: skip


def sorted_rows(rows: Iterable[WardRow], sort: str) -> list[WardRow]:
    """In the order of one of SORTS (another: the default); equal ones by name; rows without the
    number last, and last of all people whose residence is not known."""
    every = list(rows)
    wards = sorted((row for row in every if row.ward), key=_name)
    unknown = [row for row in every if not row.ward]
    slug = sort.removeprefix("-")
    if slug == "ten":
        return (wards[::-1] if sort != slug else wards) + unknown
    column = _BY_SLUG.get(slug, _BY_SLUG["muc-dat"])
    sign = -1 if sort.startswith("-") else 1

    def place(row: WardRow) -> tuple[bool, float]:
        number = column.order(row)
        return number is None, sign * (number or 0)

    return sorted(wards, key=place) + unknown


def _name(row: WardRow) -> str:
    return row.ward.sort_key if row.ward else ""


def definition_url(key: str) -> str:
    """Where a measure is explained."""
    return f"{reverse('reports:definitions')}#{BY_KEY[key].anchor}"


def ward_name(row: WardRow) -> str:
    if row.ward is None:
        return _("Residence not known")
    if row.ward.closed_on and row.ward.closed_on <= row.day:
        return _("%(ward)s (former)") % {"ward": row.ward.full_name}
    return row.ward.full_name


def total_name(table: Table) -> str:
    return _("Whole area: %(number)s wards") % {"number": table.ward_count}


# --- files -------------------------------------------------------------------------------------


def file_columns() -> list[spreadsheets.Column]:
    """Code and name, then every column; beside one that may hide numbers a text column says so."""
    made = [
        spreadsheets.Column(_("No."), "int", 6),
        spreadsheets.Column(_("Code"), "text", 9),
        spreadsheets.Column(_("Ward"), "text", 28),
    ]
    for column in COLUMNS:
        head = str(column.measure.label)
        made.append(spreadsheets.Column(head, column.kind, 14))
        if column.hides:
            note = _("%(column)s: not shown in full") % {"column": head}
            made.append(spreadsheets.Column(note, "text", 12))
    return made


def file_rows(rows: Iterable[WardRow]) -> Iterator[list[Cell]]:
    """A line a ward in the given order. The total is not among them: it would be filtered and
    summed as if it were a ward."""
    for number, row in enumerate(rows, 1):
        code = row.ward.code if row.ward else ""
        yield [number, code, ward_name(row), *file_cells(row)]


def file_cells(row: WardRow) -> Iterator[Cell]:
    for column in COLUMNS:
        value = column.value(row)
        yield value
        if column.hides:
            yield "" if value is not None else _hidden_text(column, row)


def _hidden_text(column: Column, row: WardRow) -> str:
    return row.certified.text if column.slug == "chung-nhan" else column.text(row)
