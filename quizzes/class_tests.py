"""The tests people take in a class session, as its facilitator sees them: who is at it and until when.
Never an answer, never a mark."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.centres.queries import digits
from lms.centres.rosters import RosterRow
from lms.core.forms import NumericInput, PlainForm
from lms.core.vietnamese import format_time
from quizzes.models import Attempt
from quizzes.services.overrides import MOST_MINUTES

ALL, CHOSEN = "all", "chosen"


@dataclass(frozen=True, slots=True)
class ClassTests:
    """In the order of names. `timed`: who can be given minutes; `others`: handed in, without a time
    limit, or the facilitator's own."""

    timed: list[Attempt]
    others: list[Attempt]


def tests_in(session: ClassSession, *, by: User, at: datetime) -> ClassTests:
    """Begun in this class; one query. After the class nobody is given minutes any more."""
    begun = Attempt.objects.filter(session=session).select_related("user", "quiz")
    attempts = begun.defer("paper").order_by("user__name_key", "user_id", "pk")
    found = ClassTests([], [])
    for attempt in attempts:
        is_timed = session.is_usable(at) and attempt.is_against_the_clock(at)
        into = found.timed if is_timed and attempt.user_id != by.pk else found.others
        into.append(attempt)
    return found


def row_of(attempt: Attempt, at: datetime, ticked: Collection[str] = ()) -> RosterRow:
    """Ticked by the id of the attempt: somebody may be at two tests."""
    said = f"{attempt.quiz.title} – {_state(attempt, at)}"
    name, checked = attempt.user.full_name, str(attempt.pk) in ticked
    return RosterRow(attempt.pk, name, digits(attempt.user), said, checked)


def _state(attempt: Attempt, at: datetime) -> str:
    if not attempt.is_open or attempt.is_expired(at):
        return str(_("handed in"))
    if attempt.deadline is None:
        return str(_("at it, no time limit"))
    return str(_("at it, until %(time)s")) % {"time": format_time(attempt.deadline)}


class MoreTimeForm(PlainForm):
    """Minutes for those ticked, or for everybody who is at a test with a time limit."""

    people = forms.TypedMultipleChoiceField(
        label=_("People"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Somebody has handed in meanwhile. Choose again.")},
    )
    minutes = forms.IntegerField(
        min_value=1,
        max_value=MOST_MINUTES,
        label=pgettext_lazy("test", "Minutes to add"),
        widget=NumericInput,
    )
    reason = forms.CharField(
        max_length=300,
        label=_("Reason"),
        help_text=_("For example: the power was off. No names of learners."),
    )

    def __init__(self, *args: Any, timed: Sequence[Attempt], whom: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whom = whom
        self.fields["people"].choices = [(one.pk, str(one.pk)) for one in timed]  # type: ignore[attr-defined]

    def clean_people(self) -> list[int] | None:
        """None: everybody."""
        if self.whom == ALL:
            return None
        if not self.cleaned_data["people"]:
            raise forms.ValidationError(_("Tick at least one person"))
        people: list[int] = self.cleaned_data["people"]
        return people
