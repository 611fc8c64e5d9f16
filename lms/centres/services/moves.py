"""Learning points of a ward that goes over into another one, on the day it happens."""

from __future__ import annotations

from django.db import transaction

from lms.centres.models import ClassSession, LearningPoint
from lms.core import audit
from lms.core.periods import midnight
from lms.units.settling import Settled


@transaction.atomic
def move_points(*, passing: Settled) -> None:
    """Points, and the classes still to come there, go to the only heir; classes that were keep
    their ward. Where there are several heirs nobody can tell: the points stay until somebody says."""
    if passing.only_heir is None:
        return
    points = LearningPoint.objects.filter(ward=passing.unit)
    moved = points.update(ward=passing.only_heir)
    coming = ClassSession.objects.filter(
        ward=passing.unit, starts_at__gte=midnight(passing.date), closed_at=None
    )
    audit.record(
        "unit.points_moved",
        passing.unit,
        to=passing.only_heir.code,
        points=moved,
        classes=coming.update(ward=passing.only_heir),
    )
