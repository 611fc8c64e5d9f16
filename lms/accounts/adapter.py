"""allauth as this site uses it: user names only (card numbers are user names), no e-mail, no open
sign-up, our sentences, secrets of the second factor encrypted."""

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lms.accounts import policy, qr, services
from lms.accounts.context import room_of
from lms.accounts.models import User
from lms.core import periods
from lms.core.vietnamese import format_date, format_time

LOCKED = gettext_lazy(
    "Wrong 10 times. Wait 15 minutes and try again, or ask a facilitator for a new PIN."
)
CROWDED = gettext_lazy("Many wrong tries came from here just now. Wait 1 minute and try again.")
WRONG_CODE = gettext_lazy("The code is not right. Enter the 6 digits that the app shows now.")
WRONG_PASSWORD = gettext_lazy("The password is not right")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": LOCKED,
        "rate_limited": LOCKED,
        "incorrect_password": WRONG_PASSWORD,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return room_of(request.user)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(
            request,
            _("This account is no longer in use. Contact {name}, {phone}.").format(
                name=settings.OPERATOR_NAME, phone=settings.OPERATOR_PHONE
            ),
        )
        return HttpResponseRedirect(reverse("accounts:sign_in"))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; refuse it where the number or the place had too many wrong ones."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            if attempts_left(request, credentials.get("username", "")) > 0:
                raise ValidationError(CROWDED, code="crowded") from refused
            raise

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        _tell_of_reset(request, user)
        return super().post_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever gave password or code in the last minutes is not asked a second time."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((record["at"] for record in records), default=0)
        if time.time() - newest < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """One count per number or user name, whatever host name the request came to."""
        return str(credentials.get("username", "")).lower()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted with a key made from SECRET_KEY; keys before it still decrypt."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": gettext_lazy(
            "Your role needs the second step. It cannot be switched off."
        ),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def build_totp_svg(self, url: str) -> str:
        return qr.svg(url)

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        required: bool = settings.STAFF_SECOND_FACTOR_REQUIRED
        return not (required and policy.works_here(authenticator.user))


def attempts_left(request: HttpRequest, login: str) -> int:
    """How many wrong tries this card number or user name has left for now."""
    rate, key = _failures(request, login)
    since = time.time() - rate.duration
    return max(0, rate.amount - sum(moment > since for moment in cache.get(key, [])))


def forget_failures(request: HttpRequest, login: str) -> None:
    """Unlock: a new PIN was chosen."""
    cache.delete(_failures(request, login)[1])


def _failures(request: HttpRequest, login: str) -> tuple[ratelimit.Rate, str]:
    """The limit per name and where allauth keeps the moments of the wrong tries."""
    what = {"app": "allauth.account", "action": "login_failed"}
    rate = next(rate for rate in ratelimit.get_rates(**what) if rate.per == "key")
    return rate, ratelimit.get_cache_key(request, rate=rate, key=login.lower(), **what)


def _tell_of_reset(request: HttpRequest, user: User) -> None:
    """A PIN reset with somebody's help is shown to its owner (ux A4-a)."""
    reset = services.note_reset_shown(user=user, at=periods.now())
    if reset is None or reset.used_at is None:
        return
    sentence = _(
        "Your PIN was reset at {time} on {date} with the help of {helper}. "
        "You did not ask for it? Call {phone}."
    )
    messages.warning(
        request,
        sentence.format(
            time=format_time(reset.used_at),
            date=format_date(reset.used_at),
            helper=reset.by or settings.OPERATOR_NAME,
            phone=settings.OPERATOR_PHONE,
        ),
    )


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in _secrets()])


def _secrets() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(b"second factor:" + secret.encode()).digest())
