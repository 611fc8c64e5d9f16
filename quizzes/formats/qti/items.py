"""An assessmentItem as a question of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import Question, RefusedError, short
from quizzes.formats.qti import bodies
from quizzes.formats.qti.declarations import (
    MAP,
    NONE,
    Marking,
    Response,
    marking,
    outcome_defaults,
    responses,
)
from quizzes.formats.xml import Node

TOOL = "Binh dan hoc vu so"  # what our writer signs with: only then labels are our codes
Note = Callable[[int, object], None]
_NOT_IN_AN_ITEM = ("templateDeclaration", "templateProcessing", "assessmentStimulusRef")


class Item:
    """One item, and what its readers need of it."""

    def __init__(self, node: Node, media: MediaBox, note: Note) -> None:
        self.node, self.media, self._note = node, media, note
        body = node.first("itemBody")
        if body is None:
            raise RefusedError(_("The item has no text."), node.line)
        self.body: Node = body
        self.responses: Mapping[str, Response] = responses(node)
        self.defaults = outcome_defaults(node)
        self._marking: Marking | None = None

    @property
    def marking(self) -> Marking:
        """Only asked for by kinds that are not marked by a person."""
        if self._marking is None:
            self._marking = marking(self.node)
            if self._marking.rule == NONE:
                self.note(_("The item does not say how it is marked: all or nothing."))
        return self._marking

    @property
    def is_mapped(self) -> bool:
        return self.marking.rule == MAP

    def note(self, message: object) -> None:
        self._note(self.node.line, message)

    def response(self, interaction: Node) -> Response:
        identifier = interaction.get("responseIdentifier")
        if identifier not in self.responses:
            raise RefusedError(
                _("The response “%(name)s” is not declared.") % {"name": identifier},
                interaction.line,
            )
        return self.responses[identifier]

    def text(self, node: Node, place: str = "stem", **options: object) -> str:
        return bodies.text(node, self.media, place, **options)  # type: ignore[arg-type]

    def stem(self, interaction: Node) -> str:
        """The text around the interaction, and its prompt."""
        prompt = interaction.first("prompt")
        parts = [self.text(self.body), self.text(prompt) if prompt else ""]
        return "\n".join(filter(None, parts))

    def option_feedback(self, choice: Node) -> str:
        """What stands in the choice for whoever chose it, or comes up as modal feedback for it."""
        inside = list(choice.every("feedbackInline"))
        modal = [
            node
            for node in self.node.elements("modalFeedback")
            if node.get("identifier") == choice.get("identifier") and is_shown(node)
        ]
        return "\n".join(self.text(node, "explanation") for node in (*inside, *modal))


def is_shown(feedback: Node) -> bool:
    """Feedback with showHide="hide" is for everybody but those it names."""
    return feedback.get("showHide", "show") == "show"


def head(item: Item, kind: Question) -> Question:
    """The question with what every item has."""
    question: Question = {"stem": ""} | kind
    title = item.node.get("title")
    question["title"] = "" if title == short(question["stem"]) else title
    if item.node.get("toolName") == TOOL:
        question["code"] = item.node.get("label")
    question["rubric"] = "\n".join(
        item.text(node, "explanation")
        for node in item.body.every("rubricBlock")
        if "scorer" in node.get("view")
    )
    question["explanation"] = _explanation(item, question)
    question["media"] = item.media.taken
    if not question["stem"]:
        raise RefusedError(_("The item has no text."), item.node.line)
    return question


def _explanation(item: Item, question: Question) -> str:
    """Modal feedback that is always shown; other feedback is noted as lost."""
    shown = []
    used = {choice.get("identifier") for choice in item.body.every("simpleChoice")}
    for node in item.node.elements("modalFeedback"):
        identifier = node.get("identifier")
        if item.defaults.get(node.get("outcomeIdentifier")) == identifier and is_shown(node):
            shown.append(item.text(node, "explanation"))
        elif not is_shown(node) or identifier not in used or "options" not in question:
            item.note(_("The feedback “%(name)s” is not kept.") % {"name": identifier})
    return "\n".join(shown)


def check(node: Node) -> None:
    """Refuse what would be another question than the one read."""
    if node.get("adaptive") == "true":
        raise RefusedError(_("Adaptive items cannot be imported."), node.line)
    for found in node.elements(*_NOT_IN_AN_ITEM):
        raise RefusedError(
            _("Items with <%(tag)s> cannot be imported.") % {"tag": found.name}, found.line
        )
