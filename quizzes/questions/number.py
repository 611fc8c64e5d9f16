"""Type a number. {"text": "…"}

Both 1.234,5 and 1,234.5 are read. Where a number can be read in two ways ("1.234": one thousand two
hundred thirty-four, or one and a bit) it is right if either reading is. The unit may be typed too:
in full, or its first words; another unit makes another answer."""

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text, fold, format_number
from quizzes.kind import FIELD, RIGHT, WRONG, AuthorField, Content, Form, Kind, Response

LONGEST = 60
_TYPED = re.compile(
    r"([+−-]?) ?(\d[\d.,]*(?: \d{3}(?!\d)[\d.,]*)*?)[., ]*((?:[^\W\d_]|%)\D*[23]?)?"
)
_SMALL = str.maketrans("²³", "23")
_DOTS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?|\d+(,\d+)?")  # 1.234,5
_COMMAS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?|\d+(\.\d+)?")  # 1,234.5


class Number(Kind):
    name = "number"
    label = gettext_lazy("number")
    template = "quizzes/kinds/type-number.html"
    place = 50
    fields = (
        AuthorField("answer", "number", gettext_lazy("Right number")),
        AuthorField(
            "tolerance",
            "number",
            gettext_lazy("May differ by"),
            gettext_lazy("0 if only this number is right."),
            required=False,
        ),
        AuthorField("unit", "text", gettext_lazy("Unit"), required=False),
    )

    def read(self, form: Form) -> Response | None:
        typed = clean_text(" ".join(form.get(FIELD, [])[-1:]))
        return {"text": typed} if typed else None

    def refusal(self, content: Content, response: Response) -> str:
        text = response.get("text")
        if set(response) == {"text"} and isinstance(text, str) and len(text) <= LONGEST:
            values, _unit = understood(text)
            if values:
                return ""
        return _("Write the answer in digits, for example 7")

    def mark(self, content: Content, response: Response) -> Fraction:
        values, unit = understood(str(response.get("text", "")))
        right, tolerance = _exact(content.get("answer")), _exact(content.get("tolerance", 0))
        if right is None or not _unit_fits(unit, content.get("unit", "")):
            return WRONG
        near = any(abs(value - right) <= (tolerance or 0) for value in values)
        return RIGHT if near else WRONG

    def describe(self, content: Content, response: Response) -> str:
        text, unit = str(response.get("text", "")), content.get("unit", "")
        bare = unit and not understood(text)[1]
        return f"{text} {unit}" if bare else text

    def key_text(self, content: Content) -> str:
        answer = Decimal(str(content.get("answer", 0)))
        decimals = max(0, -int(answer.normalize().as_tuple().exponent))
        return f"{format_number(answer, decimals)} {content.get('unit', '')}".strip()

    def check(self, content: Content) -> list[str]:
        problems = []
        if _exact(content.get("answer")) is None:
            problems.append(_("The right answer must be a number."))
        tolerance = _exact(content.get("tolerance", 0))
        if tolerance is None or tolerance < 0:
            problems.append(_("“May differ by” must be a number, 0 or more."))
        return problems


def understood(text: str) -> tuple[tuple[Fraction, ...], str]:
    """Every value the text can mean (none if it is no number) and the unit typed after it."""
    typed = _TYPED.fullmatch(clean_text(text.translate(_SMALL)))
    if typed is None:
        return (), ""
    sign, digits, unit = typed.groups()
    compact = digits.replace(" ", "").rstrip(".,")
    readings = []
    if _DOTS.fullmatch(compact):
        readings.append(compact.replace(".", "").replace(",", "."))
    if _COMMAS.fullmatch(compact):
        readings.append(compact.replace(",", ""))
    factor = 1 if sign in ("", "+") else -1
    return tuple(dict.fromkeys(factor * Fraction(value) for value in readings)), unit or ""


def _unit_fits(typed: str, unit: str) -> bool:
    if not typed or not unit:
        return True
    said, meant = (fold(text.translate(_SMALL)).strip(" .").split() for text in (typed, unit))
    return meant[: len(said)] == said


def _exact(value: object) -> Fraction | None:
    try:
        return Fraction(Decimal(str(value)))
    except (InvalidOperation, ValueError, OverflowError):
        return None


KIND = Number()
