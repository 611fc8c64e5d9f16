"""Published pages as the reader gets them: frozen, rendered once, no model behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class ScreenSheet:
    """One page of the lesson player; `body` is the markup of its blocks."""

    title: str
    body: SafeString


@dataclass(frozen=True, slots=True)
class LessonSheet:
    title: str
    summary: str
    minutes: int
    screens: tuple[ScreenSheet, ...]
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SourceSheet:
    title: str
    note: str
    url: str
    accessed_on: date | None


@dataclass(frozen=True, slots=True)
class CourseSheet:
    """What the course page (P3) says beyond the outline."""

    prepare: tuple[str, ...]
    sources: tuple[SourceSheet, ...]
    checked_on: date | None
    changed_at: datetime | None


def screens(stream: Iterable[Any], *, printed: bool = False) -> tuple[ScreenSheet, ...]:
    """The screens of LessonPage.screens, blocks rendered by their templates (which escape).
    `printed`: nothing may stay folded up."""
    return tuple(
        ScreenSheet(title=screen.value["title"], body=_markup(screen.value["body"], printed))
        for screen in stream
    )


def _markup(blocks: Iterable[Any], printed: bool) -> SafeString:
    parts = (block.render(context={"printed": printed}) for block in blocks)
    return mark_safe("".join(parts))


def prepare(stream: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(item.value) for item in stream)


def sources(stream: Iterable[Any]) -> tuple[SourceSheet, ...]:
    return tuple(
        SourceSheet(
            title=item.value["title"],
            note=item.value.get("note") or "",
            url=item.value.get("url") or "",
            accessed_on=item.value.get("accessed_on"),
        )
        for item in stream
    )
