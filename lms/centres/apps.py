from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    name = "lms.centres"
    label = "centres"
    verbose_name = _("classes and learning points")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.centres import signal_handlers  # noqa: F401
