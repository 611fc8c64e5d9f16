"""Pilot wards beside the rest (N: pilot, learn, then spread): a table, a small drawing, and what they
cannot prove."""

from __future__ import annotations

from django.http import QueryDict
from django.utils.translation import gettext as _

from lms.core.charts import Chart, bars
from lms.core.vietnamese import format_date, format_number
from lms.progress.comparing import Comparison, Group, Speed, compare
from lms.progress.figures import Rate
from lms.reports.pages import Context
from lms.reports.scope import Scope
from lms.reports.screen_forms import CompareForm
from lms.reports.small_tables import Cell, SmallTable, line

SENT = "bat-dau"


def compare_page(scope: Scope, query: QueryDict) -> Context:
    form = CompareForm(query if SENT in query else None, scope=scope)
    context: Context = {
        "tab": "compare",
        "here": _("Pilot and the rest"),
        "scope": scope,
        "form": form,
    }
    if form.is_bound and form.is_valid():
        found = compare(scope.wards, form.pilot, form.cleaned_data["start"])
        context |= {"is_asked": True, "found": found}
        if found and found.pilot.wards and found.rest.wards:
            context |= {"table": _table(found), "chart": _chart(found), "days": _days(found)}
    return context


def _days(found: Comparison) -> dict[str, str]:
    first, before, last = (format_date(day) for day in found.days)
    return {"first": first, "before": before, "last": last}


def _table(found: Comparison) -> SmallTable:
    head: list[Cell] = [
        {"text": _("Figure")},
        {"text": _("Pilot wards"), "num": True},
        {"text": _("The rest"), "num": True},
    ]
    both = (found.pilot, found.rest)
    speed = _("New in 4 weeks, of 1,000 adults")
    rows = [
        (_("Communes and wards"), [format_number(group.wards) for group in both]),
        (_("Adults"), [format_number(group.adults) for group in both]),
        (_("Coverage before the start"), [_rate(group.first) for group in both]),
        (_("Coverage now"), [_rate(group.last) for group in both]),
        (_("%(speed)s: before") % {"speed": speed}, [_speed(group.before) for group in both]),
        (_("%(speed)s: after") % {"speed": speed}, [_speed(group.after) for group in both]),
    ]
    lines = [line(head, [name, *texts]) for name, texts in rows]
    return SmallTable(_("Both groups before and after the start"), head, lines)


def _chart(found: Comparison) -> Chart | None:
    """None where a speed may not be told: a missing bar would look like none at all."""
    names = ((_("Pilot"), found.pilot), (_("Rest"), found.rest))
    points = [
        (_("%(group)s, %(when)s") % {"group": name, "when": when}, middle, text)
        for name, group in names
        for when, middle, text in _points(group)
    ]
    return bars(points) if len(points) == len(names) * 2 else None


def _points(group: Group) -> list[tuple[str, float, str]]:
    spans = ((_("before"), group.before), (_("after"), group.after))
    return [(when, (s.low + s.high) / 2, _speed(s)) for when, s in spans if s]


def _rate(found: Rate | None) -> str:
    return found.text if found else "–"


def _speed(found: Speed | None) -> str:
    if found is None:
        return "–"
    low, high = format_number(found.low, 1), format_number(found.high, 1)
    return low if low == high else f"{low}–{high}"
