"""Making files outside the request. Every task takes ids and may run twice."""

import logging

from celery import shared_task

from certificates import services
from certificates.models import Certificate, FileState
from certificates.pdf import PdfError

log = logging.getLogger(__name__)


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
    """The sweep: files whose task was lost. Returns how many it looked at."""
    ids = list(
        Certificate.objects.filter(file_state=FileState.PENDING)
        .order_by("pk")
        .values_list("pk", flat=True)[:limit]
    )
    for certificate_id in ids:
        render_certificate(certificate_id)
    return len(ids)
