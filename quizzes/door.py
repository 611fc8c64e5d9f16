"""How a learner comes into a test that a facilitator opened (ux L5): straight on at a shared computer
of the class, with the PIN on the board anywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lms.accounts.access import person
from lms.centres.forms.learners import JoinForm
from lms.centres.models import ClassSession
from lms.centres.pins import session_of_pin
from lms.centres.services.attendance import PIN_ENDED
from lms.centres.shared import machine_of
from lms.core.errors import DomainError
from quizzes.models import Attempt, Opening, Quiz

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
    session = _session_in(request, door.form)
    if session is None:
        raise DomainError(_("Enter the 4 digits on the board"), code=NEEDS_PIN)
    openings = Opening.objects.waiting_for(person(request), quiz, at)
    return openings.filter(session=session).first()


def pin_to_move(request: HttpRequest, attempt: Attempt, *, typed: bool = False) -> JoinForm | None:
    """Asks for the PIN before a supervised attempt goes on in this browser, so that it stays in the
    class; None where it is taken alone, and at a shared computer of the class. `typed`: with what
    the request brings."""
    machine = machine_of(request)
    at_the_class = machine is not None and machine.session_id == attempt.session_id
    if attempt.supervisor_id is None or at_the_class:
        return None
    return JoinForm(request.POST if typed else None)


def may_move(request: HttpRequest, attempt: Attempt, form: JoinForm | None) -> bool:
    """With the sentence on the form where not."""
    if form is None:
        return True
    session = _session_in(request, form)
    if session is not None and session.pk != attempt.session_id:
        form.add_error("pin", str(PIN_ENDED))
    return form.is_valid()


def _session_in(request: HttpRequest, form: JoinForm) -> ClassSession | None:
    if not form.is_valid():
        return None
    try:
        return session_of_pin(request, form.cleaned_data["pin"])
    except DomainError as refused:
        form.add_error("pin", str(refused.message))
        return None
