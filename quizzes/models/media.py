"""Files beside questions and answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Attempt

FOLDER = "cau-hoi"  # of the public store


class QuestionMedium(models.Model):
    """A picture or sound of questions, named by the hash of its bytes: the same file is kept once
    and never changes, so a version of a question may point at it for ever. Public under its name,
    as pages are; nobody can guess the name."""

    file = models.CharField(max_length=80, primary_key=True)
    type = models.CharField(max_length=20)
    size = models.PositiveIntegerField(_("bytes"))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    alt = models.TextField(
        _("in words"), help_text=_("What the picture shows, or what is said in the sound.")
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["-added_at"]
        verbose_name = _("picture or sound")
        verbose_name_plural = _("pictures and sounds")
        constraints = [
            models.CheckConstraint(condition=~models.Q(alt=""), name="question_medium_in_words")
        ]

    def __str__(self) -> str:
        return self.alt[:80]

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.file}"

    @property
    def facts(self) -> dict[str, Any]:
        """As `quizzes.media.tidy` takes them."""
        names = ("file", "type", "size", "width", "height", "alt")
        return {name: getattr(self, name) for name in names}


class AnswerFile(models.Model):
    """A file somebody sent as an answer. In the private store under a name of ours; `name` is what
    they called it, only to be shown."""

    token = models.CharField(max_length=22, unique=True)
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    path = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["attempt", "position", "sent_at"]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.position} {self.token}"
