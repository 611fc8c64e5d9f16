"""Options to choose from, as choice questions keep them: a list of
{"id", "text", "correct", "feedback", "pin"}.

Ids come from the text, so they say nothing about which option is right, and stay the same when the
same options are loaded again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text
from quizzes.kind import AuthorField, Content, Option

FIELD = AuthorField(
    "options",
    "rows",
    gettext_lazy("Options"),
    columns=(
        AuthorField("text", "text", gettext_lazy("Option")),
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
    ),
)


def rows(content: Content) -> list[Mapping[str, Any]]:
    return list(content.get("options", []))


def ids(content: Content) -> set[str]:
    return {row["id"] for row in rows(content)}


def correct(content: Content) -> set[str]:
    return {row["id"] for row in rows(content) if row.get("correct")}


def with_ids(content: dict[str, Any]) -> dict[str, Any]:
    named = [{**row, "id": _id_of(row.get("text", ""))} for row in rows(content)]
    return content | {"options": named}


def _id_of(text: str) -> str:
    return sha256(clean_text(text).encode()).hexdigest()[:8]


def layout(content: Content) -> list[tuple[str, bool]]:
    return [(row["id"], bool(row.get("pin"))) for row in rows(content)]


def in_order(content: Content, order: Sequence[str]) -> list[Option]:
    texts = {row["id"]: row["text"] for row in rows(content)}
    return [Option(id, texts[id]) for id in order if id in texts]


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
    return problems
