"""Kinds and fields in words, for those who read what a file does not hold."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

_KINDS = {
    "single": _("one choice"),
    "multiple": _("several choices"),
    "true_false": _("true or false"),
    "matching": _("matching"),
    "ordering": _("right order"),
    "gap_text": _("text with gaps"),
    "number": _("number"),
    "short_text": _("short text"),
    "hotspot": _("place on a picture"),
    "image_choice": _("choice of pictures"),
    "drag_drop": _("drag and drop"),
    "open_answer": _("open answer (marked by a person)"),
    "file_answer": _("file (marked by a person)"),
    "survey_scale": _("scale (not marked)"),
}
_FIELDS = {
    "code": _("code"),
    "title": _("title"),
    "lesson": _("lesson"),
    "source": _("source"),
    "category": _("category"),
    "tags": _("tags"),
    "difficulty": _("difficulty"),
    "competence": _("competence"),
    "scheme": _("Marking"),
    "stem": _("Question"),
    "explanation": _("Why"),
    "options": _("Options"),
    "media": _("Pictures and sound"),
    "deny": _("Never right"),
    "fold": _("What is forgiven"),
    "unit": _("Unit"),
    "units": _("Unit"),
}


def kind(name: str) -> str:
    return str(_KINDS.get(name, name))


def fields(names: Iterable[str]) -> str:
    """In one line; a field without a word of its own under its name."""
    return ", ".join(sorted(str(_FIELDS.get(name, name)).lower() for name in names))
