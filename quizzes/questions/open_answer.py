"""Write freely; a person marks it. {"text": "…"}"""

from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_lines
from quizzes.author_fields import RUBRIC
from quizzes.kind import FIELD, WRONG, AuthorField, Content, Form, Kind, Response

LONGEST = 20_000  # letters


class OpenAnswer(Kind):
    name = "open_answer"
    label = gettext_lazy("open answer (marked by a person)")
    template = "quizzes/kinds/write.html"
    place = 110
    schemes = ()
    fields = (
        RUBRIC,
        AuthorField("max_words", "number", gettext_lazy("At most how many words"), required=False),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        typed = clean_lines(" ".join(form.get(FIELD, [])[-1:]))
        return {"text": typed} if typed else None

    def refusal(self, content: Content, response: Response) -> str:
        text, most = response.get("text"), words_allowed(content)
        if set(response) != {"text"} or not isinstance(text, str) or not text:
            return _("Write your answer.")
        if most and len(text.split()) > most:
            count = {"count": most, "now": len(text.split())}
            return _("Write at most %(count)s words; there are %(now)s now.") % count
        if len(text) > LONGEST:
            return _("Write it shorter, at most %(count)s characters.") % {"count": LONGEST}
        return ""

    def controls(self, content: Content, order: object, response: Response) -> dict[str, object]:
        return {"max_words": words_allowed(content)}

    def mark(self, content: Content, response: Response) -> Fraction | None:
        return None if response.get("text") else WRONG

    def describe(self, content: Content, response: Response) -> str:
        return str(response.get("text", ""))

    def key_text(self, content: Content) -> str:
        return ""

    def check(self, content: Content) -> list[str]:
        most = content.get("max_words")
        if most is None or words_allowed(content):
            return []
        return [_("“At most how many words” must be a whole number, 1 or more.")]


def words_allowed(content: Content) -> int:
    """0: as many as one likes."""
    most = str(content.get("max_words") or "")
    return int(most) if most.isascii() and most.isdigit() else 0


KIND = OpenAnswer()
