"""Vietnamese text: one form in storage, search without accents, the order of the alphabet, names.

Pure functions, no Django. Everything people type goes through `clean_text` before it is stored or
compared; everything searched goes through `fold` on both sides; everything listed by name is
ordered by a stored `sort_key` (neither SQLite nor a plain PostgreSQL sorts Vietnamese rightly).
"""

import datetime as dt
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from lms.core.periods import local_date, local_datetime

SORT_KEY_LENGTH = 255
"""Longest key `sort_key` and `name_key` return: the max_length of columns that store one."""

_MARKS = ("Mn", "Mc", "Me")
_DROPPED = ("Cc", "Cf", "Cs")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′", "'"))
_EVERY_D = str.maketrans(dict.fromkeys("đĐðÐɖƉ", "d"))
_NAME_SIGNS = "'’ʼ-."
_MOST_WORDS_IN_A_NAME = 10
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


# --- one form in storage ---------------------------------------------------------------------


def nfc(text: str) -> str:
    """The composed form: what is stored and printed (decomposed accents print off the letter)."""
    return unicodedata.normalize("NFC", text)


def clean_text(text: str) -> str:
    """One line as it should be stored: NFC, plain single spaces, no invisible characters."""
    if not text.isprintable():
        text = "".join(_visible(char) for char in text)
    return nfc(" ".join(text.split()))


def clean_lines(text: str) -> str:
    """Like `clean_text` line by line: keeps line breaks, drops empty lines at both ends."""
    return "\n".join(clean_text(line) for line in text.splitlines()).strip("\n")


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) in _DROPPED else char


# --- search ----------------------------------------------------------------------------------


def fold(text: str) -> str:
    """For comparing without accents: "Đắk Lắk", "Đăk Lăk" and "dak lak" all give "dak lak"."""
    bare = _without_marks(_without_marks(text).casefold()).translate(_EVERY_D)
    return " ".join(bare.translate(_APOSTROPHES).split())


def slugify_vi(text: str) -> str:
    """ASCII words joined by hyphens for addresses; "" if no letter or digit is left."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(text).replace("'", "")))


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if unicodedata.category(char) not in _MARKS)


# --- order -----------------------------------------------------------------------------------
# A key is digits only, because digits compare the same way bytewise (SQLite) and under every
# PostgreSQL collation. Each letter is two digits of its place in the alphabet; each word ends
# with 00, lower than any letter, and the digit of its tone. So words compare one after another,
# each by its letters first and its tone second, as Vietnamese dictionaries do.

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_CODES = {sign: f"{place:02d}" for place, sign in enumerate("0123456789" + _ALPHABET, 1)}
_UNKNOWN_LETTER = "99"
_LETTER_MARKS = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"}}
_LETTER_MARKS["\u031b"] = {"o": "ơ", "u": "ư"}
_TONE_MARKS = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> str:
    """Digits that put texts in Vietnamese order: a ă â b c d đ e ê …; no tone, huyền, hỏi, ngã,
    sắc, nặng; word by word ("An Nguyễn" before "Ánh"); numbers by value up to 9999.
    """
    plain = text.translate(_APOSTROPHES).replace("'", "").translate(_STANDARD_D).lower()
    decomposed = unicodedata.normalize("NFD", plain)
    words = re.findall(r"[^\W_][^\s\-.,;:/()–—]*", decomposed)
    return "".join(_word_key(word) for word in words)[:SORT_KEY_LENGTH]


def name_key(full_name: str) -> str:
    """Order of class lists: given name (the last word), then family name, then middle names."""
    family, *others = clean_text(full_name).split() or [""]
    middle, given = (others[:-1], others[-1]) if others else ([], "")
    return sort_key(" ".join([given, family, *middle]))


_STANDARD_D = str.maketrans(dict.fromkeys("ĐðÐɖƉ", "đ"))


def _word_key(word: str) -> str:
    if word.isdecimal():
        word = str(int(word)).zfill(4)
    letters: list[str] = []
    tone = "0"
    for char in word:
        if char in _TONE_MARKS:
            tone = tone if tone != "0" else _TONE_MARKS[char]
        elif unicodedata.category(char) in _MARKS:
            letters[-1:] = [_LETTER_MARKS.get(char, {}).get(last, last) for last in letters[-1:]]
        elif char.isalnum():
            letters.append(char)
    return "".join(_LETTER_CODES.get(letter, _UNKNOWN_LETTER) for letter in letters) + "00" + tone


# --- names of people -------------------------------------------------------------------------


def given_name(full_name: str) -> str:
    """What a person is called by: the last word ("Nguyễn Thị Hoa" is called "Hoa")."""
    return clean_text(full_name).rpartition(" ")[2]


def is_person_name(text: str) -> bool:
    """Whether `text` may be a full name: one to ten words of letters, each beginning with a
    letter; apostrophe, hyphen and dot inside ("Ksor H'Thoan", "Đ’Kray", "A Dơi", "Hoa").
    """
    words = clean_text(text).split()
    return 1 <= len(words) <= _MOST_WORDS_IN_A_NAME and all(_is_name_word(w) for w in words)


def _is_name_word(word: str) -> bool:
    allowed = all(
        char in _NAME_SIGNS or unicodedata.category(char)[0] in ("L", "M") for char in word
    )
    return word[0].isalpha() and allowed


# --- numbers and dates -----------------------------------------------------------------------


def format_number(number: float | Decimal, decimals: int = 0) -> str:
    """ "1.234,5": dot between thousands, comma before decimals, halves rounded away from zero."""
    exact = Decimal(str(number)).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    written = f"{abs(exact):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    return f"−{written}" if exact < 0 else written


def format_percent(percent: float | Decimal, decimals: int = 1) -> str:
    """ "62,4%" from 62.4 (ux 6.1: no space)."""
    return f"{format_number(percent, decimals)}%"


def format_date(day: dt.date | dt.datetime) -> str:
    """ "31/01/2026" in Vietnamese time."""
    return f"{local_date(day):%d/%m/%Y}"


def format_weekday_date(day: dt.date | dt.datetime) -> str:
    """ "thứ Tư, 31/01/2026"."""
    return f"{_WEEKDAYS[local_date(day).weekday()]}, {format_date(day)}"


def format_long_date(day: dt.date | dt.datetime) -> str:
    """ "ngày 05 tháng 3 năm 2026": as in Decree 30/2020, zeros before days to 9, months to 2."""
    date = local_date(day)
    month = f"{date.month:02d}" if date.month < 3 else str(date.month)
    return f"ngày {date.day:02d} tháng {month} năm {date.year}"


def format_clock(moment: dt.datetime | dt.time) -> str:
    """ "19:42:07" on the Vietnamese clock, where people should see it move."""
    clock = local_datetime(moment) if isinstance(moment, dt.datetime) else moment
    return f"{clock:%H:%M:%S}"


def format_time(moment: dt.datetime | dt.time) -> str:
    """ "19:42" on the Vietnamese clock."""
    clock = local_datetime(moment) if isinstance(moment, dt.datetime) else moment
    return f"{clock:%H:%M}"
