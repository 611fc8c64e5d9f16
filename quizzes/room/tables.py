"""Figures as rows of words: on the page, and the same in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import format_number, format_percent
from quizzes import questions
from quizzes.models import Flag, QuestionFigures
from quizzes.sittings import AGE, WORK
from quizzes.statistics.gathering import NOTHING, UNKNOWN

FEWEST = 5
"""Tables about fewer people are not shown: they would speak of persons."""

GROUPS = {
    AGE: gettext_lazy("people of 50 and over, beside younger ones"),
    WORK: gettext_lazy("residents and businesses, beside public servants"),
}
_WHOLE = (
    ("mean", gettext_lazy("Mean points")),
    ("median", gettext_lazy("Median points")),
    ("sd", gettext_lazy("Standard deviation")),
    ("skew", gettext_lazy("Skewness")),
    ("kurtosis", gettext_lazy("Kurtosis")),
    ("alpha", gettext_lazy("Internal consistency (%)")),
    ("error_ratio", gettext_lazy("Error ratio (%)")),
    ("standard_error", gettext_lazy("Standard error (points)")),
    ("consistency", gettext_lazy("Consistency of the pass mark (0 to 1)")),
)


def number(value: float | None, decimals: int = 2) -> str:
    """A dash where it cannot be worked out."""
    return "–" if value is None else format_number(value, decimals)


def percent(value: float | None, times: float = 1) -> str:
    return "–" if value is None else format_percent(value * times)


def within(pair: list[float] | None, times: float = 1) -> str:
    """The interval of a figure, where there is one."""
    if not pair:
        return ""
    low, high = (format_number(value * times, 1) for value in pair)
    return _("between %(low)s and %(high)s") % {"low": low, "high": high}


def whole_rows(figures: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(what, figure, interval)."""
    intervals = {"mean": within(figures.get("mean_interval"))}
    return [
        (str(label), number(figures.get(name)), intervals.get(name, "")) for name, label in _WHOLE
    ]


HEAD = (
    gettext_lazy("Question"),
    gettext_lazy("Version"),
    gettext_lazy("Answers"),
    gettext_lazy("Facility"),
    gettext_lazy("Standard deviation"),
    gettext_lazy("Discrimination"),
    gettext_lazy("Discriminative efficiency"),
    gettext_lazy("Random guess"),
    gettext_lazy("Intended weight"),
    gettext_lazy("Effective weight"),
    gettext_lazy("Median time (seconds)"),
    gettext_lazy("Seen by"),
    gettext_lazy("Stands out"),
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    row: QuestionFigures
    cells: list[str]  # one for each of HEAD after the first


def item_row(row: QuestionFigures) -> ItemRow:
    figures, report = row.figures["figures"], row.figures
    facility = [percent(figures["facility"], 100), within(report["facility_interval"], 100)]
    index = [percent(figures["discrimination"]), within(report["discrimination_interval"])]
    cells = [
        str(row.version.number),
        str(row.n),
        " ".join(filter(None, facility)),
        percent(figures["sd"], 100),
        " ".join(filter(None, index)),
        percent(figures["efficiency"]),
        percent(report["guess"], 100),
        percent(figures["intended_weight"]),
        percent(figures["effective_weight"]),
        number(report["median_seconds"], 0),
        percent(report["exposure"], 100),
        "; ".join(str(Flag(name).label) for name in report["flags"]),
    ]
    return ItemRow(row, cells)


def option_rows(row: QuestionFigures) -> list[tuple[str, bool, str, str, list[str]]]:
    """(option, is it right, by how many, share, shares of the thirds); the author's order. Nothing
    about fewer people than FEWEST."""
    if row.n < FEWEST:
        return []
    counted = {one["option"]: one for one in row.figures["options"]}
    texts = _texts(row)
    order = [*texts, *(option for option in counted if option not in texts)]
    found = []
    for option in order:
        one = counted.get(option, {"count": 0, "share": 0, "by_third": [0, 0, 0]})
        thirds = [percent(share, 100) for share in one["by_third"]]
        text, is_right = texts.get(option) or (_label(option), False)
        found.append((text, is_right, str(one["count"]), percent(one["share"], 100), thirds))
    return found


def _texts(row: QuestionFigures) -> dict[str, tuple[str, bool]]:
    kind, content = questions.kind_of(row.question.kind), row.version.content
    right = {one.get("id") for one in content.get("options", []) if one.get("correct")}
    ids = [id for id, _last in kind.layout(content)]
    return {one.id: (one.text, one.id in right) for one in kind.options(content, ids)}


def _label(option: str) -> str:
    names = {NOTHING: _("Not answered"), UNKNOWN: _("I don't know yet")}
    return names.get(option, option)


def fairness_rows(row: QuestionFigures) -> list[tuple[str, str, str, str]]:
    """(comparison, sizes, delta, class) where there are people enough."""
    return [
        (
            str(GROUPS[name]),
            f"{one['focal']} / {one['reference']}",
            number(one["delta"]),
            one["grade"],
        )
        for name, one in row.figures["fairness"].items()
        if one["grade"] and name in GROUPS
    ]
