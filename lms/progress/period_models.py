"""How the year is cut into reporting periods: data, kept by administrators."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PeriodRule(models.Model):
    """Periods of `months` months, one after the other through the year. `first_day` 1: calendar
    months; another: they begin on that day of the month before the first one they are named after,
    as state reports do on the 15th (domain 2.15)."""

    class Months(models.IntegerChoices):
        MONTH = 1, _("a month")
        QUARTER = 3, _("a quarter")
        HALF = 6, _("half a year")
        NINE = 9, _("the first nine months")
        YEAR = 12, _("a year")

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    months = models.PositiveSmallIntegerField(_("length"), choices=Months.choices)
    first_day = models.PositiveSmallIntegerField(
        _("first day of the period"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
        help_text=_("1 for calendar months; 15 for periods from the 15th to the 14th."),
    )
    is_offered = models.BooleanField(_("offered in reports"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("kind of reporting period")
        verbose_name_plural = _("kinds of reporting periods")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__gte=1, first_day__lte=28), name="period_first_day_in_month"
            )
        ]

    def __str__(self) -> str:
        return self.name


class CustomPeriod(models.Model):
    """A period of its own: a campaign, the days to a meeting."""

    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        ordering = ["-first_day"]
        verbose_name = _("reporting period of its own")
        verbose_name_plural = _("reporting periods of their own")
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="custom_period_is_forward"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": _("The last day comes before the first")})
