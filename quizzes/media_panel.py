"""How heavy pictures and sound are, on the editor's screens: of a question, and of a whole test."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from quizzes import media
from quizzes.kind import Content
from quizzes.models import Question, QuestionVersion, Quiz


class MediaPanel(Panel):
    """Below the form of what exists already. Without pictures and sound it is not there."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "quizzes/admin/media_weight.html"

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.contents = contents_of(self.instance)

        def is_shown(self) -> bool:
            return any(media.of(content) for content in self.contents) and bool(super().is_shown())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            rows = [row for content in self.contents for row in media.of(content)]
            heaviest = max(map(media.picture_bytes, self.contents))
            return context | {
                "media": rows if isinstance(self.instance, Question) else [],
                "pictures": _kb(sum(map(media.picture_bytes, self.contents))),
                "sounds": _kb(sum(row["size"] for row in rows if not media.is_picture(row))),
                "heaviest": _kb(heaviest),
                "most": _kb(media.BUDGET),
            }


def contents_of(instance: Question | Quiz) -> list[Content]:
    """The newest content of a question, or of every question in a test."""
    if instance.pk is None:
        return []
    versions = QuestionVersion.objects.newest()
    if isinstance(instance, Quiz):
        asked = versions.filter(question__in=instance.questions.values("pk"))
    else:
        asked = versions.filter(question=instance)
    return list(asked.values_list("content", flat=True))


def _kb(size: int) -> int:
    return -(-size // 1024)
