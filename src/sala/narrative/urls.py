"""Addresses of `narrative`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.narrative import views

VIEW, READ = "narrative.report.view", "narrative.report.read"

urlpatterns = [
    path("", needs(VIEW, views.list_narratives), name="list_narratives"),
    path("read/", needs(READ, views.read_narrative), name="read_narrative"),
    path("<uuid:report>/", needs(VIEW, views.show_narrative), name="show_narrative"),
    path("<uuid:report>/add/", needs(READ, views.add_figure), name="add_figure"),
    path("figures/<uuid:figure>/", needs(READ, views.review_figure), name="review_figure"),
]
