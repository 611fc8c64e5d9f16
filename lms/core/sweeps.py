"""What only the passing of time makes due, for a site without Celery beat.

In production beat runs this work (CELERY_BEAT_SCHEDULE). Embedded there is no beat: `manage.py start`
runs what the apps registered here, in the order of INSTALLED_APPS. Each app registers its own in
`AppConfig.ready`, so `start` needs to know none of them.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sweep:
    work: str
    """Dotted name of what is called with `at=now`; idempotent. A name, as in CELERY_BEAT_SCHEDULE:
    registering imports nothing."""
    at_start: bool
    while_serving: bool

    def run(self, at: datetime) -> None:
        import_string(self.work)(at=at)


_sweeps: list[Sweep] = []


def register(work: str, *, at_start: bool = True, while_serving: bool = False) -> None:
    """`at_start`: once before the site serves. `while_serving`: at once and then every half minute
    beside the server; what waits for another system belongs only there, or it holds up the start."""
    _sweeps.append(Sweep(work, at_start, while_serving))


def run_at_start(*, at: datetime) -> None:
    """Raises what a sweep raises: a site that cannot put itself right does not start."""
    for sweep in _sweeps:
        if sweep.at_start:
            sweep.run(at)


def run_while_serving(*, at: datetime) -> None:
    """One round. A sweep the database fails is logged, tried again next round, and holds up no other."""
    for sweep in _sweeps:
        if sweep.while_serving:
            try:
                sweep.run(at)
            except DatabaseError:
                logger.exception(
                    "sweep failed", extra={"event": "sweep.failed", "sweep": sweep.work}
                )
