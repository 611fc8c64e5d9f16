"""May somebody start a test now, and if not, what they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from lms.accounts.models import User
from lms.core import periods, vietnamese
from quizzes.models import Attempt, Override, Quiz
from quizzes.terms import Allowance, Terms, with_allowances


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str
    text: str


def usual_terms(quiz: Quiz) -> Terms:
    """Without anybody's override."""
    return Terms(
        seconds=quiz.time_limit * 60,
        grace=quiz.grace,
        attempts=quiz.attempts_in_all,
        attempts_per_day=quiz.attempts_per_day,
        opens_at=quiz.opens_at,
        closes_at=quiz.closes_at,
    )


def terms_of(user: User, quiz: Quiz) -> Terms:
    """What holds for `user`; one query (see `OverrideQuerySet.reaching`)."""
    given = Override.objects.filter(quiz=quiz).reaching(user)
    return with_allowances(usual_terms(quiz), map(_allowance, given))


def _allowance(override: Override) -> Allowance:
    return Allowance(
        personal=override.user_id is not None,
        time_percent=override.time_percent,
        extra_minutes=override.extra_minutes,
        extra_attempts=override.extra_attempts,
        opens_at=override.opens_at,
        closes_at=override.closes_at,
    )


def refusal(
    quiz: Quiz, terms: Terms, attempts: Sequence[Attempt], at: datetime, *, supervised: bool
) -> Refusal | None:
    """Why a new attempt cannot begin at `at`; `attempts`: all there were, none of them open."""
    if quiz.supervised_only and not supervised:
        text = _("A facilitator has to open this test. Ask at your learning point.")
        return Refusal("attempt.needs_facilitator", text)
    return (
        _by_dates(terms, at)
        or _by_number(terms, attempts, at)
        or _by_cool_down(quiz.cool_down, attempts, at)
    )


def _by_dates(terms: Terms, at: datetime) -> Refusal | None:
    if terms.opens_at and terms.is_early(at):
        text = _("This test opens at %(moment)s.") % {"moment": moment(terms.opens_at)}
        return Refusal("attempt.not_open_yet", text)
    if terms.closes_at and terms.is_late(at):
        text = _("This test closed at %(moment)s.") % {"moment": moment(terms.closes_at)}
        return Refusal("attempt.closed", text)
    return None


def _by_number(terms: Terms, attempts: Sequence[Attempt], at: datetime) -> Refusal | None:
    if terms.attempts and len(attempts) >= terms.attempts:
        text = _("You have used all attempts at this test.")
        return Refusal("attempt.all_used_up", text)
    left = left_today(terms, attempts, at)
    if left == 0:
        text = _("You have used today's attempts. Try again from tomorrow.")
        return Refusal("attempt.day_used_up", text)
    return None


def _by_cool_down(minutes: int, attempts: Sequence[Attempt], at: datetime) -> Refusal | None:
    ends = [one.submitted_at for one in attempts if one.submitted_at]
    again = max(ends) + timedelta(minutes=minutes) if ends else at
    if minutes and at < again:
        text = _("You can try again from %(moment)s.") % {"moment": moment(again)}
        return Refusal("attempt.cooling_down", text)
    return None


def left_today(terms: Terms, attempts: Sequence[Attempt], at: datetime) -> int | None:
    """How often one may still start on the day of `at`; None if as often as one likes."""
    if not terms.attempts_per_day:
        return None
    midnight = periods.midnight(periods.local_date(at))
    today = sum(one.started_at >= midnight for one in attempts)
    return max(0, terms.attempts_per_day - today)


def moment(at: datetime) -> str:
    """ "19:45, 25/11/2026"."""
    local = periods.local_datetime(at)
    return f"{vietnamese.format_time(local)}, {vietnamese.format_date(local)}"
