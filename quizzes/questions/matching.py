"""Find for every left side what belongs to it. {"pairs": {left id: right id}}

A right side is named by the id of its pair, one that belongs to nothing by "x1", "x2" …; equal texts
are the same. On the page a right side goes by a token made from its text: the id would tell."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Response, scheme_field
from quizzes.row_ids import id_of, is_repeated, with_ids

SCHEMES = ("part", "exact", "moodle.matching", "qti.match_correct", "qti.map_response")


class Matching(Kind):
    name = "matching"
    label = gettext_lazy("matching")
    template = "quizzes/kinds/match.html"
    place = 60
    schemes = SCHEMES
    fields = (
        AuthorField(
            "pairs",
            "rows",
            gettext_lazy("Pairs"),
            gettext_lazy("What stands on the left keeps its order; the right side is mixed."),
            columns=(
                AuthorField("left", "text", gettext_lazy("Left")),
                AuthorField("right", "text", gettext_lazy("Belongs to it")),
            ),
        ),
        AuthorField(
            "extra",
            "lines",
            gettext_lazy("Right sides that belong to nothing"),
            required=False,
        ),
        scheme_field(SCHEMES),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        tokens = _tokens(content)
        ids = {token: id for id, token in reversed(tokens.items())}
        given = [value.partition(":") for value in form.get(FIELD, [])]
        pairs = {
            left: left if tokens.get(left) == token else ids.get(token, token)
            for left, _colon, token in given
            if token
        }
        return {"pairs": pairs} if pairs else None

    def refusal(self, content: Content, response: Response) -> str:
        pairs, rights = _said(response), _rights(content)
        lefts = {row["id"] for row in _pairs(content)}
        known = set(response) == {"pairs"} and pairs and set(pairs) <= lefts
        if known and all(right in rights for right in pairs.values()):
            return ""
        return _("Choose among the answers on this page.")

    def controls(
        self, content: Content, order: Sequence[str], response: Response
    ) -> dict[str, Any]:
        """rows: (left side, [(value, text, chosen)])"""
        tokens, rights, said = _tokens(content), _rights(content), _said(response)
        offered = [id for id in order if id in rights]
        return {
            "rows": [
                {
                    "text": row["left"],
                    "choices": [
                        (
                            f"{row['id']}:{tokens[id]}",
                            rights[id],
                            tokens[id] == tokens.get(said.get(row["id"], "")),
                        )
                        for id in offered
                    ],
                }
                for row in _pairs(content)
            ]
        }

    def describe(self, content: Content, response: Response) -> str:
        said, rights = _said(response), _rights(content)
        return "; ".join(
            f"{row['left']} – {rights.get(said[row['id']], '')}"
            for row in _pairs(content)
            if row["id"] in said
        )

    def key_text(self, content: Content) -> str:
        return "; ".join(f"{row['left']} – {row['right']}" for row in _pairs(content))

    def layout(self, content: Content) -> list[tuple[str, bool]]:
        """The right sides, each text once."""
        once = {token: id for id, token in reversed(_tokens(content).items())}
        return [(id, False) for id in reversed(once.values())]

    def finish(self, content: dict[str, Any]) -> dict[str, Any]:
        return content | {"pairs": with_ids(_pairs(content), "left")}

    def check(self, content: Content) -> list[str]:
        pairs, problems = _pairs(content), []
        rights = {id_of(row.get("right", "")) for row in pairs}
        if len(pairs) < 2 or len(rights) < 2:
            problems.append(_("Give at least two pairs that differ."))
        if is_repeated(row.get("left", "") for row in pairs):
            problems.append(_("Two left sides have the same text."))
        if any(id_of(text) in rights for text in content.get("extra") or []):
            problems.append(_("A right side that belongs to nothing is also part of a pair."))
        return problems


def _pairs(content: Content) -> list[Mapping[str, Any]]:
    return list(content.get("pairs") or [])


def _rights(content: Content) -> dict[str, str]:
    """The text of every right side, by its id."""
    extra = enumerate(content.get("extra") or [], start=1)
    return {row["id"]: row["right"] for row in _pairs(content)} | {
        f"x{n}": text for n, text in extra
    }


def _tokens(content: Content) -> dict[str, str]:
    """By the id of the right side; the same for the same text."""
    return {id: id_of(text) for id, text in _rights(content).items()}


def _said(response: Response) -> dict[str, str]:
    pairs = response.get("pairs")
    if not isinstance(pairs, dict):
        return {}
    return {str(left): str(right) for left, right in pairs.items()}


KIND = Matching()
