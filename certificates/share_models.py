"""Links by which holders show their certificates."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Share(models.Model):
    """A holder's link to the list of their certificates, for a time and until they take it back."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificate_shares"
    )
    token = models.CharField(max_length=22, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.expires_at:%Y-%m-%d}"
