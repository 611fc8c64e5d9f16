"""The trend (ux M4): a sentence with the finding, a drawing, and the same values as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from lms.core.trend_chart import Point, TrendChart, trend_chart
from lms.core.vietnamese import format_date, format_number
from lms.progress import queries
from lms.progress.figures import MOST_HIDDEN, Figure
from lms.progress.trend import Step, steps
from lms.reports.forms import NAMES
from lms.reports.overview import freshness
from lms.reports.pages import Context
from lms.reports.scope import Scope
from lms.reports.screen_forms import TrendForm
from lms.units.models import AdminUnit

FEWEST_DRAWN = 2
UNTOLD = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A period as written: the drawing and the table take the same texts."""

    name: str
    short: str
    new: str
    total: str
    due: str


def trend_page(scope: Scope, query: QueryDict) -> Context:
    form = TrendForm(scope=scope, asked=query.get(NAMES["period"], ""))
    wards: list[AdminUnit] = list(scope.wards[:2])
    found = steps(scope.wards, form.chosen, with_unknown=scope.is_whole) if form.chosen else []
    rows = [row_of(step) for step in found]
    return {
        "tab": "trend",
        "here": _("Trend"),
        "scope": scope,
        "title": _title(scope, wards),
        "freshness": freshness(queries.data_time()),
        "form": form,
        "rows": rows[::-1],
        "chart": _chart(found, rows) if len(found) >= FEWEST_DRAWN else None,
        "finding": finding(found, rows),
        "has_due": any(step.due is not None for step in found),
    }


def _title(scope: Scope, wards: Sequence[AdminUnit]) -> str:
    """Without the ward table, which takes longer than the page."""
    if scope.chosen:
        return scope.chosen.name
    if scope.is_whole and wards:
        return str(getattr(wards[0], "province_name", ""))
    return wards[0].full_name if len(wards) == 1 else _("All my wards")


def finding(found: Sequence[Step], rows: Sequence[Row]) -> str:
    """What the drawing shows, in a sentence or two; "" without any period."""
    if not found:
        return ""
    return " ".join(filter(None, [_newest(found, rows), _against_target(found[-1], rows[-1])]))


def _newest(found: Sequence[Step], rows: Sequence[Row]) -> str:
    """Of the last period that is over, beside the one before: a running one says little yet."""
    over = [place for place, step in enumerate(found) if not step.is_running]
    last = over[-1] if over else len(found) - 1
    words = {"period": found[last].named.name, "new": rows[last].new}
    if rows[last].new == UNTOLD:
        return ""
    new, before = found[last].new, found[last - 1].new if last else None
    words["before"] = rows[last - 1].new
    if new and before and new.low > before.high:
        pattern = _(
            "%(period)s: %(new)s people newly certified, more than in the one before (%(before)s)."
        )
    elif new and before and new.high < before.low:
        pattern = _(
            "%(period)s: %(new)s people newly certified, fewer than in the one before (%(before)s)."
        )
    elif new and new.exact is not None and new == before:
        pattern = _("%(period)s: %(new)s people newly certified, as many as in the one before.")
    else:
        pattern = _("%(period)s: %(new)s people newly certified.")
    return pattern % words


def _against_target(step: Step, row: Row) -> str:
    words = {"day": format_date(step.until), "total": row.total, "due": row.due}
    if step.due is None:
        return _("By %(day)s: %(total)s people certified.") % words
    due = round(step.due)
    if step.total.low >= due:
        pattern = _("By %(day)s: %(total)s people certified, the %(due)s due by then are reached.")
    elif step.total.exact is not None:
        words["gap"] = format_number(due - step.total.exact)
        pattern = _(
            "By %(day)s: %(total)s people certified, %(gap)s fewer than the %(due)s due by then."
        )
    else:
        pattern = _("By %(day)s: %(total)s people certified; %(due)s are due by then.")
    return pattern % words


def row_of(step: Step) -> Row:
    name = step.named.name
    if step.is_running:
        name = _("%(period)s, to %(day)s") % {"period": name, "day": format_date(step.until)}
    return Row(
        name=name,
        short=step.named.name.rpartition(" ")[2].replace("/20", "/"),
        new=_new_text(step),
        total=step.total.text,
        due=UNTOLD if step.due is None else format_number(round(step.due)),
    )


def _new_text(step: Step) -> str:
    if step.is_small:
        return Figure(1, MOST_HIDDEN).text
    new = step.new
    if new is None or (new.exact is None and new.low < 0):
        return UNTOLD
    if new.exact is not None and new.exact < 0:
        return f"−{format_number(-new.exact)}"
    return Figure(new.low, new.high).text


def _chart(found: Sequence[Step], rows: Sequence[Row]) -> TrendChart:
    return trend_chart(
        [
            Point(
                label=row.short,
                new=Figure(max(step.new.low, 0), step.new.high).middle if step.new else None,
                new_text=row.new,
                total=step.total.middle,
                due=step.due,
            )
            for step, row in zip(found, rows, strict=True)
        ]
    )
