"""Passes of other systems for the API. Only a digest is kept: the value is shown once, when made."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token opens."""

    UNITS = "units", _("administrative units")
    COURSES = "courses", _("published courses")
    PROGRESS = "progress", _("figures of wards")
    CERTIFICATES = "certificates", _("verification of certificates")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, day: dt.date) -> ApiTokenQuerySet:
        return self.filter(revoked_at=None, expires_on__gte=day, acts_for__is_active=True)


class ApiToken(models.Model):
    """`acts_for`: whose wards it reads; it never opens more than that person may see that day."""

    name = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False)  # how the value begins, to tell it apart
    acts_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("acts for")
    )
    scopes = models.JSONField(_("what it opens"), default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_on = models.DateField(_("last day"))
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.hint}…"

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]


def digest(value: str) -> str:
    """Values hold 256 random bits, so a plain digest tells nothing."""
    return hashlib.sha256(value.encode()).hexdigest()
