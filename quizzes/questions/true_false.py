"""Is the statement right? {"value": true}. Right and not right always stand in this order."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Option, Response

_VALUES = {"true": True, "false": False}


def _word(value: object) -> str:
    return pgettext("statement", "Right") if value is True else pgettext("statement", "Not right")


class TrueFalse(Kind):
    name = "true_false"
    label = gettext_lazy("true or false")
    template = "quizzes/kinds/choose-one.html"
    place = 30
    fields = (
        AuthorField("answer", "flag", gettext_lazy("The statement is right"), required=False),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        values = [value for value in form.get(FIELD, []) if value]
        return {"value": _VALUES.get(values[-1], values[-1])} if values else None

    def refusal(self, content: Content, response: Response) -> str:
        known = set(response) == {"value"} and isinstance(response["value"], bool)
        return "" if known else _("Choose one of the answers on this page.")

    def options(self, content: Content, order: Sequence[str]) -> list[Option]:
        return [Option(id, _word(value)) for id, value in _VALUES.items()]

    def chosen(self, response: Response) -> frozenset[str]:
        return frozenset(id for id, value in _VALUES.items() if response.get("value") is value)

    def describe(self, content: Content, response: Response) -> str:
        return _word(response.get("value"))

    def key_text(self, content: Content) -> str:
        return _word(bool(content.get("answer")))

    def check(self, content: Content) -> list[str]:
        if isinstance(content.get("answer"), bool):
            return []
        return [_("Say whether the statement is right.")]


KIND = TrueFalse()
