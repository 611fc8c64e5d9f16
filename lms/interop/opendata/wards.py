"""The public page of a ward: figures of the newest month end, classes of the next two weeks, places.
No title somebody typed, no name, no telephone: nothing here is about one person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from lms.centres import queries
from lms.centres.models import LearningPoint
from lms.interop.opendata.figures import Month, WardFigures, newest_month
from lms.interop.opendata.files import month_json, ward_json
from lms.units.models import AdminUnit


@dataclass(frozen=True, slots=True)
class Meeting:
    starts_at: dt.datetime
    ends_at: dt.datetime
    course: str  # "": not about one course
    point: LearningPoint


@dataclass(frozen=True, slots=True)
class PublicWard:
    unit: AdminUnit
    month: Month | None
    figures: WardFigures | None
    points: list[LearningPoint]
    meetings: list[Meeting]

    @property
    def address(self) -> str:
        return settings.PUBLIC_URL + reverse("open_data:ward", args=[self.unit.code])


def public_wards() -> Any:
    """The wards of the operator's province, those of today and those gone."""
    wards = AdminUnit.objects.wards().filter(parent__code=settings.OPERATOR_PROVINCE)
    return wards.select_related("parent")


def public_ward(unit: AdminUnit, at: dt.datetime) -> PublicWard:
    """Five queries once the month's figures are at hand."""
    month = newest_month()
    points = queries.points_in([unit], at)
    meetings = [
        Meeting(
            session.starts_at,
            session.ends_at,
            session.course.title if session.course else "",
            point,
        )
        for point in points
        for session in point.coming
    ]
    meetings.sort(key=lambda meeting: (meeting.starts_at, meeting.point.name))
    return PublicWard(unit, month, month.ward(unit.code) if month else None, points, meetings)


def as_json(ward: PublicWard) -> dict[str, Any]:
    told = None
    if ward.month and ward.figures:
        about = month_json(ward.month)
        told = {name: about[name] for name in ("month", "day", "snapshot", "smallest_shown")}
        told |= ward_json(ward.figures)
    return {
        "unit_code": ward.unit.code,
        "unit_name": ward.unit.full_name,
        "page": ward.address,
        "progress": told,
        "learning_points": [
            {
                "code": point.code,
                "name": point.name,
                "address": point.address,
                "hours": point.hours,
                "has_computer": point.has_computer,
                "has_wifi": point.has_wifi,
                "step_free": point.step_free,
            }
            for point in ward.points
        ],
        "sessions": [
            {
                "starts_at": meeting.starts_at.isoformat(),
                "ends_at": meeting.ends_at.isoformat(),
                "course": meeting.course,
                "learning_point": meeting.point.code,
            }
            for meeting in ward.meetings
        ],
    }
