"""What all writers share: a question that does not fit is left out whole, and named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from quizzes.formats import words
from quizzes.formats.neutral import Problem, Question, RefusedError, Written, complete, short, tidy

Part = TypeVar("Part")


def each(
    written: Written, questions: Iterable[Question], write_one: Callable[[Question], Part]
) -> list[tuple[Question, Part]]:
    """Every question that fits, with what `write_one` made of it."""
    parts = []
    for place, question in enumerate(questions, start=1):
        try:
            parts.append((question, write_one(complete(question))))
        except RefusedError as refused:
            written.problems.append(Problem(place, f"{name_of(question)}: {refused}"))
        else:
            written.kept.append(place)
    return parts


def name_of(question: Mapping[str, Any]) -> str:
    return question.get("code") or short(question.get("stem", ""))


def refuse_kind(question: Mapping[str, Any]) -> RefusedError:
    return RefusedError(
        _("This format has no question of the kind “%(kind)s”.")
        % {"kind": words.kind(question["kind"])}
    )


def refuse_media(question: Mapping[str, Any]) -> None:
    if question.get("media"):
        raise RefusedError(_("This format cannot hold pictures or sounds."))


def note_losses(written: Written, before: list[Question], after: list[Question]) -> None:
    """Compare what was written, read back, with what was to be written."""
    for place, question in zip(written.kept, after, strict=True):
        wanted = tidy(before[place - 1])
        lost = [
            name for name in wanted.keys() | question.keys() if _differs(name, wanted, question)
        ]
        if lost:
            said = _("%(name)s: not kept as it is: %(fields)s")
            fields = {"name": name_of(wanted), "fields": words.fields(lost)}
            written.notes.append(Problem(place, said % fields))


def _differs(name: str, wanted: Question, found: Question) -> bool:
    return _without_ids(wanted.get(name)) != _without_ids(found.get(name))


def _without_ids(value: Any) -> Any:
    """Ids are only names inside a question; what they name is compared by its place."""
    if isinstance(value, list):
        return [_without_ids(cell) for cell in value]
    if isinstance(value, Mapping):
        return {name: _without_ids(cell) for name, cell in value.items() if name != "id"}
    return value
