"""What facilitators send during a class."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.centres.models import Attendance, ClassSession
from lms.core.forms import PlainForm
from lms.core.periods import local_datetime


class AttendanceForm(PlainForm):
    """People ticked on the list, and what to do with them."""

    people = forms.TypedMultipleChoiceField(
        label=_("People"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one person"),
            "invalid_choice": _("The list has changed. Look at it again, then press the button."),
        },
    )
    action = forms.ChoiceField(
        choices=[("confirm", _("Present")), ("absent", _("Absent"))],
        error_messages={"required": _("Choose “Present” or “Absent”")},
    )

    def __init__(self, *args: Any, rows: Iterable[Attendance], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = {row.user_id: row.user for row in rows}
        self.fields["people"].choices = [(pk, str(pk)) for pk in self.listed]  # type: ignore[attr-defined]

    def chosen(self) -> list[Any]:
        return [self.listed[pk] for pk in self.cleaned_data["people"]]


class FindPersonForm(PlainForm):
    q = forms.CharField(
        label=_("Name or card number"),
        max_length=80,
        error_messages={
            "required": _("Enter a name or a card number"),
            "max_length": _("Enter a shorter name"),
        },
    )


class CloseForm(PlainForm):
    notes = forms.CharField(
        label=_("Notes"),
        help_text=_("What the next facilitator should know. No names of learners."),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"max_length": _("Write at most 1,000 characters")},
    )


class DeviceForm(PlainForm):
    """Which running class shares this computer."""

    session = forms.ModelChoiceField(
        ClassSession.objects.none(),
        label=_("Which class is this computer for?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose a class"),
            "invalid_choice": _("This class is not running now. Choose another one."),
        },
    )

    def __init__(self, *args: Any, sessions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["session"]
        field.queryset = sessions
        field.label_from_instance = _with_hours

    @property
    def is_empty(self) -> bool:
        return not self.fields["session"].queryset.exists()  # type: ignore[attr-defined]


def _with_hours(session: ClassSession) -> str:
    starts, ends = local_datetime(session.starts_at), local_datetime(session.ends_at)
    return f"{session.title} – {session.point.name}, {starts:%H:%M}–{ends:%H:%M}"
