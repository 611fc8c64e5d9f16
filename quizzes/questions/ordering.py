"""Put in the right order. {"order": [ids]}

On the page every item gets its place. While some have none yet, or two the same, the answer is only
begun: {"begun": {id: place}}."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Response, scheme_field
from quizzes.row_ids import is_repeated, with_ids

SCHEMES = ("exact", "part", "order.neighbours", "order.pairs", "qti.match_correct")


class Ordering(Kind):
    name = "ordering"
    label = gettext_lazy("right order")
    template = "quizzes/kinds/order.html"
    script = "quizzes/order.js"
    place = 70
    schemes = SCHEMES
    fields = (
        AuthorField(
            "items",
            "rows",
            gettext_lazy("Items, in the right order"),
            gettext_lazy("Learners see them mixed."),
            columns=(AuthorField("text", "text", gettext_lazy("Item")),),
        ),
        scheme_field(SCHEMES),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        given = [value.partition(":") for value in form.get(FIELD, [])]
        ids = {row["id"] for row in _items(content)}
        all_places = {str(n + 1) for n in range(len(ids))}
        places = {id: place for id, _, place in given if id in ids and place in all_places}
        if not places:
            return None
        if set(places) == ids and set(places.values()) == all_places:
            return {"order": sorted(places, key=lambda id: int(places[id]))}
        return {"begun": places}

    def refusal(self, content: Content, response: Response) -> str:
        order = response.get("order")
        ids = sorted(row["id"] for row in _items(content))
        if (
            set(response) == {"order"}
            and isinstance(order, list)
            and sorted(map(str, order)) == ids
        ):
            return ""
        return _("Give every line its own place: no place twice, none left out.")

    def controls(
        self, content: Content, order: Sequence[str], response: Response
    ) -> dict[str, Any]:
        """rows: (item, [(value, place, chosen)])"""
        texts = {row["id"]: row["text"] for row in _items(content)}
        shown, said = [id for id in order if id in texts], _places(response)
        return {
            "rows": [
                {
                    "text": texts[id],
                    "choices": [
                        (f"{id}:{n}", n, said.get(id) == n) for n in range(1, len(shown) + 1)
                    ],
                }
                for id in shown
            ]
        }

    def describe(self, content: Content, response: Response) -> str:
        texts = {row["id"]: row["text"] for row in _items(content)}
        said = sorted(_places(response).items(), key=lambda place: place[1])
        return "; ".join(f"{place}. {texts.get(id, '')}" for id, place in said)

    def key_text(self, content: Content) -> str:
        texts = (row["text"] for row in _items(content))
        return "; ".join(f"{place}. {text}" for place, text in enumerate(texts, start=1))

    def layout(self, content: Content) -> list[tuple[str, bool]]:
        return [(row["id"], False) for row in _items(content)]

    def finish(self, content: dict[str, Any]) -> dict[str, Any]:
        return content | {"items": with_ids(_items(content), "text")}

    def check(self, content: Content) -> list[str]:
        problems = []
        if len(_items(content)) < 2:
            problems.append(_("Give at least two items."))
        if is_repeated(row.get("text", "") for row in _items(content)):
            problems.append(_("Two items have the same text."))
        return problems


def _items(content: Content) -> list[Mapping[str, Any]]:
    return list(content.get("items") or [])


def _places(response: Response) -> dict[str, int]:
    """The place of every item that has one."""
    order, begun = response.get("order"), response.get("begun")
    if isinstance(order, list):
        return {str(id): place for place, id in enumerate(order, start=1)}
    given = begun.items() if isinstance(begun, dict) else ()
    return {str(id): int(place) for id, place in given if str(place).isdecimal()}


KIND = Ordering()
