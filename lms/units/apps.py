from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "lms.units"
    label = "units"
    default_auto_field = "django.db.models.BigAutoField"
