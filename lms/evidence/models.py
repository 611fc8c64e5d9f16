"""Scores, which are derived, and holds, which people decide about."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models import Certificate
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


class HoldOutcome(models.TextChoices):
    OPEN = "open", _("on hold, being checked")
    LIFTED = "lifted", _("hold lifted: the certificates are valid again")
    KEPT = "kept", _("hold confirmed after the check")


class Hold(models.Model):
    """Somebody answering for the ward suspended certificates of a unit until it is checked. Nothing is
    ever held or revoked without a person. A hold that was confirmed can still be lifted."""

    ward = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    session = models.ForeignKey(ClassSession, models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    score = models.PositiveSmallIntegerField()  # as it was
    signs = models.JSONField(default=list)
    reason = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=HoldOutcome.choices, default=HoldOutcome.OPEN)
    decision = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(outcome="open"), name="one_open_hold"
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open", decided_at=None, decided_by=None)
                | ~models.Q(outcome="open")
                & models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="hold_decided_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.outcome}"


class HeldCertificate(models.Model):
    """A certificate this hold suspended. One that another hold or the office had suspended before is
    not this hold's, and is not given back by it."""

    hold = models.ForeignKey(Hold, models.CASCADE, related_name="held")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hold", "certificate"], name="held_once")]

    def __str__(self) -> str:
        return f"{self.hold_id}: {self.certificate_id}"


class Appeal(models.Model):
    """What somebody concerned says about a hold, once each: a holder or the facilitator."""

    hold = models.ForeignKey(Hold, models.CASCADE, related_name="appeals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["hold", "by"], name="appeals_once")]

    def __str__(self) -> str:
        return f"{self.hold_id}: {self.by_id}"
