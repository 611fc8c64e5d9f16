"""Practice of e-services: the page an editor writes, its frozen versions, and runs as facts.

Nothing here ever holds what somebody typed: a run keeps which steps were right, after how many
tries and hints, and ids of buttons its author made."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Page

from courses import editor_forms
from courses.addresses import RESERVED_FOR_SIMULATIONS, simulation_url
from courses.fields import LeanStreamField
from courses.models.content import ContentMixin, tabs
from courses.models.learning import Evidence
from courses.panels import ProblemsPanel
from courses.simulation.blocks import StepsBlock, script_data
from courses.simulation.previews import preview
from lms.units.models import AdminUnit


class RunMode(models.TextChoices):
    WATCH = "xem", _("Watch")
    TRY = "thu", _("Try it")
    TEST = "kiem_tra", _("Test yourself")


class Channel(models.TextChoices):
    SCREEN = "man_hinh", _("drawn screens")
    LIST = "danh_sach", _("text list")


class HelpLevel(models.TextChoices):
    """How much somebody beside the learner helped (N11)."""

    NONE = "khong", _("nobody helped")
    VERBAL = "noi", _("somebody told what to do")
    HANDS_ON = "lam_ho", _("somebody did parts of it")


class SimulationPage(ContentMixin, Page):
    """A simulation as its editor writes it. Learners play its latest `SimulationVersion`."""

    summary = models.CharField(_("what one can do afterwards"), max_length=255)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=8)
    service_code = models.CharField(_("code of the procedure"), max_length=40, blank=True)
    source_url = models.URLField(_("the real page"), max_length=300, blank=True)
    checked_on = models.DateField(_("checked against the real page on"), null=True, blank=True)
    pass_percent = models.PositiveSmallIntegerField(
        _("passes from (percent)"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    is_required = models.BooleanField(_("needed to complete the course"), default=False)
    unaided_only = models.BooleanField(
        _("counts only if nobody did parts of it"),
        default=True,
        help_text=_("Where it is needed for the course: passed with hands-on help does not count."),
    )
    steps = LeanStreamField(StepsBlock(), verbose_name=_("steps"))

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    reserved_slugs = RESERVED_FOR_SIMULATIONS
    base_form_class = editor_forms.SimulationForm
    content_panels = [
        ProblemsPanel(),
        FieldPanel("title", classname="title", help_text=_("Task words, at most 60 characters.")),
        FieldPanel("summary", help_text=_("One sentence.")),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("pass_percent")]),
        FieldRowPanel([FieldPanel("service_code"), FieldPanel("checked_on")]),
        FieldPanel("source_url"),
        FieldRowPanel([FieldPanel("is_required"), FieldPanel("unaided_only")]),
        FieldPanel("steps"),
    ]
    edit_handler = tabs(
        content_panels, ContentMixin.promote_panels, ContentMixin.settings_panels, base_form_class
    )
    preview_modes = [
        ("", _("Watch")),
        ("thu", _("Try it")),
        ("kiem_tra", _("Test yourself")),
        ("danh_sach", _("text list")),
        ("in", _("Printout")),
    ]

    class Meta:
        verbose_name = _("simulation")
        verbose_name_plural = _("simulations")

    @property
    def public_path(self) -> str:
        return simulation_url(self.get_parent().slug, self.slug)

    def script(self) -> dict[str, Any]:
        """The JSON that publishing freezes."""
        return script_data(self.steps)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        if mode_name == "in":
            return "courses/simulation/print.html"
        return "courses/simulation/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"request": request, "title": self.title, **preview(self.script(), mode_name)}


class SimulationVersion(models.Model):
    """What learners play: a frozen copy of the page's script. Runs finish on the one they began."""

    simulation = models.ForeignKey(SimulationPage, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    checksum = models.CharField(max_length=64)  # SHA-256 of the script as canonical JSON
    script = models.JSONField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["simulation", "number"], name="simulation_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.simulation_id}/{self.number}"


class SimulationRun(models.Model):
    """One run of a learner, or of a guest (`guest_key`). `seed` makes its character; `state` is what
    `simulation.engine` keeps: steps, tries, ids of buttons, seconds."""

    version = models.ForeignKey(SimulationVersion, models.PROTECT, related_name="runs")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="simulation_runs"
    )
    guest_key = models.CharField(max_length=32, blank=True, db_index=True)
    token = models.CharField(max_length=22, unique=True)
    mode = models.CharField(max_length=8, choices=RunMode.choices)
    channel = models.CharField(max_length=9, choices=Channel.choices, default=Channel.SCREEN)
    whole_class = models.BooleanField(default=False)  # projected; nobody's own
    seed = models.PositiveBigIntegerField()
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cursor = models.CharField(max_length=40, blank=True)  # uid of the open step; "": finished
    turn = models.PositiveIntegerField(default=0)  # how much was done: a form counts once
    state = models.JSONField()
    points = models.PositiveSmallIntegerField(null=True)
    max_points = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)  # of a finished test
    evidence = models.CharField(
        max_length=12, choices=Evidence.choices, default=Evidence.SELF_STUDY
    )
    help_level = models.CharField(max_length=7, choices=HelpLevel.choices, default=HelpLevel.NONE)
    helper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )  # the facilitator who noted the help
    supervisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )  # who looked at the person while they were at it; makes the run supervised
    class_ref = models.PositiveBigIntegerField(null=True)  # id of the class it was done in
    device_ref = models.PositiveSmallIntegerField(null=True)  # number of that class's computer

    class Meta:
        indexes = [
            models.Index(fields=["user", "version", "finished_at"], name="run_user_version"),
            models.Index(fields=["class_ref"], name="run_class"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=False, cursor="")
                | (models.Q(finished_at__isnull=True) & ~models.Q(cursor="")),
                name="run_finished_has_no_cursor",
            ),
            models.CheckConstraint(
                condition=models.Q(supervisor__isnull=True)
                | models.Q(class_ref__isnull=False, evidence=Evidence.SUPERVISED),
                name="run_supervised_in_a_class",
            ),
        ]

    def __str__(self) -> str:
        return self.token

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


class SimulationStepResult(models.Model):
    """How one step of a finished run went; written once, when the run ends."""

    run = models.ForeignKey(SimulationRun, models.CASCADE, related_name="step_results")
    step = models.CharField(max_length=40)  # uid in the run's version
    skill = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField()
    hints = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=8)  # simulation.scoring.Outcome
    points = models.PositiveSmallIntegerField()
    seconds = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "step"], name="step_result_once")]
        indexes = [models.Index(fields=["skill", "outcome"], name="step_skill_outcome")]

    def __str__(self) -> str:
        return f"{self.run_id}/{self.step}"
