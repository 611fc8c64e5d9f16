"""Work outside the request: scores on their way to other systems. May run twice."""

from celery import shared_task

from lms.core import periods
from lms.interop.lti import services


@shared_task
def send_score(launched_id: int) -> None:
    services.deliver(launched_id=launched_id, at=periods.now())


@shared_task
def look_after_launches() -> int:
    return services.look_after(at=periods.now())
