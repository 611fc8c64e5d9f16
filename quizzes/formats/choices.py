"""Options that come with pictures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from quizzes.formats.media import MediaBox
from quizzes.formats.neutral import Question, RefusedError


def with_pictures(media: MediaBox, question: Question) -> Question:
    """Options that are pictures are told by their description where they have no text. One choice
    among pictures only is a kind of its own."""
    shown: dict[str, dict[str, Any]] = {}
    for entry in media.taken:
        if entry["type"].startswith("image/"):
            shown.setdefault(entry["place"], entry)
    options = question["options"]
    for number, option in enumerate(options, start=1):
        picture = shown.get(str(number), {})
        option["text"] = option["text"] or picture.get("alt") or picture.get("name", "")
        if not option["text"]:
            raise RefusedError(_("An answer is missing or empty."))
    places = {str(number) for number in range(1, len(options) + 1)}
    if question["kind"] != "single" or not places <= shown.keys():
        return question
    for number, option in enumerate(options, start=1):
        option["image"] = shown[str(number)]["name"]
    return question | {"kind": "image_choice"}
