"""Addresses of `figures`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.figures.views import (
    changes,
    completeness,
    dashboard,
    evidence,
    figure,
    snapshots,
)

VIEW, SMALL = "figures.figure.view", "figures.figure.small"
FROZEN = "figures.snapshot.view"

urlpatterns = [
    path("", needs(VIEW, dashboard.list_figures), name="list_figures"),
    path(
        "renew/",
        needs("facts.record.export", dashboard.renew_facts),
        name="renew_facts",
    ),
    path(
        "renew/<uuid:order>/",
        needs("facts.record.export", dashboard.watch_facts),
        name="watch_facts",
    ),
    path(
        "completeness/",
        needs("facts.coverage.state", completeness.state_coverage),
        name="state_coverage",
    ),
    path("frozen/", needs(FROZEN, snapshots.list_snapshots), name="list_snapshots"),
    path(
        "frozen/prepare/",
        needs("figures.snapshot.prepare", snapshots.prepare_snapshot),
        name="prepare_snapshot",
    ),
    path(
        "frozen/<uuid:snapshot>/",
        needs(FROZEN, snapshots.show_snapshot),
        name="show_snapshot",
    ),
    path(
        "frozen/<uuid:snapshot>/<slug:code>/",
        needs(FROZEN, changes.explain_change),
        name="explain_change",
    ),
    path(
        "cite/<uuid:assessment>/<slug:item>/",
        needs("partnership.assessment.write", evidence.cite_figures),
        name="cite_figures",
    ),
    path(
        "cited/<uuid:assessment>/<slug:item>/",
        needs(VIEW, evidence.cited_figures),
        name="cited_figures",
    ),
    path(
        "cited/<uuid:assessment>/<slug:item>/change/",
        needs("partnership.assessment.write", evidence.change_cited_figures),
        name="change_cited_figures",
    ),
    path("<slug:code>/", needs(VIEW, figure.show_figure), name="show_figure"),
    path("<slug:code>/events/", needs(SMALL, figure.list_events), name="list_events"),
    path(
        "<slug:code>/file.<slug:form>",
        needs(VIEW, figure.download_figure),
        name="download_figure",
    ),
]
