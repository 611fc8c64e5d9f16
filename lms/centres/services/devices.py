"""The shared computers of a class: one cookie, one session, one learner at a time."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.centres.models import ClassSession, SharedDevice
from lms.centres.services.sessions import hold
from lms.core import audit
from lms.core.errors import DomainError


@transaction.atomic
def register_device(*, session: ClassSession, by: User, at: datetime) -> SharedDevice:
    """Make a computer one that the class shares; its token goes into a cookie there and nowhere
    else. Only while the session runs (DomainError "not_running")."""
    hold(session)
    if not session.is_usable(at):
        raise DomainError(_("This class is not running now."), code="not_running")
    last = session.devices.aggregate(last=Max("number"))["last"] or 0
    device = SharedDevice.objects.create(
        session=session,
        number=last + 1,
        token=secrets.token_urlsafe(32),
        registered_by=by,
        registered_at=at,
    )
    audit.record("device.registered", device, by=by, session=session.pk)
    return device


@transaction.atomic
def end_device(*, device: SharedDevice, by: User, at: datetime) -> None:
    """The computer is no longer shared; whoever sits there is signed out at the next click.
    Idempotent."""
    ended = SharedDevice.objects.live().filter(pk=device.pk).update(ended_at=at, current_user=None)
    if ended:
        audit.record("device.ended", device, by=by, session=device.session_id)


@transaction.atomic
def take_seat(*, device: SharedDevice, user: User) -> list[SharedDevice]:
    """`user` learns at this computer now. The newest computer wins: returns the others at which the
    same person still sat, which sign out at their next request. Idempotent."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # one seat taken after the other
    others = list(SharedDevice.objects.live().filter(current_user=user).exclude(pk=device.pk))
    SharedDevice.objects.filter(pk__in=[other.pk for other in others]).update(current_user=None)
    SharedDevice.objects.live().filter(pk=device.pk).update(current_user=user)
    return others


def leave_seat(*, device: SharedDevice, user: User) -> None:
    """`user` no longer sits there. Does nothing to somebody who came after. Idempotent."""
    SharedDevice.objects.filter(pk=device.pk, current_user=user).update(current_user=None)
