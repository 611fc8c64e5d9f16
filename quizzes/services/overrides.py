"""More time, more attempts, other dates: for one, for a group, and for those who are at it now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.core import audit
from lms.core.errors import DomainError
from quizzes.admission import terms_of
from quizzes.models import Attempt, AttemptQuerySet, Override, Quiz
from quizzes.terms import Terms

MOST_MINUTES = 240  # at once, to a running attempt


@transaction.atomic
def give_override(*, override: Override, by: User, at: datetime) -> Override:
    """Let the (new, unsaved) override hold from now on, also for attempts under way; it ends the
    one its person or group had. Needs a reason, and has to give something."""
    override.reason = override.reason.strip()
    _check(override)
    target = {"user": override.user, "session": override.session, "agency": override.agency}
    before = Override.objects.live().filter(quiz=override.quiz, **target)
    before.update(ended_at=at, ended_by=by)
    override.created_at, override.created_by = at, by
    override.save()
    audit.record("quiz.override_given", override, by=by, quiz=override.quiz_id)
    _apply(_reached(override), at)
    return override


@transaction.atomic
def end_override(*, override: Override, by: User, at: datetime) -> None:
    """Take it back for attempts to come; attempts under way keep the time they were told.
    Idempotent."""
    if Override.objects.live().filter(pk=override.pk).update(ended_at=at, ended_by=by):
        audit.record("quiz.override_ended", override, by=by, quiz=override.quiz_id)


@transaction.atomic
def give_override_to_all(
    *, people: Iterable[User], like: Override, by: User, at: datetime
) -> list[Override]:
    """The same override for everybody on a list, each a row of their own."""
    names = ("time_percent", "extra_minutes", "extra_attempts", "opens_at", "closes_at", "reason")
    given = {name: getattr(like, name) for name in names}
    return [
        give_override(override=Override(quiz=like.quiz, user=person, **given), by=by, at=at)
        for person in people
    ]


@transaction.atomic
def add_time(
    *,
    minutes: int,
    reason: str,
    by: User,
    at: datetime,
    quiz: Quiz | None = None,
    session: ClassSession | None = None,
    attempts: Collection[int] | None = None,
) -> int:
    """More minutes for those who are at a test now: everybody at `quiz`, everybody in the class
    `session`, both at once, or of these only the `attempts` (ids); returns for how many. Attempts
    without a time limit have no use for it, and nobody gives time to themselves."""
    if not 1 <= minutes <= MOST_MINUTES:
        text = _("Enter a number of minutes from 1 to %(most)d.") % {"most": MOST_MINUTES}
        raise DomainError(text, code="time.minutes")
    if not reason.strip():
        raise DomainError(_("Write the reason."), code="time.no_reason")
    target = session or quiz
    assert target is not None  # or it would be everybody on the site
    running = Attempt.objects.against_the_clock(at).exclude(user=by)
    if quiz is not None:
        running = running.filter(quiz=quiz)
    if session is not None:
        running = running.filter(session=session)
    if attempts is not None:
        running = running.filter(pk__in=attempts)
    reached = _apply(running, at, more=minutes)
    audit.record(
        "quiz.time_added",
        target,
        by=by,
        minutes=minutes,
        attempts=[attempt.pk for attempt in reached],
        reason=reason.strip(),
    )
    return len(reached)


def _check(override: Override) -> None:
    if not override.reason:
        raise DomainError(_("Write the reason."), code="override.no_reason")
    gives = (override.time_percent or 0) > 100 or override.extra_minutes or override.extra_attempts
    if not (gives or override.opens_at or override.closes_at):
        raise DomainError(
            _("Say what is different: time, attempts or dates."), code="override.empty"
        )


def _reached(override: Override) -> AttemptQuerySet:
    """The attempts under way of whoever the override is for."""
    running = Attempt.objects.filter(quiz=override.quiz).open()
    if override.user is not None:
        return running.filter(user=override.user)
    if override.session is not None:
        return running.filter(user__attendances__session=override.session)
    return running.filter(user__agency=override.agency)


def _apply(running: AttemptQuerySet, at: datetime, *, more: int = 0) -> list[Attempt]:
    """Work the times of these attempts out again; nobody gets less than they were told, and what is
    over stays over."""
    chosen = running.values("pk")
    held = Attempt.objects.filter(pk__in=chosen).open().select_for_update(of=("self",), no_key=True)
    attempts = [
        attempt
        for attempt in held.select_related("quiz", "user", "session").defer("paper").order_by("pk")
        if attempt.deadline is not None and not attempt.is_expired(at)
    ]
    for attempt in attempts:
        terms = terms_of(attempt.user, attempt.quiz)
        attempt.extra_minutes += more
        later = _deadline(attempt, terms, more)
        attempt.deadline = max(filter(None, [attempt.deadline, later]))
        attempt.expires_at = terms.expiry(attempt.deadline)
    Attempt.objects.bulk_update(
        attempts, ["extra_minutes", "deadline", "expires_at"], batch_size=500
    )
    return attempts


def _deadline(attempt: Attempt, terms: Terms, more: int) -> datetime | None:
    """A supervised one ends with its class, unless minutes are given while it runs."""
    until = terms.deadline(attempt.started_at, attempt.extra_minutes)
    if attempt.supervisor_id is None or attempt.session is None or attempt.deadline is None:
        return until
    over = attempt.session.usable_until
    latest = max(over, attempt.deadline + timedelta(minutes=more))
    return min(until or latest, latest)
