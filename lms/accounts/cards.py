"""The number and the token of a learner card. Pure: knows no people.

Eight digits, the last one a check digit by Damm's method: it finds every single wrong digit and
every swapped pair of neighbours, so that a slip of the hand is told apart from an unknown number.
"""

import re
import secrets
import unicodedata

LENGTH = 8

_ROWS = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip  # a totally anti-symmetric quasigroup (Damm 2004)
_SEPARATORS = re.compile(r"[\s.\-‐-―_]+")
_FORM = re.compile(r"[0-9]{8}")


def check_digit(digits: str) -> str:
    """The digit that makes `digits` + it a sound number."""
    interim = 0
    for digit in digits:
        interim = int(_ROWS[interim][int(digit)])
    return str(interim)


def number_of(serial: int) -> str:
    """The card number whose first seven digits are `serial` (1000000 … 9999999)."""
    if not 1_000_000 <= serial <= 9_999_999:
        raise ValueError("A card's serial has seven digits and no leading zero.")
    return f"{serial}{check_digit(str(serial))}"


def random_number() -> str:
    """A number nobody can guess from another one. May be taken: the database decides."""
    return number_of(1_000_000 + secrets.randbelow(9_000_000))


def new_token() -> str:
    """What the QR of a card holds: 43 characters, 256 bits."""
    return secrets.token_urlsafe(32)


def tidy(text: str) -> str:
    """What was typed, without the spaces, hyphens and dots people put between digits."""
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))


def is_number(text: str) -> bool:
    """Whether `text` (tidied) could be on a card: eight digits and a right check digit."""
    return bool(_FORM.fullmatch(text)) and check_digit(text[:-1]) == text[-1]


def looks_like_number(text: str) -> bool:
    """Eight digits, right or mistyped."""
    return bool(_FORM.fullmatch(text))


def printed(number: str) -> str:
    """As on the card: "1234 5678"."""
    return f"{number[:4]} {number[4:]}"


def masked(number: str) -> str:
    """Enough to tell two people of one name apart: "··78"."""
    return f"··{number[-2:]}"
