import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import numbering

bodies = st.text(alphabet=numbering.ALPHABET, min_size=7, max_size=7)


def code_of(body: str) -> str:
    full = body + numbering.check_character(body)
    return f"BDS-2026-{full[:4]}-{full[4:]}"


@given(bodies)
def test_a_code_is_read_back_however_it_is_typed(body: str) -> None:
    code = code_of(body)
    assert numbering.read_code(code) == code
    assert numbering.read_code(code.lower().replace("-", " ")) == code
    assert numbering.read_code(code.replace("-", "")) == code
    assert numbering.read_code(code.removeprefix("BDS-")) == code


@given(bodies)
def test_letters_that_look_like_digits_are_forgiven(body: str) -> None:
    code = code_of(body)
    head, tail = code[:9], code[9:]
    assert numbering.read_code(head + tail.replace("0", "O").replace("1", "I")) == code


@given(bodies, st.integers(0, 7), st.sampled_from(numbering.ALPHABET))
def test_one_wrong_character_is_noticed(body: str, place: int, wrong: str) -> None:
    full = list(body + numbering.check_character(body))
    if full[place] == wrong:
        return
    full[place] = wrong
    assert numbering.read_code("BDS2026" + "".join(full)) is None


@pytest.mark.parametrize("typed", ["", "BDS", "BDS-2026", "BDS-20X6-K7QF-3M2D", "mã số", "1" * 200])
def test_nonsense_is_no_code(typed: str) -> None:
    assert numbering.read_code(typed) is None


def test_new_codes_and_tokens_do_not_repeat() -> None:
    codes = {numbering.new_code(2026) for _ in range(5000)}
    tokens = {numbering.new_token() for _ in range(5000)}
    assert len(codes) == len(tokens) == 5000
    assert all(numbering.read_code(code) == code for code in codes)
