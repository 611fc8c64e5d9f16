"""Starting an attempt: may this person, and with which paper."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from courses.models import Enrolment, Evidence
from courses.services import enrol
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.core.errors import DomainError
from quizzes.admission import refusal, terms_of
from quizzes.drawing import new_paper
from quizzes.models import Attempt, Quiz
from quizzes.paper import dump
from quizzes.services.submitting import submit_expired


@transaction.atomic
def start_attempt(
    *,
    user: User,
    quiz: Quiz,
    at: datetime,
    session: ClassSession | None = None,
    supervisor: User | None = None,
    device: str = "",
) -> Attempt:
    """The attempt under way, or a new one with its paper frozen; puts `user` on the course.

    `session` is where it happens; `supervisor` is who looked at the person and opened the test, and
    makes the attempt supervised; `device` is the browser it is answered in. However often and at
    once it is called, one attempt is open; one whose time is over is handed in first."""
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
    refused = refusal(quiz, terms, before, at, supervised=supervisor is not None)
    if refused is not None:
        raise DomainError(refused.text, code=refused.code)
    deadline = terms.deadline(at)
    token = secrets.token_urlsafe(16)
    paper = new_paper(quiz, seed=token, user=user)
    return Attempt.objects.create(
        quiz=quiz,
        enrolment=enrolment,
        user=user,
        ward_id=user.ward_id,
        token=token,
        number=before[-1].number + 1 if before else 1,
        paper=dump(paper.items),
        started_at=at,
        deadline=deadline,
        expires_at=terms.expiry(deadline),
        device=device,
        device_since=at if device else None,
        max_points=paper.points,
        needed=paper.needed,
        sections=paper.sections,
        evidence=Evidence.SELF_STUDY if supervisor is None else Evidence.SUPERVISED,
        session=session,
        supervisor=supervisor,
    )
