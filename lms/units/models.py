"""The two trees: administrative units (dated, by official code) and agencies; and areas, which are
named, dated sets of wards. There is no district level since 1 July 2025."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lms.core.vietnamese import SORT_KEY_LENGTH, sort_key
from lms.units.names import searchable, with_small_kind


class UnitKind(models.TextChoices):
    CITY = "thanh_pho", _("centrally run city")
    PROVINCE = "tinh", _("province")
    XA = "xa", _("commune (xã)")
    PHUONG = "phuong", _("ward (phường)")
    DAC_KHU = "dac_khu", _("special zone (đặc khu)")


# Vietnamese on purpose: these words are part of the unit's official name, in every language.
KIND_WORDS = {
    UnitKind.CITY: "Thành phố",
    UnitKind.PROVINCE: "Tỉnh",
    UnitKind.XA: "Xã",
    UnitKind.PHUONG: "Phường",
    UnitKind.DAC_KHU: "Đặc khu",
}
WARD_KINDS = (UnitKind.XA, UnitKind.PHUONG, UnitKind.DAC_KHU)
PROVINCE_KINDS = (UnitKind.CITY, UnitKind.PROVINCE)


def _holds_on(day: dt.date) -> Q:
    """Rows whose half-open span [valid_from, valid_to) has `day` in it."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gt=day))


def _span_is_forward(name: str) -> models.CheckConstraint:
    forward = Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from"))
    return models.CheckConstraint(condition=forward, name=name)


class AdminUnitQuerySet(models.QuerySet["AdminUnit"]):
    """Reading units: `AdminUnit.objects.wards().existing_on(day).in_province("51")`."""

    def wards(self) -> Self:
        return self.filter(kind__in=WARD_KINDS)

    def provinces(self) -> Self:
        return self.filter(kind__in=PROVINCE_KINDS)

    def existing_on(self, day: dt.date) -> Self:
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)

    def in_province(self, code: str) -> Self:
        return self.filter(parent__code=code)


class AdminUnit(models.Model):
    """A province or a commune-level unit under its official code. `name`, `kind` and `parent` are
    those in force now (derived from its versions: rebuild with `import_units`); ask
    `queries.ward_as_of` for another day. `closed_on`: first day on which it no longer exists."""

    code = models.CharField(_("official code"), max_length=5, unique=True)  # "51", "21025": text
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("province or city"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind.choices)
    name = models.CharField(_("name"), max_length=60)  # without the kind: "Tịnh Khê"
    folded = models.CharField(max_length=60, db_index=True)  # derived: names.searchable(name)
    sort_key = models.CharField(max_length=200, db_index=True)  # derived: vietnamese.sort_key(name)
    opened_on = models.DateField(_("valid from"))
    closed_on = models.DateField(_("valid until"), null=True, blank=True)

    objects = AdminUnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("administrative unit")
        verbose_name_plural = _("administrative units")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="unit_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PROVINCE_KINDS, parent__isnull=True)
                | Q(kind__in=WARD_KINDS, parent__isnull=False),
                name="unit_parent_fits_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """With its kind: "Xã Tịnh Khê", "Đặc khu Lý Sơn", "Tỉnh Quảng Ngãi"."""
        return f"{KIND_WORDS[UnitKind(self.kind)]} {self.name}"

    @property
    def place(self) -> str:
        """With its province: "Xã Tịnh Khê, tỉnh Quảng Ngãi". Ward names repeat across provinces,
        so lists that cross provinces show this."""
        if self.parent is None:
            return self.full_name
        return f"{self.full_name}, {with_small_kind(self.parent.full_name)}"

    @property
    def is_ward(self) -> bool:
        return self.kind in WARD_KINDS

    def derive(self) -> None:
        """Set what follows from `name`; for bulk writes, which do not call `save`."""
        self.folded = searchable(self.name)
        self.sort_key = sort_key(self.name)


class UnitVersionQuerySet(models.QuerySet["UnitVersion"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(_holds_on(day))

    def wards(self) -> Self:
        return self.filter(kind__in=WARD_KINDS)


class UnitVersion(models.Model):
    """What a unit was called, was, and belonged to on the days [valid_from, valid_to)."""

    unit = models.ForeignKey(AdminUnit, models.CASCADE, related_name="versions")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=10, choices=UnitKind.choices)
    parent = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    decree = models.CharField(max_length=120)  # the document that made it so

    objects = UnitVersionQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "valid_from"]
        verbose_name = _("version of an administrative unit")
        verbose_name_plural = _("versions of administrative units")
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="unit_version_start_once"),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(valid_to__isnull=True),
                name="unit_version_one_open",
            ),
            _span_is_forward("unit_version_span_is_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} ({self.valid_from})"

    @property
    def full_name(self) -> str:
        """As it was: "Xã Trảng Bom" before it became a phường."""
        return f"{KIND_WORDS[UnitKind(self.kind)]} {self.name}"


class RestOfPeople(models.TextChoices):
    """Where people of a unit go of whom nothing more is known than that they lived there."""

    HERE = "here", _("to this unit")
    ELSEWHERE = "elsewhere", _("to another unit, or they stay")
    ASKED = "asked", _("they are asked")


class Succession(models.Model):
    """`predecessor` went over into `successor` (wholly or partly) on `date`."""

    predecessor = models.ForeignKey(AdminUnit, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(AdminUnit, models.PROTECT, related_name="origins")
    date = models.DateField()
    change = models.CharField(max_length=10)  # merge | split
    decree = models.CharField(max_length=120)
    takes = models.JSONField(default=list)  # codes: who came from these former units goes here
    rest = models.CharField(max_length=10, choices=RestOfPeople, default=RestOfPeople.ASKED)
    is_settled = models.BooleanField(default=False)  # people and places have moved (its day came)

    class Meta:
        verbose_name = _("succession of administrative units")
        verbose_name_plural = _("successions of administrative units")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "date"], name="succession_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.date})"


class AliasKind(models.TextChoices):
    WARD = "ward", _("former ward")
    DISTRICT = "district", _("former district")


class AdminUnitAlias(models.Model):
    """A former name under which people still look for a unit: of a ward, or of a district (they
    were abolished in July 2025)."""

    unit = models.ForeignKey(AdminUnit, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)  # "Tịnh Kỳ" or "Sơn Tịnh"
    kind = models.CharField(max_length=12, choices=AliasKind.choices)
    former_full_name = models.CharField(max_length=160)  # "Xã Tịnh Kỳ, Thành phố Quảng Ngãi"
    folded = models.CharField(max_length=80, db_index=True)  # derived: names.searchable(name)

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "former_full_name"], name="unit_alias_once"
            )
        ]

    def __str__(self) -> str:
        return self.former_full_name


class AreaSet(models.Model):
    """A named set of wards that a manager answers for (a former district, a cluster), dated by
    its memberships."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    province = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="areas", verbose_name=_("province or city")
    )
    kind = models.CharField(_("kind"), max_length=20, default="former_district")
    wards = models.ManyToManyField(AdminUnit, through="AreaMembership", related_name="area_sets")
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)  # derived in save()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)


class AreaMembershipQuerySet(models.QuerySet["AreaMembership"]):
    def on(self, day: dt.date) -> Self:
        return self.filter(_holds_on(day))


class AreaMembership(models.Model):
    """`ward` belongs to `area` on the days [valid_from, valid_to)."""

    area = models.ForeignKey(AreaSet, models.CASCADE, related_name="memberships")
    ward = models.ForeignKey(AdminUnit, models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid until"), null=True, blank=True)

    objects = AreaMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("ward of an area")
        verbose_name_plural = _("wards of areas")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "ward", "valid_from"], name="area_membership_once"
            ),
            _span_is_forward("area_membership_span_is_forward"),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.ward_id}"


class AgencyKind(models.TextChoices):
    MINISTRY = "ministry", _("ministry")
    DEPARTMENT = "department", _("department")
    COMMITTEE = "committee", _("people's committee")
    ENTERPRISE = "enterprise", _("enterprise")


class Agency(models.Model):  # type: ignore[django-manager-missing]  # MinistryPage's has no type
    """A body that employs people or publishes courses. Its tree is apart from the units' tree."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=160)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent agency"),
    )
    unit = models.ForeignKey(
        AdminUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agencies",
        verbose_name=_("administrative unit"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=AgencyKind.choices)
    sort_key = models.CharField(max_length=SORT_KEY_LENGTH, editable=False)  # derived in save()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)
