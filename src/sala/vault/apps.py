from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "sala.vault"
    label = "vault"
