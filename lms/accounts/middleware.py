from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from lms.accounts import policy

_HAS_ONE = "second_factor_of"  # in the session: the person whose second factor was seen
_ALWAYS_OPEN = ("/tai-khoan/bao-mat/", "/dang-xuat/", "/hien-thi/", "/static/", "/sw.js")


class StaffSecondFactorMiddleware:
    """Where the site requires it, people who work here set up their second factor before anything
    else. Asking for its code at sign-in is allauth's stage; this sees to it that there is one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_SECOND_FACTOR_REQUIRED and _must_set_up(request):
            return HttpResponseRedirect(reverse("mfa_activate_totp"))
        return self.get_response(request)


def _must_set_up(request: HttpRequest) -> bool:
    user = request.user
    if not user.is_authenticated or request.path.startswith(_ALWAYS_OPEN):
        return False
    if request.session.get(_HAS_ONE) == user.pk or not policy.works_here(user):
        return False
    if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        request.session[_HAS_ONE] = user.pk
        return False
    return True
