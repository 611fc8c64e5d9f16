"""Finding the attempt in an address: one's own, as the clock has it, in as few queries as can be."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare

from lms.accounts.access import person, signed_in
from lms.core import periods
from quizzes import devices, queries, services
from quizzes.models import Attempt

View = Callable[..., HttpResponse]


def of_own_attempt(view: View) -> View:
    """Gives the view the attempt in the address, handed in where its time is over; 404 if it is
    somebody else's. Remembers which browser it was."""

    @signed_in
    def for_person(
        request: HttpRequest, attempt: Attempt | None, course: str, quiz: str, **kwargs: Any
    ) -> HttpResponse:
        mine = attempt is not None and attempt.user_id == person(request).pk
        found = queries.at_address(attempt, course, quiz) if attempt and mine else None
        if found is None:
            raise Http404
        return devices.remember(request, view(request, by_the_clock(found), **kwargs))

    @wraps(view)
    def found(
        request: HttpRequest, course: str, quiz: str, token: str, **kwargs: Any
    ) -> HttpResponse:
        return for_person(request, _with_person(request, token), course, quiz, **kwargs)

    return found


def by_the_clock(attempt: Attempt) -> Attempt:
    """The attempt, handed in if its time is over."""
    now = periods.now()
    if not attempt.is_expired(now):
        return attempt
    handed_in = services.submit_expired(attempt=attempt, at=now)
    handed_in.quiz = attempt.quiz
    return handed_in


def _with_person(request: HttpRequest, token: str) -> Attempt | None:
    """The attempt with whoever is signed in, in one query instead of two. Only where the session
    names the attempt's own person, with the hash that Django checks; in every other case Django
    finds out for itself who is asking."""
    try:
        attempt = Attempt.objects.select_related("user").get(token=token)
    except Attempt.DoesNotExist:
        return None
    if hasattr(request, "_cached_user"):
        return attempt
    user, session = attempt.user, request.session
    is_same = session.get(SESSION_KEY) == str(user.pk) and user.is_active
    if is_same and constant_time_compare(
        session.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()
    ):
        request.user = user
    return attempt
