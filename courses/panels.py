"""Parts of the editor's screen."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from courses import publishing


class ProblemsPanel(Panel):
    """Says above the form what is missing before this page may be published."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/problems_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None and bool(super().is_shown())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            found = publishing.problems(self.instance)
            context["blockers"] = [problem.sentence for problem in found if problem.blocks]
            context["advice"] = [problem.sentence for problem in found if not problem.blocks]
            return context
