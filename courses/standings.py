"""How far one person is with a course: the task list of L2, the state of P3, the cards of L1."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils.translation import ngettext

from courses.addresses import lesson_url, requirement_url
from courses.models import Enrolment, RequirementDone
from courses.outlines import CourseOutline, LessonItem, RequirementItem
from lms.accounts.models import User

TODO, DOING, DONE = "todo", "doing", "done"
GuestProgress = Mapping[
    str, Mapping[str, int]
]  # course slug -> lesson slug -> furthest screen done


@dataclass(frozen=True, slots=True)
class LessonState:
    """What is known of one lesson for one person."""

    screen: int = 0  # furthest done
    resume_at: int = 1
    seen_at: datetime | None = None
    is_done: bool = False

    @property
    def status(self) -> str:
        if self.is_done:
            return DONE
        return DOING if self.screen or self.seen_at else TODO


NOT_OPENED = LessonState()


def _seen(thing: LessonState | TaskRow) -> float:
    return thing.seen_at.timestamp() if thing.seen_at else 0.0


@dataclass(slots=True)
class Record:
    """Everything of one person on one course, as stored."""

    enrolment: Enrolment | None = None
    lessons: dict[int, LessonState] = field(default_factory=dict)
    requirements: set[int] = field(default_factory=set)  # ids of those met

    def resumes_at(self, lesson_id: int, screen: int) -> bool:
        """Whether going on would open this very screen: the lesson seen last, at this place."""
        last = max(
            (state for state in self.lessons.values() if state.seen_at), key=_seen, default=None
        )
        here = self.lessons.get(lesson_id)
        return here is not None and here is last and here.resume_at == screen


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of the task list. `number` counts within its kind from 1; 0: the only quiz."""

    kind: str  # lesson | quiz | practice
    title: str
    minutes: int
    url: str
    status: str  # todo | doing | done
    number: int
    seen_at: datetime | None = None

    @property
    def hint(self) -> str:
        """The second line in a task list."""
        return ngettext("%(count)d minute", "%(count)d minutes", self.minutes) % {
            "count": self.minutes
        }


@dataclass(frozen=True, slots=True)
class CourseStanding:
    enrolment: Enrolment | None
    rows: tuple[TaskRow, ...]
    done: int
    total: int
    next_row: TaskRow | None  # what to do now; None when everything is done

    @property
    def minutes_left(self) -> int:
        return sum(row.minutes for row in self.rows if row.status != DONE)

    @property
    def is_started(self) -> bool:
        return self.enrolment is not None or any(row.status != TODO for row in self.rows)


def standing(
    user: User | AnonymousUser | None, outline: CourseOutline, guest: GuestProgress
) -> CourseStanding:
    """How far `user` is, or a guest with this session's progress (all courses of it)."""
    return standings(user, [outline], guest)[outline.course_id]


def standings(
    user: User | AnonymousUser | None, outlines: Sequence[CourseOutline], guest: GuestProgress
) -> dict[int, CourseStanding]:
    """The same for many courses, by course id, in at most two queries."""
    found = records(user, outlines, guest)
    return {item.course_id: stand(item, found[item.course_id]) for item in outlines}


def records(
    user: User | AnonymousUser | None,
    outlines: Sequence[CourseOutline],
    guest: GuestProgress,
    *,
    with_requirements: bool = True,
) -> dict[int, Record]:
    if user is None or not user.is_authenticated:
        return {item.course_id: _guest_record(item, guest.get(item.slug, {})) for item in outlines}
    found: dict[int, Record] = defaultdict(Record)
    for row in _enrolments_with_lessons(user, [item.course_id for item in outlines]):
        record = found[row.course_id]
        if record.enrolment is None:
            row.user = user
            record.enrolment = row
        if row.lesson_id is not None:
            record.lessons[row.lesson_id] = LessonState(
                row.lesson_screen, row.lesson_resume, row.lesson_seen, row.lesson_done is not None
            )
    if with_requirements and found and any(item.requirements for item in outlines):
        for course_id, requirement_id in _requirements_met(found.values()):
            found[course_id].requirements.add(requirement_id)
    return found


def stand(outline: CourseOutline, record: Record) -> CourseStanding:
    rows = (
        *(_lesson_row(outline, n, item, record) for n, item in enumerate(outline.lessons, 1)),
        *(_requirement_row(outline, n, item, record) for n, item in _numbered(outline)),
    )
    done = sum(row.status == DONE for row in rows)
    return CourseStanding(record.enrolment, rows, done, len(rows), _next(rows))


def next_after(outline: CourseOutline, record: Record, lesson: LessonItem) -> TaskRow | None:
    """What comes when `lesson` has been read: lessons after it, lessons left out before it, then
    the rest. None if there is nothing more to do."""
    rows = stand(outline, record).rows
    here, count = outline.lessons.index(lesson), len(outline.lessons)
    others = [*rows[here + 1 : count], *rows[:here], *rows[count:]]
    return next((row for row in others if row.status != DONE), None)


def _enrolments_with_lessons(user: Any, course_ids: list[int]) -> Iterable[Any]:
    """One row a lesson opened (or one with lesson_id None), each an Enrolment."""
    return Enrolment.objects.filter(user=user, course__in=course_ids).annotate(
        lesson_id=F("lessons__lesson_id"),
        lesson_screen=F("lessons__screen"),
        lesson_resume=F("lessons__last_screen"),
        lesson_seen=F("lessons__seen_at"),
        lesson_done=F("lessons__done_at"),
    )


def _requirements_met(found: Iterable[Record]) -> Iterable[tuple[int, int]]:
    enrolments = [record.enrolment for record in found if record.enrolment]
    return RequirementDone.objects.filter(enrolment__in=enrolments).values_list(
        "enrolment__course_id", "requirement_id"
    )


def _guest_record(outline: CourseOutline, read: Mapping[str, int]) -> Record:
    states = {
        item.id: LessonState(
            screen=read[item.slug],
            resume_at=read[item.slug] + 1,
            is_done=read[item.slug] >= item.screens,
        )
        for item in outline.lessons
        if read.get(item.slug)
    }
    return Record(lessons=states)


def _lesson_row(outline: CourseOutline, number: int, item: LessonItem, record: Record) -> TaskRow:
    state = record.lessons.get(item.id, NOT_OPENED)
    screen = min(state.resume_at, item.screens) if state.status == DOING else 1
    url = lesson_url(outline.slug, item.slug, max(screen, 1))
    return TaskRow("lesson", item.title, item.minutes, url, state.status, number, state.seen_at)


def _numbered(outline: CourseOutline) -> list[tuple[int, RequirementItem]]:
    kinds = [item.kind for item in outline.requirements]
    return [
        (kinds[: place + 1].count(item.kind) if kinds.count(item.kind) > 1 else 0, item)
        for place, item in enumerate(outline.requirements)
    ]


def _requirement_row(
    outline: CourseOutline, number: int, item: RequirementItem, record: Record
) -> TaskRow:
    status = DONE if item.id in record.requirements else TODO
    url = requirement_url(item.kind, outline.slug, item.key)
    return TaskRow(item.kind, item.title, item.minutes, url, status, number)


def _next(rows: tuple[TaskRow, ...]) -> TaskRow | None:
    """The lesson left in the middle (the one seen last), else the first thing still to do."""
    halfway = [row for row in rows if row.status == DOING]
    if halfway:
        return max(halfway, key=_seen)
    return next((row for row in rows if row.status == TODO), None)
