"""What one page of the lesson player shows, worked out without a database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from courses.addresses import lesson_url, my_course_url
from courses.outlines import CourseOutline, LessonItem
from courses.reading import lesson_sheet
from courses.sheets import ScreenSheet
from courses.standings import Record, TaskRow, next_after
from lms.core.periods import local_date


@dataclass(frozen=True, slots=True)
class PlayerPage:
    """Screen `number` of `item`, the `place`-th lesson. `following` is set on the last screen."""

    item: LessonItem
    place: int
    number: int
    screen: ScreenSheet
    back: str
    previous: str
    following: TaskRow | None
    changed_on: date | None  # the lesson was published again since this person saw it

    @property
    def is_last(self) -> bool:
        return self.number == self.item.screens


def player_page(
    outline: CourseOutline, record: Record, item: LessonItem, number: int
) -> PlayerPage:
    sheet = lesson_sheet(item)
    is_last = number == item.screens
    return PlayerPage(
        item=item,
        place=outline.lessons.index(item) + 1,
        number=number,
        screen=sheet.screens[min(number, len(sheet.screens)) - 1],
        back=my_course_url(outline.slug),
        previous=lesson_url(outline.slug, item.slug, number - 1) if number > 1 else "",
        following=next_after(outline, record, item) if is_last else None,
        changed_on=_changed_since(record, item),
    )


def _changed_since(record: Record, item: LessonItem) -> date | None:
    state = record.lessons.get(item.id)
    if state is None or state.seen_at is None or item.changed_at is None:
        return None
    return local_date(item.changed_at) if item.changed_at > state.seen_at else None
