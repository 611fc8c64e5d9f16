from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "lms.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.core import sweeps

        sweeps.register("lms.reports.jobs.look_after", while_serving=True)
        sweeps.register("lms.reports.mails.send_due", at_start=False, while_serving=True)
