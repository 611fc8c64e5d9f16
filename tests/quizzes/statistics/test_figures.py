"""Figures beside a plain way to work them out, on marks of every kind."""

import statistics
from collections import Counter
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.statistics import SCALE, items, whole
from quizzes.statistics.gathering import Marked, Sitting, gather
from quizzes.statistics.report import report_of
from quizzes.statistics.tables import Joint, best_match, covariance, median, thirds

marks = st.sampled_from([0, 2500, 5000, 10_000])
papers = st.integers(2, 5).flatmap(
    lambda size: st.lists(st.lists(marks, min_size=size, max_size=size), min_size=2, max_size=12)
)


def plain_covariance(one: list[int], other: list[int]) -> Fraction:
    middle, second = Fraction(sum(one), len(one)), Fraction(sum(other), len(other))
    products = ((a - middle) * (b - second) for a, b in zip(one, other, strict=True))
    return sum(products, Fraction(0)) / (len(one) - 1)


@given(papers)
def test_a_question_beside_the_definitions(rows: list[list[int]]) -> None:
    gathered = gather(Sitting([Marked(i, mark) for i, mark in enumerate(row)]) for row in rows)
    for item, counts in gathered.items.items():
        found = items.figures_of(counts.joint)
        own = [row[item] for row in rows]
        rest = [sum(row) - row[item] for row in rows]
        assert found.facility == pytest.approx(statistics.fmean(own) / SCALE)
        assert found.sd == pytest.approx(statistics.stdev(own) / SCALE)
        if statistics.pvariance(own) and statistics.pvariance(rest):
            assert found.discrimination == pytest.approx(100 * statistics.correlation(own, rest))
        else:
            assert found.discrimination is None


@given(st.lists(st.tuples(marks, marks), min_size=2, max_size=6))
def test_no_other_pairing_has_a_greater_covariance(pairs: list[tuple[int, int]]) -> None:
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    greatest = max(plain_covariance(one, list(order)) for order in permutations(other))
    assert covariance(best_match(Counter(one), Counter(other))) == greatest


@given(st.lists(st.integers(0, 40), min_size=4, max_size=30))
def test_the_whole_beside_the_definitions(totals: list[int]) -> None:
    found = whole.figures_of(Counter(total * SCALE for total in totals))
    assert found.mean == pytest.approx(statistics.fmean(totals))
    assert found.median == pytest.approx(statistics.median(totals))
    assert found.sd == pytest.approx(statistics.stdev(totals), abs=1e-9)
    if len(set(totals)) == 1:
        assert (found.skew, found.kurtosis) == (None, None)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40))
def test_the_median_of_counts(values: list[int]) -> None:
    assert float(median(Counter(values))) == statistics.median(values)


@given(papers, st.randoms())
def test_the_order_of_sittings_does_not_matter(rows: list[list[int]], random: object) -> None:
    def report(order: list[list[int]]) -> object:
        sittings = (Sitting([Marked(i, mark) for i, mark in enumerate(row)]) for row in order)
        found = report_of(gather(sittings))
        return found.whole, {key: row.figures for key, row in found.items.items()}

    shuffled = rows[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert report(shuffled) == report(rows)


def test_equal_totals_stay_in_one_third() -> None:
    assert thirds(Counter({1: 3, 2: 3, 3: 3})) == {1: 0, 2: 1, 3: 2}
    assert thirds(Counter({5: 9})) == {5: 1}
    assert thirds(Counter({1: 1, 2: 8})) == {1: 0, 2: 1}


def test_one_sitting_and_none_say_nothing_wrong() -> None:
    assert whole.figures_of({}).n == 0
    alone = report_of(gather([Sitting([Marked(1, SCALE), Marked(2, 0)])]))
    assert alone.whole.sd is None
    assert alone.items[1].figures.facility == 1
    assert (alone.items[1].figures.sd, alone.items[1].figures.discrimination) == (None, None)


def test_livingston_of_a_pass_mark_far_from_the_mean_is_high_and_at_the_mean_is_alpha() -> None:
    assert whole.consistency(50, 10, 2, 10) == pytest.approx(0.5)
    assert whole.consistency(50, 10, 2, 4) == pytest.approx((0.5 * 4 + 36) / 40)
    assert whole.consistency(None, 10, 2, 4) is None


def test_a_question_of_which_the_better_know_less_is_negative_and_has_no_weight() -> None:
    joint = Joint()
    for rest in range(10):
        joint.add(SCALE if rest < 5 else 0, rest * SCALE)
    found = items.figures_of(joint, whole=10 * SCALE, weights=3.0)
    assert (found.negative, found.effective_weight) == (True, None)
    assert found.discrimination is not None
    assert found.discrimination < 0
