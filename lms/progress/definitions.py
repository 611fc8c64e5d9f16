"""What every number means: one text for the page of definitions, the XLSX sheet and the column
heads, and the thresholds the code counts with. No number of days or per cent is repeated elsewhere.

Changing a definition: change it here and add a dated line to `CHANGES`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

ACTIVE_DAYS = 30
"""A person is active on a day with a learning event in the 30 days that end with it."""

TREND_DAYS = 28

SMALLEST_SHOWN = 5
"""Numbers of people from 1 to 4 are shown as "<5" (ux 6.4)."""

SMALLEST_PUBLIC = 10
"""The same for what anybody may see, and for what is mailed outside."""

SMALLEST_BASE = 20
"""No rate on a base of fewer people."""

EDGE_PERCENT = 5
"""Rates whose few or whose rest are fewer than SMALLEST_SHOWN people read "≤5 %" or "≥95 %"."""

OLD_AFTER = dt.timedelta(hours=36)
"""Numbers older than this carry a warning on the page."""


@dataclass(frozen=True)
class PaceRule:
    """From `since` on: the target of a year is due evenly, from 1 January to 31 December; `on` and
    `near` are shares of what is due by the day."""

    since: dt.date
    on: float
    near: float


PACE_RULES = (PaceRule(since=dt.date(2026, 1, 1), on=1.0, near=0.85),)


@dataclass(frozen=True)
class AttentionRule:
    """When a ward is named under "Needs attention" (ux 6.1)."""

    days_without_session: int = 21
    active_drop_percent: int = 30
    not_certified_percent: int = 25
    points_behind_pace: int = 15


ATTENTION = AttentionRule()


@dataclass(frozen=True)
class Measure:
    """`key`: in code and files. `anchor`: on the page of definitions. `short`: a column's head."""

    key: str
    anchor: str
    short: Text
    label: Text
    formula: Text
    note: Text = ""


MEASURES = (
    Measure(
        "adults",
        "dan-so",
        _("Adults"),
        _("Adult population"),
        _("Residents of the ward aged 18 and over, from the figures the authority approved."),
        _("The source and its date stand beside the figure. Without it no rate is shown."),
    ),
    Measure(
        "enrolled",
        "ghi-danh",
        _("Enrolled"),
        _("Enrolled"),
        _(
            "Different people living in the ward who enrolled on at least one course by the end "
            "of the period."
        ),
        _("A person counts once and in one ward, however many courses they take."),
    ),
    Measure(
        "active",
        "dang-hoc",
        _("Learning now"),
        _("Learning now"),
        _(
            "Different people with at least one learning event in the 30 days to the end of the "
            "period."
        ),
        _(
            "A learning event is a lesson screen read, a test handed in, or a course begun or "
            "completed. Signing in alone is not one."
        ),
    ),
    Measure(
        "completed",
        "hoan-thanh",
        _("Completed"),
        _("Completed"),
        _(
            "Different people who completed at least one course: all its lessons, its practice, "
            "and its test passed."
        ),
        _("The ward is fixed at the moment of completion."),
    ),
    Measure(
        "certified",
        "chung-nhan",
        _("Certified"),
        _("Certified"),
        _("Different people who hold at least one valid certificate."),
        _(
            "A revoked certificate no longer counts. The ward is fixed at the moment of the first "
            "certificate; moving house later changes nothing."
        ),
    ),
    Measure(
        "supervised",
        "co-giam-sat",
        _("Supervised"),
        _("Certified under supervision"),
        _(
            "Of the certified: those who passed the test at a class, with the facilitator "
            "checking who sat it."
        ),
    ),
    Measure(
        "confirmed",
        "xac-nhan-vneid",
        _("Confirmed"),
        _("Confirmed on VNeID"),
        _(
            "Of the certified: those of whom the national register confirmed at least one valid "
            "certificate in its latest answer."
        ),
        _("Learned, certified and confirmed are three different numbers, each shown by itself."),
    ),
    Measure(
        "rate",
        "ty-le-pho-cap",
        _("Coverage"),
        _("Coverage rate"),
        _("Certified ÷ adult population, in per cent with one decimal."),
        _(
            "For several wards it is computed again from the sums, never averaged. Wards without "
            "a population figure are left out above and below the line."
        ),
    ),
    Measure(
        "target",
        "chi-tieu",
        _("Target"),
        _("Target of the year"),
        _("How many people of the ward are to hold a certificate by 31 December."),
        _("A target given in per cent is turned into people once and kept so."),
    ),
    Measure(
        "achieved",
        "muc-dat",
        _("Achieved"),
        _("Share of target"),
        _("Certified ÷ target, in per cent with one decimal."),
    ),
    Measure(
        "trend",
        "xu-huong",
        _("28-day trend"),
        _("28-day trend"),
        _("People certified in the last 28 days minus people certified in the 28 days before."),
        _("Above zero: faster than before."),
    ),
    Measure(
        "sessions",
        "buoi-hoc",
        _("Sessions"),
        _("Class sessions in the year"),
        _(
            "Class sessions held this year at the learning points of the ward, with at least one "
            "person confirmed present."
        ),
        _("Visits count a person each time; they are not people."),
    ),
    Measure(
        "pace",
        "tien-do",
        _("Pace"),
        _("Pace"),
        _(
            "Compared with what is due by the day if the target is reached evenly from 1 January "
            "to 31 December: on pace from 100 %, nearly on pace from 85 %, behind below that."
        ),
        _("Rule in force since 1 January 2026."),
    ),
    Measure(
        "attended",
        "den-lop",
        _("Came to class"),
        _("Came to class"),
        _("Different people confirmed present at one class session or more."),
    ),
)

BY_KEY = {measure.key: measure for measure in MEASURES}


@dataclass(frozen=True)
class Rule:
    """A rule about all figures, shown below the measures."""

    anchor: str
    title: Text
    text: Text


RULES = (
    Rule(
        "so-nho",
        _("Small numbers"),
        _(
            "Numbers of people from 1 to 4 are shown as “<5”. Where such a number could be worked "
            "out from a total, the next smallest one is shown as a range. Rates are shown from a "
            "base of 20 people, and as “≤5 %” or “≥95 %” where so few people stand behind them. "
            "Totals of an area are exact."
        ),
    ),
    Rule(
        "nguoi-va-luot",
        _("People and times"),
        _(
            "People are counted once, however many courses they take and classes they come to. "
            "Times (visits, enrolments, certificates on each course) count the same person each "
            "time and stand apart; the two are never added or divided."
        ),
    ),
    Rule(
        "phan-theo",
        _("By audience, age, sex, help and place"),
        _(
            "Each person has one value: the audience and sex they told (“not stated” where they "
            "did not), the age reached in the year by the year of birth (under 16, 16–30, 31–45, "
            "46–59, 60 and over), came to class at least once or learned alone, and the learning "
            "point they first came to. The parts add up to the total of the same ward."
        ),
    ),
    Rule(
        "mau-so",
        _("Bases"),
        _(
            "Rates and targets in per cent stand on a figure the authority supplied: adults, "
            "officials, workers, pupils or households, of a year and a source. The newest one not "
            "after the year is used. Without one there is no rate, never 0 %."
        ),
    ),
    Rule(
        "chi-tieu-ke-hoach",
        _("Targets of wards and of plans"),
        _(
            "A target names a place, a group, an indicator and a deadline. One in per cent is "
            "turned into people once, rounded up, and keeps its base. Targets of whole areas and "
            "provinces stand beside the sum of those of their wards and are never added to them."
        ),
    ),
    Rule(
        "trong-ky",
        _("In the period and by its end"),
        _(
            "“By the end” counts everybody up to the last day of a period, as kept that night. "
            "“In the period” is what was newly added from its first day to its last, with "
            "corrections taken off. Periods are calendar months, quarters and years, state periods "
            "from the 15th to the 14th, or periods of their own."
        ),
    ),
    Rule(
        "thoi-diem",
        _("Time of the figures"),
        _(
            "Figures are recounted from the records within minutes. Every night they are kept as "
            "they stood; a report of a past day is made from what was kept and does not change."
        ),
    ),
    Rule(
        "noi-o",
        _("Ward of a person"),
        _(
            "A person counts where they live, until they complete a course or get a certificate: "
            "then the ward of that moment is kept. People who did not say where they live stand in "
            "a row of their own."
        ),
    ),
)


@dataclass(frozen=True)
class Change:
    on: dt.date
    text: Text


CHANGES = (
    Change(dt.date(2026, 11, 21), _("First version of the definitions.")),
    Change(
        dt.date(2026, 11, 21),
        _(
            "Added: confirmed on VNeID; people by audience, age, sex, help and learning point; "
            "people and times apart; bases of several kinds; reporting periods."
        ),
    ),
)


def pace_rule(day: dt.date) -> PaceRule:
    """The rule in force on `day`; the first one for days before any."""
    in_force = [rule for rule in PACE_RULES if rule.since <= day]
    return in_force[-1] if in_force else PACE_RULES[0]
