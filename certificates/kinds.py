"""The kinds of paper we give (domain.md 6.6); none of them is a state "chứng chỉ"."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CertificateKind(models.TextChoices):
    COMPLETION = "completion", _("certificate of completion")
    HOURS = "hours", _("certificate of training hours")
    ATTENDANCE = "attendance", _("confirmation of attendance")
