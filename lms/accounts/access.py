"""What a view says about who may open it. Scope is not decided here: load objects out of
`policy.wards_for(…)` or `policy.people_for(…)`, so that other people's objects are 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from lms.accounts import policy
from lms.accounts.models import User
from lms.accounts.roles import PERMISSIONS, Permission, Role

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

ENDED = "het-phien"  # in the address of the sign-in page: the session ended by itself (ux G-11)


def signed_in(view: View) -> View:
    """For pages of one's own: anyone else signs in first and comes back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        return view(request, *args, **kwargs)

    return cast(View, guarded)


def requires(permission: Permission) -> Callable[[View], View]:
    """For pages of a role: sign in first; without the permission, 403 that names who grants it."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_sign_in(request, staff=permission not in PERMISSIONS[Role.RESIDENT])
            if not policy.may(request.user, permission):
                raise PermissionDenied(refusal(permission))
            return view(request, *args, **kwargs)

        return cast(View, guarded)

    return guard


def person(request: HttpRequest) -> User:
    """Who is signed in; only behind one of the decorators above."""
    if not request.user.is_authenticated:
        raise PermissionDenied(_("Sign in to open this page."))
    return request.user


def to_sign_in(
    request: HttpRequest, *, staff: bool = False, ended: bool = False
) -> HttpResponseRedirect:
    """To the sign-in page and back here; a form that was sent comes back to the page it was on.
    `ended`: say that the session ended by itself."""
    query = {"next": _page_to_return_to(request)}
    if ended or _session_ended(request):
        query[ENDED] = "1"
    page = reverse("accounts:staff_sign_in" if staff else "accounts:sign_in")
    return HttpResponseRedirect(f"{page}?{urlencode(query, safe='/')}")


def refusal(permission: Permission) -> str:
    """Who may, and whom to ask (ux 5.3)."""
    roles = [str(role.label) for role in Role if permission in PERMISSIONS[role]]
    return _(
        "Only these roles can open this page: {roles}. Need access? Contact {name}, {phone}."
    ).format(roles=", ".join(roles), name=settings.OPERATOR_NAME, phone=settings.OPERATOR_PHONE)


def _page_to_return_to(request: HttpRequest) -> str:
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = urlsplit(request.headers.get("Referer", ""))
    same_site = came_from.netloc == request.get_host() and came_from.path.startswith("/")
    return came_from.path if same_site else request.path


def _session_ended(request: HttpRequest) -> bool:
    """The browser still has the cookie of a session that is gone."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()
