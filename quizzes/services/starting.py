"""Starting an attempt: may this person, and with which paper."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.models import Enrolment, Evidence
from courses.services import enrol
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.centres.services.sessions import hold
from lms.core.errors import DomainError
from quizzes.admission import refusal, terms_of
from quizzes.drawing import new_paper
from quizzes.models import Attempt, Opening, Quiz
from quizzes.paper import dump
from quizzes.services.submitting import submit_expired
from quizzes.terms import Terms


@transaction.atomic
def start_attempt(
    *,
    user: User,
    quiz: Quiz,
    at: datetime,
    session: ClassSession | None = None,
    opening: Opening | None = None,
    device: str = "",
) -> Attempt:
    """The attempt under way, or a new one with its paper frozen; puts `user` on the course.

    `session` is where it happens; with an `opening`, which it uses up, it is supervised and happens
    there; `device` is the browser it is answered in. However often and at once it is called, one
    attempt is open; one whose time is over is handed in first."""
    if opening is not None:
        hold(opening.session)  # first of all, as whoever opens tests or closes the class does
    for attempt in Attempt.objects.of(user).filter(quiz=quiz).expired(at):
        submit_expired(attempt=attempt, at=at)  # locks the attempt first, as everybody does
    enrolment = enrol(user=user, course=quiz.course, at=at)
    # Starts of one person at one quiz wait for each other here.
    Enrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)
    before = list(Attempt.objects.of(user).filter(quiz=quiz).defer("paper").order_by("number"))
    running = next((attempt for attempt in before if attempt.is_open), None)
    if running is not None:
        return running
    terms = terms_of(user, quiz)
    refused = refusal(quiz, terms, before, at, supervised=opening is not None)
    if refused is not None:
        raise DomainError(refused.text, code=refused.code)
    attempt = _new(user, enrolment, quiz, at, number=before[-1].number + 1 if before else 1)
    attempt.session, attempt.device = session, device
    attempt.device_since = at if device else None
    _limit(attempt, terms, opening)
    attempt.save(force_insert=True)
    if opening is not None:
        _use(opening, attempt)
    return attempt


def _new(user: User, enrolment: Enrolment, quiz: Quiz, at: datetime, *, number: int) -> Attempt:
    """With its paper drawn, not saved."""
    token = secrets.token_urlsafe(16)
    paper = new_paper(quiz, seed=token, user=user)
    return Attempt(
        quiz=quiz,
        enrolment=enrolment,
        user=user,
        ward_id=user.ward_id,
        token=token,
        number=number,
        paper=dump(paper.items),
        started_at=at,
        max_points=paper.points,
        needed=paper.needed,
        sections=paper.sections,
    )


def _limit(attempt: Attempt, terms: Terms, opening: Opening | None) -> None:
    """How long it lasts, and who watches: a supervised one ends with its class at the latest."""
    attempt.deadline = terms.deadline(attempt.started_at)
    if opening is not None:
        attempt.session, attempt.supervisor = opening.session, opening.opened_by
        attempt.evidence = Evidence.SUPERVISED
        until = opening.session.usable_until
        attempt.deadline = min(attempt.deadline or until, until)
    attempt.expires_at = terms.expiry(attempt.deadline)


def _use(opening: Opening, attempt: Attempt) -> None:
    """It is good for one attempt of its person while its class runs."""
    live = opening.session.is_usable(attempt.started_at)
    mine = Opening.objects.unused().filter(pk=opening.pk, user=attempt.user, quiz=attempt.quiz)
    if not live or not mine.update(attempt=attempt):
        raise DomainError(
            _("The test is no longer open for you. Ask the facilitator."), code="opening.over"
        )
