"""What people answered."""

from __future__ import annotations

from datetime import datetime, timedelta

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

    def against_the_clock(self, at: datetime) -> AttemptQuerySet:
        """Open, with a time limit that is not over yet."""
        return self.open().filter(expires_at__gte=at)

    def expired(self, at: datetime) -> AttemptQuerySet:
        """Open past their grace: to be handed in as they are."""
        return self.open().filter(expires_at__lt=at)

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
    # The server's clock decides: `deadline` is what people are told, answers on their way are taken
    # until `expires_at`. Both None: no time limit. Worked out again from `started_at` (services.time).
    deadline = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    extra_minutes = models.PositiveSmallIntegerField(default=0)  # given while it was running
    auto_submitted = models.BooleanField(default=False)  # the time ran out before it was handed in
    # The browser it is answered in (a random cookie), and since when; "" until the first touch.
    device = models.CharField(max_length=22, blank=True)
    device_since = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    max_points = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()  # points that pass, as promised at the start
    sections = models.JSONField(default=list, blank=True)  # [{"name", "needed"}], promised too
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
            models.CheckConstraint(
                condition=models.Q(deadline__isnull=True, expires_at__isnull=True)
                | models.Q(
                    deadline__isnull=False,
                    expires_at__isnull=False,
                    expires_at__gte=models.F("deadline"),
                ),
                name="attempt_expires_after_its_deadline",
            ),
            models.CheckConstraint(
                condition=models.Q(auto_submitted=False)
                | models.Q(expires_at__isnull=False, submitted_at__isnull=False),
                name="attempt_handed_in_by_the_clock",
            ),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], condition=models.Q(state="open"), name="open_attempt_expiry"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.quiz_id}#{self.number}"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    def seconds_left(self, at: datetime) -> int | None:
        """Until the deadline, never below 0; None without one."""
        if self.deadline is None:
            return None
        return max(0, int((self.deadline - at).total_seconds()))

    def is_overdue(self, at: datetime) -> bool:
        """Past the deadline, in the grace: only what is on its way is still taken."""
        return self.is_open and self.deadline is not None and self.deadline < at

    def is_expired(self, at: datetime) -> bool:
        """Past the grace too: it counts as handed in, whoever notices first."""
        return self.is_open and self.expires_at is not None and self.expires_at < at

    def is_against_the_clock(self, at: datetime) -> bool:
        return self.is_open and self.expires_at is not None and not self.is_expired(at)

    def end(self, at: datetime) -> None:
        """Its time is over at `at`, and its grace begins; not saved."""
        self.deadline, self.expires_at = at, at + timedelta(seconds=self.quiz.grace)

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
    # Which of two edits is the newer one (services.answer_row): on one device the higher `seq`,
    # across devices the later `edited_at`, which is the server's clock less the age told.
    edited_at = models.DateTimeField(null=True, blank=True)
    seq = models.BigIntegerField(default=0)
    device = models.CharField(max_length=22, blank=True)
    # the mark, given at submit
    fraction = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.position}"
