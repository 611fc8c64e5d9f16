"""Classes in the database, whose people pass quickly or slowly."""

from __future__ import annotations

import datetime as dt
from itertools import count

from courses.models import Evidence
from lms.accounts.models import User
from lms.accounts.roles import Role
from lms.centres.models import Attendance, AttendanceHow, AttendanceState, ClassSession
from lms.core import periods
from lms.units.models import AdminUnit
from quizzes import services
from quizzes.models import Attempt, Quiz
from tests.factories import PointFactory, UserFactory, open_session, with_role
from tests.quizzes.taking import responses

_tokens = count(1)


def passed(
    user: User,
    quiz: Quiz,
    at: dt.datetime,
    *,
    seconds: float = 300,
    device: str = "",
    session: ClassSession | None = None,
) -> Attempt:
    """Handed in at `at`; supervised where it was in a class."""
    begun = at - dt.timedelta(seconds=seconds)
    attempt = services.start_attempt(user=user, quiz=quiz, at=begun)
    for position, response in responses(attempt, right=attempt.length).items():
        services.save_answer(attempt=attempt, position=position, response=response, at=at)
    done = services.submit_attempt(attempt=attempt, at=at)
    about: dict[str, object] = {"device": device}
    if session is not None:
        about |= {
            "session": session,
            "supervisor": session.facilitator,
            "evidence": Evidence.SUPERVISED,
        }
    Attempt.objects.filter(pk=done.pk).update(**about)
    return done


def a_class(ward: AdminUnit, facilitator: User | None = None) -> ClassSession:
    return open_session(
        facilitator or with_role(Role.FACILITATOR, ward=ward),
        PointFactory(ward=ward),
        token=f"phien-{next(_tokens)}",
    )


def passed_class(
    ward: AdminUnit, quiz: Quiz, *, people: int, seconds: float, paper: bool = False
) -> ClassSession:
    session, now = a_class(ward), periods.now()
    for _person in range(people):
        user = UserFactory(ward=ward)
        passed(user, quiz, now, seconds=seconds, session=session)
        Attendance.objects.create(
            session=session,
            user=user,
            ward=ward,
            state=AttendanceState.PRESENT,
            how=AttendanceHow.PAPER if paper else AttendanceHow.PIN,
            confirmed_at=now,
        )
    return session
