"""Pictures and sound of a question, as its content keeps them: a list under "media" of
{"name", "file", "type", "alt", "place", "size"} and, of a picture, {"width", "height"}.

`name`: what options, a hotspot … call it by. `file`: its name in the store, made from its bytes
(`quizzes.models.QuestionMedium`). `alt`: the picture in words, or what is said in the sound; never
empty. `place`: stem, explanation, or "" for one that is only called by its name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.core.vietnamese import clean_lines, clean_text
from quizzes.kind import AuthorField, Content

Medium = Mapping[str, Any]

PLACES = (
    ("stem", gettext_lazy("with the question")),
    ("explanation", gettext_lazy("with the explanation")),
)
FIELD = AuthorField(
    "media",
    "media",
    gettext_lazy("Pictures and sound"),
    gettext_lazy("Each needs words for those who cannot see or hear it."),
    required=False,
    choices=PLACES,
)
NAMED = AuthorField(
    "image",
    "text",
    gettext_lazy("Picture or sound"),
    gettext_lazy("The name given to it under “Pictures and sound”."),
    required=False,
)

MOST = 12
BUDGET = 200 * 1024  # bytes of all pictures of a question: they load by themselves, sound does not
_FACTS = ("type", "width", "height", "size")
_KNOWN = {"name", "file", "alt", "place", *_FACTS}


def tidy(value: Any) -> list[dict[str, Any]]:
    """What an author's form or a file gives, as content keeps it. TypeError for another shape.

    In a form "file" is a dict of the facts of the stored file with its own words as "alt"."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        raise TypeError
    return [_tidy(row, number) for number, row in enumerate(value, start=1)]


def _tidy(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    stored = row.get("file")
    facts: Mapping[str, Any] = stored if isinstance(stored, Mapping) else row
    file = facts.get("file")
    texts = {key: row.get(key) or "" for key in ("name", "alt", "place")}
    texts["alt"] = texts["alt"] or facts.get("alt") or ""
    if not isinstance(file, str) or not all(isinstance(text, str) for text in texts.values()):
        raise TypeError
    if row.keys() - _KNOWN:
        raise ValueError(
            _("“%(name)s” is not known here.") % {"name": ", ".join(row.keys() - _KNOWN)}
        )
    return {
        "name": clean_text(texts["name"]) or str(number),
        "file": file,
        "alt": clean_lines(texts["alt"]),
        "place": texts["place"],
        **{key: facts[key] for key in _FACTS if facts.get(key) is not None},
    }


def of(content: Content, place: str | None = None) -> list[Medium]:
    """All of them, or those at one place."""
    return [row for row in content.get("media") or [] if place is None or row.get("place") == place]


def named(content: Content, name: object) -> Medium | None:
    """The one of this name; None where there is none."""
    return next((row for row in of(content) if name and row["name"] == name), None)


def is_picture(medium: Medium | None) -> bool:
    return medium is not None and str(medium.get("type", "")).startswith("image/")


def at_row(content: Content, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row, with the name of the medium whose place is the row's id in a file."""
    placed = of(content, str(row["id"])) if row.get("id") else []
    return {**row, "image": placed[0]["name"]} if placed and not row.get("image") else dict(row)


def picture_bytes(content: Content) -> int:
    return sum(int(row.get("size") or 0) for row in of(content) if is_picture(row))


def called(content: Content) -> list[object]:
    """Names under which options and the kind itself call for a medium."""
    options = content.get("options") or []
    return [content.get("image"), *(row.get("image") for row in options)]


def check(content: Content) -> list[str]:
    """What an author still has to mend."""
    rows, problems = of(content), []
    names = [row["name"] for row in rows]
    if len(set(names)) < len(names):
        problems.append(_("Two files have the same name."))
    if any(not row["alt"] for row in rows):
        problems.append(_("Say in words what every picture shows and every sound says."))
    if len(rows) > MOST:
        problems.append(_("At most %(count)s files in one question.") % {"count": MOST})
    if picture_bytes(content) > BUDGET:
        problems.append(
            _("The pictures weigh %(kb)s KB; a question may have %(most)s KB. Use smaller ones.")
            % {"kb": -(-picture_bytes(content) // 1024), "most": BUDGET // 1024}
        )
    for name in called(content):
        if name and name not in names:
            problems.append(_("There is no picture or sound named “%(name)s”.") % {"name": name})
    return problems
