"""Choose one option. {"option": id}"""

from django.utils.translation import gettext_lazy

from quizzes import marking, option_rows
from quizzes.choice_kind import OneChoiceKind
from quizzes.kind import scheme_field


class Single(OneChoiceKind):
    name = "single"
    label = gettext_lazy("one choice")
    template = "quizzes/kinds/choose-one.html"
    place = 10
    schemes = marking.schemes_for("single")
    fields = (option_rows.FIELD, scheme_field(schemes))


KIND = Single()
