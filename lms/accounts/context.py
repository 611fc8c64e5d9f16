"""The one extra link of the navigation that people who work here get (ux §1)."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.accounts import policy
from lms.accounts.models import User
from lms.accounts.roles import Permission

_LINKS = (
    (Permission.RUN_CLASSES, _("Classes"), "/lop/"),
    (Permission.VIEW_REPORTS, _("Management"), "/quan-ly/"),
    (Permission.EDIT_CONTENT, _("Editing"), "/bien-tap/"),
)


def staff_link(user: User | AnonymousUser) -> tuple[Promise | str, str] | None:
    """Label and address of the room this person works in; the first that a role of theirs opens."""
    for permission, label, url in _LINKS:
        if policy.may(user, permission):
            return label, url
    return None


def room_of(user: User | AnonymousUser) -> str:
    """Where somebody starts who asked for no page: the room they work in, else their learning."""
    link = staff_link(user)
    return link[1] if link else str(settings.LOGIN_REDIRECT_URL)


def staff_nav(request: HttpRequest) -> dict[str, object]:
    """Context processor: `staff_nav` is a list of at most one (label, address)."""
    link = staff_link(getattr(request, "user", AnonymousUser()))
    return {"staff_nav": [link] if link else []}
