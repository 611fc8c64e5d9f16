"""Options to choose from, as choice questions keep them: a list of
{"id", "text", "correct", "feedback", "pin"}.

Ids come from the text, so they say nothing about which option is right, and stay the same when the
same options are loaded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text
from quizzes import media
from quizzes.kind import AuthorField, Content, Option
from quizzes.marking.reading import number, weight
from quizzes.row_ids import id_of

FIELD = AuthorField(
    "options",
    "rows",
    gettext_lazy("Options"),
    columns=(
        AuthorField("text", "text", gettext_lazy("Option")),
        media.NAMED,
        AuthorField("correct", "flag", gettext_lazy("Right"), required=False),
        AuthorField(
            "feedback",
            "text",
            gettext_lazy("What to say to whoever chose it"),
            gettext_lazy("One kind sentence, shown after the test is handed in."),
            required=False,
        ),
        AuthorField(
            "pin",
            "flag",
            gettext_lazy("Stays last"),
            gettext_lazy("For an option such as “Both are right”."),
            required=False,
        ),
        AuthorField(
            "weight",
            "number",
            gettext_lazy("Weight"),
            gettext_lazy(
                "Only for a way of marking that adds up weights: "
                "from −1 to 1, for example 0.5 or −0.25."
            ),
            required=False,
        ),
    ),
)


def rows(content: Content) -> list[Mapping[str, Any]]:
    return list(content.get("options", []))


def ids(content: Content) -> set[str]:
    return {row["id"] for row in rows(content)}


def correct(content: Content) -> set[str]:
    return {row["id"] for row in rows(content) if row.get("correct")}


def with_ids(content: dict[str, Any]) -> dict[str, Any]:
    """Ids from the texts; a medium placed at an option is named by it."""
    named = [
        {**media.at_row(content, row), "id": id_of(str(row.get("text", "")))}
        for row in rows(content)
    ]
    return content | {"options": named}


def layout(content: Content) -> list[tuple[str, bool]]:
    return [(row["id"], bool(row.get("pin"))) for row in rows(content)]


def in_order(content: Content, order: Sequence[str]) -> list[Option]:
    found = {row["id"]: row for row in rows(content)}
    return [
        Option(id, found[id]["text"], media.named(content, found[id].get("image")))
        for id in order
        if id in found
    ]


def texts(content: Content, chosen: set[str]) -> str:
    """The chosen options in the author's order; "; " between them."""
    return "; ".join(row["text"] for row in rows(content) if row["id"] in chosen)


def feedback(content: Content, chosen: set[str]) -> str:
    said = (row.get("feedback", "") for row in rows(content) if row["id"] in chosen)
    return " ".join(filter(None, said))


def check(content: Content) -> list[str]:
    found = rows(content)
    problems = []
    if len(found) < 2:
        problems.append(_("Give at least two options."))
    if len({clean_text(row.get("text", "")).casefold() for row in found}) < len(found):
        problems.append(_("Two options have the same text."))
    return problems + _problems_of_weights(content)


def _is_weight(value: object) -> bool:
    found = number(value)
    return found is not None and -1 <= found <= 1


def _problems_of_weights(content: Content) -> list[str]:
    """As Moodle asks for: the best option is worth all, or several together are."""
    given = [row["weight"] for row in rows(content) if "weight" in row]
    if not all(_is_weight(value) for value in given):
        return [_("A weight must be a number from −1 to 1.")]
    worths = [weight(value) for value in given]
    good = [worth for worth in worths if worth > 0]
    if content.get("scheme") == "moodle.multiple" and given and sum(good) != 1:
        return [_("The weights of the right options must add up to 1.")]
    if content.get("scheme") == "moodle.single" and given and max(worths) != 1:
        return [_("The option that is right must have the weight 1.")]
    return []
