"""Say where one stands on a scale. {"level": 1 … n}. Worth nothing either way."""

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.kind import FIELD, WRONG, AuthorField, Content, Form, Kind, Option, Response
from quizzes.row_ids import is_repeated

MOST = 11


class SurveyScale(Kind):
    name = "survey_scale"
    label = gettext_lazy("scale (not marked)")
    template = "quizzes/kinds/scale.html"
    place = 130
    schemes = ()
    counts = False
    fields = (
        AuthorField(
            "levels",
            "lines",
            gettext_lazy("Steps of the scale"),
            gettext_lazy("From one end to the other, in words."),
        ),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        values = [value for value in form.get(FIELD, []) if value]
        if not values:
            return None
        return {"level": int(values[-1]) if values[-1] in _numbers(content) else values[-1]}

    def refusal(self, content: Content, response: Response) -> str:
        known = set(response) == {"level"} and _level(content, response)
        return "" if known else _("Choose one of the answers on this page.")

    def options(self, content: Content, order: Sequence[str]) -> list[Option]:
        return [Option(*row) for row in _numbers(content).items()]

    def chosen(self, response: Response) -> frozenset[str]:
        return frozenset([str(response["level"])] if "level" in response else [])

    def mark(self, content: Content, response: Response) -> Fraction:
        return WRONG

    def describe(self, content: Content, response: Response) -> str:
        return _level(content, response)

    def key_text(self, content: Content) -> str:
        return ""

    def check(self, content: Content) -> list[str]:
        levels = content.get("levels") or []
        problems = []
        if not 2 <= len(levels) <= MOST:
            problems.append(_("Give 2 to %(most)s steps.") % {"most": MOST})
        if is_repeated(levels):
            problems.append(_("Two steps have the same text."))
        return problems


def _numbers(content: Content) -> dict[str, str]:
    """The steps by their number, from 1."""
    return {str(n): str(text) for n, text in enumerate(content.get("levels") or [], start=1)}


def _level(content: Content, response: Response) -> str:
    level = response.get("level")
    return _numbers(content).get(str(level), "") if type(level) is int else ""


KIND = SurveyScale()
