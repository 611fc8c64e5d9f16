import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lms.accounts import pin as pins
from lms.accounts import policy
from lms.accounts.models import PinReset, User
from lms.core import audit
from lms.core.errors import DomainError

RESET_LASTS = dt.timedelta(minutes=15)


def refuse_easy(pin: str, birth_year: int | None) -> None:
    """DomainError "pin_form" or "pin_weak"."""
    if not pins.has_form(pin):
        raise DomainError(pins.WRONG_FORM, code="pin_form")
    if pins.is_weak(pin, birth_year):
        raise DomainError(pins.WEAK, code="pin_weak")


@transaction.atomic
def change_pin(*, user: User, pin: str) -> None:
    """The learner's own change; ends every other session of theirs."""
    refuse_easy(pin, user.birth_year)
    user.set_password(pin)
    user.save(update_fields=["password"])
    audit.record("pin.changed", user, by=user)


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """As `change_pin`, for people without a card. The caller has judged the password."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("password.changed", user, by=user)


@transaction.atomic
def reset_pin(*, user: User, by: User, at: dt.datetime) -> str:
    """Let `user` choose a new PIN once, within fifteen minutes, without the old one. Returns the
    token of the address to open on the learner's screen. An earlier leave ends. The caller has
    loaded `user` out of `policy.people_for(by, HELP_LEARNERS)`."""
    if not user.has_card_number or policy.works_here(user):
        raise DomainError(_("This person signs in with a password, not a PIN."), code="no_pin")
    user.pin_resets.filter(used_at__isnull=True, expires_at__gt=at).update(expires_at=at)
    token = secrets.token_urlsafe(32)
    PinReset.objects.create(
        user=user, by=by, token_hash=_hash(token), created_at=at, expires_at=at + RESET_LASTS
    )
    audit.record("pin.reset", user, by=by)
    return token


def find_reset(*, token: str, at: dt.datetime) -> PinReset | None:
    """The leave behind `token` while it may still be used."""
    still = Q(used_at__isnull=True, expires_at__gt=at, user__is_active=True)
    return PinReset.objects.filter(still, token_hash=_hash(token)).select_related("user").first()


@transaction.atomic
def choose_pin(*, token: str, pin: str, at: dt.datetime) -> User:
    """Use the leave: DomainError "reset_over" if it was used or is too old. Every session of the
    learner ends."""
    reset = find_reset(token=token, at=at)
    used = reset and PinReset.objects.filter(pk=reset.pk, used_at__isnull=True).update(used_at=at)
    if reset is None or not used:
        raise DomainError(
            _("This page can no longer be used. Ask the facilitator to reset the PIN again."),
            code="reset_over",
        )
    refuse_easy(pin, reset.user.birth_year)
    reset.user.set_password(pin)
    reset.user.save(update_fields=["password"])
    audit.record("pin.chosen", reset.user, by=reset.by)
    return reset.user


def note_reset_shown(*, user: User, at: dt.datetime) -> PinReset | None:
    """The newest reset the learner has not been told of yet; from now on told. None if none."""
    waiting = user.pin_resets.filter(used_at__isnull=False, shown_at__isnull=True)
    newest = waiting.select_related("by").order_by("-used_at").first()
    if newest:
        waiting.update(shown_at=at)
    return newest


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
