"""Interactions of QTI as kinds of ours; each reader gives the fields of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from quizzes.formats import schemes
from quizzes.formats.choices import with_pictures
from quizzes.formats.file_types import our_types
from quizzes.formats.neutral import Question, RefusedError
from quizzes.formats.qti import bodies, gaps, hotspots, pairs
from quizzes.formats.qti.declarations import Response
from quizzes.formats.qti.items import Item
from quizzes.formats.xml import Node

_BOOLEAN = {"true", "false"}


def read(item: Item) -> Question:
    found = bodies.interactions(item.body)
    names = {node.name for node in found}
    if not found:
        raise RefusedError(_("This is not a question: it has no interaction."), item.node.line)
    if names <= gaps.INLINE:
        return gaps.read(item, found)
    if len(found) > 1:
        raise RefusedError(_("The item asks more than one question."), found[1].line)
    reader = _READERS.get(found[0].name)
    if reader is None:
        raise RefusedError(
            _("Questions of the type “%(name)s” cannot be imported.") % {"name": found[0].name},
            found[0].line,
        )
    return reader(item, found[0])


# --- choosing ------------------------------------------------------------------------------------


def _choice(item: Item, interaction: Node) -> Question:
    response = item.response(interaction)
    kind = "single" if response.cardinality == "single" else "multiple"
    nodes = interaction.elements("simpleChoice")
    if len(nodes) < 2:
        raise RefusedError(_("The question has fewer than two options."), interaction.line)
    if not response.correct and not response.entries:
        raise RefusedError(_("The item has no right answer."), interaction.line)
    if {node.get("identifier") for node in nodes} == _BOOLEAN and kind == "single":
        return _true_false(item, interaction, nodes, response)
    worths = _worths(item, response, nodes)
    is_fixed = interaction.get("shuffle") == "false"
    question: Question = {"kind": kind, "stem": item.stem(interaction), "options": []}
    for number, node in enumerate(nodes, start=1):
        option: dict[str, Any] = {"text": item.text(node, str(number))} | worths[number - 1]
        option |= {"feedback": item.option_feedback(node)}
        option |= {"pin": is_fixed or node.get("fixed") == "true"}
        question["options"].append(option)
    if any("weight" in option for option in question["options"]):
        question["scheme"] = schemes.MAP_RESPONSE
    return with_pictures(item.media, question)


def _worths(item: Item, response: Response, nodes: list[Node]) -> list[dict[str, Any]]:
    """Of every choice; a mapping counts in shares of the most that can be reached."""
    names = [node.get("identifier") for node in nodes]
    if not set(response.correct) <= set(names):
        raise RefusedError(_("The right answer is none of the options."), item.node.line)
    if not item.is_mapped:
        return [{"correct": True} if name in response.correct else {} for name in names]
    is_single = response.cardinality == "single"
    values = [response.value(name) for name in names]
    good = [value for value in values if value > 0]
    best = response.upper or (max(good, default=0) if is_single else sum(good))
    if best <= 0 or any(abs(value) > best for value in values):
        raise RefusedError(_("The values of the mapping do not fit together."), item.node.line)
    return [schemes.option_worth("single" if is_single else "multiple", v / best) for v in values]


def _true_false(item: Item, interaction: Node, nodes: list[Node], response: Response) -> Question:
    said = {node.get("identifier"): item.option_feedback(node) for node in nodes}
    answer = response.correct or [entry.key for entry in response.entries if entry.value > 0]
    return {
        "kind": "true_false",
        "stem": item.stem(interaction),
        "answer": answer == ["true"],
        "feedback": said,
    }


# --- putting in order ----------------------------------------------------------------------------


def _order(item: Item, interaction: Node) -> Question:
    nodes = {node.get("identifier"): node for node in interaction.elements("simpleChoice")}
    right = item.response(interaction).correct
    if sorted(right) != sorted(nodes) or len(nodes) < 2:
        raise RefusedError(_("The right order does not name every item once."), interaction.line)
    if item.is_mapped:
        raise RefusedError(_("The values of the mapping do not fit together."), interaction.line)
    items = [{"text": item.text(nodes[name])} for name in right]
    return {
        "kind": "ordering", "stem": item.stem(interaction), "items": items, "scheme": "exact",
    }  # fmt: skip


# --- marked by a person --------------------------------------------------------------------------


def _open_answer(item: Item, interaction: Node) -> Question:
    return {"kind": "open_answer", "stem": item.stem(interaction)}


def _file_answer(item: Item, interaction: Node) -> Question:
    types = interaction.get("type").split()
    return {"kind": "file_answer", "stem": item.stem(interaction), "types": our_types(types)}


_READERS: dict[str, Callable[[Item, Node], Question]] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": pairs.match,
    "associateInteraction": pairs.associate,
    "gapMatchInteraction": gaps.gap_match,
    "hotspotInteraction": hotspots.read,
    "extendedTextInteraction": _open_answer,
    "uploadInteraction": _file_answer,
}
