"""Counting outside the request. Every task may run twice, or side by side."""

from celery import shared_task

from lms.core import periods
from lms.progress import nightly, services
from lms.progress.models import StaleMark


@shared_task
def recount_after_fact() -> int:
    """After a fact was committed: recount what it marked, unless another run has done so."""
    return services.recount_stale() if StaleMark.objects.exists() else 0


@shared_task
def recount_stale() -> int:
    """The sweep: what was missed, and the new day's window of "active"."""
    return services.recount_stale()


@shared_task
def take_daily_snapshot() -> int:
    """Keep the figures of every day that is over and not kept yet. Returns the rows written."""
    return services.take_missing_snapshots()


@shared_task(time_limit=570)  # the broker hands a task out again after 600
def check_numbers() -> int:
    """Once a day: numbers against facts. Returns the differences found, 0 where today had its check."""
    found = nightly.check_once_a_day(at=periods.now())
    return found.differences if found else 0
