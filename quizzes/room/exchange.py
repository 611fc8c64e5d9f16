"""Questions in and out of the editor's room as files: a preview first, nothing written before it is
confirmed. Only courses the editor may change."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from courses.models import CoursePage, LessonPage
from lms.core import periods
from quizzes import formats, questions
from quizzes.editor_forms import LessonsByCourse
from quizzes.editor_policy import CoursePermissionPolicy, courses_of
from quizzes.exporting import neutral_questions
from quizzes.formats import Problem, Reading, Written
from quizzes.import_plan import Plan, plan_import
from quizzes.models import Question
from quizzes.services.importing import ImportRefusedError, import_questions

KEPT_SECONDS = 3600  # a preview waits so long for its confirmation
MOST_SHOWN = 200  # rows of a preview
_TEMPLATE_NAME = "mau-cau-hoi.xlsx"


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("File"), max_length=200)
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=[
            ("", gettext_lazy("told by the file itself")),
            *((one.name, one.label) for one in formats.FORMATS.values()),
        ],
    )
    lesson = LessonsByCourse(
        queryset=LessonPage.objects.none(),
        label=gettext_lazy("Lesson the questions come from"),
        help_text=gettext_lazy("For questions of the file that do not name their own."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lessons: Any = self.fields["lesson"]
        lessons.show_lessons_of(list(courses_of(user)))

    def reading(self) -> Reading:
        file = self.cleaned_data["file"]
        data = file.read(formats.MOST_BYTES + 1)  # one too many is refused for its size
        return formats.read(data, self.cleaned_data["format"], name=file.name)


class ExportForm(forms.Form):
    course = forms.ModelChoiceField(
        queryset=CoursePage.objects.none(), label=gettext_lazy("Course")
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[(one.name, one.label) for one in formats.FORMATS.values()],
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses: Any = self.fields["course"]
        courses.queryset = courses_of(user)

    def written(self) -> Written:
        course = self.cleaned_data["course"]
        return formats.write(neutral_questions(course=course.slug), self.cleaned_data["format"])


class ExchangePage(WagtailAdminTemplateMixin, View):
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not CoursePermissionPolicy(Question).user_has_permission(request.user, "add"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def show(self, **context: Any) -> HttpResponse:
        response: HttpResponse = self.render_to_response({**self.get_context_data(), **context})
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("cau-hoi:index"), "label": _("Questions")},
            {"url": "", "label": self.get_page_title()},
        ]


class ImportQuestions(ExchangePage):
    template_name = "quizzes/room/import_questions.html"

    def get_page_title(self) -> str:
        return _("Import questions")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(form=ImportForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "confirm" in request.POST:
            return self._confirm(request)
        form = ImportForm(request.POST, request.FILES, user=request.user)
        if not form.is_valid():
            return self.show(form=form)
        reading, lesson = form.reading(), form.cleaned_data["lesson"]
        plan = plan_import(reading, course_of(lesson), lesson)
        token = "" if plan.problems else _keep(request.user.pk, reading, lesson.pk)
        return self.show(form=form, token=token, **preview(reading, plan))

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        """Looks again at everything: the bank may have changed, and so may what one is allowed."""
        reading, lesson_pk = cache.get(_key(request.user.pk, request.POST["confirm"])) or (None, 0)
        lessons: Any = ImportForm(user=request.user).fields["lesson"]
        lesson = lessons.queryset.filter(pk=lesson_pk).first()
        if reading is None or lesson is None:
            messages.error(request, _("The preview has expired. Choose the file again."))
            return redirect("questions_import")
        try:
            report = import_questions(
                reading=reading,
                course=course_of(lesson),
                lesson=lesson,
                at=periods.now(),
                by=request.user,  # type: ignore[arg-type]
            )
        except ImportRefusedError as refused:
            messages.error(request, str(refused))
            return redirect("questions_import")
        cache.delete(_key(request.user.pk, request.POST["confirm"]))
        messages.success(
            request,
            _("%(added)s questions added, %(changed)s changed, %(kept)s were there already.")
            % {"added": report.added, "changed": report.changed, "kept": report.kept},
        )
        return redirect("cau-hoi:index")


class ImportTemplate(ExchangePage):
    """The Excel template, empty."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return _download(formats.write([], "xlsx"), _TEMPLATE_NAME)


class ExportQuestions(ExchangePage):
    """What the file will not hold is said before it is downloaded."""

    template_name = "quizzes/room/export_questions.html"
    header_icon = "download"

    def get_page_title(self) -> str:
        return _("Export questions")

    def get(self, request: HttpRequest) -> HttpResponse:
        if "format" not in request.GET:
            return self.show(form=ExportForm(user=request.user))
        form = ExportForm(request.GET, user=request.user)
        if not form.is_valid():
            return self.show(form=form)
        written = form.written()
        if "tai" in request.GET and written.kept:
            course = form.cleaned_data["course"].slug
            return _download(written, f"cau-hoi-{course}.{written.extension}")
        return self.show(form=form, written=written, href=f"?{request.GET.urlencode()}&tai=1")


def course_of(lesson: LessonPage) -> CoursePage:
    return CoursePage.objects.parent_of(lesson).get()


def preview(reading: Reading, plan: Plan) -> dict[str, Any]:
    """What the template shows: rows (cut), counts, problems and notes with their places."""
    labels = {
        "add": _("will be added"),
        "change": _("will be changed"),
        "keep": _("is there already"),
    }
    rows = [
        {
            "place": row.place,
            "kind": questions.kind_of(row.kind).label,
            "stem": row.content["stem"],
            "action": labels[row.action],
        }
        for row in plan.rows
    ]
    counts = {name: sum(row.action == name for row in plan.rows) for name in labels}
    by_rows = reading.unit == "row"
    return {
        "rows": rows[:MOST_SHOWN],
        "more": max(0, len(rows) - MOST_SHOWN),
        "counts": counts,
        "unit": _("Row") if by_rows else _("Line"),
        "problems": _shown(plan.problems),
        "notes": _shown(reading.notes),
        "is_previewed": True,
    }


def _shown(listed: list[Problem]) -> list[Problem]:
    return listed[:MOST_SHOWN]


def _keep(user: int | None, reading: Reading, lesson: int) -> str:
    token = secrets.token_urlsafe(16)
    cache.set(_key(user, token), (reading, lesson), KEPT_SECONDS)
    return token


def _key(user: int | None, token: str) -> str:
    return f"quizzes.import:{user}:{token[:40]}"


def _download(written: Written, name: str) -> HttpResponse:
    return HttpResponse(
        written.data,
        content_type=written.content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def exchange_buttons() -> list[Button]:
    """What leads from the list of questions to its files."""
    pages = (
        ("questions_import", _("Import questions"), "upload"),
        ("questions_export", _("Export questions"), "download"),
    )
    return [
        Button(label, url=reverse(name), icon_name=icon, priority=place)
        for place, (name, label, icon) in enumerate(pages)
    ]
