"""Forms of a place's name for finding it: pure functions over text."""

import re
import unicodedata

from lms.core.vietnamese import clean_text, fold

FORMER_WARD_KINDS = ("Xã", "Phường", "Thị trấn")
FORMER_DISTRICT_KINDS = ("Huyện", "Quận", "Thị xã", "Thành phố")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def searchable(name: str) -> str:
    """What is stored in `folded` and asked for: without accents, signs or doubled spaces, so that
    "Ea H'Leo" is found by "ea hleo" and "Văn Miếu - Quốc Tử Giám" by "van mieu quoc"."""
    return " ".join(re.findall(r"\w+", _without_apostrophes(fold(name))))


def toned(name: str) -> str:
    """For comparing with accents: the tone of each word stands at its end, so "Thuỷ" and "Thủy",
    which differ only in where the tone is written, are the same."""
    words = re.findall(r"\w+", _without_apostrophes(clean_text(name).casefold()))
    return " ".join(_tone_last(unicodedata.normalize("NFD", word)) for word in words)


def short_name(full_name: str) -> str:
    """The name without its kind, unless nothing but a number is left: "Xã Tịnh Kỳ" gives
    "Tịnh Kỳ", "Phường 1" stays."""
    for kind in (*FORMER_WARD_KINDS, *FORMER_DISTRICT_KINDS):
        rest = full_name.removeprefix(f"{kind} ")
        if rest != full_name and not rest.isdecimal():
            return rest
    return full_name


def with_small_kind(full_name: str) -> str:
    """As inside a sentence: "Huyện Sơn Tịnh" gives "huyện Sơn Tịnh"."""
    return full_name[:1].lower() + full_name[1:]


def _without_apostrophes(text: str) -> str:
    return text.replace("'", "").replace("’", "")


def _tone_last(word: str) -> str:
    letters = "".join(char for char in word if char not in _TONES)
    return letters + "".join(char for char in word if char in _TONES)
