from datetime import datetime
from typing import Any

from django.dispatch import receiver

from courses.models import SimulationRun
from courses.simulation.signals import run_finished
from lms.core.queue import after_commit
from lms.interop.lti import services
from lms.interop.tasks import send_score


@receiver(run_finished)
def send_the_score_where_it_belongs(
    sender: type, run: SimulationRun, at: datetime, **kwargs: Any
) -> None:
    if run.user_id is None:
        launched = services.queue_score(run=run, at=at)
        if launched is not None:
            after_commit(send_score, launched.pk)
