"""What a person or a group gets beyond the rules of a test."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.units.models import Agency
from quizzes.models.quiz import Quiz


class OverrideQuerySet(models.QuerySet["Override"]):
    def live(self) -> OverrideQuerySet:
        return self.filter(ended_at__isnull=True)

    def reaching(self, user: User) -> list[Override]:
        """Those that reach `user`: their own, of classes whose list they are on, of their agency.
        One query, and one more where there are any of classes."""
        found = list(self.live().filter(models.Q(user=user) | models.Q(user=None)))
        classes = {one.session_id for one in found if one.session_id}
        if classes:
            listed = user.attendances.filter(session__in=classes)
            classes = set(listed.values_list("session", flat=True))
        return [one for one in found if one.reaches(user, classes)]


class Override(models.Model):
    """More time, more attempts or other dates at one test, for one person, the people of one class
    session or of one agency. Never changed: a new one ends the one before, so that history shows
    what held when. `terms` says what several of them together give."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="overrides")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="overrides"
    )
    session = models.ForeignKey(
        ClassSession, models.PROTECT, null=True, blank=True, related_name="overrides"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="overrides"
    )
    time_percent = models.PositiveSmallIntegerField(_("time in % of the usual"), default=100)
    extra_minutes = models.PositiveSmallIntegerField(_("extra minutes"), default=0)
    extra_attempts = models.PositiveSmallIntegerField(_("extra attempts"), default=0)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, session__isnull=True, agency__isnull=True)
                | models.Q(user__isnull=True, session__isnull=False, agency__isnull=True)
                | models.Q(user__isnull=True, session__isnull=True, agency__isnull=False),
                name="override_for_one",
            ),
            models.CheckConstraint(
                condition=models.Q(time_percent__gte=100, time_percent__lte=1000)
                & ~models.Q(reason=""),
                name="override_gives_with_a_reason",
            ),
            *(
                models.UniqueConstraint(
                    fields=["quiz", target],
                    condition=models.Q(ended_at__isnull=True),
                    name=f"one_live_override_of_{target}",
                )
                for target in ("user", "session", "agency")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.user_id or self.session_id or self.agency_id}"

    def reaches(self, user: User, classes: Collection[int]) -> bool:
        """`classes`: ids of those whose list `user` is on."""
        if self.agency_id is not None:
            return self.agency_id == user.agency_id
        return self.session_id in classes or self.user_id == user.pk
