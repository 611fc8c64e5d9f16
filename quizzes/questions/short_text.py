"""Type a word or a short phrase. {"text": "…"}

However it is typed, it counts the same: composed or decomposed letters, tone mark on either vowel
(hoà, hòa), spaces too many, a full stop at the end. `fold` says what else is forgiven:
exact (nothing), case (capital letters), accents (capital letters, all marks, all spaces)."""

import unicodedata
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text, fold
from quizzes.kind import FIELD, RIGHT, WRONG, AuthorField, Content, Form, Kind, Response

LONGEST = 200
FOLDS = (
    ("accents", gettext_lazy("capitals, marks and spaces do not matter")),
    ("case", gettext_lazy("capitals do not matter")),
    ("exact", gettext_lazy("exactly as written")),
)

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_LOOK_ALIKES = str.maketrans("ÐƉðɖ’‘ʼ", "ĐĐđđ'''")
_EDGES = " .,;:!?\"“”'"


class ShortText(Kind):
    name = "short_text"
    label = gettext_lazy("short text")
    template = "quizzes/kinds/type-text.html"
    place = 40
    fields = (
        AuthorField(
            "accept",
            "lines",
            gettext_lazy("Right answers"),
            gettext_lazy("The first one is shown to the learner afterwards."),
        ),
        AuthorField(
            "deny",
            "lines",
            gettext_lazy("Never right"),
            gettext_lazy("Answers that look alike but are wrong; capitals do not matter here."),
            required=False,
        ),
        AuthorField(
            "fold", "choice", gettext_lazy("What is forgiven"), choices=FOLDS, required=False
        ),
    )

    def read(self, form: Form) -> Response | None:
        typed = clean_text(" ".join(form.get(FIELD, [])[-1:]))
        return {"text": typed} if typed else None

    def refusal(self, content: Content, response: Response) -> str:
        text = response.get("text")
        if set(response) != {"text"} or not isinstance(text, str) or not text:
            return _("Write your answer.")
        if len(text) > LONGEST:
            return _("Write it shorter, at most %(count)s characters.") % {"count": LONGEST}
        return ""

    def mark(self, content: Content, response: Response) -> Fraction:
        text, level = str(response.get("text", "")), content.get("fold", "accents")
        if not text or _same(text, content.get("deny", []), "case"):
            return WRONG
        return RIGHT if _same(text, content.get("accept", []), level) else WRONG

    def describe(self, content: Content, response: Response) -> str:
        return str(response.get("text", ""))

    def key_text(self, content: Content) -> str:
        return str(next(iter(content.get("accept", [])), ""))

    def check(self, content: Content) -> list[str]:
        accept, level = content.get("accept") or [], content.get("fold", "accents")
        problems = []
        if not accept:
            problems.append(_("Give at least one right answer."))
        if level not in dict(FOLDS):
            problems.append(_("“What is forgiven” must be exact, case or accents."))
        elif any(not compared(text, level) for text in accept):
            problems.append(_("A right answer has no letter or digit."))
        elif any(_same(text, content.get("deny") or [], "case") for text in accept):
            problems.append(_("The same answer is both right and never right."))
        return problems


def _same(text: str, others: list[str], level: str) -> bool:
    wanted = compared(text, level)
    return bool(wanted) and any(compared(other, level) == wanted for other in others)


def compared(text: str, level: str) -> str:
    """The form two answers are compared in."""
    tidy = clean_text(text.translate(_LOOK_ALIKES)).strip(_EDGES)
    if level == "accents":
        return fold(tidy).replace(" ", "")
    return _tone_last(tidy if level == "exact" else tidy.casefold())


def _tone_last(text: str) -> str:
    """Every word with its tone marks at the end, so that both placements give the same."""
    words = (unicodedata.normalize("NFD", word) for word in text.split())
    return " ".join(
        "".join(c for c in word if c not in _TONES) + "".join(c for c in word if c in _TONES)
        for word in words
    )


KIND = ShortText()
