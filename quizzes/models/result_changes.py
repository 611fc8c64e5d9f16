"""Results that were another before."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models

from quizzes.models.attempts import Attempt


class ResultChangeQuerySet(models.QuerySet["ResultChange"]):
    def of(self, attempts: Collection[int]) -> ResultChangeQuerySet:
        return self.filter(attempt__in=attempts)


class ResultChange(models.Model):
    """The result of an attempt was another before: told to the learner, kept for good."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="changes")
    points_before = models.DecimalField(max_digits=7, decimal_places=3)
    points_after = models.DecimalField(max_digits=7, decimal_places=3)
    passed_before = models.BooleanField()
    passed_after = models.BooleanField()
    reason = models.CharField(max_length=200)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    objects = ResultChangeQuerySet.as_manager()

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.attempt_id}: {self.points_before} → {self.points_after}"
