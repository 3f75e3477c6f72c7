from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "sala.administration"
    label = "administration"
