from django.apps import AppConfig


class NarrativeConfig(AppConfig):
    name = "sala.narrative"
    label = "narrative"
    default_auto_field = "django.db.models.BigAutoField"
