"""Boundaries the operator supplied, by unit. We draw none ourselves: borders are the state's to say."""

from __future__ import annotations

from django.db import models

from lms.units.models import AdminUnit


class UnitBoundary(models.Model):
    """`geometry`: a GeoJSON Polygon or MultiPolygon in WGS 84. `source`: who says so, of what day."""

    unit = models.OneToOneField(AdminUnit, models.CASCADE, related_name="+")
    geometry = models.JSONField()
    source = models.CharField(max_length=200)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit_id}"
