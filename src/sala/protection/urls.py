"""Addresses of `protection`, each with who may enter."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
