"""Drawing by a blueprint, and the proof that it can be filled."""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes import paper
from quizzes.blueprint import Facets, Row, dry_run, fill, load, rows_of
from quizzes.paper import Candidate, compose

LAW, WORK = Row(10, category="Luật"), Row(20, category="Chuyên môn")


def bank(**sizes: int) -> list[Facets]:
    """So many questions of each category, numbered on."""
    names = [name for name, size in sizes.items() for _ in range(size)]
    return [Facets(number, category=name) for number, name in enumerate(names, start=1)]


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        (Row(1), True),
        (Row(1, category="Luật"), True),
        (Row(1, category="Luật/Đất đai"), True),
        (Row(1, category="Luật/Đất"), False),
        (Row(1, category="Luật/Đất đai/Giá"), False),
        (Row(1, tag="mới"), True),
        (Row(1, tag="cũ"), False),
        (Row(1, difficulty="easy"), True),
        (Row(1, difficulty="hard"), False),
        (Row(1, competence="đọc hồ sơ", tag="mới"), True),
        (Row(1, competence="khác"), False),
    ],
)
def test_what_a_row_takes(row: Row, taken: bool) -> None:
    facets = Facets(1, "Luật/Đất đai", frozenset({"mới", "2026"}), "easy", "đọc hồ sơ")
    assert row.takes(facets) is taken


def test_a_blueprint_is_read_from_what_is_stored() -> None:
    stored: list[dict[str, Any]] = [
        {"name": "Pháp luật", "minimum": 7, "rows": [{"count": 10, "category": "Luật"}]},
        {"name": "Chuyên môn", "rows": [{"count": 15, "difficulty": "easy"}, {"count": 5}]},
    ]
    law, work = load(stored)
    assert (law.count, law.minimum, work.count, work.minimum) == (10, 7, 20, 0)
    assert [row.count for row in rows_of((law, work))] == [10, 15, 5]


def test_a_question_that_fits_two_rows_leaves_the_other_row_what_it_needs() -> None:
    both = [Facets(n, "a", frozenset({"t"})) for n in (1, 2)]
    only = [Facets(n, "a") for n in (3, 4)]
    for seed in range(50):
        loose, tagged = fill(
            [Row(2, "a"), Row(2, tag="t")], [*both, *only], seen={}, seed=str(seed)
        )
        assert (loose, tagged) == ([3, 4], [1, 2])


def test_the_same_seed_draws_the_same_and_others_draw_others() -> None:
    questions = bank(Luật=40)
    draws = [fill([LAW], questions, seen={}, seed=seed) for seed in ("a", "a", "b")]
    assert draws[0] == draws[1] != draws[2]


def test_no_question_is_favoured() -> None:
    questions = bank(Luật=20)
    counts = Counter(
        question
        for seed in range(1000)
        for question in fill([LAW], questions, seen={}, seed=str(seed))[0]
    )
    assert set(counts) == set(range(1, 21))
    assert all(400 < count < 600 for count in counts.values())  # 500 ± 6 standard deviations


def test_a_thousand_attempts_see_everything_equally_often() -> None:
    """Unseen ones first, then those seen least: no question of a row is ever two ahead of another,
    and each attempt's paper stays what its seed makes it."""
    questions = bank(Luật=37, **{"Chuyên môn": 53})
    law = {facets.question for facets in questions if facets.category == "Luật"}
    work = {facets.question for facets in questions} - law
    seen: Counter[int] = Counter()
    for attempt in range(1000):
        drawn = fill([LAW, WORK], questions, seen=seen, seed=f"token-{attempt}")
        assert drawn == fill([LAW, WORK], questions, seen=seen, seed=f"token-{attempt}")
        assert [len(row) for row in drawn] == [10, 20]
        seen.update(question for row in drawn for question in row)
        for pool in (law, work):
            counts = [seen[question] for question in pool]
            assert max(counts) - min(counts) <= 1
    assert sum(seen.values()) == 30_000


# --- any rows and any bank -----------------------------------------------------------------------

rows = st.lists(
    st.builds(
        Row,
        st.integers(1, 3),
        category=st.sampled_from(["", "a", "a/b"]),
        tag=st.sampled_from(["", "s", "t"]),
    ),
    min_size=1,
    max_size=4,
)
banks = st.lists(
    st.tuples(st.sampled_from(["a", "a/b", "c"]), st.sets(st.sampled_from("st"))), max_size=9
).map(lambda found: [Facets(n, c, frozenset(tags)) for n, (c, tags) in enumerate(found, start=1)])


def most(asked: list[Row], questions: list[Facets]) -> int:
    """How many places any draw can fill, by the theorem of Hall and Ore."""
    needed = sum(row.count for row in asked)
    worst = 0
    for size in range(1, len(asked) + 1):
        for some in combinations(asked, size):
            there = sum(any(row.takes(facets) for row in some) for facets in questions)
            worst = max(worst, sum(row.count for row in some) - there)
    return needed - worst


@settings(max_examples=300)
@given(
    asked=rows,
    questions=banks,
    seen=st.dictionaries(st.integers(1, 9), st.integers(0, 3)),
    seed=st.text(max_size=5),
)
def test_a_draw_fits_its_rows_repeats_nothing_and_fills_all_that_can_be_filled(
    asked: list[Row], questions: list[Facets], seen: dict[int, int], seed: str
) -> None:
    by_id = {facets.question: facets for facets in questions}
    drawn = fill(asked, questions, seen=seen, seed=seed)
    flat = [question for row in drawn for question in row]
    assert len(flat) == len(set(flat)) == most(asked, questions)
    for row, inside in zip(asked, drawn, strict=True):
        assert len(inside) <= row.count
        assert all(row.takes(by_id[question]) for question in inside)


@settings(max_examples=200)
@given(asked=rows, questions=banks, seen=st.dictionaries(st.integers(1, 9), st.integers(0, 3)))
def test_nothing_is_drawn_again_while_a_draw_with_less_seen_questions_exists(
    asked: list[Row], questions: list[Facets], seen: dict[int, int]
) -> None:
    drawn = [question for row in fill(asked, questions, seen=seen, seed="s") for question in row]
    weight = sum(seen.get(question, 0) for question in drawn)
    ids = [facets.question for facets in questions]
    for others in combinations(ids, len(drawn)):
        if sum(seen.get(question, 0) for question in others) < weight:
            kept = [facets for facets in questions if facets.question in others]
            assert most(asked, kept) < len(drawn)


@settings(max_examples=300)
@given(asked=rows, questions=banks)
def test_the_dry_run_is_a_proof(asked: list[Row], questions: list[Facets]) -> None:
    run = dry_run(asked, questions)
    needed = sum(row.count for row in asked)
    assert run.is_enough == (most(asked, questions) == needed)
    assert needed - sum(pool.missing for pool in run.pools) == most(asked, questions)
    for shortage in run.shortages:
        some = [asked[place] for place in shortage.rows]
        assert shortage.needed == sum(row.count for row in some) > shortage.there
        assert shortage.there == sum(any(row.takes(f) for row in some) for f in questions)


def test_the_dry_run_says_which_row_is_short_and_how_much_is_shown() -> None:
    run = dry_run([LAW, WORK], bank(Luật=40, **{"Chuyên môn": 18}))
    assert [(pool.there, pool.missing) for pool in run.pools] == [(40, 0), (18, 2)]
    assert run.shortages[0].rows == (1,)
    assert (run.shortages[0].needed, run.shortages[0].there) == (20, 18)
    assert [pool.exposure for pool in run.pools] == [0.25, 1.0]
    assert dry_run([LAW], bank(Luật=10)).is_enough


# --- the paper of it -----------------------------------------------------------------------------


def candidates(count: int) -> list[Candidate]:
    options = [("a", False), ("b", False), ("c", False), ("none", True)]
    return [Candidate(n, 100 + n, options) for n in range(1, count + 1)]


@given(seed=st.text(max_size=22), shuffle=st.booleans())
def test_a_composed_paper_is_stable_keeps_sections_together_and_pins_what_stays_last(
    seed: str, shuffle: bool
) -> None:
    there = [*candidates(8), Candidate(9, 109, counts=False)]
    items = compose([{5, 2, 7}, {1, 8}], there, seed=seed, shuffle=shuffle)
    assert items == compose([{5, 2, 7}, {1, 8}], there, seed=seed, shuffle=shuffle)
    assert [item.section for item in items] == [1, 1, 1, 2, 2, 0]
    assert {item.question for item in items[:3]} == {2, 5, 7}
    assert shuffle or [item.question for item in items] == [2, 5, 7, 1, 8, 9]
    assert all(item.order[-1] == "none" for item in items[:5])
    assert list(paper.load(paper.dump(items))) == items


def test_a_paper_without_sections_is_stored_as_before() -> None:
    stored: list[dict[str, Any]] = paper.dump(paper.draw(candidates(1), count=0, seed="s"))
    assert set(stored[0]) == {"question", "version", "order"}
