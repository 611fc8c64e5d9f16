"""The content tree: SitePage > MinistryPage > CoursePage > LessonPage, written in Wagtail and only
read by the site's views (which live at the addresses of ux §1, not at Wagtail's own)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    PageChooserPanel,
)
from wagtail.blocks import CharBlock
from wagtail.models import Page
from wagtail.search import index

from courses import blocks, editor_forms, sheets
from courses.addresses import (
    RESERVED_FOR_COURSES,
    RESERVED_FOR_LESSONS,
    course_url,
    lesson_url,
    sector_url,
)
from courses.fields import LeanStreamField
from courses.models.content import ContentMixin, check_slug_everywhere, tabs
from courses.panels import ProblemsPanel
from courses.words import folded_words
from lms.core.display import Display
from lms.units.models import Agency


class SitePage(ContentMixin, Page):
    """The root of the content tree; the home page itself is a view (lms.home)."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.MinistryPage"]
    max_count = 1
    public_path = "/"
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("site")


class MinistryPage(ContentMixin, Page):
    """A ministry and its sector: the subtree its editors own."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="ministry_pages", verbose_name=_("agency")
    )
    sector = models.CharField(_("sector"), max_length=80)  # "Xây dựng"
    sector_slug = models.SlugField(_("address of the sector"), max_length=80, unique=True)

    parent_page_types = ["courses.SitePage"]
    subpage_types = ["courses.CoursePage"]
    preview_modes: list[tuple[str, str]] = []
    base_form_class = editor_forms.PageForm
    content_panels = [
        FieldPanel("title", classname="title"),
        FieldPanel("agency"),
        FieldPanel("sector"),
        FieldPanel("sector_slug"),
    ]

    class Meta:
        verbose_name = _("ministry")
        verbose_name_plural = _("ministries")

    @property
    def public_path(self) -> str:
        return sector_url(self.sector_slug)


class CoursePage(ContentMixin, Page):
    """A course. `slug` is unique over the whole site: it is the course's public address."""

    code = models.CharField(_("code"), max_length=20)
    outcome = models.CharField(_("what one can do afterwards"), max_length=255)
    audiences = models.JSONField(_("for whom"), default=list)  # Audience values
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    hours = models.DecimalField(_("training hours"), max_digits=5, decimal_places=1, default=1)
    prepare = LeanStreamField(
        [("item", CharBlock(label=_("Item")))],
        blank=True,
        verbose_name=_("what to prepare"),
    )
    synonyms = models.TextField(_("other words people search with"), blank=True)
    sources = LeanStreamField(
        [("source", blocks.SourceBlock())], blank=True, verbose_name=_("sources")
    )
    checked_on = models.DateField(_("checked against the real page on"), null=True, blank=True)
    review_by = models.DateField(_("review by"), null=True, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    position = models.PositiveSmallIntegerField(_("order on the home page"), default=100)
    replaced_by = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    folded = models.TextField(editable=False, default="")  # derived in save(): words to search in

    parent_page_types = ["courses.MinistryPage"]
    subpage_types = ["courses.LessonPage", "courses.SimulationPage"]
    reserved_slugs = RESERVED_FOR_COURSES
    base_form_class = editor_forms.CourseForm
    search_fields = [
        *Page.search_fields,
        index.SearchField("folded"),
        index.FilterField("code"),
    ]
    content_panels = [
        ProblemsPanel(),
        FieldPanel("title", classname="title", help_text=_("Task words, at most 60 characters.")),
        FieldPanel("outcome", help_text=_("One sentence: what the learner can do by themselves.")),
        FieldPanel("audiences"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("minutes"), FieldPanel("hours")]),
        FieldPanel("prepare", help_text=_("2 to 5 things to have at hand.")),
        FieldPanel("sources", help_text=_("Legal basis first, each with the day it was read.")),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_by")]),
    ]
    promote_panels = [
        *ContentMixin.promote_panels,
        FieldPanel("synonyms", help_text=_("One a line. Write them with accents.")),
        FieldPanel("position", help_text=_("Small numbers come first.")),
    ]
    settings_panels = [
        *ContentMixin.settings_panels,
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_(
                        "Leave the version as it is for corrections. Raise it by one when the "
                        "procedure itself changed; certificates already issued keep their version."
                    )
                ),
                FieldPanel("version"),
                PageChooserPanel("replaced_by"),
            ],
            heading=_("version and replacement"),
        ),
    ]

    edit_handler = tabs(content_panels, promote_panels, settings_panels, base_form_class)

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def public_path(self) -> str:
        return course_url(self.slug)

    def clean(self) -> None:
        super().clean()
        check_slug_everywhere(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None:
            self.derive_folded()
        super().save(*args, **kwargs)

    def derive_folded(self) -> None:
        """Fill `folded`: title, outcome, other words, sector and the titles of live lessons."""
        texts = [self.title, self.outcome, self.synonyms]
        if self.path:
            parent = MinistryPage.objects.ancestor_of(self).values_list("sector", flat=True)
            lessons = LessonPage.objects.live().child_of(self).values_list("title", flat=True)
            texts += [*parent, *(lessons if self.pk else [])]
        self.folded = "".join(f" {word}" for word in folded_words(" ".join(texts))) + " "

    def sheet(self) -> sheets.CourseSheet:
        return sheets.CourseSheet(
            prepare=sheets.prepare(self.prepare),
            sources=sheets.sources(self.sources),
            checked_on=self.checked_on,
            changed_at=self.last_published_at,
        )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/preview_course.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        lessons = LessonPage.objects.child_of(self) if self.pk else []
        return {"request": request, "course": self, "sheet": self.sheet(), "lessons": lessons}


class LessonPage(ContentMixin, Page):
    """A lesson: reading only, a few short screens."""

    summary = models.CharField(_("summary"), max_length=255, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=6)
    screens = LeanStreamField([("screen", blocks.ScreenBlock())], verbose_name=_("screens"))

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    reserved_slugs = RESERVED_FOR_LESSONS
    base_form_class = editor_forms.LessonForm
    preview_modes = [
        ("", _("As learners see it")),
        ("big", _("Very large text")),
        ("print", _("Printout")),
    ]
    content_panels = [
        ProblemsPanel(),
        FieldPanel("title", classname="title", help_text=_("Task words, at most 60 characters.")),
        FieldPanel("summary", help_text=_("One sentence.")),
        FieldPanel("minutes"),
        FieldPanel(
            "screens",
            help_text=_(
                "One idea a screen, at most 120 words and 3 actions. The last screen says what the "
                "learner can do now."
            ),
        ),
    ]

    edit_handler = tabs(
        content_panels,
        ContentMixin.promote_panels,
        ContentMixin.settings_panels,
        base_form_class,
    )

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    @property
    def public_path(self) -> str:
        return lesson_url(self.get_parent().slug, self.slug)

    def sheet(self, *, printed: bool = False) -> sheets.LessonSheet:
        return sheets.LessonSheet(
            title=self.title,
            summary=self.summary,
            minutes=self.minutes,
            screens=sheets.screens(self.screens, printed=printed),
            changed_at=self.last_published_at,
        )

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return (
            "courses/lesson_print.html" if mode_name == "print" else "courses/preview_lesson.html"
        )

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        context = {
            "request": request,
            "sheet": self.sheet(printed=mode_name == "print"),
            "course_title": self.get_parent().title,
        }
        return context | ({"display": Display(size=3)} if mode_name == "big" else {})


class Requirement(models.Model):
    """One thing a course asks for besides its lessons (a quiz; later a practice). The upper app
    that owns it registers it under its own `key` and reports who met it."""

    course = models.ForeignKey(CoursePage, models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=12)  # quiz | practice
    key = models.CharField(max_length=80)  # e.g. the quiz's slug
    title = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField(default=10)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(
        default=True
    )  # False: no longer asked for, kept for what was met

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "kind", "key"], name="requirement_once")
        ]

    def __str__(self) -> str:
        return self.title
