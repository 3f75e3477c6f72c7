"""Addresses of `figures`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.figures.views import figure, glance

VIEW, SMALL = "figures.figure.view", "figures.figure.small"

urlpatterns = [
    path("", needs(VIEW, glance.list_figures), name="list_figures"),
    path("renew/", needs("facts.record.export", glance.renew_facts), name="renew_facts"),
    path("<slug:code>/", needs(VIEW, figure.show_figure), name="show_figure"),
    path("<slug:code>/events/", needs(SMALL, figure.list_events), name="list_events"),
    path(
        "<slug:code>/file.<slug:form>", needs(VIEW, figure.download_figure), name="download_figure"
    ),
]
