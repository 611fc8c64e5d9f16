"""Put every item where it belongs. {"places": {item id: target id}}; an item may stay out.

Without a pointer each item has a list of the places beside it; that list is the answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text
from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Response, scheme_field
from quizzes.row_ids import is_repeated, names, with_ids

SCHEMES = ("part", "exact")


class DragDrop(Kind):
    name = "drag_drop"
    label = gettext_lazy("drag and drop")
    template = "quizzes/kinds/drag.html"
    script = "quizzes/drag.js"
    place = 75
    schemes = SCHEMES
    fields = (
        AuthorField(
            "items",
            "rows",
            gettext_lazy("Items"),
            gettext_lazy("Learners see them mixed; one that belongs nowhere may be among them."),
            columns=(AuthorField("text", "text", gettext_lazy("Item")),),
        ),
        AuthorField(
            "targets",
            "rows",
            gettext_lazy("Places"),
            columns=(
                AuthorField("label", "text", gettext_lazy("Name of the place")),
                AuthorField(
                    "accepts",
                    "lines",
                    gettext_lazy("Items that belong here"),
                    gettext_lazy("The same words as above."),
                    required=False,
                ),
            ),
        ),
        scheme_field(SCHEMES),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        given = [value.partition(":") for value in form.get(FIELD, [])]
        places = {item: target for item, _colon, target in given if target}
        return {"places": places} if places else None

    def refusal(self, content: Content, response: Response) -> str:
        places = _said(response)
        targets, items = _ids(content, "targets"), _ids(content, "items")
        known = set(places) <= items and set(places.values()) <= targets
        if set(response) == {"places"} and places and known:
            return ""
        return _("Choose among the answers on this page.")

    def controls(
        self, content: Content, order: Sequence[str], response: Response
    ) -> dict[str, Any]:
        """rows: (item, [(value, place, chosen)]); targets: names of the places"""
        texts = {row["id"]: row["text"] for row in _rows(content, "items")}
        targets, said = _rows(content, "targets"), _said(response)
        return {
            "targets": [row["label"] for row in targets],
            "rows": [
                {
                    "text": texts[id],
                    "choices": [
                        (f"{id}:{row['id']}", row["label"], said.get(id) == row["id"])
                        for row in targets
                    ],
                }
                for id in order
                if id in texts
            ],
        }

    def describe(self, content: Content, response: Response) -> str:
        said = _said(response)
        put = {
            row["id"]: [
                item["text"]
                for item in _rows(content, "items")
                if said.get(item["id"]) == row["id"]
            ]
            for row in _rows(content, "targets")
        }
        return _told(content, put)

    def key_text(self, content: Content) -> str:
        texts = {row["id"]: row["text"] for row in _rows(content, "items")}
        return _told(
            content,
            {
                row["id"]: [texts[id] for id in row.get("accepts") or [] if id in texts]
                for row in _rows(content, "targets")
            },
        )

    def layout(self, content: Content) -> list[tuple[str, bool]]:
        return [(row["id"], False) for row in _rows(content, "items")]

    def finish(self, content: dict[str, Any]) -> dict[str, Any]:
        """Items are named in `accepts` by their words, or by the id a file gave them."""
        known = names(_rows(content, "items"), "text")
        targets = [
            {
                **row,
                "accepts": [
                    known.get(clean_text(said).casefold(), said)
                    for said in row.get("accepts") or []
                ],
            }
            for row in _rows(content, "targets")
        ]
        return content | {
            "items": with_ids(_rows(content, "items"), "text"),
            "targets": with_ids(targets, "label"),
        }

    def begin(self, content: Content) -> Content:
        texts = {row["id"]: row["text"] for row in _rows(content, "items")}
        targets = [
            {**row, "accepts": [texts.get(id, id) for id in row.get("accepts") or []]}
            for row in _rows(content, "targets")
        ]
        return {**content, "targets": targets}

    def check(self, content: Content) -> list[str]:
        items, targets, problems = _rows(content, "items"), _rows(content, "targets"), []
        if len(targets) < 2 or not items:
            problems.append(_("Give at least two places and one item."))
        if is_repeated(row.get("text", "") for row in items):
            problems.append(_("Two items have the same text."))
        if is_repeated(row.get("label", "") for row in targets):
            problems.append(_("Two places have the same name."))
        accepted = [id for row in targets for id in row.get("accepts") or []]
        for said in accepted:
            if said not in _ids(content, "items"):
                problems.append(_("“%(name)s” is not one of the items.") % {"name": said})
        if not accepted:
            problems.append(_("Say which items belong where."))
        return problems


def _rows(content: Content, name: str) -> list[Mapping[str, Any]]:
    return list(content.get(name) or [])


def _ids(content: Content, name: str) -> set[str]:
    return {row["id"] for row in _rows(content, name)}


def _said(response: Response) -> dict[str, str]:
    places = response.get("places")
    if not isinstance(places, dict):
        return {}
    return {str(item): str(target) for item, target in places.items()}


def _told(content: Content, put: Mapping[str, list[str]]) -> str:
    rows = [(row["label"], put[row["id"]]) for row in _rows(content, "targets")]
    return "; ".join(f"{label}: {', '.join(texts)}" for label, texts in rows if texts)


KIND = DragDrop()
