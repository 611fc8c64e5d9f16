"""Vietnamese typed in every way phones and computers type it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes import questions
from quizzes.author_fields import FOLDS
from quizzes.marking.texts import compared
from quizzes.questions.short_text import LONGEST
from tests.quizzes.contents import content, worth

LEVELS = [level for level, _label in FOLDS]
LETTERS = st.text(
    "aăâeêioôơuưyđĐ hnght áàảãạấầẩẫậềếểễệồốổỗộờớởỡợừứửữựỳýỷỹỵ", min_size=1, max_size=30
)


def mark(typed: str, *accept: str, fold: str = "accents", deny: tuple[str, ...] = ()) -> int:
    asked = content("short_text", accept=list(accept), fold=fold, deny=list(deny))
    return int(worth("short_text", asked, {"text": typed}))


@given(text=LETTERS, level=st.sampled_from(LEVELS))
def test_decomposed_letters_are_the_same_letters(text: str, level: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    assert compared(decomposed, level) == compared(unicodedata.normalize("NFC", text), level)


@given(text=LETTERS, level=st.sampled_from(LEVELS))
def test_spaces_around_and_doubled_are_forgiven(text: str, level: str) -> None:
    assert compared(f"  {text.replace(' ', '   ')}\u00a0", level) == compared(text, level)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("khoẻ", "khỏe"), ("Thuỷ", "Thủy"), ("hoá đơn", "hóa đơn"), ("tuỳ", "tùy")],
)
@pytest.mark.parametrize("level", LEVELS)
def test_the_tone_mark_may_stand_on_either_vowel(one: str, other: str, level: str) -> None:
    assert mark(one, other, fold=level) == mark(other, one, fold=level) == 1


def test_tones_themselves_still_count_unless_accents_are_forgiven() -> None:
    assert mark("hoạ", "hòa", fold="case") == 0
    assert mark("hỏa", "hòa", fold="exact") == 0
    assert mark("hỏa", "hòa", fold="accents") == 1


def test_what_each_level_forgives() -> None:
    assert mark("công an xã", "Công an xã", fold="exact") == 0
    assert mark("CÔNG AN XÃ", "Công an xã", fold="case") == 1
    assert mark("cong an xa", "Công an xã", fold="case") == 0
    assert mark("congan xa", "Công an xã", fold="accents") == 1
    assert mark("Công an.", "Công an", fold="exact") == 1


@pytest.mark.parametrize("typed", ["Đak Lak", "ĐAK LAK", "Ðak Lak", "đak lak"])
def test_every_letter_that_looks_like_d_with_a_stroke(typed: str) -> None:
    assert mark(typed, "Đak Lak", fold="case") == 1
    assert mark(typed, "dak lak", fold="accents") == 1


def test_marks_of_letters_are_not_tones() -> None:
    assert mark("mua", "mưa", fold="case") == 0
    assert mark("mua", "mưa", fold="accents") == 1


def test_deny_wins_over_what_is_forgiven() -> None:
    assert mark("mua", "mưa", deny=("mua",)) == 0
    assert mark("MUA", "mưa", deny=("mua",)) == 0
    assert mark("mưa", "mưa", deny=("mua",)) == 1


@given(typed=st.text(".,;:!? “”", max_size=6))
def test_signs_alone_are_never_right(typed: str) -> None:
    assert mark(typed, "Công an") == 0


def test_a_long_text_is_refused_with_the_limit() -> None:
    asked = content("short_text", accept=["Công an"])
    assert str(LONGEST) in questions.refusal("short_text", asked, {"text": "a" * (LONGEST + 1)})
    assert questions.refusal("short_text", asked, {"text": "a" * LONGEST}) == ""
