"""What the nightly check found: one row, written over each night."""

from __future__ import annotations

from django.db import models


class NightlyCheck(models.Model):
    """derived: made again by `check_progress`. `named`: the first differences between numbers and
    facts, in sentences of ids; `doubled`: {ward id: people probably entered twice}. Nobody's name."""

    checked_at = models.DateTimeField()
    differences = models.PositiveIntegerField()
    named = models.JSONField(default=list)
    doubled = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d %H:%M}: {self.differences}"
