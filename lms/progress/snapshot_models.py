"""Why kept figures changed: where each person stood in the last one, and the changes since, counted
by reason. Written in the pass that keeps the figures, so the parts add up to the difference."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.units.models import AdminUnit


class Reason(models.TextChoices):
    NEW = "moi", _("newly reached")
    LATE = "muon", _("recorded late, or restored")
    MOVED = "chuyen", _("now counts in another ward")
    MERGED = "sap-xep", _("ward merged or split")
    ENDED = "thu-hoi", _("certificate revoked, suspended or expired")
    WITHDRAWN = "rut", _("withdrawn, or record corrected")
    ERASED = "xoa", _("person removed: duplicate or erased on request")


class SnapshotPerson(models.Model):
    """Where a person stood in the newest kept figures. `flags`: bits of movements.FIELDS."""

    user_id = models.BigIntegerField(primary_key=True)
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    flags = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.user_id}"


class SnapshotChange(models.Model):
    """People who came into a ward's figure (`ward` null: of unknown residence) or left it between
    the figures kept of `day` and those kept before, for one reason."""

    day = models.DateField()
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    field = models.CharField(max_length=20)
    reason = models.CharField(max_length=8, choices=Reason.choices)
    gained = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "ward", "field", "reason"]
        indexes = [models.Index(fields=["day", "field"], name="snapshot_change_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.ward_id} {self.field} {self.reason}"
