"""Derived numbers: everything here but targets, populations and snapshots can be dropped and
made again with `rebuild_progress`."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from lms.accounts.models import Audience, Sex
from lms.centres.models import LearningPoint
from lms.progress.base_models import BaseChange as BaseChange
from lms.progress.base_models import PlanTarget as PlanTarget
from lms.progress.base_models import Population as Population
from lms.progress.base_models import Target as Target
from lms.progress.check_models import NightlyCheck as NightlyCheck
from lms.progress.period_models import CustomPeriod as CustomPeriod
from lms.progress.period_models import PeriodRule as PeriodRule
from lms.progress.snapshot_models import SnapshotChange as SnapshotChange
from lms.progress.snapshot_models import SnapshotPerson as SnapshotPerson
from lms.units.models import AdminUnit


class Counts(models.Model):
    """Distinct people. `active`: a learning event in the last 30 days; definitions in
    `lms.progress.definitions`."""

    enrolled = models.PositiveIntegerField(default=0)
    active = models.PositiveIntegerField(default=0)
    completed = models.PositiveIntegerField(default=0)
    certified = models.PositiveIntegerField(default=0)
    certified_supervised = models.PositiveIntegerField(default=0)
    confirmed = models.PositiveIntegerField(default=0)  # of the certified: on VNeID
    attended = models.PositiveIntegerField(default=0)  # people present at ≥ 1 session

    class Meta:
        abstract = True


class SessionCounts(models.Model):
    """Class sessions at the ward's learning points in the calendar year of the day counted to. A
    session was held if somebody was confirmed present; visits are lượt, not people."""

    sessions_held = models.PositiveIntegerField(default=0)
    session_visits = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


COUNT_FIELDS = tuple(field.name for field in Counts._meta.fields)
SESSION_FIELDS = tuple(field.name for field in SessionCounts._meta.fields)


class WardCourseCell(Counts):
    """derived: rebuild with `rebuild_progress`. People on one course, by the ward on each fact."""

    ward = models.ForeignKey(AdminUnit, models.CASCADE, related_name="course_cells")
    course = models.ForeignKey(CoursePage, models.CASCADE, related_name="ward_cells")
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ward", "course"], name="cell_once")]

    def __str__(self) -> str:
        return f"{self.ward_id}/{self.course_id}"


class WardTotal(Counts, SessionCounts):
    """derived: rebuild with `rebuild_progress`. People over all courses, each counted once and in
    one ward only (see PersonStanding), so that wards add up to areas and provinces."""

    ward = models.OneToOneField(AdminUnit, models.CASCADE, related_name="progress_total")
    last_session_on = models.DateField(null=True, blank=True)  # of any year
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.ward_id}"


class Dimension(models.TextChoices):
    """By what people are told apart; each person has one value in each."""

    AUDIENCE = "audience", _("Audience")
    AGE = "age", _("Age")
    SEX = "sex", _("Sex")
    HELP = "help", _("Assisted or alone")
    POINT = "point", _("Learning point")


class WardBreakdown(Counts):
    """derived: rebuild with `rebuild_progress`. A ward's people (`ward` null: of unknown residence)
    by the values of one dimension; the rows of a dimension add up to the ward's total. Values in
    `lms.progress.dimensions`; only values somebody has are there."""

    ward = models.ForeignKey(AdminUnit, models.CASCADE, null=True, related_name="breakdowns")
    dimension = models.CharField(max_length=8, choices=Dimension.choices)
    value = models.CharField(max_length=12, blank=True)  # "": not stated, or none

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ward", "dimension", "value"], name="breakdown_once"),
            models.UniqueConstraint(
                fields=["dimension", "value"],
                condition=models.Q(ward__isnull=True),
                name="breakdown_unknown_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ward_id} {self.dimension} {self.value}"


class PersonStanding(models.Model):
    """derived: rebuild with `rebuild_progress`. The firsts of one person, for counting people once.

    `ward` is where the person counts: fixed by the first valid certificate, else by the first
    completion, else where the person learns now. `counted` lists the facts that were counted as
    [ward, course, mark] (see `standings.Standing`), so that a fact which moves or goes away is
    taken out of the numbers it was in."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="standing")
    ward = models.ForeignKey(AdminUnit, models.CASCADE, null=True, related_name="+")
    first_enrolled_at = models.DateTimeField(null=True)
    first_completed_at = models.DateTimeField(null=True)
    first_certified_at = models.DateTimeField(null=True)
    first_supervised_at = models.DateTimeField(null=True)  # first supervised certificate
    first_confirmed_at = models.DateTimeField(null=True)  # as the national register answered
    first_attended_at = models.DateTimeField(null=True)
    first_point = models.ForeignKey(LearningPoint, models.SET_NULL, null=True, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.RESIDENT)
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=3, choices=Sex.choices, blank=True)
    last_active_on = models.DateField(null=True, db_index=True)
    counted = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["ward", "first_certified_at"], name="standing_ward_cert")]

    def __str__(self) -> str:
        return f"{self.user_id}"


class StaleMark(models.Model):
    """Something to recount: a person (`user_id`), a ward's totals (`ward` alone), a ward's cell
    (`ward` and `course`). Written in the transaction of the fact, always as a new row; removed by
    the recount that saw it before counting. So a fact committed during a recount keeps its mark."""

    ward = models.ForeignKey(AdminUnit, models.CASCADE, null=True, related_name="+")
    course = models.ForeignKey(CoursePage, models.CASCADE, null=True, related_name="+")
    user_id = models.BigIntegerField(null=True)
    marked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.ward_id}/{self.course_id}/{self.user_id}"


class CountState(models.Model):
    """One row: the day the numbers are counted to ("active in the 30 days to …"). Recounts lock it,
    so they take turns and an older count never overwrites a newer one."""

    day = models.DateField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"


class WardSnapshot(Counts, SessionCounts):
    """A ward's figures at the end of a day, with the population and target they were judged by. A
    fact of publication: never recounted. `ward` null: people whose residence is not known;
    every day kept has that row."""

    day = models.DateField()
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="snapshots")
    adults = models.PositiveIntegerField(null=True)
    target = models.PositiveIntegerField(null=True)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "ward"], name="snapshot_once"),
            models.UniqueConstraint(
                fields=["day"], condition=models.Q(ward__isnull=True), name="snapshot_unknown_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.ward_id}"
