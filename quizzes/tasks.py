from celery import shared_task

from lms.core import periods
from quizzes import services
from quizzes.services import figures


@shared_task
def hand_in_expired() -> int:
    """Every half minute: within 60 s of its end no attempt is left open."""
    return services.hand_in_expired(at=periods.now())


@shared_task
def sweep_files() -> int:
    """Every night: files nobody needs any more. Returns how many."""
    return services.sweep_files(at=periods.now())


@shared_task
def count_figures() -> int:
    """Every night: statistics of tests with new attempts. Returns how many tests."""
    return figures.count_stale_figures(at=periods.now())
