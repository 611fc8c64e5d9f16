"""The form an author writes a question in: Wagtail blocks made from what a kind says it needs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from quizzes import authoring, media, questions
from quizzes.kind import AuthorField, Content, Kind
from quizzes.media_chooser import MediumBlock


@cache
def one_question(*names: str) -> blocks.StreamBlock:
    """One question of one of these kinds; where there are several, the author picks one first."""
    kinds = [questions.kind_of(name) for name in names]
    children = [
        (kind.name, _struct(authoring.fields_of(kind), label=capfirst(kind.label), icon="help"))
        for kind in kinds
    ]
    return blocks.StreamBlock(children, min_num=1, max_num=1)


def to_value(kind: Kind, content: Content) -> blocks.StreamValue:
    """Stored content as `one_question` of its kind shows it."""
    shown = {**kind.begin(content), "media": [dict(row) for row in media.of(content)]}
    return one_question(kind.name).to_python([{"type": kind.name, "value": shown}])


def to_raw(value: blocks.StreamValue) -> tuple[Kind, dict[str, Any]]:
    """What an author wrote: its kind, and the fields for `authoring.write`."""
    kind = questions.kind_of(value[0].block_type)
    return kind, _plain_row(authoring.fields_of(kind), value[0].value)


def _plain_row(fields: tuple[AuthorField, ...], value: Any) -> dict[str, Any]:
    return {field.name: _plain(field, value.get(field.name)) for field in fields}


def _plain(field: AuthorField, value: Any) -> Any:
    if field.type == "media":
        return [{**row, "file": row["file"].facts} for row in value or [] if row.get("file")]
    if field.type == "rows":
        return [_plain_row(field.columns, row) for row in value or []]
    return list(value or []) if field.type == "lines" else value


def _struct(fields: tuple[AuthorField, ...], **meta: Any) -> blocks.StructBlock:
    return blocks.StructBlock([(field.name, _block(field)) for field in fields], **meta)


def _block(field: AuthorField) -> blocks.Block:
    return _BLOCKS[field.type](
        field, {"label": capfirst(field.label), "help_text": field.help, "required": field.required}
    )


def _list(child: blocks.Block, field: AuthorField, meta: dict[str, Any]) -> blocks.ListBlock:
    # An optional list begins empty, a needed one with two rows to fill.
    shown = {name: meta[name] for name in ("label", "help_text")}
    begin = [child.get_default()] * 2 if field.required else []
    return blocks.ListBlock(child, min_num=int(field.required), default=begin, **shown)


def _media(field: AuthorField, meta: dict[str, Any]) -> blocks.ListBlock:
    one = blocks.StructBlock(
        [
            ("file", MediumBlock(label=_("File"))),
            ("place", blocks.ChoiceBlock(choices=field.choices, required=False, label=_("Where"))),
            (
                "name",
                blocks.CharBlock(
                    max_length=40,
                    required=False,
                    label=_("Name of the picture"),
                    help_text=_("Short; options and hotspots call it by this name."),
                ),
            ),
            (
                "alt",
                blocks.TextBlock(
                    rows=2,
                    required=False,
                    label=_("In words, for this question"),
                    help_text=_("Empty: the words given when it was uploaded."),
                ),
            ),
        ]
    )
    return _list(one, field, meta)


_BLOCKS: dict[str, Callable[[AuthorField, dict[str, Any]], blocks.Block]] = {
    "text": lambda field, meta: blocks.CharBlock(max_length=300, **meta),
    "long": lambda field, meta: blocks.TextBlock(rows=3, **meta),
    "flag": lambda field, meta: blocks.BooleanBlock(**meta | {"required": False}),
    "numbers": lambda field, meta: blocks.CharBlock(max_length=300, **meta),
    "number": lambda field, meta: blocks.CharBlock(max_length=30, **meta),
    "choice": lambda field, meta: blocks.ChoiceBlock(choices=field.choices, **meta),
    "lines": lambda field, meta: _list(blocks.CharBlock(max_length=300), field, meta),
    "media": _media,
    "rows": lambda field, meta: _list(_struct(field.columns), field, meta),
}
