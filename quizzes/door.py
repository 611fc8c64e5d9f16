"""How a learner comes into a test that a facilitator opened (ux L5): straight on at a shared computer
of the class, with the PIN on the board anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.accounts.access import person
from lms.centres.forms.learners import JoinForm
from lms.centres.pins import session_of_pin
from lms.centres.shared import machine_of
from lms.core.errors import DomainError
from quizzes.models import Opening, Quiz

NEEDS_PIN = "door.needs_pin"


@dataclass(frozen=True, slots=True)
class Door:
    """`opening`: what was opened for the person and is not begun; `form`: asks for the PIN, None
    where none is needed."""

    opening: Opening | None
    form: JoinForm | None


def door_of(request: HttpRequest, quiz: Quiz, at: datetime) -> Door | None:
    """None: a test to take alone. One query."""
    openings = list(Opening.objects.waiting_for(person(request), quiz, at))
    if not openings and not quiz.supervised_only:
        return None
    machine = machine_of(request)
    if machine is not None:
        here = [one for one in openings if one.session_id == machine.session_id]
        return Door(here[0] if here else None, None)
    form = JoinForm(request.POST if request.method == "POST" else None)
    return Door(openings[0] if openings else None, form)


def let_in(request: HttpRequest, quiz: Quiz, door: Door, at: datetime) -> Opening | None:
    """What the person may begin with; None where nothing was opened for them (yet, or any more).
    The sentence about a PIN is on the form, and raised as DomainError NEEDS_PIN."""
    if door.form is None:
        return door.opening
    if door.form.is_valid():
        try:
            session = session_of_pin(request, door.form.cleaned_data["pin"])
        except DomainError as refused:
            door.form.add_error("pin", str(refused.message))
        else:
            openings = Opening.objects.waiting_for(person(request), quiz, at)
            return openings.filter(session=session).first()
    raise DomainError(_("Enter the 4 digits on the board"), code=NEEDS_PIN)
