from django.apps import AppConfig


class ProsecutionConfig(AppConfig):
    name = "sala.prosecution"
    label = "prosecution"
    default_auto_field = "django.db.models.BigAutoField"
