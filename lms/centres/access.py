"""Who may open the pages of a class, and which classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, TypeVar, overload

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from lms.accounts import policy
from lms.accounts.access import person, to_sign_in
from lms.accounts.roles import Permission
from lms.centres import helping, queries
from lms.centres.models import ClassSession

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@overload
def runs_classes(view: View) -> View: ...
@overload
def runs_classes(*, open_to_learner: bool) -> Callable[[View], View]: ...
def runs_classes(view: Any = None, *, open_to_learner: bool = False) -> Any:
    """For facilitators; anybody else reads whom to ask (ux F1). While the device is in a learner's
    hands only pages `open_to_learner` open (ux F5)."""
    if view is None:
        return partial(runs_classes, open_to_learner=open_to_learner)

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request, staff=True)
        if not policy.may(request.user, Permission.RUN_CLASSES):
            raise PermissionDenied(_refusal())
        handed = helping.handed_over(request)
        if handed and not open_to_learner:
            return redirect("centres:help_pin", pk=handed.session_id)
        answer: HttpResponseBase = view(request, *args, **kwargs)
        return answer

    return guarded


def _refusal() -> str:
    return _(
        "Only members of the community digital technology group can open classes. "
        "Contact %(name)s, %(phone)s."
    ) % {"name": settings.OPERATOR_NAME, "phone": settings.OPERATOR_PHONE}


def find_session(request: HttpRequest, pk: int) -> ClassSession:
    """One's own or one's wards'; somebody else's is a 404."""
    sessions = queries.sessions_for(person(request)).select_related("point", "course", "lesson")
    return get_object_or_404(sessions, pk=pk)
