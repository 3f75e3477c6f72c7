from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "sala.screening"
    label = "screening"
    default_auto_field = "django.db.models.BigAutoField"
