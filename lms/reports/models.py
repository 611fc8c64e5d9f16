"""Files that are made in the background, and mails that go out by themselves. Each is a row that is
claimed: a worker that dies leaves it to the sweep, and nothing is done twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class FileState(models.TextChoices):
    WAITING = "waiting", _("being made")
    WORKING = "working", _("being worked on")
    READY = "ready", _("ready to download")
    FAILED = "failed", _("could not be made")


class ExportFile(models.Model):
    """`asked`: what the export form sent, to make the same file again. `snapshot`: the code of the
    kept figures in it. Kept for jobs.LIFE."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=4)
    asked = models.JSONField()
    area = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200, blank=True)
    snapshot = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=8, choices=FileState.choices, default=FileState.WAITING)
    problem = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    stored_as = models.CharField(max_length=120, blank=True)  # in the "private" storage
    file_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="export_state")]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"


class Rhythm(models.TextChoices):
    WEEKLY = "tuan", _("every week, on Monday")
    MONTHLY = "thang", _("every month, on the 2nd")


class Schedule(models.Model):
    """Figures of an area (`area` "": all of the owner's) mailed to a work address. `token`: in the
    link that stops it."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="report_schedules"
    )
    address = models.EmailField(_("to"))
    rhythm = models.CharField(_("when"), max_length=5, choices=Rhythm.choices)
    hour = models.PositiveSmallIntegerField(_("time of day"), default=7)
    area = models.CharField(_("area"), max_length=60, blank=True)
    token = models.CharField(max_length=43, unique=True)
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.rhythm}"


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("not sent")


class ScheduledMail(models.Model):
    """One mail of a schedule. Left in SENDING by a worker that died: nobody knows whether it went out,
    so it is not sent again; the owner is told."""

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="mails")
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-due_on"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due_on"], name="one_mail_a_due_day")
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.due_on}"
