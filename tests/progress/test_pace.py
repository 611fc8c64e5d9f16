from __future__ import annotations

import datetime as dt

import pytest

from lms.progress.pace import Pace, due_share, forecast, pace_of, points_behind

END_OF_JUNE = dt.date(2026, 6, 30)


def test_a_target_is_due_evenly_over_the_year() -> None:
    assert due_share(dt.date(2026, 12, 31)) == 1
    assert due_share(dt.date(2026, 1, 1)) == pytest.approx(1 / 365)
    assert due_share(dt.date(2028, 6, 30)) == pytest.approx(182 / 366)


@pytest.mark.parametrize(
    ("certified", "state"), [(500, Pace.ON), (496, Pace.ON), (495, Pace.NEAR), (422, Pace.NEAR),
                             (421, Pace.BEHIND), (0, Pace.BEHIND)],
)  # fmt: skip
def test_on_near_behind(certified: int, state: Pace) -> None:
    assert pace_of(certified, 1000, END_OF_JUNE) == state


def test_without_a_target_there_is_no_pace() -> None:
    assert pace_of(10, None, END_OF_JUNE) is None
    assert forecast(10, 5, None, END_OF_JUNE) is None


def test_points_behind() -> None:
    assert points_behind(400, 1000, END_OF_JUNE) == pytest.approx(9.59, abs=0.01)


def test_the_speed_of_four_weeks_leads_on() -> None:
    seen = forecast(400, 360, 1000, dt.date(2026, 12, 17))
    assert seen is not None
    assert seen.per_week == 10
    assert seen.needed_per_week == 300
    assert seen.percent_at_end == 42


def test_on_the_last_day_everything_missing_is_needed() -> None:
    seen = forecast(400, 360, 1000, dt.date(2026, 12, 31))
    assert seen is not None
    assert seen.needed_per_week == 600
