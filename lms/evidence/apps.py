from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "lms.evidence"
    label = "evidence"
    verbose_name = _("evidence")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.core import sweeps

        sweeps.register("lms.evidence.services.look_after")
        sweeps.register(
            "lms.evidence.services.look_after_daily", at_start=False, while_serving=True
        )
