"""What figures are judged by: populations, targets of wards, targets a plan gives an area or province
as a whole; and what was changed of them, when, by whom and on which decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Audience
from lms.units.models import AdminUnit, AreaSet


class BaseKind(models.TextChoices):
    """Whom a population figure counts (domain 2.3, 2.18)."""

    ADULTS = "nguoi_lon", _("adults")
    OFFICIALS = "can_bo", _("officials and public employees")
    WORKERS = "lao_dong", _("workers in enterprises")
    PUPILS = "hoc_sinh", _("pupils and students")
    HOUSEHOLDS = "ho", _("households")


class Group(models.TextChoices):
    """Whom a target is about, as plans name them."""

    EVERYBODY = "", _("all groups of people")
    RESIDENTS = "nguoi_dan", _("residents")
    BUSINESS = "doanh_nghiep", _("businesses")
    OFFICIALS = "can_bo", _("officials and public employees")


AUDIENCES = {
    Group.EVERYBODY: tuple(Audience.values),
    Group.RESIDENTS: (Audience.RESIDENT.value,),
    Group.BUSINESS: (Audience.BUSINESS.value,),
    Group.OFFICIALS: (Audience.CIVIL_SERVANT.value, Audience.PUBLIC_EMPLOYEE.value),
}
"""The audiences of people a group takes in."""

USUAL_BASE = {
    Group.EVERYBODY: BaseKind.ADULTS,
    Group.RESIDENTS: BaseKind.ADULTS,
    Group.BUSINESS: BaseKind.WORKERS,
    Group.OFFICIALS: BaseKind.OFFICIALS,
}
"""What a target in per cent is of, where the plan does not say."""


class Indicator(models.TextChoices):
    """What a target counts; each is a field of Counts."""

    CERTIFIED = "certified", _("people certified")
    SUPERVISED = "certified_supervised", _("people certified under supervision")
    CONFIRMED = "confirmed", _("people confirmed on VNeID")
    COMPLETED = "completed", _("people who completed a course")
    ENROLLED = "enrolled", _("people enrolled")
    ATTENDED = "attended", _("people who came to class")


class Population(models.Model):
    """How many people (or households) of a kind a ward has, as supplied by the authority."""

    ward = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="populations", verbose_name=_("ward")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(
        _("whom it counts"), max_length=10, choices=BaseKind.choices, default=BaseKind.ADULTS
    )
    number = models.PositiveIntegerField(_("number"), validators=[MinValueValidator(1)])
    source = models.CharField(_("source"), max_length=160)
    as_of = models.DateField(_("as of"))

    class Meta:
        ordering = ["-year", "ward__sort_key", "kind"]
        verbose_name = _("population figure")
        verbose_name_plural = _("population figures")
        constraints = [
            models.UniqueConstraint(fields=["ward", "year", "kind"], name="population_once")
        ]

    def __str__(self) -> str:
        return f"{self.ward_id} {self.year} {self.kind}: {self.number}"


class Aim(models.Model):
    """How many people are to be reached by the end of `deadline`. A target in per cent was turned
    into `people` when it was set, and keeps the base it was worked out from."""

    year = models.PositiveSmallIntegerField(_("year"))
    deadline = models.DateField(_("deadline"), blank=True)  # 31 December unless said
    group = models.CharField(
        _("about whom"),
        max_length=12,
        choices=Group.choices,
        default=Group.EVERYBODY,
        blank=True,
    )
    indicator = models.CharField(
        _("indicator"), max_length=20, choices=Indicator.choices, default=Indicator.CERTIFIED
    )
    people = models.PositiveIntegerField(_("people"), validators=[MinValueValidator(1)])
    percent = models.DecimalField(
        _("in per cent of the base"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MaxValueValidator(100)],
    )
    base_kind = models.CharField(_("base"), max_length=10, choices=BaseKind.choices, blank=True)
    base_number = models.PositiveIntegerField(_("the base then"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("year of the base"), null=True, blank=True)
    base_source = models.CharField(_("source of the base"), max_length=160, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=160, blank=True)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_deadline()
        super().save(*args, **kwargs)

    def set_deadline(self) -> None:
        """31 December where nothing else was said; call before bulk writes."""
        if self.deadline is None:
            self.deadline = dt.date(self.year, 12, 31)


class Target(Aim):
    """A ward's."""

    ward = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="targets", verbose_name=_("ward")
    )

    class Meta:
        ordering = ["-year", "ward__sort_key", "deadline", "group", "indicator"]
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "year", "group", "indicator", "deadline"], name="target_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.ward_id} {self.year}: {self.people}"


class PlanTarget(Aim):
    """Of an area or a province as a whole, as its plan says. Never added to those of wards, which
    may add up to more or less."""

    province = models.ForeignKey(
        AdminUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_targets",
        verbose_name=_("province or city"),
    )
    area = models.ForeignKey(
        AreaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_targets",
        verbose_name=_("area"),
    )

    class Meta:
        ordering = ["-year", "province__sort_key", "area__sort_key", "deadline", "group"]
        verbose_name = _("target of a plan")
        verbose_name_plural = _("targets of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["province", "year", "group", "indicator", "deadline"],
                name="plan_target_of_province_once",
            ),
            models.UniqueConstraint(
                fields=["area", "year", "group", "indicator", "deadline"],
                name="plan_target_of_area_once",
            ),
            models.CheckConstraint(
                condition=Q(province__isnull=True) ^ Q(area__isnull=True),
                name="plan_target_of_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id or self.province_id} {self.year}: {self.people}"


class BaseChange(models.Model):
    """That a population or target was set, changed or taken away; written with it, never changed.
    `key`: of what kind, e.g. "nguoi_lon" or "certified||2026-12-31"."""

    class Subject(models.TextChoices):
        POPULATION = "dan_so", _("population figure")
        TARGET = "chi_tieu", _("target")
        PLAN_TARGET = "ke_hoach", _("target of a plan")

    subject = models.CharField(max_length=10, choices=Subject.choices)
    unit = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(AreaSet, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=60)
    before = models.PositiveIntegerField(null=True)
    after = models.PositiveIntegerField(null=True)
    document = models.CharField(max_length=160, blank=True)  # the decision, or the source
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of a target or population")
        verbose_name_plural = _("changes of targets and populations")
        indexes = [models.Index(fields=["unit", "year"], name="base_change_unit_year")]

    def __str__(self) -> str:
        return f"{self.subject} {self.unit_id or self.area_id} {self.year} {self.key}"
