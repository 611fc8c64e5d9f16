"""Questions and tests in the editor's room. Saving goes through the services: an edit of a question
adds a version, and attempts already begun keep theirs."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import history, usage
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.admin.widgets.button import Button

from lms.core import periods
from quizzes import feedback_fields, services
from quizzes.bank_filters import QuestionFilters
from quizzes.editor_forms import QuestionForm, QuizForm
from quizzes.editor_panels import QuestionFactsPanel
from quizzes.editor_policy import CoursePermissionPolicy
from quizzes.media_panel import MediaPanel
from quizzes.models import Question, Quiz
from quizzes.room.exchange import exchange_buttons
from quizzes.room.pages import question_buttons, quiz_buttons
from quizzes.room.preview import PreviewPanel


class OfOwnCourses:
    """Other ministries' questions are not found."""

    def get_object(self, *args: Any) -> Any:
        found = super().get_object(*args)  # type: ignore[misc]
        policy: Any = self.permission_policy  # type: ignore[attr-defined]
        user = self.request.user  # type: ignore[attr-defined]
        if not policy.user_has_permission_for_instance(user, "view", found):
            raise Http404
        return found


class ListOfOwnCourses(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        mine = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, {"change"}
        )
        return mine.select_related("course")


class ListOfQuestions(ListOfOwnCourses):
    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *exchange_buttons()]


class History(OfOwnCourses, history.HistoryView):
    pass


class Usage(OfOwnCourses, usage.UsageView):
    pass


class Delete(OfOwnCourses, generic.DeleteView):
    pass


class SaveQuestion:
    def save_instance(self) -> Question:
        form: QuestionForm = self.form  # type: ignore[attr-defined]
        self.has_content_changes = form.has_changed()
        user = self.request.user  # type: ignore[attr-defined]
        return services.save_question(
            question=form.instance,
            content=form.content,
            tags=form.cleaned_data["tag_names"],
            by=user,
            at=periods.now(),
        )


class CreateQuestion(SaveQuestion, generic.CreateView):
    pass


class EditQuestion(SaveQuestion, OfOwnCourses, generic.EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *question_buttons(self.object)]


class SaveQuiz:
    def save_instance(self) -> Quiz:
        form: QuizForm = self.form  # type: ignore[attr-defined]
        self.has_content_changes = form.has_changed()
        user = self.request.user  # type: ignore[attr-defined]
        return services.save_quiz(
            quiz=form.instance, questions=form.cleaned_data.get("chosen"), by=user
        )


class CreateQuiz(SaveQuiz, generic.CreateView):
    pass


class EditQuiz(SaveQuiz, OfOwnCourses, generic.EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *quiz_buttons(self.object)]


class _OfCourse(ModelViewSet):
    index_view_class = ListOfOwnCourses
    history_view_class = History
    usage_view_class = Usage
    delete_view_class = Delete
    copy_view_enabled = False
    add_to_admin_menu = False

    @property
    def permission_policy(self) -> CoursePermissionPolicy:
        return CoursePermissionPolicy(self.model)


class QuestionViewSet(_OfCourse):
    model = Question
    index_view_class = ListOfQuestions
    name = "cau-hoi"
    icon = "help"
    menu_label = _("Questions")
    add_view_class = CreateQuestion
    edit_view_class = EditQuestion
    list_display = [
        "stem",
        "code",
        Column("get_kind_display", label=_("kind"), sort_key="kind"),
        "course",
        "category",
        Column("get_status_display", label=_("status"), sort_key="status"),
    ]
    filterset_class = QuestionFilters
    search_fields = ["stem", "code"]
    search_backend_name = None
    ordering = ["code"]
    edit_handler = ObjectList(
        [
            FieldPanel("lesson"),
            FieldPanel("body"),
            PreviewPanel(heading=_("Preview")),
            MediaPanel(heading=_("Pictures and sound")),
            MultiFieldPanel(
                [
                    FieldPanel("source"),
                    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("checked_on")]),
                    FieldPanel("review_by"),
                ],
                heading=_("Where the answer comes from"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("category"),
                    FieldPanel("tag_names"),
                    FieldRowPanel([FieldPanel("difficulty"), FieldPanel("competence")]),
                ],
                heading=_("Where it belongs"),
            ),
            FieldRowPanel([FieldPanel("status"), FieldPanel("owner")]),
            QuestionFactsPanel(),
        ],
        base_form_class=QuestionForm,
    )


class QuizViewSet(_OfCourse):
    model = Quiz
    name = "bai-kiem-tra"
    icon = "form"
    menu_label = _("Tests")
    add_view_class = CreateQuiz
    edit_view_class = EditQuiz
    list_display = ["title", "course", "pass_percent"]
    edit_handler = ObjectList(
        [
            FieldPanel("course"),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("minutes")]),
            FieldPanel("draw"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("time_limit"), FieldPanel("grace")]),
                    FieldRowPanel([FieldPanel("attempts_per_day"), FieldPanel("attempts_in_all")]),
                    FieldRowPanel([FieldPanel("cool_down"), FieldPanel("counted")]),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                ],
                heading=_("Time and attempts"),
            ),
            FieldPanel("blueprint"),
            FieldPanel("shuffle_questions"),
            FieldPanel("supervised_only"),
            FieldRowPanel([FieldPanel("two_markers"), FieldPanel("far_apart")]),
            MultiFieldPanel(
                [FieldPanel(name) for name in feedback_fields.NAMES],
                heading=_("What learners are shown, and when"),
            ),
            FieldPanel("chosen"),
            MediaPanel(heading=_("Pictures and sound")),
        ],
        base_form_class=QuizForm,
    )


class TestsGroup(ModelViewSetGroup):
    menu_label = _("Tests")
    menu_icon = "form"
    menu_order = 250
    items = (QuizViewSet, QuestionViewSet)
