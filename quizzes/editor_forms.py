"""Forms of the editor's room for questions and tests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorList
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.base import BlockField

from courses.models import CoursePage, LessonPage
from lms.core.vietnamese import clean_text
from quizzes import author_blocks, authoring, blueprint_form, questions
from quizzes.editor_policy import courses_of, lessons_of, owners_for
from quizzes.feedback_fields import FeedbackFields
from quizzes.models import Question


class LessonsByCourse(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A lesson, listed under its course."""

    def show_lessons_of(self, courses: list[CoursePage]) -> None:
        groups = [(course, list(lessons_of(course))) for course in courses]
        ids = [lesson.pk for _course, lessons in groups for lesson in lessons]
        self.queryset = LessonPage.objects.filter(pk__in=ids)
        listed = [
            (course.title, [(lesson.pk, lesson.title) for lesson in lessons])
            for course, lessons in groups
        ]
        self.choices = [("", "---------"), *listed]


class QuestionForm(WagtailAdminModelForm):
    """A question with the content of its newest version. `content` is what to store."""

    content: dict[str, Any]
    lesson = LessonsByCourse(queryset=LessonPage.objects.none(), label=_("Lesson it comes from"))
    body = BlockField(block=author_blocks.one_question(*questions.KINDS), label=_("Question"))
    tag_names = forms.CharField(
        label=_("Tags"),
        help_text=_("Words to find and draw the question by, with commas between them."),
        required=False,
        max_length=600,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lesson"].show_lessons_of(list(courses_of(self.for_user)))
        self.fields["category"].help_text = _("A path such as “Law/Land”: Land is a part of Law.")
        self.fields["owner"].queryset = owners_for(self.for_user, self.instance)
        if self.instance.pk:
            self._show_newest_version()
            self.initial["tag_names"] = ", ".join(tag.name for tag in self.instance.tags.all())

    def _show_newest_version(self) -> None:
        kind = questions.kind_of(self.instance.kind)
        newest = self.instance.versions.first()
        block = author_blocks.one_question(kind.name)
        self.fields["body"] = BlockField(block=block, label=self.fields["body"].label)
        self.initial["body"] = author_blocks.to_value(kind, newest.content if newest else {})

    def clean_body(self) -> Any:
        kind, raw = author_blocks.to_raw(self.cleaned_data["body"])
        self.content, problems = authoring.write(kind, raw)
        if problems:
            raise StreamBlockValidationError(non_block_errors=ErrorList(problems))
        self.instance.kind = kind.name
        return self.cleaned_data["body"]

    def clean_tag_names(self) -> list[str]:
        return [name for name in map(clean_text, self.cleaned_data["tag_names"].split(",")) if name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("lesson"):
            self.instance.course = CoursePage.objects.parent_of(cleaned["lesson"]).get()
        return cleaned


class QuizForm(FeedbackFields, WagtailAdminModelForm):
    """The rules of a test. A new one gets its course first, then its questions."""

    course = forms.ModelChoiceField(queryset=CoursePage.objects.none(), label=_("Course"))
    blueprint = BlockField(
        block=blueprint_form.block(),
        label=_("Blueprint"),
        help_text=_("Parts with rows of questions to draw; without one the questions below are."),
        required=False,
    )
    chosen = forms.ModelMultipleChoiceField(
        queryset=Question.objects.none(),
        label=_("Questions"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["blueprint"] = blueprint_form.to_shown(self.instance.blueprint)
        if self.instance.pk:
            del self.fields["course"]
            self.fields["chosen"].queryset = Question.objects.filter(course=self.instance.course)
            self.initial["chosen"] = list(self.instance.questions.all())
        else:
            del self.fields["chosen"]
            self.fields["course"].queryset = courses_of(self.for_user)

    def clean_blueprint(self) -> list[dict[str, Any]]:
        return blueprint_form.to_stored(self.cleaned_data["blueprint"])

    def clean_pass_percent(self) -> int:
        percent: int = self.cleaned_data["pass_percent"]
        if not 1 <= percent <= 100:
            raise ValidationError(_("Enter a number from 1 to 100"))
        return percent
