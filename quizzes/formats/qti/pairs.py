"""matchInteraction and associateInteraction as matching."""

from __future__ import annotations

from collections import Counter

from django.utils.translation import gettext as _

from quizzes.formats.neutral import Question, RefusedError
from quizzes.formats.qti.declarations import Response
from quizzes.formats.qti.items import Item
from quizzes.formats.xml import Node


def match(item: Item, interaction: Node) -> Question:
    sets = interaction.elements("simpleMatchSet")
    if len(sets) != 2:
        raise RefusedError(_("The item does not have two sets to match."), interaction.line)
    lefts, rights = (_texts(item, one) for one in sets)
    right_pairs = _pairs(item.response(interaction), interaction)
    if not all(left in lefts and right in rights for left, right in right_pairs):
        raise RefusedError(_("The right answer is none of the options."), interaction.line)
    counts = Counter(left for left, _right in right_pairs)
    if max(counts.values(), default=0) > 1:  # several for one: each of the others has one
        right_pairs = [(right, left) for left, right in right_pairs]
        lefts, rights = rights, lefts
        counts = Counter(left for left, _right in right_pairs)
    if max(counts.values(), default=0) != 1 or set(counts) != set(lefts):
        raise RefusedError(
            _("Matching needs exactly one right partner for everything on one side."),
            interaction.line,
        )
    return _question(item, interaction, lefts, rights, right_pairs)


def associate(item: Item, interaction: Node) -> Question:
    """Pairs without direction: the first of each becomes the left side."""
    texts = _texts(item, interaction)
    right_pairs = _pairs(item.response(interaction), interaction)
    used = Counter(name for pair in right_pairs for name in pair)
    if max(used.values(), default=0) != 1 or not set(used) <= set(texts):
        raise RefusedError(
            _("Matching needs exactly one right partner for everything on one side."),
            interaction.line,
        )
    item.note(_("Things to pair freely are kept as a left and a right side."))
    lefts = {left: texts[left] for left, _right in right_pairs}
    rights = {name: text for name, text in texts.items() if name not in lefts}
    return _question(item, interaction, lefts, rights, right_pairs)


def _question(
    item: Item,
    interaction: Node,
    lefts: dict[str, str],
    rights: dict[str, str],
    right_pairs: list[tuple[str, str]],
) -> Question:
    response, partner = item.response(interaction), dict(right_pairs)
    if len({entry.value for entry in response.entries if entry.value > 0}) > 1:
        item.note(_("Every pair counts the same: their own values are not kept."))
    used = set(partner.values())
    return {
        "kind": "matching",
        "stem": item.stem(interaction),
        "pairs": [{"left": text, "right": rights[partner[name]]} for name, text in lefts.items()],
        "extra": [text for name, text in rights.items() if name not in used],
        "scheme": "part" if item.is_mapped else "exact",
    }


def _texts(item: Item, node: Node) -> dict[str, str]:
    found = {
        choice.get("identifier"): item.text(choice)
        for choice in node.elements("simpleAssociableChoice")
    }
    if not all(found.values()) or len(found) < 1:
        raise RefusedError(_("An answer is missing or empty."), node.line)
    return found


def _pairs(response: Response, interaction: Node) -> list[tuple[str, str]]:
    written = response.correct or [entry.key for entry in response.entries if entry.value > 0]
    pairs = [tuple(text.split()) for text in written]
    if not pairs or not all(len(pair) == 2 for pair in pairs):
        raise RefusedError(_("The item has no right answer."), interaction.line)
    return [(pair[0], pair[1]) for pair in pairs]
