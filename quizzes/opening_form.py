"""Opening a test for people of a class, as its facilitator sees it (ux F7)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lms.accounts import policy
from lms.accounts.models import User
from lms.centres.models import AttendanceState, ClassSession
from lms.centres.queries import digits
from lms.centres.rosters import RosterRow
from lms.core.forms import PlainForm
from lms.core.vietnamese import format_time
from quizzes.class_tests import ALL
from quizzes.models import Identity, Opening, Quiz

MOST_BUTTONS = 6  # tests beyond that are a list to open


def quizzes_of(session: ClassSession) -> QuerySet[Quiz]:
    """The tests of the class's course; of every published course where it has none."""
    quizzes = Quiz.objects.filter(course__live=True).with_course().order_by("course__title", "slug")
    return quizzes.filter(course=session.course_id) if session.course_id else quizzes


def people_of(session: ClassSession, by: User) -> list[User]:
    """Whom `by` can open a test for: those who are here, by name, and never themselves."""
    here = session.attendances.filter(state=AttendanceState.PRESENT).select_related("user")
    return [row.user for row in here.by_name() if policy.may_supervise(by, row.user)]


def openings_in(session: ClassSession) -> list[Opening]:
    """What was opened in this class and not taken back, in the order of names; one query."""
    openings = Opening.objects.filter(session=session, withdrawn_at=None)
    related = openings.select_related("user", "quiz", "attempt").defer("attempt__paper")
    return list(related.order_by("user__name_key", "user_id", "pk"))


def rows_of(
    people: Sequence[User], openings: Sequence[Opening], at: datetime, ticked: Sequence[str]
) -> list[RosterRow]:
    said = {one.user_id: _state(one, at) for one in openings}
    return [
        RosterRow(p.pk, p.full_name, digits(p), said.get(p.pk, ""), str(p.pk) in ticked)
        for p in people
    ]


def waiting_rows(openings: Sequence[Opening], at: datetime) -> list[RosterRow]:
    """Those not begun, by the id of the opening."""
    return [
        RosterRow(one.pk, one.user.full_name, digits(one.user), _state(one, at))
        for one in openings
        if one.attempt is None
    ]


def _state(opening: Opening, at: datetime) -> str:
    return f"{opening.quiz.title} – {_how_far(opening, at)}"


def _how_far(opening: Opening, at: datetime) -> str:
    attempt = opening.attempt
    if attempt is None:
        moment = {"time": format_time(opening.opened_at)}
        return str(_("opened at %(time)s, not begun yet") % moment)
    if attempt.is_open and not attempt.is_expired(at):
        return str(_("at it now"))
    return str(_("handed in"))


class OpeningForm(PlainForm):
    """Which test, for whom, and how the facilitator knows them. `people`: those who are here."""

    quiz = forms.ModelChoiceField(
        Quiz.objects.none(),
        label=_("Which test?"),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the test")},
    )
    people = forms.TypedMultipleChoiceField(
        label=_("People"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Somebody is not confirmed as present any more. Choose again.")
        },
    )
    identity = forms.ChoiceField(
        choices=Identity.choices,
        label=_("How do you know who they are?"),
        help_text=_("Only this is noted down. Write no number of any paper."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you know who they are")},
    )

    def __init__(
        self,
        *args: Any,
        quizzes: QuerySet[Quiz],
        present: Sequence[User],
        whom: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.present, self.whom = {person.pk: person for person in present}, whom
        test = self.fields["quiz"]
        test.queryset = quizzes  # type: ignore[attr-defined]
        test.label_from_instance = _name_of  # type: ignore[attr-defined]
        if len(quizzes) > MOST_BUTTONS:
            test.empty_label = _("Choose the test")  # type: ignore[attr-defined]
            test.widget = forms.Select()
            test.widget.choices = test.choices  # type: ignore[attr-defined]
        self.fields["people"].choices = [(pk, str(pk)) for pk in self.present]  # type: ignore[attr-defined]

    def clean_people(self) -> list[User]:
        if self.whom == ALL:
            return list(self.present.values())
        if not self.cleaned_data["people"]:
            raise forms.ValidationError(_("Tick at least one person"))
        return [self.present[pk] for pk in self.cleaned_data["people"]]


def _name_of(quiz: Quiz) -> str:
    return f"{quiz.title} – {quiz.course.title}"
