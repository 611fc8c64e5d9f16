"""The overview's sentences and figures are true, and tell nothing that is hidden."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import translation

from lms.core.periods import midnight
from lms.progress.queries import Week
from lms.reports import overview
from tests.reports.build import DAY, counts, line, table


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_the_headline_says_what_the_figures_say() -> None:
    found = table(line("A", 300, target=400), line("B", 100, target=1000))
    assert found.total.certified.text == "400"
    assert overview.headline(found.summary) == (
        "400 people hold a certificate: 28,6% of this year's target."
    )


@pytest.mark.parametrize(
    ("certified", "target", "sentence"),
    [
        (0, 100, "Nobody holds a certificate yet."),
        (3, 100, "Fewer than 5 people hold a certificate: ≤5% of this year's target."),
        (3, None, "Fewer than 5 people hold a certificate."),
        (50, None, "50 people hold a certificate."),
        (50, 50, "50 people hold a certificate: this year's target is reached."),
        (1500, 2000, "1.500 people hold a certificate: 75,0% of this year's target."),
    ],
)
def test_the_headline_of_one_ward(certified: int, target: int | None, sentence: str) -> None:
    assert overview.headline(table(line("A", certified, target=target)).summary) == sentence


def test_the_speed_says_where_it_leads() -> None:
    past = {28: counts(80)}
    slow = table(line("A", 100, target=1000, past=past)).summary
    assert overview.speed(slow) == (
        "In the last 4 weeks 5 people a week: about 23% of the target by 31/12. "
        "35 a week are needed."
    )
    fast = table(line("A", 100, target=120, past=past)).summary
    assert "fast enough to reach the target by 31/12" in overview.speed(fast)


@pytest.mark.parametrize(
    "fields",
    [
        {"certified": 100, "target": None, "past": {28: counts(80)}},
        {"certified": 100, "target": 100, "past": {28: counts(80)}},
        {"certified": 100, "target": 200, "past": {}},
        {"certified": 6, "target": 200, "past": {28: counts(3)}},
        {"certified": 3, "target": 200, "past": {28: counts(0)}},
    ],
)
def test_without_a_target_or_with_hidden_numbers_nothing_is_said_of_speed(
    fields: dict[str, object],
) -> None:
    assert overview.speed(table(line("A", **fields)).summary) == ""  # type: ignore[arg-type]


def test_figures_carry_the_change_of_the_week() -> None:
    week_ago = {7: counts(60, active=50, completed=40, enrolled=60)}
    row = table(line("A", 60, active=40, completed=47, enrolled=1000, past=week_ago,
                     certified_supervised=15)).summary  # fmt: skip
    shown = {stat.label: (stat.value, stat.note) for stat in overview.stats(row)}
    assert shown == {
        "Enrolled": ("1.000", "+940 in 7 days"),
        "Learning now": ("40", "−10 in 7 days"),
        "Completed": ("47", "+7 in 7 days"),
        "Certified": ("60", "no change in 7 days · 25% supervised"),
    }


def test_the_change_of_one_ward_does_not_tell_a_hidden_number() -> None:
    one = table(line("A", 6, past={7: counts(2)})).summary
    assert [stat.note for stat in overview.stats(one)] == ["", "", "", "0% supervised"]
    several = table(line("A", 6, past={7: counts(2)}), line("B", 6, past={7: counts(0)})).summary
    assert overview.stats(several)[0].note == "+10 in 7 days"


def test_the_week_is_compared_with_the_one_before() -> None:
    weeks = [Week(DAY - dt.timedelta(days=7), 12, 40), Week(DAY, 30, 70)]
    found = overview.trend(weeks, hides_small=False)
    assert found is not None
    assert found.text == "More people newly certified than the week before: 30 after 12."
    assert found.weeks == [("23/06", "12"), ("30/06", "30")]
    assert [bar.height for bar in found.spark.bars] == [16, 40]


def test_weeks_of_one_ward_hide_small_numbers() -> None:
    weeks = [Week(DAY - dt.timedelta(days=7), 3, 40), Week(DAY, 0, 40), Week(DAY, 0, 40)]
    found = overview.trend(weeks, hides_small=True)
    assert found is not None
    assert [people for _, people in found.weeks] == ["<5", "0", "0"]
    assert found.text == "As many people newly certified as the week before: 0."
    assert overview.trend(weeks[:1], hides_small=True) is None


def test_gaps_are_told() -> None:
    found = table(line("A", adults=100), line("B", target=10), line("C", adults=5, target=5))
    assert list(overview.gaps(found)) == [
        "1 of 3 wards have no population figure.",
        "1 of 3 wards have no target.",
    ]
    assert list(overview.gaps(table(line("A", adults=100, target=10)))) == []


def test_freshness() -> None:
    moment = midnight(DAY) + dt.timedelta(hours=6)
    assert overview.freshness(moment) == "Data as of 06:00 30/06/2026"
    assert overview.freshness(None) == "No data yet"
    assert not overview.is_old(moment, moment + dt.timedelta(hours=36))
    assert overview.is_old(moment, moment + dt.timedelta(hours=37))
    assert not overview.is_old(None, moment)


def test_the_other_figures_of_a_ward() -> None:
    row = table(line("A", 50, adults=200, target=100, sessions_held=3, session_visits=40,
                     attended=22)).summary  # fmt: skip
    shown = {stat.label: (stat.value, stat.note) for stat in overview.more_stats(row)}
    assert shown == {
        "Adult population": ("200", ""),
        "Coverage rate": ("25,0%", ""),
        "Target of the year": ("100", "50,0% achieved"),
        "28-day trend": ("–", ""),
        "Came to class": ("22", ""),
        "Class sessions in the year": ("3", "40 visits"),
    }
    bare = {stat.label: stat.value for stat in overview.more_stats(table(line("A")).summary)}
    assert bare["Adult population"] == "not known"
    assert bare["Coverage rate"] == "no base"
    assert bare["Target of the year"] == "not set"
