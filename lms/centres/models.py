"""Learning points, class sessions, attendance and the shared computers of a class."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, LessonPage
from lms.accounts.models import User
from lms.core.periods import local_datetime
from lms.units.models import AdminUnit

MARGIN = timedelta(minutes=30)  # before the start and after the end the class PIN still works
REOPEN_WITHIN = timedelta(hours=24)
UNDO_WITHIN = timedelta(minutes=10)


class LearningPoint(models.Model):
    """A place where people learn together: a village hall, a one-stop centre."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    ward = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="learning_points", verbose_name=_("ward")
    )
    address = models.CharField(_("address"), max_length=200)
    hours = models.CharField(_("opening hours"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    has_computer = models.BooleanField(_("has a computer"), default=False)
    has_wifi = models.BooleanField(_("has Wi-Fi"), default=False)
    step_free = models.BooleanField(_("wheelchair access"), default=False)
    is_open = models.BooleanField(_("in use"), default=True)

    coming: list[ClassSession]  # the next sessions: only after `queries.with_coming`

    class Meta:
        ordering = ["ward__sort_key", "name"]
        verbose_name = _("learning point")
        verbose_name_plural = _("learning points")

    def __str__(self) -> str:
        return self.name


class ClassSessionQuerySet(models.QuerySet["ClassSession"]):
    def usable_at(self, at: datetime) -> Self:
        """Sessions whose PIN, QR and shared computers work at that moment."""
        return self.filter(
            closed_at__isnull=True, starts_at__lte=at + MARGIN, ends_at__gte=at - MARGIN
        )

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> Self:
        """Sessions that take place, at least partly, in [starts_at, ends_at)."""
        gone = models.Q(closed_at__lte=starts_at)
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(gone)

    def visible_to(self, user: User, wards: models.QuerySet[AdminUnit]) -> Self:
        """Those of the wards one runs classes in, and one's own."""
        return self.filter(models.Q(facilitator=user) | models.Q(ward__in=wards))

    def with_counts(self) -> Self:
        """Adds `present`, `waiting` and `listed` (everybody on the list)."""
        return self.annotate(
            present=_attendances_in(AttendanceState.PRESENT),
            waiting=_attendances_in(AttendanceState.WAITING),
            listed=models.Count("attendances"),
        )


def _attendances_in(state: AttendanceState) -> models.Count:
    return models.Count("attendances", filter=models.Q(attendances__state=state))


class ClassSession(models.Model):
    """One meeting of a class. It runs until `closed_at`; `pin` is written on the board and works
    during the session ± MARGIN, `token` is the same for those who scan."""

    point = models.ForeignKey(LearningPoint, models.PROTECT, related_name="sessions")
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="class_sessions"
    )
    course = models.ForeignKey(
        CoursePage, models.PROTECT, null=True, blank=True, related_name="class_sessions"
    )
    lesson = models.ForeignKey(LessonPage, models.SET_NULL, null=True, blank=True, related_name="+")
    ward = models.ForeignKey(
        AdminUnit, models.PROTECT, related_name="+"
    )  # the point's, as it was then
    title = models.CharField(_("title"), max_length=120)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    pin = models.CharField(max_length=4, db_index=True)
    token = models.CharField(max_length=22, unique=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    notes = models.TextField(_("notes"), blank=True)

    present: int  # the three counts: only after `with_counts`
    waiting: int
    listed: int

    objects = ClassSessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        verbose_name = _("class session")
        verbose_name_plural = _("class sessions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                name="session_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({local_datetime(self.starts_at):%Y-%m-%d %H:%M})"

    @property
    def usable_from(self) -> datetime:
        return self.starts_at - MARGIN

    @property
    def usable_until(self) -> datetime:
        return self.ends_at + MARGIN

    def is_usable(self, at: datetime) -> bool:
        """Whether people can check in and learn at its shared computers."""
        return self.closed_at is None and self.usable_from <= at <= self.usable_until

    def takes_attendance(self, at: datetime) -> bool:
        """Not before it begins; afterwards, from paper, until it is closed."""
        return self.closed_at is None and at >= self.usable_from

    def how_entered(self, at: datetime) -> str:
        """After the class, what is entered comes from paper (ux F8-b)."""
        return AttendanceHow.PAPER if at > self.usable_until else AttendanceHow.BY_HAND

    @property
    def entered_afterwards(self) -> bool:
        """Written down after it was held, from paper (ux F2-b)."""
        return self.created_at >= self.ends_at

    @property
    def called_off(self) -> bool:
        """Closed before it began: it was never held."""
        return self.closed_at is not None and self.closed_at < self.usable_from

    def can_reopen(self, at: datetime) -> bool:
        return self.closed_at is not None and at <= self.closed_at + REOPEN_WITHIN


class AttendanceState(models.TextChoices):
    EXPECTED = "expected", _("expected")
    WAITING = "waiting", _("waiting for confirmation")
    PRESENT = "present", _("present")
    ABSENT = "absent", _("absent")


class AttendanceHow(models.TextChoices):
    PIN = "pin", _("class PIN")
    QR = "qr", _("QR code")
    SHARED_DEVICE = "device", _("shared computer")
    BY_HAND = "hand", _("by hand")
    PAPER = "paper", _("from paper")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def by_name(self) -> Self:
        """In the order of class lists: given name, then family name (ux G-15)."""
        return self.order_by("user__name_key", "user_id")


class Attendance(models.Model):
    """A person on the list of a session. Presence counts only once a facilitator confirmed it.
    `ward` is that of residence when the person last checked in or was confirmed."""

    session = models.ForeignKey(ClassSession, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attendances")
    ward = models.ForeignKey(AdminUnit, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        max_length=10, choices=AttendanceState.choices, default=AttendanceState.EXPECTED
    )
    how = models.CharField(
        max_length=8, choices=AttendanceHow.choices, default=AttendanceHow.BY_HAND
    )
    checked_in_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # The facilitator's last change, to take it back: when, by whom, and the state before it
    # ("" = the person was not on the list).
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    before = models.CharField(max_length=10, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(fields=["session", "user"], name="attends_once"),
            models.CheckConstraint(
                condition=~models.Q(state="present") | models.Q(confirmed_at__isnull=False),
                name="presence_is_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["ward", "state"], name="attendance_ward_state")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.user_id} {self.state}"


class SharedDeviceQuerySet(models.QuerySet["SharedDevice"]):
    def live(self) -> Self:
        return self.filter(ended_at__isnull=True)


class SharedDevice(models.Model):
    """A computer registered for the length of one session; its cookie holds `token`."""

    session = models.ForeignKey(ClassSession, models.CASCADE, related_name="devices")
    number = models.PositiveSmallIntegerField()
    token = models.CharField(max_length=43, unique=True)
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    current_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = SharedDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared computer")
        verbose_name_plural = _("shared computers")
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="device_number_once"),
            models.UniqueConstraint(
                fields=["current_user"],
                condition=models.Q(ended_at__isnull=True),
                name="sits_at_one_computer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}#{self.number}"

    @property
    def label(self) -> str:
        return str(_("Computer %(number)s") % {"number": self.number})
