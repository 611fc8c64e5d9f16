"""What statistics give the owners of questions to do. Derived, but for tasks a person closed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.bank import Question, QuestionVersion
from quizzes.models.quiz import Quiz


class Flag(models.TextChoices):
    EASY = "easy", _("almost everybody answers it right")
    WEAK = "weak", _("it does not tell apart who knows and who does not")
    EXPOSED = "exposed", _("almost everybody has met it")
    UNFAIR = "unfair", _("one group finds it harder than others who know as much")


class QuestionTask(models.Model):
    """Something a question's owner should look at."""

    question = models.ForeignKey(
        Question, models.CASCADE, related_name="tasks", verbose_name=_("question")
    )
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="+")
    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="+", verbose_name=_("quiz"))
    flag = models.CharField(_("what stands out"), max_length=8, choices=Flag.choices)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("for"),
    )
    opened_at = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("done"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # None: the figures no longer say so
    note = models.CharField(_("what was done"), max_length=200, blank=True)

    class Meta:
        ordering = ["closed_at", "-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "version", "flag"], name="task_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.flag}"
