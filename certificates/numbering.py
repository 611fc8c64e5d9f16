"""Register numbers without gaps, and the code people read aloud and type.

A code is BDS-2026-XXXX-XXXX: seven random characters and a check character over the alphabet below
(no I, L, O, U: they are misread or make words). The check character is Luhn's rule modulo 32, which
catches every single wrong character and nearly every swap of neighbours."""

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIX = "BDS"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def check_character(body: str) -> str:
    """Luhn modulo 32 over `body` (characters of ALPHABET)."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]


def new_code(year: int) -> str:
    """A fresh code of `year`, e.g. "BDS-2026-K7QF-3M2D"."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(7))
    full = body + check_character(body)
    return f"{PREFIX}-{year}-{full[:4]}-{full[4:]}"


def new_token() -> str:
    """128 unguessable bits for the address in the QR code (22 characters)."""
    return secrets.token_urlsafe(16)


def read_code(typed: str) -> str | None:
    """The code meant by what somebody typed: case, spaces and hyphens do not matter, O is 0 and I is 1.
    None where it cannot be one (length, letters or check character)."""
    text = "".join(c for c in typed.upper() if c.isascii() and c.isalnum())
    if not text.startswith(PREFIX):
        text = PREFIX + text
    year, body = text[3:7], text[7:].translate(_MISREAD)
    if not year.isdigit() or len(body) != 8 or any(c not in ALPHABET for c in body):
        return None
    if check_character(body[:-1]) != body[-1]:
        return None
    return f"{PREFIX}-{year}-{body[:4]}-{body[4:]}"


def register_text(number: int, year: int) -> str:
    """As printed: "Số: 00017/2026/GCN-BDHVS" without the word."""
    return f"{number:05d}/{year}/GCN-BDHVS"
