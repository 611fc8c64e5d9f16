"""What follows from what happens below."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from lms.centres.models import ClassSession
from lms.centres.signals import session_changed
from quizzes import services


@receiver(session_changed)
def on_session_changed(sender: type, session: ClassSession, **kwargs: Any) -> None:
    if session.closed_at is not None:
        services.end_with_class(session=session, at=session.closed_at)
