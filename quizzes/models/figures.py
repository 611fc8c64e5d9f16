"""Statistics of questions and tests. Derived: rebuild with `services.figures.count_figures`."""

from __future__ import annotations

from django.db import models

from quizzes.models.bank import Question, QuestionVersion
from quizzes.models.quiz import Quiz


class QuizFigures(models.Model):
    """Of a test as a whole; see `quizzes.statistics.report.Report`, without its items."""

    quiz = models.OneToOneField(Quiz, models.CASCADE, related_name="figures")
    n = models.PositiveIntegerField()  # first attempts that are in it
    figures = models.JSONField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.quiz_id}: {self.n}"


class QuestionFigures(models.Model):
    """Of one version of a question in one test. `figures`: an ItemReport."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="question_figures")
    question = models.ForeignKey(Question, models.CASCADE, related_name="figures")
    version = models.ForeignKey(QuestionVersion, models.CASCADE, related_name="figures")
    n = models.PositiveIntegerField()
    facility = models.FloatField(null=True)
    discrimination = models.FloatField(null=True)
    figures = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "version"], name="figures_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.version_id}: {self.n}"
