"""Parts of the editor's screen for a question: where it is used, which versions there are."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel


class QuestionFactsPanel(Panel):
    """Below the form of a question that exists."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/admin/question_facts.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and bool(super().is_shown())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["quizzes"] = self.instance.quizzes.select_related("course")
            context["versions"] = self.instance.versions.select_related("created_by")
            return context
