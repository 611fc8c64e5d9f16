"""A text with gaps. {"gaps": ["…", …]} in the order of their numbers; "" is a gap left open.

The text has its gaps as [[1]], [[2]] …; a gap with `options` is a list to choose from, in the order of
the alphabet, so that the place says nothing. Typed words are compared as in `short_text`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_text, sort_key
from quizzes.author_fields import FOLDS
from quizzes.kind import FIELD, AuthorField, Content, Form, Kind, Response, scheme_field
from quizzes.marking.texts import compared, same

LONGEST = 200
SCHEMES = ("part", "exact")
_GAP = re.compile(r"\[\[(\d+)\]\]")


class GapText(Kind):
    name = "gap_text"
    label = gettext_lazy("text with gaps")
    template = "quizzes/kinds/gaps.html"
    place = 80
    schemes = SCHEMES
    fields = (
        AuthorField(
            "text",
            "long",
            gettext_lazy("Text with gaps"),
            gettext_lazy("Write [[1]] for the first gap, [[2]] for the second, and so on."),
        ),
        AuthorField(
            "gaps",
            "rows",
            gettext_lazy("Gaps, in the order of their numbers"),
            columns=(
                AuthorField(
                    "accept",
                    "lines",
                    gettext_lazy("Right answers"),
                    gettext_lazy("The first one is shown to the learner afterwards."),
                ),
                AuthorField(
                    "options",
                    "lines",
                    gettext_lazy("To choose from"),
                    gettext_lazy("With the right answer among them; empty: the word is typed."),
                    required=False,
                ),
                AuthorField("deny", "lines", gettext_lazy("Never right"), required=False),
                AuthorField(
                    "fold",
                    "choice",
                    gettext_lazy("What is forgiven"),
                    choices=FOLDS,
                    required=False,
                ),
            ),
        ),
        scheme_field(SCHEMES),
    )

    def read(self, content: Content, form: Form) -> Response | None:
        typed = [clean_text(value) for value in form.get(FIELD, [])]
        return {"gaps": typed} if any(typed) else None

    def refusal(self, content: Content, response: Response) -> str:
        said, gaps = response.get("gaps"), _gaps(content)
        if set(response) != {"gaps"} or not isinstance(said, list) or len(said) != len(gaps):
            return _("Fill in the gaps on this page.")
        if not all(isinstance(text, str) and len(text) <= LONGEST for text in said):
            return _("Write it shorter, at most %(count)s characters.") % {"count": LONGEST}
        if all(_is_offered(gap, text) for gap, text in zip(gaps, said, strict=True)):
            return ""
        return _("Choose among the answers on this page.")

    def controls(
        self, content: Content, order: Sequence[str], response: Response
    ) -> dict[str, Any]:
        """parts: the text before a gap and the gap; the last has none"""
        gaps, said = _gaps(content), _said(response)
        pieces = _GAP.split(str(content.get("text", "")))
        numbers = [*(int(number) for number in pieces[1::2]), 0]
        return {
            "parts": [
                {"text": text, "gap": _control(gaps, said, number)}
                for text, number in zip(pieces[0::2], numbers, strict=True)
            ]
        }

    def describe(self, content: Content, response: Response) -> str:
        return _filled(content, [text or "…" for text in _said(response)])

    def key_text(self, content: Content) -> str:
        return _filled(content, [str(next(iter(gap["accept"]), "")) for gap in _gaps(content)])

    def check(self, content: Content) -> list[str]:
        gaps, problems = _gaps(content), []
        numbers = [int(number) for number in _GAP.findall(str(content.get("text", "")))]
        if numbers != list(range(1, len(gaps) + 1)):
            problems.append(
                _("Number the gaps of the text [[1]], [[2]] … in order, one for each row below.")
            )
        for number, gap in enumerate(gaps, start=1):
            problems += [_("Gap %(n)s: %(problem)s") % {"n": number, "problem": problem}
                         for problem in _problems(gap)]  # fmt: skip
        return problems


def _gaps(content: Content) -> list[Mapping[str, Any]]:
    return list(content.get("gaps") or [])


def _said(response: Response) -> list[str]:
    gaps = response.get("gaps")
    return [str(text) for text in gaps] if isinstance(gaps, list) else []


def _is_offered(gap: Mapping[str, Any], text: str) -> bool:
    return not text or not gap.get("options") or text in gap["options"]


def _control(gaps: list[Mapping[str, Any]], said: list[str], number: int) -> dict[str, Any] | None:
    if not 1 <= number <= len(gaps):
        return None
    typed = said[number - 1] if number <= len(said) else ""
    options = sorted(gaps[number - 1].get("options") or [], key=sort_key)
    longest = max((len(text) for text in gaps[number - 1].get("accept") or [""]), default=0)
    return {
        "number": number,
        "typed": typed,
        "options": [(text, text == typed) for text in options],
        "is_short": longest <= 6,
    }


def _filled(content: Content, words: list[str]) -> str:
    def word(match: re.Match[str]) -> str:
        number = int(match.group(1))
        return f"[{words[number - 1] if 1 <= number <= len(words) else '…'}]"

    return _GAP.sub(word, str(content.get("text", "")))


def _problems(gap: Mapping[str, Any]) -> list[str]:
    accept, options = gap.get("accept") or [], gap.get("options") or []
    level, problems = str(gap.get("fold") or "accents"), []
    if not accept:
        problems.append(_("Give at least one right answer."))
    if any(not compared(text, level) for text in accept):
        problems.append(_("A right answer has no letter or digit."))
    if options and not any(same(text, accept, level) for text in options):
        problems.append(_("The right answer is not among those to choose from."))
    if any(same(text, gap.get("deny") or [], "case") for text in accept):
        problems.append(_("The same answer is both right and never right."))
    return problems


KIND = GapText()
