"""Run by a test in a process of its own: a worker that is killed in the middle of a chunk."""

import os
import signal
import sys
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from certificates import batches  # noqa: E402
from certificates.models import Batch  # noqa: E402
from certificates.signals import certificate_issued  # noqa: E402
from lms.core import periods  # noqa: E402

batch_id, dies_at = int(sys.argv[1]), int(sys.argv[2])
issued = 0


def die_in_the_middle(**kwargs: Any) -> None:
    global issued
    issued += 1
    if issued == dies_at:
        os.kill(os.getpid(), signal.SIGKILL)


certificate_issued.connect(die_in_the_middle)
connection.ensure_connection()
while batches.issue_chunk(batch=Batch.objects.get(pk=batch_id), at=periods.now(), size=5):
    pass
