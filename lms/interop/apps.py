from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InteropConfig(AppConfig):
    name = "lms.interop"
    label = "interop"
    verbose_name = _("other systems")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.core import sweeps
        from lms.interop import signal_handlers  # noqa: F401

        sweeps.register("lms.interop.lti.services.look_after", at_start=False, while_serving=True)
