"""Who signed a certificate's file: when it was made here, and afterwards outside."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SignatureKind(models.TextChoices):
    NONE = "none", _("not signed")
    SYSTEM = "system", _("signature of the system, not an official digital signature")
    AUTHORITY = "authority", _("digitally signed")


class FileSignature(models.Model):
    """The signature put on when the file was made. A certificate without one has no file yet, or one
    from before files were signed."""

    certificate = models.OneToOneField(
        "certificates.Certificate", models.PROTECT, related_name="file_signature"
    )
    kind = models.CharField(max_length=9, choices=SignatureKind.choices)
    signer = models.CharField(max_length=200, blank=True)  # common name in the signer's certificate

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.kind}"


class OutsideSignature(models.Model):
    """The issued file with one more signature, made outside this site by an official key and checked
    here. The issued bytes stay as they are; readers get this file instead."""

    certificate = models.OneToOneField(
        "certificates.Certificate",
        models.PROTECT,
        related_name="outside_signature",
        verbose_name=_("certificate"),
    )
    file_name = models.CharField(max_length=100)  # in the "private" storage
    file_hash = models.CharField(max_length=64)  # SHA-256
    signer = models.CharField(_("signer"), max_length=200)
    trusted = models.BooleanField(_("checked against the trusted roots"))
    signed_at = models.DateTimeField(_("signed on"), null=True)  # as the signer claims
    added_at = models.DateTimeField(_("added on"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-added_at"]
        verbose_name = _("signature made outside")
        verbose_name_plural = _("signatures made outside")

    def __str__(self) -> str:
        return f"{self.certificate} – {self.signer}"
