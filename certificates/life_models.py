"""What happens to a certificate after its issue, and what has to hold before it: kept as rows."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage


class ReasonCode(models.TextChoices):
    """What the public reads; the sentence beside it is for the file."""

    MISTAKE = "mistake", _("issued by mistake")
    WRONG_DATA = "wrong_data", _("something printed was wrong")
    NOT_MET = "not_met", _("a requirement was not met")
    CHECKING = "checking", _("being checked")
    ON_REQUEST = "on_request", _("the holder asked for it")
    RENEWED = "renewed", _("renewed")
    TIME_OVER = "time_over", _("its time is over")


class StatusChange(models.Model):
    """A certificate went from one status to another. Append-only. `by` is empty where time did it."""

    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, related_name="status_changes"
    )
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    code = models.CharField(max_length=12, choices=ReasonCode.choices)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.before} → {self.after}"


class NoticeKind(models.TextChoices):
    SUSPENDED = "suspended", _("suspended")
    REINSTATED = "reinstated", _("valid again")
    REVOKED = "revoked", _("revoked")
    REPLACED = "replaced", _("replaced")
    EXPIRING = "expiring", _("running out")
    EXPIRED = "expired", _("expired")


class Notice(models.Model):
    """Something the holder is told inside the site. `mark` makes a reminder go out once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificate_notices"
    )
    certificate = models.ForeignKey(
        "certificates.Certificate", models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=12, choices=NoticeKind.choices)
    mark = models.CharField(max_length=40)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["certificate", "mark"], name="told_once")]
        indexes = [models.Index(fields=["user", "read_at"], name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.certificate_id}: {self.kind}"


class IssueRule(models.Model):
    """What a course's certificate asks for beyond completing the course, and how long it holds.
    Percentages 0 ask for nothing. A course without a row: completion, for ever."""

    course = models.OneToOneField(
        CoursePage, models.CASCADE, related_name="issue_rule", verbose_name=_("course")
    )
    exam_percent = models.PositiveSmallIntegerField(
        _("final test, at least %"), default=0, validators=[MaxValueValidator(100)]
    )
    practice_tasks = models.PositiveSmallIntegerField(_("practice tasks done"), default=0)
    attendance_percent = models.PositiveSmallIntegerField(
        _("class meetings attended, at least %"), default=0, validators=[MaxValueValidator(100)]
    )
    independent = models.BooleanField(_("one practice without any help"), default=False)
    supervised = models.BooleanField(_("supervised test"), default=False)
    staff_hours = models.DecimalField(
        _("hours credited to staff"),
        max_digits=5,
        decimal_places=1,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("Staff get a certificate of training hours too. 0: they do not."),
    )
    valid_months = models.PositiveSmallIntegerField(
        _("valid for months"), default=0, help_text=_("0: it does not expire.")
    )
    window_days = models.PositiveSmallIntegerField(
        _("days before the end from which it can be renewed"), default=60
    )
    version = models.PositiveIntegerField(default=1, editable=False)  # grows with every change

    class Meta:
        verbose_name = _("rule for certificates")
        verbose_name_plural = _("rules for certificates")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(exam_percent__lte=100, attendance_percent__lte=100),
                name="rule_percentages",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course}"


class VoidNumber(models.Model):
    """A register number without a certificate, and why: after a restore, numbers already given to
    paper are not given again."""

    register = models.ForeignKey("certificates.Register", models.PROTECT, related_name="voids")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "number"], name="void_once")]

    def __str__(self) -> str:
        return f"{self.register}: {self.number}"
