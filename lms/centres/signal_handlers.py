"""Signing in at a class's shared computer is sitting down there and checking in."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.models import SimulationRun
from courses.simulation.signals import run_begins
from lms.accounts import policy
from lms.accounts.models import User
from lms.centres import queries, services, shared
from lms.centres.models import AttendanceHow, ClassSession, LearningPoint
from lms.core import periods
from lms.core.errors import DomainError
from lms.units.models import AdminUnit
from lms.units.settling import Settled
from lms.units.signals import unit_closing, unit_passed_on

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def sit_down(sender: type, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """By name tile, by card or by user name: the same for all. The newest computer wins."""
    machine = shared.machine_of(request) if request else None
    if request is None or machine is None:
        return
    shared.sit_down(request, machine.device, periods.now())
    for other in services.take_seat(device=machine.device, user=user):
        messages.info(
            request,
            _("You are learning at this computer now; %(other)s signed out.")
            % {"other": other.label},
        )
    if not policy.works_here(user):
        _check_in(machine.device.session, user)


def _check_in(session: ClassSession, user: User) -> None:
    try:
        services.check_in(
            session=session, user=user, how=AttendanceHow.SHARED_DEVICE, at=periods.now()
        )
    except DomainError as refusal:  # closed a moment ago: the next page says so
        logger.info("shared sign-in without check-in", extra={"event": refusal.code})


@receiver(run_begins)
def note_the_class(sender: type, run: SimulationRun, at: datetime, **kwargs: Any) -> None:
    """Practice in a class that runs now: the learner's, or the facilitator's who projects it."""
    if run.user is None:
        return
    if run.whole_class:
        session = queries.usable_sessions(run.user, at).first()
    else:
        session = queries.running_session_of(run.user, at)
    if session is None:
        return
    run.class_ref = session.pk
    seat = session.devices.live().filter(current_user=run.user).first()
    run.device_ref = seat.number if seat else None


@receiver(unit_passed_on)
def on_unit_passed_on(passing: Settled, **kwargs: Any) -> None:
    services.move_points(passing=passing)


@receiver(unit_closing)
def on_unit_closing(unit: AdminUnit, **kwargs: Any) -> str:
    points = LearningPoint.objects.filter(ward=unit, is_open=True).count()
    if not points:
        return ""
    words = ngettext(
        "%(count)d learning point is there.", "%(count)d learning points are there.", points
    )
    return words % {"count": points}


@receiver(user_logged_out)
def stand_up(sender: type, request: HttpRequest | None, user: User | None, **kwargs: Any) -> None:
    machine = shared.machine_of(request) if request else None
    if machine is not None and user is not None:
        services.leave_seat(device=machine.device, user=user)
