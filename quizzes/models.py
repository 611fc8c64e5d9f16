"""The bank, the quizzes made from it, and what people answered."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, Enrolment, Evidence, LessonPage
from lms.accounts.models import User
from lms.centres.models import ClassSession
from lms.units.models import AdminUnit
from quizzes import questions


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
    is_active = models.BooleanField(_("in use"), default=True)

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
    shuffle_questions = models.BooleanField(
        _("questions in another order each time"), default=False
    )
    attempts_per_day = models.PositiveSmallIntegerField(_("attempts a day (0 = any)"), default=0)
    minutes = models.PositiveSmallIntegerField(_("about how many minutes"), default=10)
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


class AttemptState(models.TextChoices):
    OPEN = "open", _("in progress")
    SUBMITTED = "submitted", _("submitted")


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def of(self, user: User) -> AttemptQuerySet:
        return self.filter(user=user)

    def open(self) -> AttemptQuerySet:
        return self.filter(state=AttemptState.OPEN)

    def submitted(self) -> AttemptQuerySet:
        return self.filter(state=AttemptState.SUBMITTED)

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
    submitted_at = models.DateTimeField(null=True, blank=True)
    points = models.DecimalField(max_digits=7, decimal_places=3, null=True, blank=True)
    max_points = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()  # points that pass, as promised at the start
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
                    state="submitted",
                    submitted_at__isnull=False,
                    passed__isnull=False,
                    points__isnull=False,
                ),
                name="attempt_state_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.quiz_id}#{self.number}"


class Answer(models.Model):
    """The answer to one question of an attempt's paper, saved as soon as it is given.
    `response` is what the kind's `read` returned, or {"unknown": true} for "I don't know yet"."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()  # 1-based place in the paper
    response = models.JSONField()
    saved_at = models.DateTimeField()
    # the mark, given at submit
    fraction = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}:{self.position}"
