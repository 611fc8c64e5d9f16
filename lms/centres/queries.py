"""What doors and upper apps ask about classes. Nothing here writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from lms.accounts import cards, policy
from lms.accounts.models import LearnerCard, User
from lms.accounts.roles import Permission
from lms.centres.models import (
    UNDO_WITHIN,
    Attendance,
    AttendanceState,
    ClassSession,
    ClassSessionQuerySet,
    LearningPoint,
)
from lms.core import vietnamese
from lms.core.periods import local_date, midnight
from lms.units.models import AdminUnit, AreaMembership

PAST_SHOWN = 10
LATER_SHOWN = 30


def sessions_for(user: User) -> ClassSessionQuerySet:
    """The sessions `user` may run: their own and those of their wards. Others are 404."""
    wards = policy.wards_for(user, Permission.RUN_CLASSES)
    return ClassSession.objects.visible_to(user, wards)


def points_for(user: User) -> QuerySet[LearningPoint]:
    """The learning points at which `user` may open a class."""
    wards = policy.wards_for(user, Permission.RUN_CLASSES)
    return LearningPoint.objects.filter(is_open=True, ward__in=wards).select_related("ward")


@dataclass(frozen=True, slots=True)
class MySessions:
    today: list[ClassSession]
    week: list[ClassSession]  # the six days after today
    later: list[ClassSession]
    past: list[ClassSession]

    def __bool__(self) -> bool:
        return bool(self.today or self.week or self.later or self.past)


def my_sessions(user: User, at: datetime) -> MySessions:
    """Today first, then the days to come, then the last ten; two queries, counts included."""
    visible = sessions_for(user).select_related("point").with_counts()
    start = midnight(local_date(at))
    past = visible.filter(starts_at__lt=start).order_by("-starts_at")[:PAST_SHOWN]
    coming = list(visible.filter(starts_at__gte=start).order_by("starts_at")[:LATER_SHOWN])
    tomorrow, next_week = start + timedelta(days=1), start + timedelta(days=7)
    return MySessions(
        today=[s for s in coming if s.starts_at < tomorrow],
        week=[s for s in coming if tomorrow <= s.starts_at < next_week],
        later=[s for s in coming if s.starts_at >= next_week],
        past=list(past),
    )


def usable_sessions(user: User, at: datetime) -> ClassSessionQuerySet:
    """Those of `user` whose PIN and computers work now."""
    return sessions_for(user).usable_at(at).select_related("point").order_by("starts_at")


def last_session_at(user: User, point: LearningPoint, before: datetime) -> ClassSession | None:
    """The session whose people probably come again: the latest there with anybody on its list."""
    earlier = sessions_for(user).filter(point=point, starts_at__lt=before)
    anybody = Exists(Attendance.objects.filter(session=OuterRef("pk")))
    return earlier.filter(anybody).with_counts().order_by("-starts_at").first()


def running_session_of(user: User | AnonymousUser, at: datetime) -> ClassSession | None:
    """The running session in which `user` is present and confirmed, if there is one."""
    if not isinstance(user, User):
        return None
    there = ClassSession.objects.usable_at(at).filter(
        attendances__user=user, attendances__state=AttendanceState.PRESENT
    )
    return there.select_related("point").order_by("-starts_at").first()


def find_by_pin(pin: str, at: datetime, *, user: User | AnonymousUser) -> ClassSession | None:
    """The session this PIN opens now. PINs are given out so that there is one; should two classes
    have got the same in the same instant, the one that expects `user` is meant."""
    found = ClassSession.objects.usable_at(at).filter(pin=pin).select_related("point")
    expecting = found.filter(attendances__user=user.pk) if user.pk else found.none()
    return expecting.first() or found.order_by("starts_at").first()


def find_by_token(token: str) -> ClassSession | None:
    return ClassSession.objects.filter(token=token).select_related("point").first()


def check_in_of(user: User | AnonymousUser, at: datetime) -> Attendance | None:
    """Where `user` has checked in to a class that runs now, confirmed or not yet."""
    if not isinstance(user, User):
        return None
    there = Attendance.objects.filter(
        user=user,
        state__in=[AttendanceState.WAITING, AttendanceState.PRESENT],
        session__in=ClassSession.objects.usable_at(at),
    )
    latest = there.order_by("-session__starts_at")
    return latest.select_related("session__point", "session__course").first()


# --- lists of people ---------------------------------------------------------------------------


def roster(session: ClassSession) -> list[Attendance]:
    """Everybody on the list in the order of class lists; one query."""
    return list(session.attendances.select_related("user").by_name())


@dataclass(frozen=True, slots=True)
class Counts:
    listed: int
    present: int
    waiting: int
    absent: int

    @property
    def not_come(self) -> int:
        return self.listed - self.present - self.waiting


def counts(session: ClassSession) -> Counts:
    """How many are in which state; one query."""
    rows = session.attendances.values_list("state").annotate(n=Count("pk"))
    of: dict[str, int] = dict(rows)
    return Counts(
        listed=sum(of.values()),
        present=of.get(AttendanceState.PRESENT, 0),
        waiting=of.get(AttendanceState.WAITING, 0),
        absent=of.get(AttendanceState.ABSENT, 0),
    )


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last change of a facilitator, while it can be taken back."""

    state: str
    count: int
    at: datetime


def undoable(rows: list[Attendance], user: User, at: datetime) -> Undoable | None:
    """Out of rows read already."""
    since = at - UNDO_WITHIN
    moments = [
        row.changed_at
        for row in rows
        if row.changed_by_id == user.pk and row.changed_at and row.changed_at >= since
    ]
    if not moments:
        return None
    latest = max(moments)
    state = next(row.state for row in rows if row.changed_at == latest)
    return Undoable(state, moments.count(latest), latest)


def digits(user: User) -> str:
    """The last two digits of the card, which tell two people of one name apart; "" without one."""
    return user.username[-2:] if user.has_card_number else ""


def people_to_help(user: User) -> QuerySet[User]:
    """Learners of the wards `user` helps in."""
    return policy.people_for(user, Permission.HELP_LEARNERS)


def people_to_add(user: User, session: ClassSession, text: str) -> QuerySet[User]:
    """Learners `user` may help, found by name (accents or not) or card number, who are not on the
    list yet."""
    return (
        people_to_help(user)
        .filter(_matches(text))
        .exclude(pk__in=session.attendances.values("user_id"))
        .order_by("name_key", "pk")
    )


def cards_to_print(user: User, session: ClassSession, only: str = "") -> QuerySet[LearnerCard]:
    """The live cards of people on the list whom `user` helps or helped to sign up, in the order of
    names; `only` one person's, by id."""
    mine = Q(user__in=people_to_help(user).values("pk")) | Q(user__consents__helper=user)
    listed = LearnerCard.objects.filter(user__in=session.attendances.values("user_id"))
    if only:
        listed = listed.filter(user=int(only)) if only.isdigit() else listed.none()
    live = listed.filter(mine, revoked_at__isnull=True, user__is_active=True).distinct()
    return live.select_related("user").order_by("user__name_key", "user_id")


def _matches(text: str) -> Q:
    """A whole card number, or every word somewhere in the name."""
    number = cards.tidy(text)
    if cards.looks_like_number(number):
        return Q(username=number)
    words = vietnamese.fold(text).split()
    return Q(*[Q(folded_name__contains=word) for word in words]) if words else Q(pk__in=[])


# --- learning points ---------------------------------------------------------------------------


def open_points(at: datetime) -> QuerySet[LearningPoint]:
    """Points in use, each with its next sessions as `coming`; two queries."""
    points = LearningPoint.objects.filter(is_open=True).select_related("ward__parent")
    return points.prefetch_related(_coming(at))


def points_in(wards: list[AdminUnit], at: datetime) -> list[LearningPoint]:
    return list(open_points(at).filter(ward__in=wards)) if wards else []


def points_of_province(code: str, at: datetime) -> QuerySet[LearningPoint]:
    return open_points(at).filter(ward__parent__code=code)


def points_near(ward: AdminUnit, at: datetime, limit: int = 3) -> list[LearningPoint]:
    """Points of other wards of the same area (mostly a former district): we hold no map."""
    day = local_date(at)
    areas = AreaMembership.objects.on(day).filter(ward=ward).values("area")
    neighbours = AreaMembership.objects.on(day).filter(area__in=areas).values("ward")
    return list(open_points(at).filter(ward__in=neighbours).exclude(ward=ward)[:limit])


def _coming(at: datetime) -> Prefetch[str, ClassSessionQuerySet, str]:
    sessions = ClassSession.objects.filter(closed_at__isnull=True, ends_at__gt=at)
    two_weeks = sessions.filter(starts_at__lt=at + timedelta(days=14)).select_related("course")
    return Prefetch("sessions", two_weeks.order_by("starts_at"), to_attr="coming")
