"""Which PINs are refused, and that no PIN is kept in clear."""

from __future__ import annotations

import itertools

import pytest
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from lms.accounts import pin
from lms.accounts.models import User

pins = st.from_regex(r"[0-9]{6}", fullmatch=True)
years = st.integers(1900, 2020)


@pytest.mark.parametrize(
    "weak",
    ["123456", "654321", "012345", "890123", "210987", "000000", "777777", "121212", "123123",
     "686868", "147258", "112233", "520520"],
)  # fmt: skip
def test_what_a_stranger_tries_first_is_weak(weak: str) -> None:
    assert pin.is_weak(weak)


@pytest.mark.parametrize("good", ["246813", "381604", "274916", "905172"])
def test_an_ordinary_pin_is_not_weak(good: str) -> None:
    assert not pin.is_weak(good, 1961)


@given(years, st.integers(0, 2), st.integers(0, 99))
def test_no_pin_holds_the_year_of_birth(year: int, place: int, rest: int) -> None:
    other = f"{rest:02d}"
    assert pin.is_weak(other[:place] + str(year) + other[place:], year)


@given(st.integers(0, 9), st.sampled_from([1, -1]))
def test_runs_are_weak_in_both_directions(start: int, step: int) -> None:
    assert pin.is_weak("".join(str((start + step * n) % 10) for n in range(6)))


@given(st.from_regex(r"[0-9]{1,3}", fullmatch=True))
def test_repeats_are_weak(part: str) -> None:
    assert pin.is_weak((part * 6)[:6])


@given(pins, years)
def test_a_pin_that_passes_is_neither_repeat_nor_run_nor_year(chosen: str, year: int) -> None:
    if not pin.is_weak(chosen, year):
        steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(chosen)}
        assert steps not in ({0}, {1}, {9})
        assert str(year) not in chosen
        assert chosen[:3] != chosen[3:]


def test_few_pins_are_lost_to_the_rule() -> None:
    weak = sum(pin.is_weak(f"{number:06d}", 1961) for number in range(0, 1_000_000, 9))
    assert weak / (1_000_000 / 9) < 0.002


@pytest.mark.parametrize(("typed", "fits"), [
    ("246813", True), (" 246 813", True), ("２４６８１３", True),
    ("24681", False), ("2468131", False), ("24681a", False), ("", False),
])  # fmt: skip
def test_a_pin_has_six_digits(typed: str, fits: bool) -> None:
    assert pin.has_form(pin.tidy(typed)) is fits


@pytest.mark.django_db
def test_the_hash_made_early_opens_the_account() -> None:
    early = pin.hashed("246813")
    assert "246813" not in early
    assert check_password("246813", early)


@pytest.mark.parametrize(("username", "secret", "fits"), [
    ("12345678", "246813", True), ("12345678", "123456", False), ("12345678", "196124", False),
    ("12345678", "mat-khau-rat-dai", False), ("canbo", "246813", False),
    ("canbo", "mat-khau-rat-dai", True), ("canbo", "passwordpassword", True),
])  # fmt: skip
def test_the_validator_judges_by_kind_of_user(username: str, secret: str, fits: bool) -> None:
    user = User(username=username, birth_year=1961)
    if fits:
        validate_password(secret, user)
    else:
        with pytest.raises(ValidationError):
            validate_password(secret, user)
