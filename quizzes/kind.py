"""What every kind of question is made of.

A kind is one module in `quizzes.questions` that holds one object `KIND`; nothing else has to change
to add one. A question's content is a plain dict: {"stem", "explanation"} and what `fields` names.
A response is a small dict of the kind's own shape. Kinds hold no state and touch no database.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from quizzes import marking

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Content = Mapping[str, Any]
Response = dict[str, Any]
Form = Mapping[str, Sequence[str]]  # what a browser posted: every value of every name

FIELD = "answer"  # the name of every control an answer is given in

WRONG = Fraction(0)
RIGHT = Fraction(1)


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    text: str
    medium: Mapping[str, Any] | None = None  # see `quizzes.media`


@dataclass(frozen=True, slots=True)
class AuthorField:
    """One thing an author writes. `type`: text, long, flag, number, choice, lines (a list of texts),
    numbers (a list of numbers), media (see `quizzes.media`) or rows (a list of dicts with `columns`;
    a row of a file may also give an "id" for others to name it by)."""

    name: str
    type: str
    label: StrOrPromise
    help: StrOrPromise = ""
    required: bool = True
    choices: tuple[tuple[str, StrOrPromise], ...] = ()
    columns: tuple[AuthorField, ...] = ()


def scheme_field(names: Sequence[str]) -> AuthorField:
    """The choice among a kind's schemes, each in words; its first one where nothing is chosen."""
    schemes = [marking.SCHEMES[name] for name in names]
    return AuthorField(
        "scheme",
        "choice",
        gettext_lazy("Marking"),
        gettext_lazy("If you choose nothing, the first way is used."),
        required=False,
        choices=tuple((one.name, format_lazy("{}: {}", one.label, one.words)) for one in schemes),
    )


class Kind(ABC):
    name: ClassVar[str]
    label: ClassVar[StrOrPromise]
    template: ClassVar[str]
    place: ClassVar[int] = 100  # order in lists of kinds
    fields: ClassVar[tuple[AuthorField, ...]] = ()
    schemes: ClassVar[tuple[str, ...]] = ("exact",)  # what it may be marked by; the first if none
    counts: ClassVar[bool] = True  # False: worth nothing either way, and no part of the points
    script: ClassVar[str] = ""  # static file that makes its page handier; the page works without
    takes_file: ClassVar[bool] = False  # the answer is a file: see `quizzes.services.files`

    # Taking the test -----------------------------------------------------------------------------

    @abstractmethod
    def read(self, content: Content, form: Form) -> Response | None:
        """The response in a posted form; None if nothing was chosen or typed."""

    @abstractmethod
    def refusal(self, content: Content, response: Response) -> str:
        """Why this response cannot be an answer to this question, as a sentence; "" if it can."""

    def mark(self, content: Content, response: Response) -> Fraction | None:
        """By the question's scheme; None where a person has to mark it. A response of a strange
        shape is worth 0, never an error."""
        scheme = content.get("scheme") or self.schemes[0]
        return marking.mark(scheme, {**content, "kind": self.name}, response)

    def options(self, content: Content, order: Sequence[str]) -> list[Option]:
        """What there is to choose from, in the order of the paper; nothing tells which is right."""
        return []

    def chosen(self, response: Response) -> frozenset[str]:
        """Ids of the options a response holds, to show them chosen again."""
        return frozenset()

    def controls(
        self, content: Content, order: Sequence[str], response: Response
    ) -> dict[str, Any]:
        """What its template needs beside `options`; nothing tells what is right."""
        return {}

    # Looking back --------------------------------------------------------------------------------

    @abstractmethod
    def describe(self, content: Content, response: Response) -> str:
        """The response in words."""

    @abstractmethod
    def key_text(self, content: Content) -> str:
        """The right answer in words. Never shown before the attempt is submitted."""

    def feedback(self, content: Content, response: Response) -> str:
        """What the author says about just this response; "" if nothing."""
        return ""

    # Writing questions ---------------------------------------------------------------------------

    def layout(self, content: Content) -> list[tuple[str, bool]]:
        """Option ids as the author wrote them, each with whether it stays at the end."""
        return []

    def finish(self, content: dict[str, Any]) -> dict[str, Any]:
        """Add what is derived from an author's fields (ids of options) before it is stored."""
        return content

    def begin(self, content: Content) -> Content:
        """Stored content as its author's fields show it again: undoes `finish`."""
        return content

    @abstractmethod
    def check(self, content: Content) -> list[str]:
        """What an author still has to mend, in sentences."""
