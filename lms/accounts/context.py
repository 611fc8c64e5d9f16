"""The extra link of the navigation that people who work here get (ux §1); administrators, who work in
two rooms, get both."""

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


Link = tuple[Promise | str, str]


def staff_links(user: User | AnonymousUser) -> list[Link]:
    """Label and address of every room this person works in, the first one first."""
    return [(label, url) for permission, label, url in _LINKS if policy.may(user, permission)]


def room_of(user: User | AnonymousUser) -> str:
    """Where somebody starts who asked for no page: the room they work in, else their learning."""
    return next((url for _label, url in staff_links(user)), str(settings.LOGIN_REDIRECT_URL))


def staff_nav(request: HttpRequest) -> dict[str, list[Link]]:
    """Context processor: `staff_nav` is a list of (label, address)."""
    return {"staff_nav": staff_links(getattr(request, "user", AnonymousUser()))}
