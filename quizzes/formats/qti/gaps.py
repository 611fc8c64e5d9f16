"""textEntryInteraction, inlineChoiceInteraction and gapMatchInteraction: numbers, short texts and
texts with gaps. One text entry alone is a short text or a number; in an element of the class
"gap-text" (as our writer marks it), or beside others, it is a gap."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils.translation import gettext as _

from quizzes.formats import schemes
from quizzes.formats.gift import BLANK
from quizzes.formats.moodle_cloze import split
from quizzes.formats.neutral import Question, RefusedError, exact
from quizzes.formats.qti.declarations import MAP, SUM, Response
from quizzes.formats.qti.items import Item
from quizzes.formats.xml import Node

INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}
MARK = "gap-text"
_NUMBERS = ("float", "integer")


def read(item: Item, found: list[Node]) -> Question:
    marked = next((n for n in item.body.every("div", "p") if n.get("class") == MARK), None)
    if len(found) == 1 and found[0].name == "textEntryInteraction" and marked is None:
        return _typed(item, found[0])
    numbers = count(1)
    where = marked or item.body
    text = item.text(where, inline=lambda _node: f"[[{next(numbers)}]]")
    stem, text = (_around(item, where), text) if marked else split(text)
    rule = item.marking.rule
    gaps = [_gap(item, node) for node in found]
    scheme = "part" if rule in (MAP, SUM) else "exact"
    return {"kind": "gap_text", "stem": stem, "text": text, "gaps": gaps, "scheme": scheme}


def _around(item: Item, marked: Node) -> str:
    """The text of the body without the marked element."""
    line_of = marked.name
    marked.name = "rubricBlock"  # left out of texts
    stem = item.text(item.body)
    marked.name = line_of
    return stem or _("Fill in the gaps.")


# --- one text entry ------------------------------------------------------------------------------


def _typed(item: Item, node: Node) -> Question:
    """The entry leaves a blank where text follows on its line."""
    stem = item.text(item.body, inline=lambda _node: BLANK)
    lines = [line.removesuffix(BLANK).rstrip() if line.endswith(BLANK) else line
             for line in stem.split("\n")]  # fmt: skip
    response = item.response(node)
    fields = _number(item, response) if response.base_type in _NUMBERS else _text(item, response)
    return {"stem": "\n".join(filter(None, lines))} | fields


def _number(item: Item, response: Response) -> Question:
    right = response.correct or [entry.key for entry in response.entries if entry.value > 0]
    if len(right) != 1:
        raise RefusedError(_("The item has no right answer."), item.node.line)
    answer = {"answer": exact(right[0]), "tolerance": item.marking.tolerance}
    return {"kind": "number"} | answer


def _text(item: Item, response: Response) -> Question:
    if not item.is_mapped:
        fold = "exact" if item.marking.is_case_sensitive else "case"
        if not response.correct:
            raise RefusedError(_("The item has no right answer."), item.node.line)
        return {"kind": "short_text", "fold": fold, "accept": response.correct}
    good = [entry.value for entry in response.entries if entry.value > 0]
    best = response.upper or max(good, default=0)
    sensitive = {entry.is_case_sensitive for entry in response.entries}
    if best <= 0 or len(sensitive) != 1 or response.default:
        raise RefusedError(_("The values of the mapping do not fit together."), item.node.line)
    answers = [
        {"text": entry.key.replace("*", "\\*"), "weight": entry.value / best, "feedback": ""}
        for entry in response.entries
    ]
    if any(abs(row["weight"]) > 1 for row in answers):  # type: ignore[arg-type]
        raise RefusedError(_("The values of the mapping do not fit together."), item.node.line)
    fold = "exact" if sensitive == {True} else "case"
    return {"kind": "short_text", "fold": fold} | schemes.short_answers(answers)


# --- gaps ----------------------------------------------------------------------------------------


def _gap(item: Item, node: Node) -> dict[str, Any]:
    response = item.response(node)
    right = list(response.correct)
    if item.marking.rule in (MAP, SUM) and response.entries:
        best = max(entry.value for entry in response.entries)
        if any(0 < entry.value < best for entry in response.entries):
            raise RefusedError(_("A gap has an answer worth a part of the mark."), node.line)
        right = [entry.key for entry in response.entries if entry.value > 0]
    if not right:
        raise RefusedError(_("A gap in the text has no answer."), node.line)
    if node.name == "textEntryInteraction":
        is_case_sensitive = all(entry.is_case_sensitive for entry in response.entries)
        return {"accept": right, "fold": "exact" if is_case_sensitive else "case"}
    texts = {n.get("identifier"): item.text(n) for n in node.elements("inlineChoice")}
    if not set(right) <= set(texts):
        raise RefusedError(_("The right answer is none of the options."), node.line)
    return {"accept": [texts[name] for name in right], "options": list(texts.values())}


def gap_match(item: Item, node: Node) -> Question:
    """Words to put into gaps: every gap offers all of them."""
    texts = {n.get("identifier"): item.text(n) for n in node.elements("gapText")}
    if node.elements("gapImg"):
        raise RefusedError(_("Pictures to put into gaps cannot be imported."), node.line)
    response, places = item.response(node), [gap.get("identifier") for gap in node.every("gap")]
    written = response.correct or [entry.key for entry in response.entries if entry.value > 0]
    right = {gap: word for word, gap in (text.split() for text in written)}
    if not places or set(right) != set(places) or not set(right.values()) <= set(texts):
        raise RefusedError(_("A gap in the text has no answer."), node.line)
    numbers = count(1)
    text = item.text(
        node, inline=lambda _gap: f"[[{next(numbers)}]]", without=("prompt", "gapText")
    )
    stem = item.stem(node)
    if not stem:
        stem, text = split(text)
    options = list(texts.values())
    gaps = [{"accept": [texts[right[place]]], "options": options} for place in places]
    scheme = "part" if item.is_mapped else "exact"
    if len({entry.value for entry in response.entries if entry.value > 0}) > 1:
        item.note(_("All gaps count the same: their own points are not kept."))
    return {"kind": "gap_text", "stem": stem, "text": text, "gaps": gaps, "scheme": scheme}
