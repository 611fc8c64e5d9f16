"""Questions of the bank in the neutral form (docs/formats.md)."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from quizzes import questions
from quizzes.formats import Question as Neutral
from quizzes.formats import tidy
from quizzes.import_plan import COLUMNS
from quizzes.models import Question, QuestionMedium, QuestionVersion


def neutral_questions(
    *, course: str = "", among: QuerySet[Question] | None = None
) -> list[Neutral]:
    """The newest versions of questions in use, of one course (its slug) or of all."""
    asked = Question.objects.all() if among is None else among
    asked = asked.filter(pk__in=Question.objects.in_use().values("pk"))
    if course:
        asked = asked.filter(course__slug=course)
    versions = QuestionVersion.objects.filter(question__in=asked).newest()
    rows = versions.select_related("question__lesson").prefetch_related("question__tags")
    return list(_neutral(rows.order_by("question__code")))


def _neutral(versions: Iterable[QuestionVersion]) -> Iterator[Neutral]:
    for version in versions:
        row = version.question
        content = dict(_without_ids(questions.kind_of(row.kind).begin(version.content)))
        facts: dict[str, Any] = {name: getattr(row, name) for name in COLUMNS}
        facts |= {"kind": row.kind, "code": row.code, "lesson": row.lesson.slug}
        facts["tags"] = [tag.name for tag in row.tags.all()]
        yield tidy(content | facts | {"media": list(_media(row.kind, content))})


def _media(kind: str, content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every medium with its bytes, once for each place it stands at."""
    places: dict[str, list[str]] = {}
    for number, option in enumerate(content.get("options", []), start=1):
        name = option.get("image")
        if name:
            places.setdefault(name, []).append(str(number))
        if kind != "image_choice":
            option.pop("image", None)
    for row in content.get("media", []):
        named = places.get(row["name"], [])
        for place in [row["place"], *named] if row["place"] or not named else named:
            told = {"name": row["name"], "type": row["type"], "alt": row["alt"], "place": place}
            yield told | {"data": _bytes(row["file"])}


def _bytes(file: str) -> str:
    with default_storage.open(QuestionMedium(file=file).path) as stored:
        return base64.b64encode(stored.read()).decode()


def _without_ids(value: Any) -> Any:
    """Ids are made from the texts when a question is stored."""
    if isinstance(value, Mapping):
        return {name: _without_ids(cell) for name, cell in value.items() if name != "id"}
    return [_without_ids(cell) for cell in value] if isinstance(value, list) else value
