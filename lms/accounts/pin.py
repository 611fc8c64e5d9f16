"""Which PINs are too easy to guess, and PINs that were hashed before the account exists. Pure but
for Django's hashers; the PIN itself is the password of a person who signs in with a card."""

import re
import unicodedata

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

LENGTH = 6
WRONG_FORM = _("The PIN has 6 digits")
WEAK = _("Choose another PIN. 123456 and years of birth are easy to guess")

# Seen most often in leaked lists of six-digit codes and among lucky numbers in Viet Nam, beyond
# those that the rules below catch.
_COMMON = (
    "112233 223344 332211 445566 556677 778899 998877 123321 321123 123654 124578 134679 "
    "147258 147369 147852 159357 159753 159951 258369 357159 369258 456123 654456 741852 789456 "
    "852456 963852 963741 987321 102030 112211 111222 222111 222333 333222 333444 444555 555666 "
    "666777 666888 666999 777888 888666 888999 999666 999888 110110 100000 200000 520520 521521 "
    "141414 686886 868668 798979 797997 393979 383879 272829 343536 789987 246810 135790"
)
_DIGITS = "0123456789"
_RUNS = _DIGITS * 2, (_DIGITS * 2)[::-1]


class HashedPin(str):
    """A PIN that was hashed as soon as it was typed; may be kept in a session."""

    __slots__ = ()


def hashed(pin: str) -> HashedPin:
    return HashedPin(make_password(pin))


def tidy(text: str) -> str:
    """What was typed, without spaces; full-width digits of some keyboards made plain."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def has_form(pin: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{6}", pin))


def is_weak(pin: str, birth_year: int | None = None) -> bool:
    """Whether a stranger would try this among the first: runs up or down (also over 9-0), one, two
    or three digits repeated, well-known ones, and anything that holds the year of birth."""
    if any(pin in run for run in _RUNS) or pin in _COMMON.split():
        return True
    if any(pin == pin[:period] * (LENGTH // period) for period in (1, 2, 3)):
        return True
    return birth_year is not None and str(birth_year) in pin
