"""Type a number. {"text": "…"}

One right number, or several with what each is worth; one unit, or several with their factors."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text, format_number
from quizzes import marking
from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Response, scheme_field
from quizzes.marking.numbers import understood, with_unit
from quizzes.marking.reading import number, weight

LONGEST = 60
_TOLERANCE = AuthorField(
    "tolerance",
    "number",
    gettext_lazy("May differ by"),
    gettext_lazy("0 if only this number is right."),
    required=False,
)
_ANSWERS = AuthorField(
    "answers",
    "rows",
    gettext_lazy("Several right numbers"),
    gettext_lazy("Only if one is not enough. The first one that fits decides."),
    required=False,
    columns=(
        AuthorField("value", "number", gettext_lazy("Number")),
        _TOLERANCE,
        AuthorField("weight", "number", gettext_lazy("Worth, from 0 to 1"), required=False),
        AuthorField("feedback", "text", gettext_lazy("What to say to it"), required=False),
    ),
)
_UNITS = AuthorField(
    "units",
    "rows",
    gettext_lazy("Several units"),
    gettext_lazy("Right number × factor = the answer in that unit: 1 for m, 100 for cm."),
    required=False,
    columns=(
        AuthorField("name", "text", gettext_lazy("Unit")),
        AuthorField("factor", "number", gettext_lazy("Factor")),
    ),
)


class Number(Kind):
    name = "number"
    label = gettext_lazy("number")
    template = "quizzes/kinds/type-number.html"
    place = 50
    schemes = marking.schemes_for("number")
    fields = (
        AuthorField("answer", "number", gettext_lazy("Right number"), required=False),
        _TOLERANCE,
        AuthorField("unit", "text", gettext_lazy("Unit"), required=False),
        _ANSWERS,
        _UNITS,
        AuthorField(
            "unit_penalty",
            "number",
            gettext_lazy("Taken off without the right unit, from 0 to 1"),
            required=False,
        ),
        scheme_field(schemes),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        typed = clean_text(" ".join(form.get(FIELD, [])[-1:]))
        return {"text": typed} if typed else None

    def refusal(self, content: Content, response: Response) -> str:
        text = response.get("text")
        if set(response) == {"text"} and isinstance(text, str) and _is_number(content, text):
            return ""
        return _("Write the answer in digits, for example 7")

    def describe(self, content: Content, response: Response) -> str:
        text, unit = str(response.get("text", "")), content.get("unit", "")
        bare = unit and not understood(text)[1]
        return f"{text} {unit}" if bare else text

    def key_text(self, content: Content) -> str:
        answer = Decimal(str(_best(content)))
        decimals = max(0, -int(answer.normalize().as_tuple().exponent))
        units = content.get("units") or [{"name": content.get("unit", "")}]
        return f"{format_number(answer, decimals)} {units[0]['name']}".strip()

    def feedback(self, content: Content, response: Response) -> str:
        for row in content.get("answers", []):
            alone = {**content, "answers": [{**row, "weight": 1}], "unit_penalty": 0}
            if self.mark(alone, response):
                return str(row.get("feedback", ""))
        return ""

    def check(self, content: Content) -> list[str]:
        problems = []
        for row in content.get("answers") or [{**content, "value": content.get("answer")}]:
            problems += _problems_of(row, any_number=content.get("scheme") == "moodle.number")
        problems += _problems_of_units(content)
        return list(dict.fromkeys(problems))


def _is_number(content: Content, text: str) -> bool:
    """A number, with its unit or a power of ten."""
    if len(text) > LONGEST:
        return False
    names = [str(row.get("name", "")) for row in content.get("units", [])]
    values, unit = with_unit(text, names)
    return bool(understood(text)[0]) or (bool(values) and unit in ("", *names))


def _best(content: Content) -> object:
    """The number worth most, the first of them."""
    answers = content.get("answers") or [{"value": content.get("answer", 0)}]
    known = [row for row in answers if number(row.get("value")) is not None]
    return max(known, key=_worth)["value"] if known else 0


def _worth(row: Mapping[str, Any]) -> Fraction:
    return weight(row.get("weight", 1))


def _problems_of(row: Mapping[str, Any], *, any_number: bool) -> list[str]:
    """`any_number`: "*" may stand for all others, as in Moodle."""
    problems = []
    if number(row.get("value")) is None and not (any_number and row.get("value") == "*"):
        problems.append(_("The right answer must be a number."))
    tolerance = number(row.get("tolerance", 0))
    if tolerance is None or tolerance < 0:
        problems.append(_("“May differ by” must be a number, 0 or more."))
    worth = number(row.get("weight", 1))
    if worth is None or not -1 <= worth <= 1:
        problems.append(_("What an answer is worth must be a number from −1 to 1."))
    return problems


def _problems_of_units(content: Content) -> list[str]:
    problems = []
    if not all(number(row.get("factor")) for row in content.get("units", [])):
        problems.append(_("The factor of a unit must be a number other than 0."))
    penalty = number(content.get("unit_penalty", 0))
    if penalty is None or not 0 <= penalty <= 1:
        problems.append(_("What is taken off must be a number from 0 to 1."))
    return problems


KIND = Number()
