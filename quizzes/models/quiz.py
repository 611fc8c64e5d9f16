"""Tests made from the bank, and their rules."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage
from quizzes import feedback
from quizzes.models.bank import Question


class Counted(models.TextChoices):
    """Which result of several attempts the course goes by."""

    BEST = "best", _("the best")
    LAST = "last", _("the last")
    AVERAGE = "average", _("the average of all")
    FIRST = "first", _("the first")


class QuizQuerySet(models.QuerySet["Quiz"]):
    def at(self, course: str, quiz: str) -> QuizQuerySet:
        """The quiz under this address, of a published course."""
        return self.filter(course__slug=course, course__live=True, slug=quiz)

    def with_course(self) -> QuizQuerySet:
        """With as much of the course as its test needs, not its texts."""
        own = [field.name for field in self.model._meta.concrete_fields]
        course = [f"course__{name}" for name in ("slug", "title", "version")]
        return self.select_related("course").only(*own, *course)


class Quiz(models.Model):
    """A test of a course. All rules are data (domain 0.1.1)."""

    course = models.ForeignKey(
        CoursePage, models.PROTECT, related_name="quizzes", verbose_name=_("course")
    )
    slug = models.SlugField(_("address"), max_length=80)
    title = models.CharField(_("title"), max_length=160)
    pass_percent = models.PositiveSmallIntegerField(_("pass mark in %"), default=70)
    draw = models.PositiveSmallIntegerField(_("questions drawn (0 = all)"), default=0)
    # [{"name", "minimum", "rows": [{"count", "category", …}]}], see `quizzes.blueprint`; empty: the
    # questions chosen below. A section's minimum is in points, beside the pass mark of the whole.
    blueprint = models.JSONField(_("made of"), default=list, blank=True)
    shuffle_questions = models.BooleanField(
        _("questions in another order each time"), default=False
    )
    attempts_per_day = models.PositiveSmallIntegerField(_("attempts a day (0 = any)"), default=0)
    attempts_in_all = models.PositiveSmallIntegerField(_("attempts in all (0 = any)"), default=0)
    cool_down = models.PositiveIntegerField(_("minutes between two attempts (0 = none)"), default=0)
    counted = models.CharField(
        _("which result counts"), max_length=8, choices=Counted.choices, default=Counted.BEST
    )
    minutes = models.PositiveSmallIntegerField(_("about how many minutes"), default=10)
    time_limit = models.PositiveSmallIntegerField(_("time limit in minutes (0 = none)"), default=0)
    grace = models.PositiveSmallIntegerField(
        _("seconds of grace for answers on their way"), default=60
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    feedback = models.JSONField(_("what is shown when"), default=feedback.usual)
    two_markers = models.BooleanField(_("two people mark each open answer"), default=False)
    far_apart = models.DecimalField(
        _("a third decides where two marks differ by more than"),
        max_digits=3,
        decimal_places=2,
        default=Decimal("0.25"),
    )
    supervised_only = models.BooleanField(_("only with a facilitator"), default=False)
    questions = models.ManyToManyField(Question, through="QuizItem", related_name="quizzes")

    objects = QuizQuerySet.as_manager()

    class Meta:
        ordering = ["course", "slug"]
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        constraints = [
            models.UniqueConstraint(fields=["course", "slug"], name="quiz_slug_once"),
            models.CheckConstraint(
                condition=models.Q(pass_percent__gte=1, pass_percent__lte=100),
                name="pass_percent_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(opens_at__isnull=True)
                | models.Q(closes_at__isnull=True)
                | models.Q(closes_at__gt=models.F("opens_at")),
                name="quiz_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class QuizItem(models.Model):
    """A question's place in a quiz."""

    quiz = models.ForeignKey(Quiz, models.CASCADE, related_name="items")
    question = models.ForeignKey(
        Question, models.PROTECT, related_name="items", verbose_name=_("question")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["quiz", "question"], name="item_once")]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.question_id}"
