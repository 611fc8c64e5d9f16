"""The day of a change comes by itself. May run twice, or side by side."""

from celery import shared_task

from lms.core.periods import today
from lms.units.settling import settle


@shared_task
def settle_changes() -> int:
    return settle(day=today())
