"""A test opened for one person of a running class by whoever saw who they are (ux F7)."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.centres.models import ClassSession
from quizzes.models.attempts import Attempt
from quizzes.models.quiz import Quiz


class Identity(models.TextChoices):
    """How the facilitator knew the person. Which paper and its number are nobody's business here."""

    PAPER = "paper", _("by a paper with a photo")
    KNOWN = "known", _("I know them by sight")


class OpeningQuerySet(models.QuerySet["Opening"]):
    def unused(self) -> OpeningQuerySet:
        """Neither begun nor withdrawn; whether the class still runs is another question."""
        return self.filter(attempt__isnull=True, withdrawn_at__isnull=True)

    def waiting_for(self, user: User, quiz: Quiz, at: datetime) -> OpeningQuerySet:
        """What `user` can begin now, the newest first."""
        running = ClassSession.objects.usable_at(at)
        found = self.unused().filter(user=user, quiz=quiz, session__in=running)
        return found.select_related("session", "opened_by").order_by("-pk")


class Opening(models.Model):
    """Good for one attempt at one test, while the class runs by the server's clock, by the person it
    was opened for. Never changed: it is used (`attempt`) or withdrawn, once."""

    session = models.ForeignKey(ClassSession, models.PROTECT, related_name="openings")
    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="openings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="openings")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    identity = models.CharField(max_length=5, choices=Identity.choices)
    attempt = models.OneToOneField(
        Attempt, models.PROTECT, null=True, blank=True, related_name="opening"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "quiz", "user"],
                condition=models.Q(attempt__isnull=True, withdrawn_at__isnull=True),
                name="one_unused_opening",
            ),
            models.CheckConstraint(
                condition=models.Q(attempt__isnull=True) | models.Q(withdrawn_at__isnull=True),
                name="opening_used_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=~models.Q(user=models.F("opened_by")), name="nobody_opens_for_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(identity__in=["paper", "known"]), name="opening_identity_seen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.quiz_id}/{self.user_id}"
