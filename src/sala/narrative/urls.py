"""Addresses of `narrative`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.narrative.policy import VIEW as SEE
from sala.narrative.policy import WRITE
from sala.narrative.views import comparison, peer_countries, taking_over
from sala.narrative.views import published as views
from sala.narrative.views import year_reports as year

VIEW, READ = "narrative.report.view", "narrative.report.read"

urlpatterns = [
    path("", needs(VIEW, views.list_narratives), name="list_narratives"),
    path("read/", needs(READ, views.read_narrative), name="read_narrative"),
    path("<uuid:report>/", needs(VIEW, views.show_narrative), name="show_narrative"),
    path(
        "<uuid:report>/take-over/",
        needs(READ, taking_over.take_over_report),
        name="take_over_report",
    ),
    path("<uuid:report>/add/", needs(READ, views.add_figure), name="add_figure"),
    path(
        "<uuid:report>/numbers/",
        needs(READ, views.dismiss_number),
        name="dismiss_number",
    ),
    path(
        "figures/<uuid:figure>/",
        needs(READ, views.review_figure),
        name="review_figure",
    ),
    path("compare/", needs(VIEW, comparison.compare_year), name="compare_year"),
    path(
        "compare/file.<slug:form>",
        needs(VIEW, comparison.download_comparison),
        name="download_comparison",
    ),
    path(
        "compare/<int:year>/<slug:measure>/",
        needs(VIEW, comparison.show_difference),
        name="show_difference",
    ),
    path(
        "countries/",
        needs(VIEW, peer_countries.compare_countries),
        name="compare_countries",
    ),
    path(
        "countries/file.<slug:form>",
        needs(VIEW, peer_countries.download_countries),
        name="download_countries",
    ),
    path("year/", needs(SEE, year.list_year_reports), name="list_year_reports"),
    path("year/open/", needs(WRITE, year.open_year_report), name="open_year_report"),
    path(
        "year/<uuid:report>/",
        needs(SEE, year.show_year_report),
        name="show_year_report",
    ),
    path(
        "year/<int:number>/<slug:language>/",
        needs(SEE, year.find_year_report),
        name="find_year_report",
    ),
    path(
        "year/<uuid:report>/figures/",
        needs(WRITE, year.choose_report_figures),
        name="choose_report_figures",
    ),
    path(
        "year/<uuid:report>/add/",
        needs(WRITE, year.add_sentence),
        name="add_sentence",
    ),
    path(
        "year/<uuid:report>/sentences/<slug:sentence>/",
        needs(WRITE, year.edit_sentence),
        name="edit_sentence",
    ),
    path(
        "year/<uuid:report>/sentences/<slug:sentence>/numbers/",
        needs(WRITE, year.acknowledge_numbers),
        name="acknowledge_numbers",
    ),
    path(
        "year/<uuid:report>/file.<slug:form>",
        needs(SEE, year.download_year_report),
        name="download_year_report",
    ),
]
