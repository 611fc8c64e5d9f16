"""Certificates issued many at once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, Enrolment


class Batch(models.Model):
    """An order to issue a course's certificates to everybody who has earned one and has none."""

    course = models.ForeignKey(
        CoursePage, models.PROTECT, related_name="+", verbose_name=_("course")
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()  # when a worker last got on with it
    finished_at = models.DateTimeField(null=True)  # certificates, files and ZIP are there
    zip_name = models.CharField(max_length=100, blank=True)  # in the "private" storage

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.course_id} {self.created_at:%Y-%m-%d}"


class BatchItem(models.Model):
    """One person of a batch; `done_at` is written in the transaction that issues the certificate, so
    a worker that is killed leaves either both or neither."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="items")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    certificate = models.ForeignKey(
        "certificates.Certificate", models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)  # codes: "rule", "file"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "enrolment"], name="in_batch_once")]
        indexes = [models.Index(fields=["batch", "done_at"], name="batch_waiting")]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.enrolment_id}"
