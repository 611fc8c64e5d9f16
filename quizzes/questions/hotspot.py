"""Find a place on a picture. {"x": %, "y": %}, or {"option": region id} from the list beside it; where
several places are right {"options": [ids]}, from the list alone.

Without JavaScript the picture itself sends the form: it is there in fixed widths, of which the
style sheet shows one, so that what was pointed at can be read in percent. A picture "pressed" with
the keyboard sends 0, 0: no place, the list counts."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from lms.core.vietnamese import format_number
from quizzes import media
from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Option, Response, scheme_field
from quizzes.marking.regions import holds
from quizzes.row_ids import is_repeated, with_ids

SCHEMES = ("exact", "part")
SHAPES = (
    ("rect", pgettext_lazy("shape", "rectangle: left, top, right, bottom")),
    ("circle", pgettext_lazy("shape", "circle: middle from left, middle from top, radius")),
    ("poly", pgettext_lazy("shape", "corners: from left and from top, one after another")),
)
WIDTHS = (240, 280, 544)  # CSS pixels; css/components/hotspot.css shows the one that fits
_COUNTS = {"rect": {4}, "circle": {3}, "poly": set(range(6, 41, 2))}


class Hotspot(Kind):
    name = "hotspot"
    label = gettext_lazy("place on a picture")
    template = "quizzes/kinds/hotspot.html"
    script = "quizzes/hotspot.js"
    place = 90
    schemes = SCHEMES
    fields = (
        AuthorField("image", "text", gettext_lazy("Picture"), media.NAMED.help),
        AuthorField(
            "regions",
            "rows",
            gettext_lazy("Places on the picture"),
            gettext_lazy("Learners can also choose them from a list of their names."),
            columns=(
                AuthorField("label", "text", gettext_lazy("Name of the place")),
                AuthorField("shape", "choice", gettext_lazy("Shape"), choices=SHAPES),
                AuthorField(
                    "coords", "numbers", gettext_lazy("Numbers in % of the picture"), "10 20 30 40"
                ),
                AuthorField("correct", "flag", gettext_lazy("Right"), required=False),
            ),
        ),
        scheme_field(SCHEMES),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        values = [value for value in form.get(FIELD, []) if value]
        if asks_for_several(content):
            return {"options": sorted(set(values))} if values else None
        pressed = _pressed(content, form)
        named = [value for value in values if "," not in value]
        if named and not pressed:  # a place pointed at before is sent along; the list is newer
            return {"option": named[-1]}
        points = pressed or values
        return _point(points[-1]) if points else None

    def refusal(self, content: Content, response: Response) -> str:
        ids = {row["id"] for row in _regions(content)}
        several = asks_for_several(content)
        if set(response) == {"x", "y"} and not several and _spot(response):
            return ""
        shape = {"options"} if several else {"option"}
        chosen = self.chosen(response)
        known = set(response) == shape and chosen and chosen <= ids
        return "" if known else _("Choose among the places on this page.")

    def options(self, content: Content, order: Sequence[str]) -> list[Option]:
        labels = {row["id"]: row["label"] for row in _regions(content)}
        return [Option(id, labels[id]) for id in order if id in labels]

    def chosen(self, response: Response) -> frozenset[str]:
        ids = response.get("options", [response.get("option")])
        return (
            frozenset(id for id in ids if isinstance(id, str))
            if isinstance(ids, list)
            else frozenset()
        )

    def controls(
        self, content: Content, order: Sequence[str], response: Response
    ) -> dict[str, Any]:
        """picture; sizes: (name, width, height); spot: where it was pointed at, or None"""
        picture = media.named(content, content.get("image"))
        return {
            "picture": picture,
            "sizes": [(f"p{width}", width, _height(picture, width)) for width in WIDTHS],
            "several": asks_for_several(content),
            "spot": _spot(response),
        }

    def describe(self, content: Content, response: Response) -> str:
        spot = _spot(response)
        if spot is None:
            return _labels(content, self.chosen(response))
        hit = {row["id"] for row in _regions(content) if holds(row, *spot)}
        if hit:
            return _labels(content, hit)
        x, y = (format_number(round(value), 0) for value in spot)
        return _("A place on the picture (%(x)s%% from the left, %(y)s%% from the top)") % {
            "x": x,
            "y": y,
        }

    def key_text(self, content: Content) -> str:
        return _labels(content, {row["id"] for row in _regions(content) if row.get("correct")})

    def layout(self, content: Content) -> list[tuple[str, bool]]:
        return [(row["id"], False) for row in _regions(content)]

    def finish(self, content: dict[str, Any]) -> dict[str, Any]:
        return content | {"regions": with_ids(_regions(content), "label")}

    def begin(self, content: Content) -> Content:
        regions = [
            {**row, "coords": " ".join(f"{number:g}" for number in row["coords"])}
            for row in _regions(content)
        ]
        return {**content, "regions": regions}

    def check(self, content: Content) -> list[str]:
        regions, problems = _regions(content), []
        if not media.is_picture(media.named(content, content.get("image"))):
            problems.append(_("Name the picture the places are on."))
        if len(regions) < 2 or not any(row.get("correct") for row in regions):
            problems.append(_("Give at least two places, and mark the right one."))
        if is_repeated(row.get("label", "") for row in regions):
            problems.append(_("Two places have the same name."))
        for row in regions:
            if not _fits(row):
                text = _("“%(name)s”: these numbers do not make such a shape within 0 to 100.")
                problems.append(text % {"name": row.get("label", "")})
        return problems


def asks_for_several(content: Content) -> bool:
    return sum(bool(row.get("correct")) for row in _regions(content)) > 1


def _regions(content: Content) -> list[Mapping[str, Any]]:
    return list(content.get("regions") or [])


def _labels(content: Content, ids: set[str] | frozenset[str]) -> str:
    return "; ".join(row["label"] for row in _regions(content) if row["id"] in ids)


def _fits(row: Mapping[str, Any]) -> bool:
    coords = row.get("coords") or []
    return len(coords) in _COUNTS.get(str(row.get("shape")), set()) and all(
        0 <= number <= 100 for number in coords
    )


def _height(picture: media.Medium | None, width: int) -> int:
    if picture is None or not picture.get("width"):
        return width
    return max(1, round(width * picture["height"] / picture["width"]))


def _pressed(content: Content, form: Form) -> list[str]:
    """Where the picture was pressed, in percent: "x,y"; nothing for 0, 0."""
    picture = media.named(content, content.get("image"))
    for width in WIDTHS:
        x, y = (" ".join(form.get(f"p{width}.{axis}", [])[-1:])[:5] for axis in "xy")
        if (
            x.isascii()
            and x.isdigit()
            and y.isascii()
            and y.isdigit()
            and (int(x), int(y)) != (0, 0)
        ):
            height = _height(picture, width)
            return [f"{min(100, 100 * int(x) / width)},{min(100, 100 * int(y) / height)}"]
    return []


def _point(text: str) -> Response:
    try:
        x, y = (round(float(number), 2) for number in text.split(","))
    except (ValueError, OverflowError):
        return {"option": text}
    return {"x": x, "y": y}


def _spot(response: Response) -> tuple[float, float] | None:
    """The place pointed at, in percent; None if there is none or it is not on the picture."""
    found = [response.get("x"), response.get("y")]
    numbers = [float(n) for n in found if isinstance(n, int | float) and 0 <= n <= 100]
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None


KIND = Hotspot()
