"""Facts of learning: who enrolled, what was read, what was met, when a course was completed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.models.pages import CoursePage, LessonPage, Requirement
from lms.units.models import AdminUnit, Agency


class Evidence(models.TextChoices):
    """How sure we are that the person did it (ux 0.14)."""

    SELF_STUDY = "tu_hoc", _("self-study")
    SUPERVISED = "co_giam_sat", _("supervised")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def completed(self) -> EnrolmentQuerySet:
        return self.filter(completed_at__isnull=False)

    def in_wards(self, wards: models.QuerySet[AdminUnit]) -> EnrolmentQuerySet:
        return self.filter(ward__in=wards)


class Enrolment(models.Model):
    """A person on a course. `ward` and `agency` are copied when it happens and follow the person
    until completion; at completion they are fixed (history keeps the ward as it was then)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course = models.ForeignKey(CoursePage, models.PROTECT, related_name="enrolments")
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    course_version = models.PositiveSmallIntegerField(default=1)
    enrolled_at = models.DateTimeField()
    last_activity_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    evidence = models.CharField(
        max_length=12, choices=Evidence.choices, default=Evidence.SELF_STUDY
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [models.UniqueConstraint(fields=["user", "course"], name="enrolled_once")]
        indexes = [
            models.Index(fields=["course", "ward", "completed_at"], name="enrol_course_ward"),
            models.Index(fields=["ward", "last_activity_at"], name="enrol_ward_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}@{self.course_id}"


class LessonProgress(models.Model):
    """How far somebody read a lesson. `screen` is the furthest screen done, counted from 1."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="lessons")
    lesson = models.ForeignKey(LessonPage, models.PROTECT, related_name="+")
    screen = models.PositiveSmallIntegerField(default=0)
    last_screen = models.PositiveSmallIntegerField(default=1)  # the screen to resume at
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=timezone.now)  # when a screen of it was last opened
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_once")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.lesson_id}"


class RequirementDone(models.Model):
    """A requirement met by an enrolment; written once. `lost_at`: after the course was completed it
    turned out that it was not met; the completion stays, a person decides about what followed."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="requirements_done")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    evidence = models.CharField(max_length=12, choices=Evidence.choices)
    score_text = models.CharField(max_length=20, blank=True)  # "10/12", for the transcript
    lost_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "requirement"], name="requirement_done_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}/{self.requirement_id}"


class CourseAssignment(models.Model):
    """A course required of an agency's staff by a date."""

    course = models.ForeignKey(
        CoursePage, models.CASCADE, related_name="assignments", verbose_name=_("course")
    )
    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="assignments", verbose_name=_("agency")
    )
    due_on = models.DateField(_("due on"))
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("required course")
        verbose_name_plural = _("required courses")
        constraints = [
            models.UniqueConstraint(
                fields=["course", "agency"],
                name="assigned_once",
                violation_error_message=_("This agency has this course already. Change its day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.course} → {self.agency} ({self.due_on:%d/%m/%Y})"
