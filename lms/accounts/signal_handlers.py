"""Doors for signals of lower apps: what a change of units means for people and roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts.models import User
from lms.accounts.services import moves
from lms.units.models import AdminUnit
from lms.units.settling import Settled
from lms.units.signals import unit_closing, unit_passed_on


@receiver(unit_passed_on)
def on_unit_passed_on(passing: Settled, **kwargs: Any) -> None:
    moves.move_residents(passing=passing)
    moves.pass_grants_on(passing=passing)


@receiver(user_logged_in)
def ask_where_they_live(
    sender: type, request: HttpRequest | None, user: User, **kwargs: Any
) -> None:
    """Whose ward was split, and nobody could tell which part is theirs."""
    if request is None:
        return
    move = user.residence_moves.filter(reached=None).select_related("left").first()
    if move is not None:
        words = _("{ward} was divided. Tell us where you live now: open My account, then Ward.")
        messages.info(request, words.format(ward=move.left.full_name), fail_silently=True)


@receiver(unit_closing)
def on_unit_closing(unit: AdminUnit, **kwargs: Any) -> str:
    people = User.objects.filter(ward=unit).count()
    if not people:
        return ""
    return ngettext("%(count)d person lives there.", "%(count)d people live there.", people) % {
        "count": people
    }
