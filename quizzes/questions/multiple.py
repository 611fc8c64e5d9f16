"""Choose several options. {"options": [ids]}"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import marking, option_rows
from quizzes.choice_kind import ChoiceKind
from quizzes.kind import FIELD, Content, Form, Response, scheme_field


class Multiple(ChoiceKind):
    name = "multiple"
    label = gettext_lazy("several choices")
    template = "quizzes/kinds/choose-several.html"
    place = 20
    schemes = marking.schemes_for("multiple")
    fields = (option_rows.FIELD, scheme_field(schemes))

    def read(self, content: Content, form: Form) -> Response | None:
        values = sorted({value for value in form.get(FIELD, []) if value})
        return {"options": values} if values else None

    def refusal(self, content: Content, response: Response) -> str:
        chosen = self.chosen(response)
        known = set(response) == {"options"} and chosen and chosen <= option_rows.ids(content)
        return "" if known else _("Choose among the answers on this page.")

    def chosen(self, response: Response) -> frozenset[str]:
        ids = response.get("options")
        return frozenset(str(id) for id in ids) if isinstance(ids, list) else frozenset()

    def check(self, content: Content) -> list[str]:
        problems = option_rows.check(content)
        if sum(bool(row.get("correct")) for row in option_rows.rows(content)) < 2:
            problems.append(_("Mark at least two options as right, or use “one choice”."))
        return problems


KIND = Multiple()
