"""What every page here stands on: its test or question, which other ministries do not find."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from quizzes.editor_policy import CoursePermissionPolicy
from quizzes.models import Question, Quiz

Context = dict[str, Any]


def editable(model: type[Quiz] | type[Question], user: Any, pk: int) -> Any:
    """The test or question `user` may change; 404 for those of others."""
    policy = CoursePermissionPolicy(model)
    mine = policy.instances_user_has_any_permission_for(user, {"change"})
    found = mine.select_related("course").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


class RoomPage(WagtailAdminTemplateMixin, View):
    """A page beside a test or question (`model`). `say` gives what its template shows."""

    model: type[Quiz] | type[Question] = Quiz
    index_name = "bai-kiem-tra"
    index_label = property(lambda self: _("Tests"))
    header_icon = "form"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = editable(self.model, request.user, kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, **context: Any) -> HttpResponse:
        data = {**self.get_context_data(), **self.say(), **context}
        response: HttpResponse = self.render_to_response(data)
        return response

    def say(self) -> Context:
        return {}

    def get_page_subtitle(self) -> str:
        """A test is called like many others; its course tells them apart."""
        course = f"{self.object.course.title} – " if self.model is Quiz else ""
        return f"{course}{self.object}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.index_name}:index"), "label": self.index_label},
            {
                "url": reverse(f"{self.index_name}:edit", args=[self.object.pk]),
                "label": str(self.object)[:60],
            },
            {"url": "", "label": self.get_page_title()},
        ]


def quiz_buttons(quiz: Quiz) -> list[Button]:
    """What leads from a test to its pages here."""
    pages = (
        ("quiz_statistics", _("Statistics"), "table"),
        ("quiz_put_right", _("Put results right"), "rotate"),
        ("quiz_overrides", _("Time and attempts of some"), "time"),
        ("marking_desk", _("Marking desk"), "edit"),
        ("quiz_dry_run", _("Dry run of the blueprint"), "tasks"),
        ("quiz_try", _("Try as a learner"), "view"),
    )
    return [
        Button(label, url=reverse(name, args=[quiz.pk]), icon_name=icon, priority=place)
        for place, (name, label, icon) in enumerate(pages)
    ]


def question_buttons(question: Question) -> list[Button]:
    url = reverse("question_statistics", args=[question.pk])
    return [Button(_("Statistics"), url=url, icon_name="table", priority=0)]
