"""What one person, or a guest, has in hand: their courses in the order of L1. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from certificates.models import Certificate, CertificateStatus
from courses.queries import (
    CourseOutline,
    CourseStanding,
    GuestProgress,
    TaskRow,
    assignments_for,
    outlines,
    standings,
)
from lms.accounts.models import User
from lms.centres.models import AttendanceState, ClassSession
from lms.core import periods

Person = User | AnonymousUser
_COMING = (AttendanceState.EXPECTED, AttendanceState.WAITING, AttendanceState.PRESENT)


@dataclass(frozen=True, slots=True)
class CourseInHand:
    """A course beside how far the person is; `due_on` where their agency requires it."""

    outline: CourseOutline
    standing: CourseStanding
    due_on: date | None = None

    @property
    def url(self) -> str:
        return f"/hoc/{self.outline.slug}/"

    @property
    def next_row(self) -> TaskRow | None:
        return self.standing.next_row

    @property
    def is_started(self) -> bool:
        return self.standing.is_started

    @property
    def is_done(self) -> bool:
        """Completed once stays completed, even if a lesson was added since."""
        enrolment = self.standing.enrolment
        if enrolment is not None:
            return enrolment.completed_at is not None
        return self.standing.next_row is None and self.standing.total > 0

    @property
    def is_fresh(self) -> bool:
        """Nothing read yet."""
        return all(row.status == "todo" for row in self.standing.rows)

    @property
    def lessons_done(self) -> int:
        return sum(row.status == "done" for row in self.standing.rows if row.kind == "lesson")

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and not self.is_done and self.due_on < periods.today()

    @property
    def last_touched(self) -> datetime | None:
        enrolment = self.standing.enrolment
        return enrolment.last_activity_at if enrolment else None


@dataclass(frozen=True, slots=True)
class MyLearning:
    """The parts of L1 in their order. A course stands in one part only."""

    resume: CourseInHand | None
    required: list[CourseInHand]
    others: list[CourseInHand]
    done: list[CourseInHand]
    shortest: CourseOutline | None  # to begin with, where nothing was begun
    next_class: ClassSession | None
    certificates: int

    @property
    def is_empty(self) -> bool:
        return not (self.resume or self.required or self.others or self.done)


def course_to_resume(user: Person, courses: Sequence[CourseOutline]) -> CourseInHand | None:
    """The course touched last and not yet finished. At most two queries."""
    return _latest(_started(_in_hand(user, courses, {}, {})))


def my_learning(user: Person, guest: GuestProgress, *, at: datetime) -> MyLearning:
    """Everything of L1, in at most five queries whatever the number of courses."""
    due = {course.pk: day for course, day in reversed(assignments_for(user))}
    found = _in_hand(user, outlines(), guest, due)
    started = _started(found)
    required = sorted((c for c in found if c.due_on and not c.is_done), key=_due)
    resume = _latest(started) or next(iter(required), None)
    return MyLearning(
        resume=resume,
        required=[c for c in required if c is not resume],
        others=[c for c in started if c is not resume and not c.due_on],
        done=[c for c in found if c.is_started and c.is_done],
        shortest=_shortest(found, user),
        next_class=next_class(user, at=at),
        certificates=_certificates(user),
    )


def next_class(user: Person, *, at: datetime) -> ClassSession | None:
    """The session of this person's ward, or that expects them, which comes next or runs now."""
    if not isinstance(user, User):
        return None
    listed = Q(attendances__user=user, attendances__state__in=_COMING)
    mine = listed | Q(ward_id=user.ward_id) if user.ward_id else listed
    sessions = ClassSession.objects.filter(mine, closed_at__isnull=True, ends_at__gt=at)
    return sessions.select_related("point").order_by("starts_at", "pk").first()


def _in_hand(
    user: Person, courses: Sequence[CourseOutline], guest: GuestProgress, due: dict[int, date]
) -> list[CourseInHand]:
    found = standings(user, courses, guest)
    return [CourseInHand(item, found[item.course_id], due.get(item.course_id)) for item in courses]


def _started(courses: list[CourseInHand]) -> list[CourseInHand]:
    """Begun and not finished, last touched first; for guests, in the catalogue's order."""
    open_ones = [c for c in courses if c.is_started and not c.is_done]
    return sorted(
        open_ones, key=lambda c: c.last_touched.timestamp() if c.last_touched else 0, reverse=True
    )


def _latest(started: list[CourseInHand]) -> CourseInHand | None:
    return next((c for c in started if c.next_row), None)


def _due(course: CourseInHand) -> date:
    return course.due_on or date.max


def _shortest(courses: list[CourseInHand], user: Person) -> CourseOutline | None:
    """Of those meant for this person, if any are."""
    audience = user.audience if isinstance(user, User) else "nguoi_dan"
    fitting = [c.outline for c in courses if audience in c.outline.audiences]
    return min(fitting or [c.outline for c in courses], key=lambda item: item.minutes, default=None)


def _certificates(user: Person) -> int:
    if not isinstance(user, User):
        return 0
    return Certificate.objects.filter(user=user, status=CertificateStatus.VALID).count()
