"""Designs of certificates: each save is a version, and versions never change."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.kinds import CertificateKind
from lms.units.models import Agency


class Template(models.Model):
    """A design under a name, for one kind of paper and the courses of `agency`; without one, for all
    courses that have no other. At most one is in use for each kind and agency."""

    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(
        max_length=12, choices=CertificateKind.choices, default=CertificateKind.COMPLETION
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agency")
    )
    is_used = models.BooleanField(_("in use"), default=False)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind"],
                condition=models.Q(is_used=True, agency__isnull=False),
                name="template_used_once",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(is_used=True, agency__isnull=True),
                name="template_for_all_used_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateVersion(models.Model):
    template = models.ForeignKey(Template, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    design = models.JSONField()
    digest = models.CharField(max_length=64)  # design.digest
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["template", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.number}"
