"""Scores, which are derived, and holds, which people decide about."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from lms.centres.models import ClassSession
from lms.units.models import AdminUnit


class UnitScore(models.Model):
    """derived: rebuild with `recount_evidence`. A class session of a ward, or a month of what the ward's
    people passed without a class. `score` 0–100 and `signs` as `definitions` makes them:
    [{"key", "strength", "people", "of"}]."""

    ward = models.ForeignKey(AdminUnit, models.CASCADE, related_name="evidence_scores")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    session = models.ForeignKey(ClassSession, models.CASCADE, null=True, related_name="+")
    month = models.DateField()  # its first day
    score = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    signs = models.JSONField(default=list)
    counted_at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["ward", "score"], name="evidence_ward_score")]

    def __str__(self) -> str:
        return f"{self.ward_id}/{self.facilitator_id}/{self.session_id}: {self.score}"
