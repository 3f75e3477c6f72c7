from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "sala.access"
    label = "access"

    def ready(self) -> None:
        """Collect the permission words of every room, once all rooms are there."""
        from sala.access import permissions, sign_in  # noqa: PLC0415

        permissions.collect_permissions()
        sign_in.connect_signals()
