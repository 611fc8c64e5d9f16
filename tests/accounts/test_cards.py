"""Numbers that tell a slip of the hand; the picture of a card."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from lms.accounts import card_picture, cards

serials = st.integers(1_000_000, 9_999_999)


@given(serials)
def test_every_number_is_sound(serial: int) -> None:
    number = cards.number_of(serial)
    assert len(number) == 8
    assert cards.is_number(number)


@given(serials, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(serial: int, place: int, shift: int) -> None:
    number = cards.number_of(serial)
    wrong = str((int(number[place]) + shift) % 10)
    assert not cards.is_number(number[:place] + wrong + number[place + 1 :])


@given(serials, st.integers(0, 6))
def test_swapped_neighbours_are_always_found(serial: int, place: int) -> None:
    number = cards.number_of(serial)
    pair = number[place : place + 2]
    swapped = number[:place] + pair[::-1] + number[place + 2 :]
    assert swapped == number or not cards.is_number(swapped)


@pytest.mark.parametrize("serial", [0, 999_999, 10_000_000])
def test_a_serial_has_seven_digits(serial: int) -> None:
    with pytest.raises(ValueError, match="seven digits"):
        cards.number_of(serial)


@given(serials, st.sampled_from([" ", "-", ".", " ", " - ", "–"]))
def test_what_people_put_between_digits_is_forgiven(serial: int, between: str) -> None:
    number = cards.number_of(serial)
    assert cards.tidy(f" {number[:4]}{between}{number[4:]} ") == number
    assert cards.tidy(cards.printed(number)) == number


@pytest.mark.parametrize("text", ["", "1234567", "123456789", "1234567a", "１２３４", "abcdefgh"])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not cards.is_number(cards.tidy(text))


def test_full_width_digits_are_read() -> None:
    number = cards.number_of(1_234_567)
    wide = "".join(chr(ord(digit) - ord("0") + ord("０")) for digit in number)
    assert cards.tidy(wide) == number


def test_random_numbers_are_sound_and_tokens_long() -> None:
    assert all(cards.is_number(cards.random_number()) for _ in range(50))
    assert len(cards.new_token()) == 43
    assert cards.masked("12345678") == "··78"


def test_the_picture_is_a_card_of_85_by_54_mm() -> None:
    drawn = card_picture.png(
        full_name="Nguyễn Hoàng Thị Ánh Đặng Ngọc Quỳnh Ễ" * 2,
        number=cards.number_of(1_234_567),
        address="https://example.gov.vn/the/" + "a" * 43 + "/",
        site="example.gov.vn/dang-nhap/",
        label="Số thẻ",
    )
    picture = Image.open(BytesIO(drawn))
    assert picture.size == (1004, 638)
    assert len(drawn) < 80_000
