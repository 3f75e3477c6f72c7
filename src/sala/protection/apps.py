from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    name = "sala.protection"
    label = "protection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """What is owed opens with the news that somebody is a victim."""
        from sala.protection.actions import entitlements  # noqa: PLC0415 models are not ready before
        from sala.screening import signals  # noqa: PLC0415

        signals.identified.connect(entitlements.on_identified)
        signals.presumed.connect(entitlements.on_presumed)
