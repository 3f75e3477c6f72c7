from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sala.desk"
    label = "desk"
