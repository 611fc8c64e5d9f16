"""What the national register answered."""

from __future__ import annotations

from django.db import models


class Confirmed(models.Model):
    """A line of the national register's answer about one of our certificates. No name and no
    identity number: the code, and what did not agree."""

    code = models.CharField(max_length=24, unique=True)
    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, null=True, related_name="+"
    )
    mismatch = models.CharField(max_length=12, blank=True)  # reconciling.REASONS; "" = confirmed
    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code
