"""Reading Moodle XML (docs.moodle.org, “Moodle XML format”), with the files embedded in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from lms.core.vietnamese import clean_text
from quizzes.formats import media, moodle_cloze, schemes
from quizzes.formats.choices import with_pictures
from quizzes.formats.file_types import our_types
from quizzes.formats.gift import category_path
from quizzes.formats.neutral import Question, Reading, RefusedError, decimal, exact, short
from quizzes.formats.plain import READERS
from quizzes.formats.xml import Node, parse

_OVERALL = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
_ORDERING = {  # how Moodle marks an order, and what we call it
    "ALL_OR_NOTHING": "exact", "-1": "exact",
    "ABSOLUTE_POSITION": "part", "0": "part", "": "part",
    "RELATIVE_NEXT_EXCLUDE_LAST": "order.neighbours", "1": "order.neighbours",
    "RELATIVE_ALL_PREVIOUS_AND_NEXT": "order.pairs", "4": "order.pairs",
}  # fmt: skip


def read(data: bytes) -> Reading:
    root, reading, category = parse(data), Reading(), ""
    if root.name != "quiz":
        raise RefusedError(_("This is not Moodle XML: it does not begin with <quiz>."), root.line)
    for node in root.elements("question"):
        if node.get("type") == "category":
            named = node.first("category")
            category = category_path(named.text_of("text")) if named else ""
        else:
            reading.attempt(node.line, lambda n=node, c=category: Item(n, reading).read(c))  # type: ignore[misc]
    return reading


class Item:
    """One <question>, and what is read from it so far."""

    def __init__(self, node: Node, reading: Reading) -> None:
        self.node, self.reading = node, reading
        self.media = media.MediaBox()
        asked = node.first("questiontext")
        self.format = asked.get("format", "html") if asked else "html"

    def read(self, category: str) -> Question:
        kind = _KINDS.get(self.node.get("type"))
        if kind is None:
            raise RefusedError(_refusal(self.node.get("type")))
        question = kind(self)
        question.setdefault("stem", self.text("questiontext"))
        question |= {"category": category, "code": self.node.text_of("idnumber")}
        question["tags"] = [tag.text_of("text") for tag in self.node.every("tag")]
        question["explanation"] = self.text("generalfeedback", place="explanation")
        named = self.node.first("name")
        title = clean_text(named.text_of("text")) if named else ""
        question["title"] = "" if title == short(question["stem"]) else title
        question["media"] = sorted(self.media.taken, key=lambda entry: entry["place"] != "stem")
        self._note_what_is_lost()
        return schemes.with_settings(question, self.node.attributes)

    def text(self, name: str, *, place: str = "stem") -> str:
        child = self.node.first(name)
        return self.marked(child, place=place) if child else ""

    def marked(self, node: Node, *, place: str) -> str:
        """A text with its own files."""
        self.media.files = {
            file.get("name"): media.from_base64(file.text(), file.get("name"))
            for file in node.elements("file")
        }
        read_text = READERS.get(node.get("format", self.format), READERS["html"])
        return read_text(node.text_of("text"), self.media, place)

    def feedback(self, node: Node) -> str:
        child = node.first("feedback")
        return self.marked(child, place="explanation") if child else ""

    def flag(self, name: str, *, default: bool = False) -> bool:
        text = self.node.text_of(name).casefold()
        return text in ("1", "true") if text else default

    def number(self, name: str) -> int:
        return int(decimal(self.node.text_of(name) or "0"))

    def note(self, message: object) -> None:
        self.reading.note(self.node.line, message)

    def _note_what_is_lost(self) -> None:
        said = [child for child in self.node.elements(*_OVERALL) if child.text_of("text")]
        if said:
            self.note(
                _("Feedback to the answer as a whole (right, part right, wrong) is not kept.")
            )
        if self.node.elements("hint"):
            self.note(_("Hints are not kept."))
        if decimal(self.node.text_of("defaultgrade") or "1") != 1:
            self.note(_("The points of the question are not kept: each question counts the same."))


def _refusal(name: str) -> str:
    if name == "description":
        return _("This is a description, not a question (description).")
    return _("Questions of the type “%(name)s” cannot be imported.") % {"name": name or "?"}


def weight_of(node: Node) -> float:
    weight = float(decimal(node.get("fraction", "0")) / 100)
    if not -1 <= weight <= 1:
        raise RefusedError(_("A weight is not between -100% and 100%."), node.line)
    return weight


# --- kinds ---------------------------------------------------------------------------------------


def _choice(item: Item) -> Question:
    kind = "single" if item.flag("single", default=True) else "multiple"
    is_fixed = not item.flag("shuffleanswers", default=True)
    options = []
    for number, node in enumerate(item.node.elements("answer"), start=1):
        option: dict[str, Any] = {"text": item.marked(node, place=str(number))}
        option |= schemes.option_worth(kind, weight_of(node)) | {"feedback": item.feedback(node)}
        options.append(option | {"pin": is_fixed})
    if len(options) < 2:
        raise RefusedError(_("The question has fewer than two options."))
    return with_pictures(item.media, schemes.weighted(kind, {"kind": kind, "options": options}))


def _true_false(item: Item) -> Question:
    answers = {node.text_of("text").casefold(): node for node in item.node.elements("answer")}
    if set(answers) != {"true", "false"}:
        raise RefusedError(_("A true or false question needs the answers “true” and “false”."))
    right = [name for name, node in answers.items() if weight_of(node) == 1]
    if len(right) != 1:
        raise RefusedError(_("Say whether the statement is right."))
    feedback = {name: item.feedback(node) for name, node in answers.items()}
    return {"kind": "true_false", "answer": right == ["true"], "feedback": feedback}


def _short_text(item: Item) -> Question:
    answers = [
        {"text": node.text_of("text"), "weight": weight_of(node), "feedback": item.feedback(node)}
        for node in item.node.elements("answer")
    ]
    if not answers or not all(row["text"] for row in answers):
        raise RefusedError(_("An answer is missing or empty."))
    fold = "exact" if item.flag("usecase") else "case"
    return {"kind": "short_text", "fold": fold} | schemes.short_answers(answers)


def _number(item: Item) -> Question:
    answers = []
    for node in item.node.elements("answer"):
        text = node.text_of("text")
        row: dict[str, Any] = {"value": "*"}
        if text != "*":
            tolerance = exact(node.text_of("tolerance") or "0")
            row = {"value": exact(text), "tolerance": tolerance}
        answers.append(row | {"weight": weight_of(node), "feedback": item.feedback(node)})
    if not answers:
        raise RefusedError(_("An answer is missing or empty."))
    return {"kind": "number"} | _with_units(item, schemes.numbers(answers))


def _with_units(item: Item, question: Question) -> Question:
    units = [
        {"name": node.text_of("unit_name"), "factor": exact(node.text_of("multiplier") or "1")}
        for node in item.node.every("unit")
    ]
    if not units or item.node.text_of("showunits") == "3":
        return question
    grading = item.node.text_of("unitgradingtype") or "0"
    if len(units) == 1 and units[0]["factor"] == "1" and grading == "0" and "answer" in question:
        return question | {"unit": units[0]["name"]}
    question |= {"units": units, "scheme": "moodle.number"}
    if grading == "0":
        return question
    penalty = {"unit_penalty": exact(item.node.text_of("unitpenalty") or "0.1")}
    return question | penalty | ({"unit_penalty_of": "question"} if grading == "2" else {})


def _matching(item: Item) -> Question:
    pairs, extra = [], []
    for node in item.node.elements("subquestion"):
        left = item.marked(node, place="stem")
        answer = node.first("answer")
        right = answer.text_of("text") if answer else ""
        if left and right:
            pairs.append({"left": left, "right": right})
        elif right:
            extra.append(right)
        else:
            raise RefusedError(_("An answer is missing or empty."), node.line)
    if not pairs:
        raise RefusedError(_("There are no pairs."))
    question: Question = {"kind": "matching", "pairs": pairs, "extra": extra}
    return question | {"scheme": "moodle.matching"}


def _open_answer(item: Item) -> Question:
    rubric = item.text("graderinfo", place="explanation")
    template = item.node.first("responsetemplate")
    if template and template.text_of("text"):
        item.note(_("The text to begin the answer with is not kept."))
    if item.node.text_of("responseformat") == "noinline":
        return _file_answer(item, rubric)
    if item.number("attachments"):
        item.note(_("Files beside the written answer are not kept."))
    return {
        "kind": "open_answer",
        "rubric": rubric,
        "max_words": item.number("maxwordlimit") or None,
    }


def _file_answer(item: Item, rubric: str) -> Question:
    types = item.node.text_of("filetypeslist").replace(";", ",").split(",")
    bytes_allowed = item.number("maxbytes")
    return {
        "kind": "file_answer",
        "rubric": rubric,
        "types": our_types(types),
        "max_mb": -(-bytes_allowed // 1_048_576) or None,
    }


def _ordering(item: Item) -> Question:
    nodes = sorted(item.node.elements("answer"), key=lambda n: decimal(n.get("fraction", "0")))
    texts = [item.marked(node, place="stem") for node in nodes]
    if len(texts) < 2 or not all(texts):
        raise RefusedError(_("An answer is missing or empty."))
    if item.node.text_of("selecttype") not in ("", "0", "ALL"):
        item.note(_("All items are asked, not only some of them."))
    marking = item.node.text_of("gradingtype")
    if marking not in _ORDERING:
        item.note(
            _("The marking “%(name)s” is not known; the usual one is used.") % {"name": marking}
        )
    question: Question = {"kind": "ordering", "items": [{"text": text} for text in texts]}
    return question | {"scheme": _ORDERING.get(marking, "")}


def _gaps_with_choices(item: Item) -> Question:
    """ddwtos and gapselect: [[n]] in the text is the n-th choice; a gap offers its group."""
    nodes = item.node.elements("dragbox", "selectoption")
    texts = [item.marked(node, place="stem") for node in nodes]
    groups = [node.text_of("group") or "1" for node in nodes]
    numbers, text = moodle_cloze.renumbered(item.text("questiontext"))
    if not numbers or not all(1 <= number <= len(texts) for number in numbers):
        raise RefusedError(_("A gap in the text has no answer."))
    gaps = [
        {
            "accept": [texts[n - 1]],
            "options": [
                t for t, group in zip(texts, groups, strict=True) if group == groups[n - 1]
            ],
        }
        for n in numbers
    ]
    stem, text = moodle_cloze.split(text)
    return {"kind": "gap_text", "scheme": "part", "stem": stem, "text": text, "gaps": gaps}


def _cloze(item: Item) -> Question:
    node = item.node.first("questiontext")
    if node is None:
        raise RefusedError(_("A gap in the text has no answer."))
    gaps, marked = moodle_cloze.gaps_of(node.text_of("text"), item.note)
    for inner in node.elements("text"):
        inner.children = [marked]
    stem, text = moodle_cloze.split(item.marked(node, place="stem"))
    return {"kind": "gap_text", "scheme": "part", "stem": stem, "text": text, "gaps": gaps}


_KINDS: dict[str, Callable[[Item], Question]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short_text,
    "numerical": _number,
    "matching": _matching,
    "match": _matching,
    "essay": _open_answer,
    "ordering": _ordering,
    "ddwtos": _gaps_with_choices,
    "gapselect": _gaps_with_choices,
    "cloze": _cloze,
    "multianswer": _cloze,
}
