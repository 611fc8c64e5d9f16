"""How the bank's list is narrowed in the editor's room."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from courses.models import CoursePage, MinistryPage
from lms.accounts.models import User
from quizzes.models import Question, QuestionQuerySet, Quiz, Tag


class QuestionFilters(WagtailFilterSet):
    """Only of what the editor may see: choices come from the questions listed."""

    ministry = ModelChoiceFilter(
        queryset=MinistryPage.objects.all(), method="of_ministry", label=_("Ministry")
    )
    category = ChoiceFilter(method="in_category", label=_("category"))
    tags = ModelChoiceFilter(queryset=Tag.objects.all(), label=_("tag"))
    competence = ChoiceFilter(label=_("competence"))
    owner = ModelChoiceFilter(queryset=User.objects.all(), label=_("who looks after it"))
    quizzes = ModelChoiceFilter(queryset=Quiz.objects.all(), label=_("used in the test"))
    review_by = DateFilter(lookup_expr="lte", label=_("to be reviewed by"), widget=AdminDateInput)

    class Meta:
        model = Question
        fields = [
            "status", "kind", "ministry", "course", "category", "tags", "difficulty", "competence",
            "owner", "quizzes", "review_by",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = self.queryset
        self._offer("category", _with_parents(_values(listed, "category")))
        self._offer("competence", _values(listed, "competence"))
        courses = CoursePage.objects.filter(pk__in=listed.values("course"))
        self.filters["course"].queryset = courses
        self.filters["ministry"].queryset = _ministries(courses)
        self.filters["tags"].queryset = Tag.objects.filter(questions__in=listed).distinct()
        self.filters["owner"].queryset = User.objects.filter(pk__in=listed.values("owner"))
        self.filters["quizzes"].queryset = Quiz.objects.filter(questions__in=listed).distinct()

    def _offer(self, name: str, values: list[str]) -> None:
        self.filters[name].extra["choices"] = [(value, value) for value in values]

    def in_category(self, found: QuestionQuerySet, _name: str, path: str) -> QuestionQuerySet:
        return found.in_category(path)

    def of_ministry(
        self, found: QuestionQuerySet, _name: str, ministry: MinistryPage
    ) -> QuestionQuerySet:
        return found.filter(course__in=CoursePage.objects.child_of(ministry))


def _values(listed: QuerySet[Question], name: str) -> list[str]:
    found = listed.order_by(name).values_list(name, flat=True).distinct()
    return [value for value in found if value]


def _with_parents(paths: list[str]) -> list[str]:
    """ "Luật" too where there is "Luật/Đất đai"."""
    parts = [path.split("/") for path in paths]
    return sorted({"/".join(path[:depth]) for path in parts for depth in range(1, len(path) + 1)})


def _ministries(courses: QuerySet[CoursePage]) -> QuerySet[MinistryPage]:
    parents = [course.get_parent().pk for course in courses]
    return MinistryPage.objects.filter(pk__in=parents)
