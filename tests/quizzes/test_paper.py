from hypothesis import given
from hypothesis import strategies as st

from quizzes.paper import Candidate, draw, dump, load, shuffled

OPTIONS = [("a", False), ("b", False), ("c", False), ("d", False), ("last", True)]
CANDIDATES = [Candidate(number, number * 10, OPTIONS) for number in range(1, 13)]
SEEDS = st.text(min_size=1, max_size=22)


@given(seed=SEEDS, count=st.integers(0, 15))
def test_the_same_seed_gives_the_same_paper(seed: str, count: int) -> None:
    assert draw(CANDIDATES, count=count, seed=seed) == draw(CANDIDATES, count=count, seed=seed)


@given(seed=SEEDS, count=st.integers(0, 15))
def test_as_many_as_asked_each_once_in_the_authors_order(seed: str, count: int) -> None:
    drawn = [item.question for item in draw(CANDIDATES, count=count, seed=seed)]
    assert len(drawn) == (count if 0 < count < 12 else 12)
    assert drawn == sorted(set(drawn))


@given(seed=SEEDS)
def test_shuffling_questions_loses_none(seed: str) -> None:
    drawn = draw(CANDIDATES, count=0, seed=seed, shuffle=True)
    assert sorted(item.question for item in drawn) == list(range(1, 13))


@given(seed=SEEDS)
def test_every_option_once_and_pinned_ones_last(seed: str) -> None:
    order = shuffled([("first", True), *OPTIONS], seed=seed)
    assert sorted(order) == sorted(["first", *(id for id, _pinned in OPTIONS)])
    assert order[-2:] == ("first", "last")


def test_different_attempts_see_different_orders() -> None:
    orders = {draw(CANDIDATES, count=0, seed=str(n))[0].order for n in range(50)}
    assert len(orders) > 10


def test_questions_of_one_paper_are_not_shuffled_alike() -> None:
    assert len({item.order for item in draw(CANDIDATES, count=0, seed="x")}) > 3


@given(seed=SEEDS)
def test_a_paper_survives_storage(seed: str) -> None:
    paper = draw(CANDIDATES, count=5, seed=seed)
    assert load(dump(paper)) == tuple(paper)
