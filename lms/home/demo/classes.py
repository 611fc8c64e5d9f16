"""Learning points, the people who run classes there, and the calendar of four months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from courses.models import CoursePage
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.accounts.services import grant_role
from lms.centres.bulk import PastSession
from lms.centres.models import LearningPoint
from lms.centres.services import copy_roster, open_session
from lms.core.periods import ZONE
from lms.core.vietnamese import slugify_vi
from lms.home.demo.names import invented_name
from lms.home.demo.places import PLAIN, TOWN, Place

POINTS = 40
FACILITATORS = 12
_VILLAGES = ("Đông", "Tây", "Nam", "Bắc", "Trung", "An Bình", "Phú Lộc", "Mỹ Hòa", "Xuân Thạnh")
_LENGTH = dt.timedelta(minutes=90)


@dataclass(slots=True)
class PointPlan:
    """A point with its sessions in order; `sessions[n]` is what `people` of the n-th will join."""

    place: Place
    point: LearningPoint
    facilitator: User
    sessions: list[PastSession] = field(default_factory=list)


def open_points(
    places: Sequence[Place], *, area: str, rng: Random
) -> list[tuple[Place, LearningPoint]]:
    """A point in about forty wards: those of `area`, every town, then the wards with most lead."""
    willing = [place for place in places if place.learners]
    willing.sort(
        key=lambda p: (p.area != area, p.kind != TOWN, p.kind != PLAIN, -p.lead, p.ward.code)
    )
    plain, upland = willing[: POINTS * 3 // 4], willing[POINTS * 3 // 4 :]
    upland = sorted(upland, key=lambda place: -place.lead)[: POINTS // 4]
    pairs = [(place, _point(place, rng)) for place in [*plain, *upland]]
    LearningPoint.objects.bulk_create([point for _, point in pairs])
    return pairs


def _point(place: Place, rng: Random) -> LearningPoint:
    village = rng.choice(_VILLAGES)
    unit = f"tổ dân phố {rng.randint(1, 12)}" if place.kind == TOWN else f"thôn {village}"
    return LearningPoint(
        code=f"nvh-{slugify_vi(place.ward.name)}-{place.ward.code}"[:50],
        name=f"Nhà văn hóa {unit}",
        ward=place.ward,
        address=f"{unit[0].upper()}{unit[1:]}",
        hours="Mở theo lịch lớp, thường từ 18 giờ đến 20 giờ 30",
        has_computer=rng.random() < 0.8,
        has_wifi=rng.random() < 0.7,
        step_free=rng.random() < 0.4,
    )


def appoint_facilitators(
    pairs: Sequence[tuple[Place, LearningPoint]],
    *,
    ready: User,
    area: str,
    at: dt.datetime,
    rng: Random,
) -> list[PointPlan]:
    """`ready` for the points of `area`; a dozen others, each for points of neighbouring wards."""
    plans = [PointPlan(place, point, ready) for place, point in pairs if place.area == area]
    near = sorted(
        (pair for pair in pairs if pair[0].area != area),
        key=lambda pair: (pair[0].area, pair[0].ward.code),
    )
    count = min(FACILITATORS, len(near))
    people = [_facilitator(number, at, rng) for number in range(1, count + 1)]
    for index, (place, point) in enumerate(near):
        person = people[index * count // len(near)]
        grant_role(user=person, role=Role.FACILITATOR, by=None, at=at, ward=place.ward)
        plans.append(PointPlan(place, point, person))
    return plans


def _facilitator(number: int, at: dt.datetime, rng: Random) -> User:
    user = User(
        username=f"huongdan.{number:02d}",
        full_name=invented_name(rng, "kinh", woman=rng.random() < 0.5),
        birth_year=at.year - rng.randint(22, 45),
        is_invented=True,
        date_joined=at,
    )
    user.set_unusable_password()
    user.save()
    return user


def plan_sessions(
    plans: Sequence[PointPlan],
    courses: Sequence[CoursePage],
    *,
    now: dt.datetime,
    days: int,
    rng: Random,
) -> None:
    """Weekly evenings from the day the ward began, each facilitator at one place an evening."""
    evenings: dict[int, int] = {}
    for plan in plans:
        turn = evenings[plan.facilitator.pk] = evenings.get(plan.facilitator.pk, -1) + 1
        first = now.astimezone(ZONE).date() - dt.timedelta(days=first_day(plan.place, days))
        monday = first + dt.timedelta(days=-first.weekday() % 7)
        course = rng.choice(courses)
        for week in range(days // 7 + 1):
            day = monday + dt.timedelta(weeks=week, days=turn % 6)
            starts_at = dt.datetime.combine(day, dt.time(19), tzinfo=ZONE)
            if starts_at + _LENGTH < now:
                plan.sessions.append(_session(plan, course, starts_at))


def first_day(place: Place, days: int) -> int:
    """How many days before today the ward began: those with a lead at the start, others later."""
    return max(14, round(days * (0.35 + 0.65 * place.lead)))


def _session(plan: PointPlan, course: CoursePage, starts_at: dt.datetime) -> PastSession:
    return PastSession(
        point=plan.point,
        facilitator=plan.facilitator,
        course=course,
        title=_title(starts_at),
        starts_at=starts_at,
        ends_at=starts_at + _LENGTH,
    )


def announce_next(plan: PointPlan, *, now: dt.datetime) -> None:
    """The next evening of the class, with the people of the last one expected."""
    after = now.astimezone(ZONE) + dt.timedelta(hours=1)
    last = plan.point.sessions.order_by("-starts_at").first()
    step = plan.sessions[-1].starts_at.weekday() if plan.sessions else after.weekday()
    day = after.date() + dt.timedelta(days=(step - after.weekday()) % 7)
    starts_at = dt.datetime.combine(day, dt.time(19), tzinfo=ZONE)
    starts_at += dt.timedelta(weeks=1 if starts_at < after else 0)
    session = open_session(
        facilitator=plan.facilitator,
        point=plan.point,
        title=_title(starts_at),
        starts_at=starts_at,
        ends_at=starts_at + _LENGTH,
        course=plan.sessions[-1].course if plan.sessions else None,
        at=now,
    )
    if last is not None:
        copy_roster(session=session, source=last, by=plan.facilitator)


def _title(starts_at: dt.datetime) -> str:
    weekdays = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
    return f"Lớp tối {weekdays[starts_at.weekday()]}"
