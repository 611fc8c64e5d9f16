"""The bank: questions, and the versions they were asked in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import CoursePage, LessonPage
from quizzes import questions


class Difficulty(models.TextChoices):
    EASY = "easy", pgettext_lazy("difficulty", "easy")
    MEDIUM = "medium", pgettext_lazy("difficulty", "medium")
    HARD = "hard", pgettext_lazy("difficulty", "hard")


class QuestionStatus(models.TextChoices):
    """Only what is in use is drawn."""

    DRAFT = "draft", pgettext_lazy("question", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("question", "being reviewed")
    IN_USE = "in_use", pgettext_lazy("question", "in use")
    RETIRED = "retired", pgettext_lazy("question", "retired")


class Tag(models.Model):
    """A word questions are found and drawn by."""

    name = models.CharField(_("tag"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    def in_use(self) -> QuestionQuerySet:
        return self.filter(status=QuestionStatus.IN_USE)

    def in_category(self, path: str) -> QuestionQuerySet:
        """In this category or one below it."""
        return self.filter(models.Q(category=path) | models.Q(category__startswith=f"{path}/"))


class Question(models.Model):
    """A question of the bank. What was asked lives in its versions; an edit adds one, so old
    attempts keep what they were asked. The kind never changes: another kind is another question."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    course = models.ForeignKey(
        CoursePage, models.PROTECT, related_name="questions", verbose_name=_("course")
    )
    lesson = models.ForeignKey(
        LessonPage, models.PROTECT, related_name="questions", verbose_name=_("lesson it comes from")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=questions.choices)
    # derived from the newest version by `save_question`, for lists
    stem = models.TextField(_("question"), editable=False)
    source = models.CharField(_("source"), max_length=120, blank=True)
    valid_from = models.DateField(_("holds from"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    # A path within the ministry of the course: "Luật/Đất đai" is a part of "Luật".
    category = models.CharField(_("category"), max_length=200, blank=True, db_index=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="questions", verbose_name=_("tags"))
    difficulty = models.CharField(
        _("difficulty"), max_length=6, choices=Difficulty.choices, blank=True
    )
    competence = models.CharField(_("competence"), max_length=120, blank=True)
    status = models.CharField(
        _("status"), max_length=9, choices=QuestionStatus.choices, default=QuestionStatus.IN_USE
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_questions",
        verbose_name=_("who looks after it"),
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return f"{self.code} – {self.stem}"


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def newest(self) -> QuestionVersionQuerySet:
        """Of every question the version that is asked from now on."""
        of_same = self.model.objects.filter(question=models.OuterRef("question"))
        return self.filter(number=models.Subquery(of_same.values("number")[:1]))


class QuestionVersion(models.Model):
    """The frozen content of a question: {"stem", "explanation", + what its kind needs}; see
    `quizzes.authoring`. Never updated."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["question", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="question_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"
