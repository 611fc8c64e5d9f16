"""What waits for me about questions and tests, on the first page of the editor's room."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from wagtail.admin.ui.components import Component

from quizzes.editor_policy import courses_of
from quizzes.models import AttemptState, QuestionTask, Quiz

MOST_ROWS = 20


class QuestionWorkPanel(Component):
    """Questions whose figures stand out, mine or nobody's, and tests with answers to mark."""

    name = "question_work"
    template_name = "quizzes/room/home.html"
    order = 60

    def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        user = (parent_context or {})["request"].user
        return {
            "tasks": [
                {
                    "href": reverse("question_statistics", args=[task.question_id]),
                    "code": task.question.code,
                    "flag": task.get_flag_display(),
                }
                for task in tasks_for(user)[:MOST_ROWS]
            ],
            "marking": [
                {"href": reverse("marking_desk", args=[quiz.pk]), "quiz": quiz, "count": quiz.waits}
                for quiz in to_mark_for(user)[:MOST_ROWS]
            ],
        }


def tasks_for(user: Any) -> QuerySet[QuestionTask]:
    mine = Q(owner=user) | Q(owner__isnull=True)
    open_tasks = QuestionTask.objects.filter(
        mine, closed_at__isnull=True, question__course__in=courses_of(user).values("pk")
    )
    return open_tasks.select_related("question").order_by("opened_at", "pk")


def to_mark_for(user: Any) -> QuerySet[Any]:
    """With how many attempts wait: `waits`."""
    waiting = Count("attempts", filter=Q(attempts__state=AttemptState.WAITING))
    tests = Quiz.objects.filter(course__in=courses_of(user).values("pk")).annotate(waits=waiting)
    return tests.filter(waits__gt=0).select_related("course")
