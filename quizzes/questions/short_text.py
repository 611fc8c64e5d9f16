"""Type a word or a short phrase. {"text": "…"} How texts are compared: `quizzes.marking.texts`."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text
from quizzes import marking
from quizzes.author_fields import FOLDS
from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Response, scheme_field
from quizzes.marking.reading import number
from quizzes.marking.texts import compared, same

LONGEST = 200
_ANSWERS = AuthorField(
    "answers",
    "rows",
    gettext_lazy("Answers with what they are worth"),
    gettext_lazy("Instead of the right answers above. The first one that fits decides."),
    required=False,
    columns=(
        AuthorField(
            "text",
            "text",
            gettext_lazy("Answer"),
            gettext_lazy("* stands for any letters; write \\* for a star."),
        ),
        AuthorField("weight", "number", gettext_lazy("Worth, from 0 to 1"), required=False),
        AuthorField("feedback", "text", gettext_lazy("What to say to it"), required=False),
    ),
)


class ShortText(Kind):
    name = "short_text"
    label = gettext_lazy("short text")
    template = "quizzes/kinds/type-text.html"
    place = 40
    schemes = marking.schemes_for("short_text")
    fields = (
        AuthorField(
            "accept",
            "lines",
            gettext_lazy("Right answers"),
            gettext_lazy("The first one is shown to the learner afterwards."),
            required=False,
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
        _ANSWERS,
        scheme_field(schemes),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        typed = clean_text(" ".join(form.get(FIELD, [])[-1:]))
        return {"text": typed} if typed else None

    def refusal(self, content: Content, response: Response) -> str:
        text = response.get("text")
        if set(response) != {"text"} or not isinstance(text, str) or not text:
            return _("Write your answer.")
        if len(text) > LONGEST:
            return _("Write it shorter, at most %(count)s characters.") % {"count": LONGEST}
        return ""

    def describe(self, content: Content, response: Response) -> str:
        return str(response.get("text", ""))

    def key_text(self, content: Content) -> str:
        return next(iter(_right(content)), "")

    def feedback(self, content: Content, response: Response) -> str:
        for row in content.get("answers", []):
            if self.mark({**content, "answers": [{**row, "weight": 1}]}, response):
                return str(row.get("feedback", ""))
        return ""

    def check(self, content: Content) -> list[str]:
        accept, level = _right(content), content.get("fold", "accents")
        problems = _problems_of_worth(content.get("answers", []))
        if not accept:
            problems.append(_("Give at least one right answer."))
        if level not in dict(FOLDS):
            problems.append(_("“What is forgiven” must be exact, case or accents."))
        elif any(not compared(text, level) for text in accept):
            problems.append(_("A right answer has no letter or digit."))
        elif any(same(text, content.get("deny") or [], "case") for text in accept):
            problems.append(_("The same answer is both right and never right."))
        return problems


def _right(content: Content) -> list[str]:
    """The answers that are worth all, as an author wrote them; without the stars of a pattern."""
    rows = content.get("answers") or []
    full = [row["text"] for row in rows if number(row.get("weight", 1)) == 1]
    return [_plain(text) for text in full] or [str(text) for text in content.get("accept") or []]


def _plain(pattern: str) -> str:
    return clean_text(pattern.replace("\\*", "\0").replace("*", "…").replace("\0", "*"))


def _problems_of_worth(rows: list[dict[str, Any]]) -> list[str]:
    worths = [number(row.get("weight", 1)) for row in rows]
    if any(worth is None or not -1 <= worth <= 1 for worth in worths):
        return [_("What an answer is worth must be a number from −1 to 1.")]
    return []


KIND = ShortText()
