"""The questions about a new class (ux F2)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from courses.queries import CourseOutline, outlines
from lms.centres import queries
from lms.centres.models import ClassSession, LearningPoint
from lms.centres.opening import LESSON, POINT, ROSTER, TIME, Draft, Opening
from lms.centres.services.sessions import clash_sentence
from lms.core.forms import PlainForm
from lms.core.periods import ZONE, today
from lms.core.vietnamese import format_date

FURTHEST = timedelta(days=366)
WEEKS = (2, 3, 4, 6, 8, 10, 12)
MINUTES = (45, 60, 90, 120, 150, 180)


class StepForm(PlainForm):
    """One question about a new class. `store` writes the answer into the draft."""

    def __init__(self, *args: Any, opening: Opening, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opening = opening

    def store(self, draft: Draft) -> None:
        raise NotImplementedError


class PointForm(StepForm):
    point = forms.ChoiceField(
        label=_("At which learning point?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a learning point")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = list(queries.points_for(self.opening.user))
        self.fields["point"].choices = [(p.code, _where(p)) for p in points]  # type: ignore[attr-defined]
        only = points[0].code if len(points) == 1 else ""
        self.initial["point"] = self.opening.draft.point or only

    def store(self, draft: Draft) -> None:
        draft.point = self.cleaned_data["point"]


class TimeForm(StepForm):
    day = forms.DateField(
        label=_("Day"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter the day"),
            "invalid": _("The day is written as 31/01/2026"),
        },
    )
    start = forms.TimeField(
        label=_("Begins at"),
        input_formats=["%H:%M", "%Hh%M", "%H.%M", "%Hh"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Enter the hour it begins"),
            "invalid": _("The hour is written as 19:00"),
        },
    )
    minutes = forms.TypedChoiceField(
        label=_("How long?"),
        coerce=int,
        choices=[(n, _("%(count)d minutes") % {"count": n}) for n in MINUTES],
    )
    weeks = forms.TypedChoiceField(
        label=_("Again every week?"),
        coerce=int,
        choices=[
            (1, _("Only once")),
            *((n, _("%(count)d weeks in a row") % {"count": n}) for n in WEEKS),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        draft = self.opening.draft
        self.initial = {
            "day": draft.day or today().isoformat(),
            "start": draft.start or "19:00",
            "minutes": draft.minutes,
            "weeks": draft.weeks,
        }

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if abs(day - today()) > FURTHEST:
            raise ValidationError(_("Choose a day at most one year from now"), code="too_far")
        return day

    def clean(self) -> dict[str, Any]:
        """Name the clash here already, where it can be mended; the service decides."""
        cleaned = super().clean() or {}
        point = self.opening.point
        if point is not None and not self.errors:
            clash = _first_clash(point, cleaned)
            if clash is not None:
                self.add_error("start", ValidationError(clash_sentence(clash), code="clash"))
        return cleaned

    def store(self, draft: Draft) -> None:
        start: time = self.cleaned_data["start"]
        draft.day, draft.start = self.cleaned_data["day"].isoformat(), f"{start:%H:%M}"
        draft.minutes, draft.weeks = self.cleaned_data["minutes"], self.cleaned_data["weeks"]


class LessonForm(StepForm):
    lesson = forms.ChoiceField(
        label=_("Which course and lesson?"),
        help_text=_("It is shown on the projector. You may leave it open."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = [(course.title, _lessons(course)) for course in outlines()]
        self.fields["lesson"].choices = [("", _("Not decided yet")), *courses]  # type: ignore[attr-defined]
        self.initial["lesson"] = self.opening.draft.lesson

    def store(self, draft: Draft) -> None:
        draft.lesson = self.cleaned_data["lesson"]


class RosterForm(StepForm):
    copy = forms.TypedChoiceField(
        label=_("Copy the list of people from the last class?"),
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        error_messages={"required": _("Choose one answer")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = self.opening.last_session
        copied = _last_list(last) if last else _("Yes")
        self.fields["copy"].choices = [  # type: ignore[attr-defined]
            ("yes", copied),
            ("no", _("No, begin with an empty list")),
        ]
        self.initial["copy"] = "yes" if self.opening.draft.copy_roster else "no"

    def store(self, draft: Draft) -> None:
        draft.copy_roster = self.cleaned_data["copy"]


STEP_FORMS: dict[str, type[StepForm]] = {
    POINT: PointForm,
    TIME: TimeForm,
    LESSON: LessonForm,
    ROSTER: RosterForm,
}


def _where(point: LearningPoint) -> str:
    return f"{point.name} ({point.ward.full_name})"


def _lessons(course: CourseOutline) -> list[tuple[str, Any]]:
    whole = (f"{course.course_id}:", _("The whole course"))
    return [whole, *((f"{course.course_id}:{item.id}", item.title) for item in course.lessons)]


def _last_list(last: ClassSession) -> Any:
    return ngettext_lazy(
        "Yes, the %(count)d person of %(title)s, %(date)s",
        "Yes, the %(count)d people of %(title)s, %(date)s",
        last.listed,
    ) % {"count": last.listed, "title": last.title, "date": format_date(last.starts_at)}


def _first_clash(point: LearningPoint, answers: dict[str, Any]) -> ClassSession | None:
    first = datetime.combine(answers["day"], answers["start"], tzinfo=ZONE)
    for week in range(answers["weeks"]):
        starts_at = first + timedelta(weeks=week)
        ends_at = starts_at + timedelta(minutes=answers["minutes"])
        clash = point.sessions.overlapping(starts_at, ends_at).order_by("starts_at").first()
        if clash is not None:
            return clash
    return None
