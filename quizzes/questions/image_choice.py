"""Choose one of several pictures. {"option": id}"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes import marking, media, option_rows
from quizzes.choice_kind import OneChoiceKind
from quizzes.kind import Content, scheme_field


class ImageChoice(OneChoiceKind):
    name = "image_choice"
    label = gettext_lazy("choice of pictures")
    template = "quizzes/kinds/choose-picture.html"
    place = 35
    schemes = marking.schemes_for("single")
    fields = (option_rows.FIELD, scheme_field(schemes))

    def check(self, content: Content) -> list[str]:
        problems = super().check(content)
        pictures = [media.named(content, row.get("image")) for row in option_rows.rows(content)]
        if not all(media.is_picture(picture) for picture in pictures):
            problems.append(_("Name a picture for every option."))
        return problems


KIND = ImageChoice()
