"""Making files outside the request. Every task takes ids and may run twice."""

import logging
import time

from celery import current_app, shared_task

from certificates import batches, life, services, signing
from certificates.models import Batch, Certificate, FileState
from certificates.pdf import PdfError
from lms.core import periods
from lms.core.queue import after_commit

log = logging.getLogger(__name__)
TURN_SECONDS = 15
REQUEST_STEPS = 3  # somebody waits for the page: certificates, ten files, the ZIP if that was all
HANDS = 8  # workers that may make files of the same batch; more of them than workers cost nothing


@shared_task
def render_certificate(certificate_id: int) -> None:
    certificate = Certificate.objects.filter(pk=certificate_id).first()
    if certificate is None:
        return
    try:
        services.ensure_file(certificate=certificate)
    except (PdfError, OSError):
        # The row stays pending: the sweep and the download page try again.
        log.exception("certificate.render-failed", extra={"event": "certificate.render-failed"})


@shared_task
def render_pending(limit: int = 200) -> int:
    """The sweep: files whose task was lost, until the signer is away. Returns how many it looked at."""
    ids = list(
        Certificate.objects.filter(file_state=FileState.PENDING)
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    for looked_at, certificate_id in enumerate(ids):
        if signing.is_away():  # what is made now would be thrown away unsigned
            return looked_at
        render_certificate(certificate_id)
    return len(ids)


def start_batch_work(batch_id: int) -> None:
    """After the commit: so many workers may have a hand in it. Without a worker a small batch is done
    with the request, the rest of a large one beside the server (`batches.finish_all`)."""
    for _hand in range(1 if current_app.conf.task_always_eager else HANDS):
        after_commit(run_batch, batch_id)


@shared_task
def run_batch(batch_id: int) -> None:
    """Some seconds of a batch, then a task of its own for the rest: other work gets its turn."""
    batch = Batch.objects.filter(pk=batch_id).first()
    if batch is None:
        return
    if current_app.conf.task_always_eager:
        for _step in range(REQUEST_STEPS):
            batches.run(batch=batch, at=periods.now())
        return
    until = time.monotonic() + TURN_SECONDS
    more = True
    while more and time.monotonic() < until:
        more = batches.run(batch=batch, at=periods.now())
    if more:
        run_batch.delay(batch_id)


@shared_task
def look_after_certificates() -> None:
    """The scheduler's round: what runs out, reminders, batches whose worker is gone."""
    now = periods.now()
    life.look_after(at=now)
    for batch_id in batches.abandoned(now):
        start_batch_work(batch_id)
