"""Handing in what ran out of time, though nobody is there."""

from __future__ import annotations

import logging
from datetime import datetime

from quizzes.models import Attempt
from quizzes.services.submitting import submit_expired

logger = logging.getLogger(__name__)
BATCH = 500


def hand_in_expired(*, at: datetime, limit: int = BATCH) -> int:
    """Hand in up to `limit` attempts whose time and grace are over, each in a transaction of its
    own; returns how many. One that fails is logged and holds up no other. Idempotent."""
    handed_in = 0
    for attempt in Attempt.objects.expired(at).order_by("expires_at").only("pk")[:limit]:
        try:
            handed_in += submit_expired(attempt=attempt, at=at).auto_submitted
        except Exception:  # the sweep must reach the next one, whatever is wrong with this one
            logger.exception("attempt not handed in", extra={"event": "attempt.expiry_failed"})
    return handed_in
