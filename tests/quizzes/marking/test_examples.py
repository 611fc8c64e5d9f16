"""docs/marking.md is checked: a section for every scheme, and every example gives what it says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from quizzes import marking, questions
from quizzes.marking.lines import mark_line

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "marking.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```jsonl\n(.*?)```\ngives (.*?)\.\n", re.DOTALL)


def examples() -> Iterator[tuple[str, str]]:
    for lines, results in BLOCK.findall(PAGE):
        yield from zip(lines.splitlines(), re.findall(r"`(.*?)`", results), strict=True)


@pytest.mark.parametrize(("line", "result"), examples())
def test_an_example_gives_what_the_page_says(line: str, result: str) -> None:
    assert str(mark_line(line.encode())) == result


def test_every_scheme_has_its_section_and_an_example() -> None:
    assert re.findall(r"^### `(.*?)`", PAGE, re.MULTILINE) == list(marking.SCHEMES)
    shown = [re.search(r'"scheme": "(.*?)"', line) for line, _result in examples()]
    assert {found[1] for found in shown if found} == set(marking.SCHEMES)


def test_every_scheme_says_in_words_what_it_does() -> None:
    words = [str(scheme.words) for scheme in marking.SCHEMES.values()]
    assert all(text.endswith(".") for text in words)
    assert len(set(words)) == len(words)


def test_kinds_offer_schemes_that_can_mark_them() -> None:
    for kind in questions.KINDS.values():
        for name in kind.schemes if "scheme" in {field.name for field in kind.fields} else ():
            assert kind.name in marking.SCHEMES[name].kinds
