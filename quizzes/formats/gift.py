"""Reading GIFT, the text format of Moodle (docs.moodle.org, “GIFT format”).

Questions stand apart by empty lines. In a question `\\` makes : # = { } ~ and itself ordinary, and
`\\n` is a line break; these are put aside as signs of a private area before anything is cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from quizzes.formats import schemes
from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import Question, Reading, RefusedError, decimal, exact
from quizzes.formats.plain import READERS
from quizzes.formats.texts import decode

_SIGNS = ":#={}~\\"
_HIDDEN = {sign: chr(0xE000 + number) for number, sign in enumerate(_SIGNS)} | {"n": "\ue010"}
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()} | {"\ue010": "\n"})
_PRIVATE = str.maketrans(dict.fromkeys(_HIDDEN.values(), ""))
_ESCAPE = re.compile(r"\\([:#={}~\\n])")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d*)?)%")
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_ID = re.compile(r"\[id:((?:\\\]|[^\]])+)\]")
_TAG = re.compile(r"\[tags?:((?:\\\]|[^\]])+)\]")
_SET = re.compile(r"\[set:(\w+)=((?:\\\]|[^\]])*)\]")
_TOP = re.compile(r"^\$(?:course|system|module|cat\d+|category)\$(?:/top)?/?", re.IGNORECASE)
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")
BLANK = "_____"


def read(data: bytes) -> Reading:
    reading, category = Reading(), ""
    for block in _blocks(decode(data)):
        category = category if block.category is None else block.category
        if block.lines:
            reading.attempt(block.line, lambda b=block, c=category: _question(b, c))  # type: ignore[misc]
    return reading


# --- what stands between two empty lines --------------------------------------------------------


@dataclass(slots=True)
class _Block:
    line: int = 0  # of the first line that is no comment
    lines: list[str] = field(default_factory=list)
    category: str | None = None
    code: str = ""
    tags: list[str] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)

    def add(self, number: int, line: str) -> None:
        stripped = line.strip()
        if stripped.startswith("//"):
            self._comment(stripped)
        elif stripped.startswith("$CATEGORY:") and not self.lines:
            self.category = category_path(stripped.removeprefix("$CATEGORY:"))
        else:
            self.line = self.line or number
            self.lines.append(line)

    def _comment(self, text: str) -> None:
        for found in _ID.findall(text)[:1]:
            self.code = found.replace("\\]", "]").strip()
        for found in _TAG.findall(text):
            self.tags += [tag.strip() for tag in found.replace("\\]", "]").split(",")]
        for name, value in _SET.findall(text):
            self.settings[name] = value.replace("\\]", "]")


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block()]
    for number, line in enumerate(text.translate(_PRIVATE).split("\n"), start=1):
        if line.strip():
            blocks[-1].add(number, line)
        else:
            blocks.append(_Block())
    return blocks


def category_path(text: str) -> str:
    """Moodle's path without the context it begins with: "$course$/top/Luật/Nhà" is "Luật/Nhà"."""
    return _TOP.sub("", text.strip()).strip("/ ")


# --- a question ---------------------------------------------------------------------------------


def _question(block: _Block, category: str) -> Question:
    text = _ESCAPE.sub(lambda found: _HIDDEN[found.group(1)], "\n".join(block.lines)).strip()
    title, text = _title(text)
    stem, answers = _cut(text)
    answers, _mark, general = answers.rpartition("####") if "####" in answers else (answers, "", "")
    reader = _Texts()
    question: Question = {"code": block.code, "tags": block.tags, "category": category}
    question |= {"title": _plain(title), "stem": reader.stem(stem)}
    question |= _answers(answers.strip(), reader)
    if general.strip():
        reader.place = "explanation"
        question["explanation"] = reader.marked(general)
    question["media"] = reader.media.taken
    return schemes.with_settings(question, block.settings)


def _title(text: str) -> tuple[str, str]:
    if not text.startswith("::"):
        return "", text
    title, mark, rest = text[2:].partition("::")
    return (title, rest.strip()) if mark else ("", text)


def _cut(text: str) -> tuple[str, str]:
    """The text around the answers, with a blank where they stand in the middle; the answers."""
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        raise RefusedError(_("This is a description, not a question: it has no answers in { }."))
    if start < 0 or end < start:
        raise RefusedError(
            _("A brace is missing: answers stand between { and }, with no empty line.")
        )
    if "{" in text[end + 1 :] or "}" in text[end + 1 :] or "{" in text[start + 1 : end]:
        raise RefusedError(_("There is more than one pair of braces in one question."))
    blank = "" if text.endswith("}") else BLANK
    return text[:start] + blank + text[end + 1 :], text[start + 1 : end]


class _Texts:
    """Reads marked texts; what the stem is marked as holds for the texts after it too."""

    def __init__(self) -> None:
        self.media = MediaBox()
        self.format = "moodle"
        self.place = "stem"

    def stem(self, text: str) -> str:
        found = _FORMAT.match(text)
        if found:
            self.format = found.group(1)
        return self.marked(text)

    def marked(self, text: str) -> str:
        found = _FORMAT.match(text)
        name = found.group(1) if found else self.format
        rest = text[found.end() :] if found else text
        return READERS[name](rest.strip().translate(_SHOWN), self.media, self.place)


def _plain(text: str) -> str:
    """A text that is never marked up."""
    found = _FORMAT.match(text)
    return (text[found.end() :] if found else text).strip().translate(_SHOWN)


def _answers(text: str, reader: _Texts) -> Question:
    if not text:
        return {"kind": "open_answer"}
    if text.startswith("#"):
        return _number(text[1:], reader)
    if "~" in text:
        return _choice(text, reader)
    if "=" in text and "->" in text:
        return _matching(text, reader)
    if text.partition("#")[0].strip() in (*_TRUE, *_FALSE):
        return _true_false(text, reader)
    return _short_text(text, reader)


def _parts(text: str, sign: str, least: int) -> list[str]:
    first, *rest = (part.strip() for part in text.split(sign))
    parts = [first, *rest] if first else rest
    if len(parts) < least or "" in parts:
        raise RefusedError(_("An answer is missing or empty."))
    return parts


def _weighed(text: str) -> tuple[float | None, str]:
    """The weight written before an answer, from -1 to 1 (None if there is none), and the rest."""
    found = _WEIGHT.match(text)
    if not found:
        return None, text
    weight = float(decimal(found.group(1)) / 100)
    if not -1 <= weight <= 1:
        raise RefusedError(_("A weight is not between -100% and 100%."))
    return weight, text[found.end() :].strip()


def _said(text: str, reader: _Texts, place: str) -> tuple[str, str]:
    """An answer as written, and its feedback read."""
    answer, _mark, feedback = text.partition("#")
    reader.place = "explanation"
    said = reader.marked(feedback) if feedback.strip() else ""
    reader.place = place
    return answer.strip(), said


def _choice(text: str, reader: _Texts) -> Question:
    kind = "single" if "=" in text else "multiple"
    options = []
    for number, part in enumerate(_parts(text.replace("=", "~="), "~", 2), start=1):
        is_right = part.startswith("=")
        weight, rest = (1.0, part[1:]) if is_right else _weighed(part)
        answer, feedback = _said(rest, reader, str(number))
        option = {"text": reader.marked(answer), "feedback": feedback}
        options.append(option | schemes.option_worth(kind, weight or 0))
    return schemes.weighted(kind, {"kind": kind, "options": options})


def _matching(text: str, reader: _Texts) -> Question:
    pairs, extra = [], []
    for part in _parts(text, "=", 2):
        left, mark, right = part.partition("->")
        if not mark:
            raise RefusedError(_("A matching answer is not written as: left -> right."))
        shown = reader.marked(left)
        if shown:
            pairs.append({"left": shown, "right": _plain(right)})
        else:
            extra.append(_plain(right))
    if not pairs or not all(pair["right"] for pair in pairs):
        raise RefusedError(_("A matching answer is not written as: left -> right."))
    return {"kind": "matching", "pairs": pairs, "extra": extra}


def _true_false(text: str, reader: _Texts) -> Question:
    answer, *said = (part.strip() for part in text.split("#", 2))
    is_true = answer in _TRUE
    reader.place = "explanation"
    wrong, right = (*(reader.marked(part) for part in said), "", "")[:2]
    feedback = {"true": right, "false": wrong} if is_true else {"true": wrong, "false": right}
    return {"kind": "true_false", "answer": is_true, "feedback": feedback}


def _short_text(text: str, reader: _Texts) -> Question:
    answers = []
    for part in _parts(text, "=", 1):
        weight, rest = _weighed(part)
        answer, feedback = _said(rest, reader, "stem")
        answers.append(
            {
                "text": _plain(answer),
                "weight": 1 if weight is None else weight,
                "feedback": feedback,
            }
        )
    return {"kind": "short_text", "fold": "case"} | schemes.short_answers(answers)


def _number(text: str, reader: _Texts) -> Question:
    text, mark, otherwise = text.partition("~")
    answers = []
    for part in _parts(text, "=", 1):
        weight, rest = _weighed(part)
        answer, feedback = _said(rest, reader, "stem")
        answers.append(_range(_plain(answer), 1 if weight is None else weight, feedback))
    if mark:
        _weight, rest = _weighed(otherwise.strip())
        _any, feedback = _said(rest, reader, "stem")
        answers.append({"value": "*", "weight": 0, "feedback": feedback})
    return {"kind": "number"} | schemes.numbers(answers)


def _range(text: str, weight: float, feedback: str) -> Question:
    """7 · 7:2 (give or take 2) · 5..9 (from, to)"""
    low, dots, high = text.partition("..")
    value, colon, tolerance = text.partition(":")
    if text == "*":
        return {"value": "*", "weight": weight, "feedback": feedback}
    middle, near = decimal(value if not dots else low), Decimal(0)
    if dots:
        middle = (decimal(low) + decimal(high)) / 2
        near = decimal(high) - middle
    elif colon:
        near = decimal(tolerance)
    if near < 0:
        raise RefusedError(_("A tolerance must be 0 or more."))
    return {
        "value": exact(middle), "tolerance": exact(near), "weight": weight, "feedback": feedback,
    }  # fmt: skip
