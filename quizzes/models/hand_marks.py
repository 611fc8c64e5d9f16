"""Marks that people gave to open answers."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Answer


class HandMark(models.Model):
    """One marker's mark of one answer. `turn`: 1 first, 2 second (who does not see the first), 3 the
    one who decides where the two are far apart."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="hand_marks")
    turn = models.PositiveSmallIntegerField()
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    fraction = models.DecimalField(
        _("mark"),
        max_digits=5,
        decimal_places=4,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    comment = models.CharField(_("comment for the learner"), max_length=500, blank=True)
    marked_at = models.DateTimeField()

    class Meta:
        ordering = ["answer", "turn"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "turn"], name="hand_mark_once_a_turn"),
            models.UniqueConstraint(fields=["answer", "marker"], name="hand_mark_once_a_marker"),
            models.CheckConstraint(
                condition=models.Q(turn__gte=1, turn__lte=3), name="hand_mark_turns"
            ),
            models.CheckConstraint(
                condition=models.Q(fraction__gte=0, fraction__lte=1), name="hand_mark_of_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}/{self.turn}"
