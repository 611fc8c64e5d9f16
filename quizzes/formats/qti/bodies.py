"""The text of an item: XHTML with interactions in it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import RefusedError
from quizzes.formats.plain import Lines
from quizzes.formats.xml import Node

Inline = Callable[[Node], str]
_APART = {"feedbackInline", "feedbackBlock", "rubricBlock", "modalFeedback", "stylesheet"}
_REFUSED = {
    "printedVariable", "templateInline", "templateBlock", "hottext", "include", "gap",
    "catalogInfo",
}  # fmt: skip


def is_interaction(node: Node) -> bool:
    return node.name.endswith("Interaction")


def interactions(node: Node) -> list[Node]:
    """In the order of the document; none inside another."""
    found: list[Node] = []
    for child in node.elements():
        found += [child] if is_interaction(child) else interactions(child)
    return found


def text(
    node: Node,
    media: MediaBox,
    place: str = "stem",
    *,
    inline: Inline | None = None,
    without: tuple[str, ...] = (),
) -> str:
    """The text of the element. `inline` says what stands for an interaction or a gap in it; where
    it is not given they are left out. `without`: elements that are read elsewhere."""
    lines = Lines(media, place)
    _walk(node, lines, inline, without)
    return lines.text()


def _walk(node: Node, lines: Lines, inline: Inline | None, without: tuple[str, ...]) -> None:
    for child in node.children:
        if isinstance(child, str):
            lines.data(child)
        elif is_interaction(child) or child.name == "gap":
            lines.data(inline(child) if inline else "")
        elif child.name in _REFUSED:
            raise RefusedError(
                _("The text holds <%(tag)s>, which plain text cannot keep.") % {"tag": child.name},
                child.line,
            )
        elif child.name not in _APART and child.name not in without:
            lines.start(child.name, dict(child.attributes))
            _walk(child, lines, inline, without)
            lines.end(child.name)
