"""The answers of somebody opening a class, page by page, kept in the browser's session (ux F2)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Self

from django.http import HttpRequest

from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.centres import queries
from lms.centres.models import ClassSession, LearningPoint
from lms.core.periods import ZONE, local_datetime
from lms.core.vietnamese import format_weekday_date

POINT, TIME, LESSON, ROSTER, CHECK = "diem-hoc", "ngay-gio", "khoa-hoc", "danh-sach", "kiem-tra"
_KEY = "new_class"


@dataclass
class Draft:
    answered: list[str] = field(default_factory=list)
    point: str = ""  # code
    day: str = ""  # 2026-01-28
    start: str = ""  # 19:00
    minutes: int = 90
    weeks: int = 1
    lesson: str = ""  # "course id:lesson id", "course id:" or ""
    copy_roster: bool = True

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        kept = request.session.get(_KEY)
        return cls(**kept) if isinstance(kept, dict) else cls()

    def keep(self, request: HttpRequest, *, answered: str) -> None:
        if answered not in self.answered:
            self.answered.append(answered)
        request.session[_KEY] = asdict(self)

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(
            date.fromisoformat(self.day), time.fromisoformat(self.start), tzinfo=ZONE
        )

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def title(self) -> str:
        return class_title(self.starts_at)


def clear(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


@dataclass(frozen=True)
class Opening:
    """A draft, and what its answers stand for in the eyes of `user`."""

    user: User
    draft: Draft

    @cached_property
    def point(self) -> LearningPoint | None:
        return queries.points_for(self.user).filter(code=self.draft.point).first()

    @cached_property
    def last_session(self) -> ClassSession | None:
        """Whose list could be copied; None before the point and the hour are known."""
        if self.point is None or not self.draft.day:
            return None
        return queries.last_session_at(self.user, self.point, self.draft.starts_at)

    @cached_property
    def course(self) -> CoursePage | None:
        pk = self.draft.lesson.partition(":")[0]
        return CoursePage.objects.live().filter(pk=pk).first() if pk else None

    @cached_property
    def lesson(self) -> LessonPage | None:
        pk = self.draft.lesson.partition(":")[2]
        return LessonPage.objects.live().filter(pk=pk).first() if pk else None

    @cached_property
    def steps(self) -> list[str]:
        """The questions to ask: about the list only if there is one to copy."""
        asked = [POINT, TIME, LESSON]
        return [*asked, ROSTER] if self.last_session else asked

    @property
    def next_step(self) -> str:
        """The first question without an answer, or the page to check them all."""
        known = set(self.draft.answered) if self.point else set()
        return next((step for step in self.steps if step not in known), CHECK)

    def may_ask(self, step: str) -> bool:
        """Whether everything before `step` is answered."""
        if step not in self.steps:
            return False
        before = self.steps[: self.steps.index(step)]
        return not before or (self.point is not None and set(before) <= set(self.draft.answered))


# Vietnamese on purpose: the name of a class is what is written on the board.
_PARTS_OF_DAY = ((11, "sáng"), (13, "trưa"), (18, "chiều"), (24, "tối"))


def class_title(starts_at: datetime) -> str:
    """ "Lớp tối thứ Tư"."""
    moment = local_datetime(starts_at)
    part = next(word for hour, word in _PARTS_OF_DAY if moment.hour < hour)
    return f"Lớp {part} {format_weekday_date(moment).partition(',')[0]}"
