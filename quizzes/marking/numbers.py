"""Reading numbers as people type them, with what stands after (or before) them.

Both 1.234,5 and 1,234.5 are read. Where a number can be read in two ways ("1.234": one thousand two
hundred thirty-four, or one and a bit) every reading is returned, and one right reading is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from lms.core.vietnamese import clean_text, fold

LONGEST = 200
LARGEST_POWER = 300

_SMALL = str.maketrans("²³", "23")
_DIGITS = r"\d[\d.,]*(?: \d{3}(?!\d)[\d.,]*)*?"
_TYPED = re.compile(rf"([+−-]?) ?({_DIGITS})[., ]*((?:[^\W\d_]|%)\D*[23]?)?")
_DOTS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+(,\d+)?")  # 1.234,5
_COMMAS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")  # 1,234.5
_WITH_POWER = re.compile(
    r"([+−-]?) ?((?:\d[\d.,]*(?: \d{3}(?!\d)[\d.,]*)*)|[.,]\d+)"
    r"(?: ?(?:[eE]|[x×*] ?10(?:\^|\*\*))([+−-]?\d+))?(.*)"
)


def understood(text: str) -> tuple[tuple[Fraction, ...], str]:
    """Every value the text can mean (none if it is no number) and the unit typed after it."""
    typed = _TYPED.fullmatch(clean_text(text.translate(_SMALL)))
    if typed is None or len(text) > LONGEST:
        return (), ""
    sign, digits, unit = typed.groups()
    return _signed(sign, readings(digits)), unit or ""


def with_unit(text: str, units: Sequence[str]) -> tuple[tuple[Fraction, ...], str]:
    """Like `understood`, but as Moodle reads: also powers of ten (1.2e3, 1,2×10^3), also a unit
    before the number if it is one of `units`, and whatever follows the number is the unit."""
    tidy = clean_text(text)
    before = max((u for u in units if u and tidy.startswith(u)), key=len, default="")
    typed = _WITH_POWER.fullmatch(tidy[len(before) :].strip())
    if typed is None or len(text) > LONGEST:
        return (), ""
    sign, digits, power, after = typed.groups()
    exponent = int((power or "0").replace("−", "-"))
    if abs(exponent) > LARGEST_POWER:
        return (), ""
    scale = Fraction(10) ** exponent
    values = tuple(value * scale for value in _signed(sign, readings(digits)))
    return values, before or after.strip()


def readings(digits: str) -> list[Fraction]:
    """What digits with dots and commas can mean, the Vietnamese reading first."""
    compact = digits.replace(" ", "").rstrip(".,")
    compact = f"0{compact}" if compact[:1] in (".", ",") else compact
    found = []
    if _DOTS.fullmatch(compact):
        found.append(Fraction(compact.replace(".", "").replace(",", ".")))
    if _COMMAS.fullmatch(compact):
        found.append(Fraction(compact.replace(",", "")))
    return found


def _signed(sign: str, values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    factor = 1 if sign in ("", "+") else -1
    return tuple(dict.fromkeys(factor * value for value in values))


def unit_fits(typed: str, unit: str) -> bool:
    """Whether what was typed is the unit, or its first words; nothing typed fits every unit."""
    if not typed or not unit:
        return True
    said, meant = (fold(text.translate(_SMALL)).strip(" .").split() for text in (typed, unit))
    return meant[: len(said)] == said
