"""The sentences and figures of the overview and of a ward's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from django.utils.translation import gettext as _

from lms.core.charts import Spark, spark
from lms.core.periods import year_of
from lms.core.vietnamese import format_date, format_number, format_percent, format_time
from lms.progress.definitions import BY_KEY, OLD_AFTER, TREND_DAYS
from lms.progress.figures import Figure, small
from lms.progress.pace import forecast
from lms.progress.queries import Week
from lms.progress.tables import Table, WardRow
from lms.reports import columns


@dataclass(frozen=True)
class Stat:
    """For components/stat.html."""

    label: str
    value: str
    note: str
    href: str


# --- sentences ---------------------------------------------------------------------------------


def headline(row: WardRow) -> str:
    """How many, and how much of the target: true of the figures beside it."""
    if row.certified.exact == 0:
        return _("Nobody holds a certificate yet.")
    people = {"people": row.certified.text}
    if row.certified.is_small:
        people = {"people": _("Fewer than 5")}
    if row.achieved is None:
        return _("%(people)s people hold a certificate.") % people
    if row.achieved.exact is not None and row.achieved.exact >= 100:
        return _("%(people)s people hold a certificate: this year's target is reached.") % people
    return _("%(people)s people hold a certificate: %(share)s of this year's target.") % {
        **people,
        "share": row.achieved.text,
    }


def speed(row: WardRow) -> str:
    """Where the last four weeks lead; "" where that is not known or may not be told."""
    change = row.line.change("certified", TREND_DAYS)
    certified, target = row.certified.exact, row.base.target
    if change is None or certified is None:
        return ""
    seen = forecast(certified, certified - change, target, row.day)
    if seen is None or not target or certified >= target:
        return ""
    words = {
        "speed": format_number(seen.per_week),
        "percent": format_percent(max(seen.percent_at_end, 0), 0),
        "end": f"{year_of(row.day).last_day:%d/%m}",
        "needed": format_number(ceil(seen.needed_per_week)),
    }
    if seen.percent_at_end >= 100:
        return (
            _(
                "In the last 4 weeks %(speed)s people a week: fast enough to reach the target by "
                "%(end)s. %(needed)s a week are needed."
            )
            % words
        )
    return (
        _(
            "In the last 4 weeks %(speed)s people a week: about %(percent)s of the target by %(end)s. "
            "%(needed)s a week are needed."
        )
        % words
    )


def freshness(moment: dt.datetime | None) -> str:
    """ "Data as of 06:00, 31/01/2026"."""
    if moment is None:
        return _("No data yet")
    return _("Data as of %(time)s %(date)s") % {
        "time": format_time(moment),
        "date": format_date(moment),
    }


def is_old(moment: dt.datetime | None, now: dt.datetime) -> bool:
    return moment is not None and now - moment > OLD_AFTER


# --- figures -----------------------------------------------------------------------------------


def stats(row: WardRow) -> list[Stat]:
    """The four figures, each with what the last week changed."""
    shown = [
        ("enrolled", row.enrolled),
        ("active", row.active),
        ("completed", row.completed),
        ("certified", row.certified),
    ]
    return [
        Stat(
            label=str(BY_KEY[key].label),
            value=figure.text,
            note=" · ".join(filter(None, [_change(row, key, figure), _share(row, key)])),
            href=columns.definition_url(key),
        )
        for key, figure in shown
    ]


def more_stats(row: WardRow) -> list[Stat]:
    """The other figures of a ward, each with what it is measured by."""
    base = row.base
    adults, target = _base_text(base.adults), _base_text(base.target)
    return [
        _stat("adults", adults or _("not known"), _source(row)),
        _stat("rate", row.rate.text if row.rate else _("no base"), ""),
        _stat("target", target or _("not set"), _achieved(row)),
        _stat("trend", columns.trend_text(row), ""),
        _stat("attended", row.attended.text, ""),
        _stat("sessions", format_number(row.sessions), _visits(row)),
    ]


def _stat(key: str, value: str, note: str) -> Stat:
    return Stat(str(BY_KEY[key].label), value, note, columns.definition_url(key))


def _base_text(number: int | None) -> str:
    return format_number(number) if number else ""


def _source(row: WardRow) -> str:
    if not row.base.as_of:
        return ""
    return _("%(source)s, %(day)s") % {
        "source": row.base.source,
        "day": format_date(row.base.as_of),
    }


def _achieved(row: WardRow) -> str:
    if row.achieved is None:
        return ""
    return _("%(share)s achieved") % {"share": row.achieved.text}


def _visits(row: WardRow) -> str:
    return _("%(visits)s visits") % {"visits": small(row.visits).text}


def _change(row: WardRow, key: str, figure: Figure) -> str:
    change = row.line.change(key, 7)
    if change is None or figure.exact is None:
        return ""
    if change == 0:
        return _("no change in 7 days")
    sign = "+" if change > 0 else "−"
    return _("%(change)s in 7 days") % {"change": sign + format_number(abs(change))}


def _share(row: WardRow, key: str) -> str:
    certified, supervised = row.certified.exact, row.supervised.exact
    if key != "certified" or not certified or supervised is None:
        return ""
    percent = format_percent(100 * supervised / certified, 0)
    return _("%(percent)s supervised") % {"percent": percent}


# --- weeks -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trend:
    """New certificate holders week by week: bars, a sentence, and the same numbers as a table."""

    spark: Spark
    text: str
    weeks: list[tuple[str, str]]


def trend(weeks: Sequence[Week], *, hides_small: bool) -> Trend | None:
    """None with fewer than two weeks. `hides_small`: the numbers are of one ward."""
    if len(weeks) < 2:
        return None
    written = [(f"{week.day:%d/%m}", _written(week, hides_small)) for week in weeks]
    return Trend(
        spark=spark([max(week.new, 0) for week in weeks]),
        text=_trend_sentence(weeks, hides_small),
        weeks=written,
    )


def _trend_sentence(weeks: Sequence[Week], hides_small: bool) -> str:
    last, before = weeks[-1], weeks[-2]
    numbers = {"last": _written(last, hides_small), "before": _written(before, hides_small)}
    if last.new > before.new:
        pattern = _("More people newly certified than the week before: %(last)s after %(before)s.")
    elif last.new < before.new:
        pattern = _("Fewer people newly certified than the week before: %(last)s after %(before)s.")
    else:
        pattern = _("As many people newly certified as the week before: %(last)s.")
    return pattern % numbers


def _written(week: Week, hides_small: bool) -> str:
    return small(week.new).text if hides_small else format_number(week.new)


# --- quality -----------------------------------------------------------------------------------


def gaps(table: Table) -> Iterator[str]:
    """What the figures lack to be complete, in sentences."""
    wards = [row for row in table.rows if row.ward]
    without_adults = sum(not row.base.adults for row in wards)
    without_target = sum(not row.base.target for row in wards)
    if without_adults:
        yield _("%(number)s of %(all)s wards have no population figure.") % {
            "number": without_adults,
            "all": len(wards),
        }
    if without_target:
        yield _("%(number)s of %(all)s wards have no target.") % {
            "number": without_target,
            "all": len(wards),
        }
