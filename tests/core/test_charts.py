import pytest

from lms.core.charts import bars, spark


def test_bars_start_at_zero_and_keep_their_proportion() -> None:
    chart = bars([("T1", 100, "100"), ("T2", 50, "50"), ("T3", 0, "0")])
    first, second, third = chart.bars
    assert first.height == pytest.approx(2 * second.height, abs=0.2)
    assert third.height == 0
    assert {round(bar.y + bar.height) for bar in chart.bars} == {chart.bottom}
    assert chart.guides[0].text == "0"


def test_the_target_counts_for_the_scale() -> None:
    chart = bars([("T1", 10, "10")], target=95)
    assert chart.target_y is not None
    assert chart.guides[-1].y <= chart.target_y <= chart.bottom


def test_bars_do_not_overlap_and_stay_inside() -> None:
    chart = bars([(str(n), n, str(n)) for n in range(12)])
    for left, right in zip(chart.bars, chart.bars[1:], strict=False):
        assert left.x + left.width <= right.x
    assert chart.bars[-1].x + chart.bars[-1].width <= chart.right


@pytest.mark.parametrize("values", [[], [0], [0, 0], [1, 7, 3]])
def test_a_spark_line_of_anything(values: list[float]) -> None:
    drawn = spark(values)
    assert len(drawn.bars) == len(values)
    assert all(0 <= bar.height <= 40 for bar in drawn.bars)


def test_no_points_is_an_empty_chart() -> None:
    assert bars([]).bars == ()
