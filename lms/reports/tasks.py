"""Report work outside the request. Every task takes ids and may run twice."""

from celery import shared_task

from lms.core import periods
from lms.reports import jobs, mails


@shared_task
def make_file(file_id: int) -> bool:
    return jobs.make(file_id=file_id, at=periods.now())


@shared_task
def look_after_reports() -> None:
    """The scheduler's round: files whose task was lost, files over their time, mails that fell due."""
    now = periods.now()
    jobs.look_after(at=now)
    mails.send_due(at=now)
