"""Opening a test for the people of a class, taking it back, and the end of the class."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts import policy
from lms.accounts.models import User
from lms.centres.models import AttendanceState, ClassSession
from lms.centres.services.sessions import hold
from lms.core import audit
from lms.core.errors import DomainError
from quizzes.models import Attempt, Opening, Quiz


@transaction.atomic
def open_test(
    *,
    session: ClassSession,
    quiz: Quiz,
    users: Iterable[User],
    identity: str,
    by: User,
    at: datetime,
) -> list[Opening]:
    """`by` has seen who these people are (`identity`: how) and lets each take `quiz` once while the
    class runs. Returns the new openings: whom it is open for already, or who is at the test, gets
    none, so a second press changes nothing. DomainError: "opening.class_over", "opening.own",
    "opening.not_present"."""
    hold(session)
    people = {user.pk: user for user in users}
    if not session.is_usable(at):
        raise DomainError(_("This class is not running now."), code="opening.class_over")
    if not all(policy.may_supervise(by, user) for user in people.values()):
        raise DomainError(
            _("Nobody opens a test for themselves. Ask another facilitator."), code="opening.own"
        )
    present = session.attendances.filter(state=AttendanceState.PRESENT, user__in=people)
    if present.count() != len(people):
        raise DomainError(
            _("Somebody is not confirmed as present any more. Choose again."),
            code="opening.not_present",
        )
    here = Opening.objects.unused().filter(session=session, quiz=quiz, user__in=people)
    at_it = Attempt.objects.open().filter(quiz=quiz, user__in=people)
    done = {*here.values_list("user", flat=True), *at_it.values_list("user", flat=True)}
    new = [
        Opening(
            session=session, quiz=quiz, user=user, opened_by=by, opened_at=at, identity=identity
        )
        for user in people.values()
        if user.pk not in done
    ]
    opened = Opening.objects.bulk_create(new)
    if opened:
        ids = [one.user_id for one in opened]
        audit.record("quiz.opened", session, by=by, quiz=quiz.pk, people=ids, identity=identity)
    return opened


@transaction.atomic
def withdraw_opening(*, opening: Opening, by: User, at: datetime) -> None:
    """Take it back before it is begun; later DomainError "opening.begun". Idempotent."""
    if Opening.objects.unused().filter(pk=opening.pk).update(withdrawn_at=at):
        audit.record("quiz.opening_withdrawn", opening, by=by, session=opening.session_id)
    elif Opening.objects.filter(pk=opening.pk, attempt__isnull=False).exists():
        raise DomainError(_("The test has been begun already and goes on."), code="opening.begun")


@transaction.atomic
def end_with_class(*, session: ClassSession, at: datetime) -> None:
    """Nobody watches any more: what was opened there and is still open ends now; what is on its way
    is taken for the grace of the test, then it is handed in as it is. Idempotent."""
    open_ones = Attempt.objects.open().filter(session=session, supervisor__isnull=False)
    late = open_ones.filter(deadline__gt=at)
    held = Attempt.objects.filter(pk__in=late.values("pk")).select_for_update(
        of=("self",), no_key=True
    )
    attempts = list(held.select_related("quiz").defer("paper").order_by("pk"))
    for attempt in attempts:
        attempt.end(at)
    Attempt.objects.bulk_update(attempts, ["deadline", "expires_at"])
