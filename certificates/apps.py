from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "certificates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from certificates import signal_handlers  # noqa: F401
        from lms.core import sweeps

        sweeps.register("certificates.life.look_after", while_serving=True)
