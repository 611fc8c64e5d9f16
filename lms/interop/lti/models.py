"""Learning systems that open our practice by LTI 1.3 ("platforms"), and what is kept of it: no name, no
e-mail; of a person only the platform's own identifier, while a score may still have to be sent."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models import SimulationPage, SimulationRun

_AT_HOME = ("localhost", "127.0.0.1")


def secure_address(value: str) -> None:
    """https, or a machine one sits at."""
    parts = urlsplit(value)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _AT_HOME):
        raise ValidationError(_("The address must begin with https://"), code="lti.not_secure")


def _address(label: object, help_text: object = "") -> models.CharField[str, str]:
    return models.CharField(
        label,  # type: ignore[arg-type]
        max_length=500,
        validators=[secure_address],
        help_text=help_text,  # type: ignore[arg-type]
    )


class Platform(models.Model):
    """`deployments`, `frames`: one a line."""

    name = models.CharField(_("name"), max_length=120)
    issuer = _address(_("platform ID (issuer)"))
    client_id = models.CharField(_("client ID"), max_length=255)
    deployments = models.TextField(_("deployment IDs"), help_text=_("One on each line."))
    auth_url = _address(_("authentication request URL"))
    token_url = _address(_("access token URL"), _("Where the right to send scores is asked for."))
    jwks_url = _address(_("public keyset URL"))
    frames = models.TextField(
        _("other addresses that show it in a frame"),
        blank=True,
        help_text=_(
            "One on each line, as in https://hoc.example.vn. The addresses above may always show it."
        ),
    )
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("learning system (LTI)")
        verbose_name_plural = _("learning systems (LTI)")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "client_id"],
                name="lti_platform_once",
                violation_error_message=_("This platform with this client ID is there already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        for line in self.frames.split():
            secure_address(line)

    def knows_deployment(self, deployment: str) -> bool:
        return deployment in {line.strip() for line in self.deployments.splitlines()}

    def origins(self) -> list[str]:
        """Who may show our pages in a frame."""
        return sorted({origin(url) for url in (self.issuer, self.auth_url, *self.frames.split())})


def origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Login(models.Model):
    """A launch that was begun: the state and nonce that come back once, within minutes. `given`: what
    the platform began it with, so that it can be begun again in a window of its own."""

    platform = models.ForeignKey(Platform, models.CASCADE, related_name="+")
    state = models.CharField(max_length=43, unique=True)
    nonce = models.CharField(max_length=43)
    asked_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    given = models.JSONField()

    def __str__(self) -> str:
        return f"{self.platform_id}/{self.pk}"


class Launch(models.Model):
    """Somebody came from a platform to one practice. `token` is in the addresses of their pages: frames
    get no cookies. `person`: who it is among our runs, one value per platform and person, not to be
    turned back. `subject`: the platform's identifier, needed to send a score, forgotten afterwards."""

    token = models.CharField(max_length=22, unique=True)
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="launches")
    simulation = models.ForeignKey(SimulationPage, models.CASCADE, related_name="+")
    person = models.CharField(max_length=32)
    subject = models.CharField(max_length=255, blank=True)
    link = models.CharField(max_length=255)  # the platform's id of the place it was opened from
    score_url = models.CharField(max_length=1000, blank=True)  # its line item; "": no score wanted
    return_url = models.CharField(max_length=1000, blank=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.platform_id}/{self.pk}"


class ScoreState(models.TextChoices):
    NONE = "khong", _("nothing to send")
    PENDING = "cho_gui", _("waiting to be sent")
    SENT = "da_gui", _("sent")
    BETTER = "co_tot_hon", _("a better one was sent before")
    REFUSED = "bi_tu_choi", _("not accepted by the other system")


class LaunchedRun(models.Model):
    """A run begun in a launch, and whether its score is where it belongs."""

    launch = models.ForeignKey(Launch, models.CASCADE, related_name="runs")
    run = models.OneToOneField(SimulationRun, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=ScoreState.choices, default=ScoreState.NONE)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"], name="lti_score_due")]

    def __str__(self) -> str:
        return f"{self.launch_id}/{self.run_id}"
