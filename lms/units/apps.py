from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "lms.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.core import sweeps

        sweeps.register("lms.units.settling.settle_due")
