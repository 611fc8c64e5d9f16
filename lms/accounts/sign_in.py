"""Signing in through allauth's own flow, so that its limits and the second factor hold on every
door: cards, passwords, and a sign-up just finished."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login, perform_password_login
from allauth.account.models import Login
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lms.accounts import policy, sign_up_state
from lms.accounts.adapter import LOCKED, attempts_left
from lms.accounts.context import room_of
from lms.accounts.models import User


def with_card(
    request: HttpRequest, form: forms.Form, *, number: str, pin: str
) -> HttpResponse | None:
    """The answer to a right number and PIN; None with an error on the form for wrong ones. Says
    and does the same whether the number or the PIN was wrong."""
    user = _authenticate(request, form, number, pin)
    if user is None:
        if not form.errors:
            form.add_error(None, _wrong_card(attempts_left(request, number)))
        return None
    if policy.works_here(user):
        form.add_error(None, _("People who work here sign in with user name and password."))
        return None
    return _enter(request, user, number, pin)


def with_password(
    request: HttpRequest, form: forms.Form, *, username: str, password: str
) -> HttpResponse | None:
    """As `with_card`; people with a second factor are asked for its code next."""
    user = _authenticate(request, form, username, password)
    if user is None:
        if not form.errors:
            form.add_error(None, _wrong_password(attempts_left(request, username)))
        return None
    return _enter(request, user, username, password)


def after_sign_up(request: HttpRequest, user: User, *, go_to: str) -> HttpResponse:
    """Sign in the person whose account was made in this very request."""
    sign_up_state.clear(request)
    return perform_login(request, Login(user=user, redirect_url=go_to, signup=True))


def safe_next(request: HttpRequest) -> str:
    """The page of this site to go to after signing in; "" when the link names none, or another
    site's."""
    target = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe and target.startswith("/") else ""


def _authenticate(request: HttpRequest, form: forms.Form, name: str, secret: str) -> User | None:
    try:
        return get_adapter(request).authenticate(request, username=name, password=secret)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def _enter(request: HttpRequest, user: User, name: str, secret: str) -> HttpResponse:
    sign_up_state.clear(request)
    login = Login(user=user, redirect_url=safe_next(request) or room_of(user))
    return perform_password_login(request, {"username": name, "password": secret}, login)


def _wrong_card(left: int) -> str:
    if not left:
        return str(LOCKED)
    return ngettext(
        "Card number or PIN is not right. {count} try left.",
        "Card number or PIN is not right. {count} tries left.",
        left,
    ).format(count=left)


def _wrong_password(left: int) -> str:
    if not left:
        return _("Wrong 10 times. Wait 15 minutes and try again, or ask the administrator.")
    return ngettext(
        "User name or password is not right. {count} try left.",
        "User name or password is not right. {count} tries left.",
        left,
    ).format(count=left)
