"""People: the user, the learner's card, consent, and the roles they hold with their scope."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.accounts import cards
from lms.accounts.roles import Role
from lms.core import vietnamese
from lms.units.models import AdminUnit, Agency, AreaSet


class Audience(models.TextChoices):
    """The four groups the movement names; fixed (ux 0.4)."""

    RESIDENT = "nguoi_dan", _("resident")
    BUSINESS = "doanh_nghiep", _("business")
    CIVIL_SERVANT = "cong_chuc", _("civil servant")
    PUBLIC_EMPLOYEE = "vien_chuc", _("public employee")


class Sex(models.TextChoices):
    """Asked for the state's statistics; nobody has to say."""

    MALE = "nam", _("male")
    FEMALE = "nu", _("female")


class User(AbstractUser):
    """A person. Residents sign in with a card number (their `username`) and a PIN; staff with a
    user name and a password. One field for the whole name; never first and last name."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField(_("full name"), max_length=120)
    name_key = models.CharField(max_length=400, db_index=True, editable=False)  # derived in save()
    folded_name = models.CharField(
        max_length=120, db_index=True, editable=False
    )  # derived in save()
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=3, choices=Sex.choices, blank=True)
    audience = models.CharField(
        _("audience"), max_length=12, choices=Audience.choices, default=Audience.RESIDENT
    )
    ward = models.ForeignKey(
        AdminUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="residents",
        verbose_name=_("ward of residence"),
    )
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name=_("agency"),
    )
    staff_code = models.CharField(_("staff code"), max_length=40, blank=True)
    phone = models.CharField(
        _("phone"), max_length=15, blank=True
    )  # shared in families: not unique
    address_form = models.CharField(_("how to be greeted"), max_length=4, blank=True)  # cô, bác …
    display_size = models.PositiveSmallIntegerField(default=1)  # 1 Vừa, 2 To, 3 Rất to
    display_theme = models.CharField(max_length=10, default="sang")  # sang | toi | tuong_phan
    data_saver = models.BooleanField(default=False)
    is_invented = models.BooleanField(_("invented person (demo)"), default=False)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [models.Index(fields=["ward", "name_key"], name="user_ward_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "staff_code"],
                condition=~models.Q(staff_code=""),
                name="staff_code_once_per_agency",
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive_name_keys()
        super().save(*args, **kwargs)

    def derive_name_keys(self) -> None:
        """Fill what is derived from the name; call before bulk_create."""
        self.full_name = vietnamese.clean_text(self.full_name)
        self.name_key = vietnamese.name_key(self.full_name)
        self.folded_name = vietnamese.fold(self.full_name)

    @property
    def has_card_number(self) -> bool:
        """Whether this person signs in with a card number and a PIN, not with a password."""
        return cards.looks_like_number(self.username)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return vietnamese.given_name(self.full_name)

    @property
    def greeting(self) -> str:
        """The name as spoken to: "cô Hoa" where chosen, else "Hoa"."""
        return " ".join(filter(None, [self.address_form, self.get_short_name()]))


class LearnerCard(models.Model):
    """The printed card: number (8 digits, last one a check digit) and QR token. One live card a
    person; a reprint revokes the old token and keeps the number."""

    user = models.ForeignKey(User, models.CASCADE, related_name="cards")
    number = models.CharField(_("card number"), max_length=8, db_index=True)
    token = models.CharField(max_length=43, unique=True)
    issued_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(revoked_at__isnull=True), name="one_live_card"
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(revoked_at__isnull=True),
                name="card_number_live_once",
            ),
        ]

    def __str__(self) -> str:
        return f"··{self.number[-2:]}"


class PinReset(models.Model):
    """Leave to choose a new PIN without the old one: made by a helper for one learner, used once
    and soon. The learner chooses the PIN; the helper never sees it. Shown to the learner at the
    next sign-in (ux A4-a). Only the hash of the token is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="pin_resets")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shown_at__isnull=True) | models.Q(used_at__isnull=False),
                name="pin_reset_shown_once_used",
            )
        ]
        indexes = [models.Index(fields=["user", "shown_at"], name="pin_reset_to_show")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def on(self, day: dt.date) -> Self:
        """Those that hold on `day`."""
        still = models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day)
        return self.filter(still, valid_from__lte=day)


class RoleGrant(models.Model):
    """A role held by a person, for a scope (area, ward, agency; none = the whole site) and time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    area = models.ForeignKey(AreaSet, models.PROTECT, null=True, blank=True, related_name="grants")
    ward = models.ForeignKey(
        AdminUnit, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="grants")
    valid_from = models.DateField(default=timezone.localdate)
    valid_to = models.DateField(null=True, blank=True)  # first day it no longer holds
    document = models.CharField(_("deciding document"), max_length=160, blank=True)
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="granted"
    )

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(role=Role.DISTRICT_MANAGER) | models.Q(area__isnull=False),
                name="district_manager_has_area",
            ),
            models.CheckConstraint(
                condition=~models.Q(role__in=[Role.WARD_MANAGER, Role.FACILITATOR])
                | models.Q(ward__isnull=False),
                name="ward_role_has_ward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}:{self.area_id or self.ward_id or self.agency_id or ''}"


class Delegation(models.Model):
    """Somebody stands in for the holder of a role for some days. It hands on that one grant, live:
    once the grant ends, or its holder is gone, it opens nothing (see `policy.grants_of`)."""

    grant = models.ForeignKey(RoleGrant, models.CASCADE, related_name="delegations")
    receiver = models.ForeignKey(User, models.CASCADE, related_name="delegations")
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField()  # first day it no longer holds
    reason = models.CharField(_("reason"), max_length=160)
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")  # early

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gte=models.F("valid_from")),
                name="delegation_span_is_forward",
            )
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} → {self.receiver_id}"


class ResidenceMove(models.Model):
    """A person whose ward was merged or split. `reached` is null while nobody knows which of the
    new wards is theirs: they are asked. Telling where one lives (see `services.move_to_ward`)
    answers it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="residence_moves")
    left = models.ForeignKey(AdminUnit, models.PROTECT, related_name="+")
    reached = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name = _("move by merger or split")
        verbose_name_plural = _("moves by merger or split")
        constraints = [
            models.UniqueConstraint(fields=["user", "left", "on"], name="residence_move_once")
        ]
        indexes = [models.Index(fields=["left", "reached"], name="residence_move_open")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.left_id} → {self.reached_id}"


class ConsentPurpose(models.TextChoices):
    LEARNING_RECORD = "learning_record", _("keep results to issue a certificate")
    WARD_REPORT = "ward_report", _("count in the ward's report, numbers only")
    CLASS_MESSAGES = "class_messages", _("receive messages about classes")


class ConsentMethod(models.TextChoices):
    OWN_DEVICE = "own_device", _("pressed on the device")
    SIGNED_PAPER = "signed_paper", _("signed on paper")
    SPOKEN_WITNESSED = "spoken", _("said so before a witness")


class Consent(models.Model):
    """One entry of the consent ledger. Append-only: withdrawing adds an entry with given=False."""

    user = models.ForeignKey(User, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=20, choices=ConsentPurpose.choices)
    given = models.BooleanField()
    text_version = models.CharField(max_length=20)  # which wording was shown
    method = models.CharField(max_length=12, choices=ConsentMethod.choices)
    helper = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["user", "purpose", "-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.purpose} {self.given}"
