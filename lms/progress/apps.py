from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProgressConfig(AppConfig):
    name = "lms.progress"
    label = "progress"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.core import sweeps
        from lms.progress import signal_handlers  # noqa: F401

        sweeps.register("lms.progress.services.recount_stale")
        sweeps.register("lms.progress.services.take_missing_snapshots")
        sweeps.register("lms.progress.nightly.check_once_a_day", while_serving=True)
        post_migrate.connect(_make_standard_rules, sender=self)


def _make_standard_rules(**kwargs: Any) -> None:
    """A new database starts with the usual reporting periods; administrators change them. (A run
    that stops at an older migration has no table for them yet.)"""
    try:
        kwargs["apps"].get_model("progress", "PeriodRule")
    except LookupError:
        return
    from lms.progress.reporting_periods import make_standard_rules

    make_standard_rules()
