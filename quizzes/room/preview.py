"""A question as learners will see it, while it is still being written. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST
from wagtail.admin.panels import Panel

from quizzes import author_blocks, authoring, questions
from quizzes.asking import asking
from quizzes.editor_policy import CoursePermissionPolicy
from quizzes.kind import Kind
from quizzes.models import Question

FIELD = "body"
_KIND = "preview_kind"  # of a question that has one already


@require_POST
@xframe_options_sameorigin
def preview(request: HttpRequest) -> HttpResponse:
    """Of what stands in the form just now: the question, or what it still lacks in sentences."""
    if not CoursePermissionPolicy(Question).user_has_permission(request.user, "change"):
        return HttpResponse(status=403)
    kind, raw = _written(request)
    if kind is None:
        return _page(request, {"problems": [_("Choose what kind of question it is.")]})
    content, problems = authoring.write(kind, raw)
    if problems:
        return _page(request, {"problems": problems})
    order = [id for id, _last in kind.layout(content)]
    context = asking(kind.name, content, order, {})
    return _page(request, context | {"key": kind.key_text(content), "why": content["explanation"]})


def _written(request: HttpRequest) -> tuple[Kind | None, dict[str, Any]]:
    """What the author wrote so far; what is not filled in yet is not a mistake here."""
    name = request.POST.get(_KIND, "")
    names = [name] if name in questions.KINDS else list(questions.KINDS)
    block = author_blocks.one_question(*names)
    try:
        value = block.value_from_datadict(request.POST, request.FILES, FIELD)
        return author_blocks.to_raw(value) if len(value) else (None, {})
    except (KeyError, ValueError, ValidationError):  # not the form of a question
        return None, {}


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "quizzes/room/preview.html", context)


class PreviewPanel(Panel):
    """Beside the form: a frame that shows the question, on a button and while typing."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/room/preview_panel.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["kind_field"], context["kind"] = _KIND, self.instance.kind
            return context
