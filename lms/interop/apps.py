from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InteropConfig(AppConfig):
    name = "lms.interop"
    label = "interop"
    verbose_name = _("other systems")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.interop import signal_handlers  # noqa: F401
