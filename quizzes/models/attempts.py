"""What people answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import Enrolment, Evidence
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.units.models import AdminUnit
from quizzes.models.quiz import Quiz


class AttemptState(models.TextChoices):
    OPEN = "open", _("in progress")
    WAITING = "waiting", _("handed in, waiting for a person to mark it")
    SUBMITTED = "submitted", _("submitted")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, user: User) -> AttemptQuerySet:
        return self.filter(user=user)

    def open(self) -> AttemptQuerySet:
        return self.filter(state=AttemptState.OPEN)

    def waiting(self) -> AttemptQuerySet:
        """Handed in, with answers only a person can mark: neither passed nor not."""
        return self.filter(state=AttemptState.WAITING)

    def submitted(self) -> AttemptQuerySet:
        return self.filter(state=AttemptState.SUBMITTED)

    def started_since(self, moment: datetime) -> AttemptQuerySet:
        return self.filter(started_at__gte=moment)

    def best_first(self) -> AttemptQuerySet:
        return self.order_by("-points", "number")


class Attempt(models.Model):
    """One go at a quiz. `paper` is frozen at the start: [{"question": id, "version": id,
    "order": [option ids]}, …], and so is `needed`; `supervisor` makes it supervised."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    token = models.CharField(max_length=22, unique=True)  # in the address; also seeds the paper
    number = models.PositiveSmallIntegerField()  # 1, 2, 3 … of this person at this quiz
    state = models.CharField(max_length=10, choices=AttemptState.choices, default=AttemptState.OPEN)
    paper = models.JSONField()
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    max_points = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()  # points that pass, as promised at the start
    passed = models.BooleanField(null=True, blank=True)
    evidence = models.CharField(
        max_length=12, choices=Evidence.choices, default=Evidence.SELF_STUDY
    )
    session = models.ForeignKey(
        ClassSession, models.SET_NULL, null=True, blank=True, related_name="attempts"
    )
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "quiz", "number"], name="attempt_number_once"),
            models.UniqueConstraint(
                fields=["user", "quiz"], condition=models.Q(state="open"), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="open",
                    submitted_at__isnull=True,
                    passed__isnull=True,
                    points__isnull=True,
                )
                | models.Q(
                    state="waiting",
                    submitted_at__isnull=False,
                    passed__isnull=True,
                    points__isnull=True,
                )
                | models.Q(
                    state="submitted",
                    submitted_at__isnull=False,
                    passed__isnull=False,
                    points__isnull=False,
                ),
                name="attempt_state_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.quiz_id}#{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    @property
    def is_waiting(self) -> bool:
        return self.state == AttemptState.WAITING

    @property
    def length(self) -> int:
        """How many questions the paper has; `max_points` counts those that are worth something."""
        return len(self.paper)


class Answer(models.Model):
    """The answer to one question of an attempt's paper, saved as soon as it is given.
    `response` is what the kind's `read` returned, or {"unknown": true} for "I don't know yet".
    Handed in and without `fraction`: it waits for a person (`services.decide_attempt`)."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()  # 1-based place in the paper
    response = models.JSONField()
    saved_at = models.DateTimeField()
    # the mark, given at submit
    fraction = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.position}"
