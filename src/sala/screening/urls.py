"""Addresses of `screening`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.screening.views import htcds

IMPORT, EXPORT = "screening.htcds.import", "screening.htcds.export"

urlpatterns = [
    path("htcds/", needs(IMPORT, htcds.exchange), name="exchange_htcds"),
    path("htcds/export/", needs(EXPORT, htcds.export), name="export_htcds"),
    path("htcds/<uuid:file>/", needs(IMPORT, htcds.preview), name="preview_htcds"),
]
