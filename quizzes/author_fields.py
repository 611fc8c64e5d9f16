"""What more than one kind asks its author for."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from quizzes.kind import AuthorField

FOLDS = (
    ("accents", gettext_lazy("capitals, marks and spaces do not matter")),
    ("case", gettext_lazy("capitals do not matter")),
    ("exact", gettext_lazy("exactly as written")),
)

RUBRIC = AuthorField(
    "rubric",
    "long",
    gettext_lazy("For the person who marks"),
    gettext_lazy("What a full, a half and no mark need. Learners do not see it."),
    required=False,
)
