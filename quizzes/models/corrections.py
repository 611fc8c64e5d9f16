"""What was put right after people had answered, and what it did to results."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Attempt
from quizzes.models.bank import Question, QuestionVersion
from quizzes.models.quiz import Quiz

_BY_KEY = models.Q(version__isnull=False, key__isnull=False, attempt__isnull=True)
_LEFT_OUT = models.Q(version__isnull=True, key__isnull=True)


class Correction(models.Model):
    """A fact about marking in one quiz. Either the answers to `version` are marked with the key of
    another version of the question, `key`; or the question does not count (neither is set), for one
    `attempt` or for all. What people were asked never changes."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="corrections")
    question = models.ForeignKey(Question, models.PROTECT, related_name="corrections")
    version = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, related_name="+")
    key = models.ForeignKey(QuestionVersion, models.PROTECT, null=True, related_name="+")
    attempt = models.ForeignKey(Attempt, models.CASCADE, null=True, related_name="corrections")
    reason = models.CharField(_("reason"), max_length=200)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=_BY_KEY | _LEFT_OUT, name="correction_key_or_left_out"
            ),
            models.UniqueConstraint(
                fields=["quiz", "version"], condition=_BY_KEY, name="one_key_for_a_version"
            ),
            models.UniqueConstraint(
                fields=["quiz", "question"],
                condition=_LEFT_OUT & models.Q(attempt__isnull=True),
                name="left_out_once_for_all",
            ),
            models.UniqueConstraint(
                fields=["attempt", "question"],
                condition=models.Q(attempt__isnull=False),
                name="left_out_once_for_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.question_id}"
