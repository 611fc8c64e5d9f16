"""Certificates: a number, a code, frozen data and a file. Never changed after issue except `status`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.batch_models import Batch, BatchItem
from certificates.confirmation_models import Confirmed
from certificates.design_models import Template, TemplateVersion
from certificates.kinds import CertificateKind
from certificates.life_models import (
    IssueRule,
    Notice,
    NoticeKind,
    ReasonCode,
    StatusChange,
    VoidNumber,
)
from certificates.share_models import Share
from certificates.signature_models import FileSignature, OutsideSignature, SignatureKind
from courses.models import CoursePage, Enrolment, Evidence
from lms.centres.models import Attendance
from lms.units.models import AdminUnit, Agency

__all__ = [
    "Batch",
    "BatchItem",
    "Certificate",
    "CertificateKind",
    "CertificateStatus",
    "Confirmed",
    "Doubt",
    "DoubtOutcome",
    "FileSignature",
    "FileState",
    "IssueRule",
    "Notice",
    "NoticeKind",
    "OutsideSignature",
    "ReasonCode",
    "Register",
    "Share",
    "SignatureKind",
    "StatusChange",
    "Template",
    "TemplateVersion",
    "VoidNumber",
]


class Register(models.Model):
    """The register of one issuer and year. `last_number` is taken under a row lock: no gaps."""

    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "year"], name="register_once")]

    def __str__(self) -> str:
        return f"{self.issuer_id}/{self.year}"


class CertificateStatus(models.TextChoices):
    VALID = "valid", _("valid")
    SUSPENDED = "suspended", _("suspended")
    SUPERSEDED = "superseded", _("replaced")
    REVOKED = "revoked", _("revoked")
    EXPIRED = "expired", _("expired")


class FileState(models.TextChoices):
    PENDING = "pending", _("being made")
    READY = "ready", _("ready")


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def of_completion(self) -> CertificateQuerySet:
        """Those that say a course was completed: what is counted and reported."""
        return self.filter(kind=CertificateKind.COMPLETION)


class Certificate(models.Model):
    """`data` is everything printed on it, frozen at issue (see `snapshot`); `code` is what people type
    (BDS-2026-XXXX-XXXX), `token` is the unguessable part of the QR's address."""

    # What it is about: a completed enrolment, or presence at one meeting of a class.
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    attendance = models.ForeignKey(
        Attendance, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    kind = models.CharField(
        max_length=12, choices=CertificateKind.choices, default=CertificateKind.COMPLETION
    )
    # The last of its chain: corrections and renewals supersede the one before.
    is_current = models.BooleanField(default=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="certificates")
    course = models.ForeignKey(
        CoursePage, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    register = models.ForeignKey(Register, models.PROTECT, related_name="certificates")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=22, unique=True)
    issued_at = models.DateTimeField()
    evidence = models.CharField(max_length=12, choices=Evidence.choices)
    data = models.JSONField()
    data_hash = models.CharField(max_length=64, blank=True)  # SHA-256, see snapshot.digest
    expires_on = models.DateField(null=True, blank=True)  # the first day it no longer holds
    status = models.CharField(
        max_length=12, choices=CertificateStatus.choices, default=CertificateStatus.VALID
    )
    status_reason = models.CharField(max_length=200, blank=True)
    status_at = models.DateTimeField(null=True, blank=True)
    file_state = models.CharField(
        max_length=8, choices=FileState.choices, default=FileState.PENDING, db_index=True
    )
    file_name = models.CharField(max_length=100, blank=True)  # in the "private" storage
    file_hash = models.CharField(
        max_length=64, blank=True
    )  # SHA-256 of the PDF, signature included

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="attendance", attendance__isnull=False, enrolment=None)
                | ~models.Q(kind="attendance")
                & models.Q(attendance=None, enrolment__isnull=False, course__isnull=False),
                name="certificate_is_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=["attendance"],
                condition=models.Q(is_current=True),
                name="one_current_confirmation",
            ),
            models.UniqueConstraint(fields=["register", "number"], name="number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "kind"],
                condition=models.Q(is_current=True),
                name="one_current_certificate",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "expires_on"], name="cert_expiry"),
            models.Index(fields=["course", "ward", "status"], name="cert_course_ward"),
            models.Index(fields=["ward", "status"], name="cert_ward_status"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def form(self) -> str:
        """How it was learned, in words."""
        in_class = self.kind == CertificateKind.ATTENDANCE
        return str(_("learned in class")) if in_class else str(self.get_evidence_display())


class DoubtOutcome(models.TextChoices):
    OPEN = "open", _("waiting for a decision")
    KEPT = "kept", _("stays valid")
    REVOKED = "revoked", _("revoked")
    SETTLED = "settled", _("settled: what it certifies holds again")


class Doubt(models.Model):
    """A certificate whose course asked for something that turned out not to be met. Nothing is revoked
    without a person: somebody decides, with a reason."""

    certificate = models.ForeignKey(
        Certificate, models.PROTECT, related_name="doubts", verbose_name=_("certificate")
    )
    requirement = models.CharField(_("what is no longer met"), max_length=160)
    opened_at = models.DateTimeField(_("since"))
    outcome = models.CharField(
        _("decision"), max_length=8, choices=DoubtOutcome.choices, default=DoubtOutcome.OPEN
    )
    reason = models.CharField(_("reason for the decision"), max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = _("certificate in doubt")
        verbose_name_plural = _("certificates in doubt")
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "requirement"],
                condition=models.Q(outcome="open"),
                name="one_open_doubt",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="open", decided_at__isnull=True)
                | (~models.Q(outcome="open") & models.Q(decided_at__isnull=False)),
                name="doubt_decided_or_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate} – {self.requirement}"
