from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    name = "quizzes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from lms.core import sweeps
        from quizzes import signal_handlers  # noqa: F401

        sweeps.register("quizzes.services.hand_in_expired", while_serving=True)
        sweeps.register("quizzes.services.count_stale_figures")
        sweeps.register("quizzes.services.sweep_files")
