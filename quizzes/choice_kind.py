"""What all kinds share that are answered by choosing among options (see `option_rows`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from quizzes import option_rows
from quizzes.kind import FIELD, Content, Form, Kind, Option, Response


class ChoiceKind(Kind):
    """A kind says how an answer is read and marked; `chosen` tells its ids."""

    def options(self, content: Content, order: Sequence[str]) -> list[Option]:
        return option_rows.in_order(content, order)

    def describe(self, content: Content, response: Response) -> str:
        return option_rows.texts(content, set(self.chosen(response)))

    def key_text(self, content: Content) -> str:
        return option_rows.texts(content, option_rows.correct(content))

    def feedback(self, content: Content, response: Response) -> str:
        return option_rows.feedback(content, set(self.chosen(response)))

    def layout(self, content: Content) -> list[tuple[str, bool]]:
        return option_rows.layout(content)

    def finish(self, content: dict[str, Any]) -> dict[str, Any]:
        return option_rows.with_ids(content)


class OneChoiceKind(ChoiceKind):
    """{"option": id}, and exactly one option is right."""

    def read(self, content: Content, form: Form) -> Response | None:
        values = [value for value in form.get(FIELD, []) if value]
        return {"option": values[-1]} if values else None

    def refusal(self, content: Content, response: Response) -> str:
        known = set(response) == {"option"} and self.chosen(response) <= option_rows.ids(content)
        return "" if known else _("Choose one of the answers on this page.")

    def chosen(self, response: Response) -> frozenset[str]:
        return frozenset([str(response["option"])] if "option" in response else [])

    def check(self, content: Content) -> list[str]:
        problems = option_rows.check(content)
        if sum(bool(row.get("correct")) for row in option_rows.rows(content)) != 1:
            problems.append(_("Mark exactly one option as right."))
        return problems
