"""Questions in the neutral form for property tests: any that a format can hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from quizzes.formats import Question, tidy

_SIGNS = " \\:#={}~%*[]<>&\"'@$/|-_.,;!?()"
_LETTERS = "abcXYZ019áàảãạăđêôơưĐẶỆ²"


def lines(most: int = 3) -> st.SearchStrategy[str]:
    """Texts full of what formats take for markup; tidy, not empty."""
    line = st.text(_SIGNS + _LETTERS, min_size=1, max_size=30)
    texts = st.lists(line, min_size=1, max_size=most).map("\n".join)
    return texts.map(lambda text: tidy({"stem": text}).get("stem", "")).filter(bool)


TEXT = lines(1)
WEIGHT = st.sampled_from([-1, -0.5, -0.3333333, 0.25, 0.3333333, 0.5, 1])
NUMBER = st.decimals(-1000, 1000, places=3).map(lambda n: f"{n.normalize():f}")
NEAR = st.decimals(0, 5, places=2).map(lambda n: f"{n.normalize():f}")


def _facts() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"stem": lines()},
        optional={
            "code": st.text("ABC019-.]", min_size=1, max_size=8),
            "title": st.text("abc :=#", min_size=3, max_size=10).map(lambda t: f"x{t}"),
            "explanation": lines(),
            "category": st.sampled_from(["Luật", "Luật/Nhà ở", "a b/c"]),
            "tags": st.lists(st.text("abcă ", min_size=1).map(str.strip).filter(bool), max_size=2),
            "difficulty": st.sampled_from(["easy", "medium", "hard"]),
        },
    )


def _question(kind: str, fields: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[Question]:
    return st.builds(lambda facts, own: tidy({"kind": kind} | facts | own), _facts(), fields)


def _different(texts: list[dict[str, Any]]) -> bool:
    return len({row["text"].casefold() for row in texts}) == len(texts)


@st.composite
def _single(draw: st.DrawFn) -> dict[str, Any]:
    option = st.fixed_dictionaries({"text": TEXT}, optional={"feedback": TEXT, "weight": WEIGHT})
    options = draw(st.lists(option, min_size=2, max_size=4).filter(_different))
    options = [row for row in options if row.get("weight") != 1] + [{"text": "khác"}]
    right = draw(st.integers(0, len(options) - 1))
    options = [
        {k: v for k, v in row.items() if k != "weight"} | {"correct": True} if n == right else row
        for n, row in enumerate(options)
    ]
    if len(options) < 2:
        options.append({"text": "khác nữa", **({} if right == 0 else {"correct": True})})
    scheme = {"scheme": "moodle.single"} if any("weight" in row for row in options) else {}
    return {"options": options} | scheme


@st.composite
def _multiple(draw: st.DrawFn) -> dict[str, Any]:
    option = st.fixed_dictionaries({"text": TEXT}, optional={"feedback": TEXT, "weight": WEIGHT})
    options = draw(st.lists(option, min_size=2, max_size=4).filter(_different))
    weighted = [
        row | ({"correct": True} if float(str(row.get("weight", 0))) > 0 else {}) for row in options
    ]
    if any("weight" in row for row in weighted):
        return {"options": weighted, "scheme": "moodle.multiple"}
    return {"options": [{**row, "correct": True} for row in options]} | draw(
        st.sampled_from([{}, {"scheme": "exact"}, {"scheme": "part"}])
    )


def _true_false() -> st.SearchStrategy[dict[str, Any]]:
    said = st.fixed_dictionaries({}, optional={"true": TEXT, "false": TEXT})
    return st.fixed_dictionaries({"answer": st.booleans(), "feedback": said})


@st.composite
def _short_text(draw: st.DrawFn) -> dict[str, Any]:
    fold = draw(st.sampled_from(["case", "exact", "accents"]))
    text = TEXT.filter(lambda t: "->" not in t and "*" not in t and "\\" not in t)
    if draw(st.booleans()):
        return {"fold": fold, "accept": draw(st.lists(text, min_size=1, max_size=3))}
    row = st.fixed_dictionaries({"text": text, "weight": WEIGHT}, optional={"feedback": TEXT})
    answers = [{"text": "Hà N*", "weight": 0.5}, *draw(st.lists(row, max_size=2))]
    return {"fold": fold, "answers": answers, "scheme": "moodle.short_text"}


@st.composite
def _number(draw: st.DrawFn) -> dict[str, Any]:
    if draw(st.booleans()):
        return {"answer": draw(NUMBER), "tolerance": draw(NEAR)}
    row = st.fixed_dictionaries(
        {"value": NUMBER, "tolerance": NEAR, "weight": WEIGHT}, optional={"feedback": TEXT}
    )
    answers = [*draw(st.lists(row, max_size=2)), {"value": "*", "weight": 0, "feedback": "không"}]
    return {"answers": answers, "scheme": "moodle.number"}


def _matching(scheme: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    side = TEXT.filter(lambda t: "->" not in t)
    pair = st.fixed_dictionaries({"left": side, "right": side})
    return st.fixed_dictionaries(
        {"pairs": st.lists(pair, min_size=2, max_size=3), "extra": st.lists(side, max_size=2)}
        | ({"scheme": st.sampled_from(["moodle.matching", "exact"])} if scheme else {})
    )


def _ordering() -> st.SearchStrategy[dict[str, Any]]:
    items = st.lists(st.fixed_dictionaries({"text": TEXT}), min_size=2, max_size=4)
    schemes = st.sampled_from(["exact", "part", "order.pairs", "order.neighbours"])
    return st.fixed_dictionaries({"items": items, "scheme": schemes})


@st.composite
def _gap_text(draw: st.DrawFn) -> dict[str, Any]:
    words = TEXT.filter(lambda t: "*" not in t and "[[" not in t)
    gaps = []
    for _number in range(draw(st.integers(1, 3))):
        accept = draw(st.lists(words, min_size=1, max_size=2, unique=True))
        others = draw(st.lists(words, min_size=1, max_size=2, unique=True))
        others = [text for text in others if text not in accept]
        is_list = draw(st.booleans())
        gaps.append(
            {"accept": accept, "options": accept + others}
            if is_list
            else {"accept": accept, "fold": draw(st.sampled_from(["case", "exact"]))}
        )
    text = "\n".join(f"Nộp ở [[{number}]] nhé" for number in range(1, len(gaps) + 1))
    return {"text": text, "gaps": gaps, "scheme": "part", "stem": "Điền vào chỗ trống."}


KINDS: dict[str, Callable[[], st.SearchStrategy[dict[str, Any]]]] = {
    "single": _single,
    "multiple": _multiple,
    "true_false": _true_false,
    "short_text": _short_text,
    "number": _number,
    "matching": _matching,
    "ordering": _ordering,
    "gap_text": _gap_text,
    "open_answer": lambda: st.just({}),
}


def questions(*kinds: str) -> st.SearchStrategy[list[Question]]:
    """A few questions of these kinds, no two under one code."""
    one = st.one_of(*(_question(kind, KINDS[kind]()) for kind in kinds))
    return st.lists(one, min_size=1, max_size=3)
