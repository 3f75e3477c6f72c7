"""Addresses of `prevention`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.prevention.views import crossings, overview, recruitment, work

SEE, RECORD = "prevention.work.view", "prevention.work.record"
LICENSE = "prevention.licence.record"

urlpatterns = [
    path("", needs(SEE, overview.show_prevention), name="show_prevention"),
    path("trainings/", needs(SEE, work.list_trainings), name="list_trainings"),
    path("trainings/add/", needs(RECORD, work.record_training), name="record_training"),
    path(
        "trainings/<uuid:training>/",
        needs(SEE, work.show_training),
        name="show_training",
    ),
    path("awareness/", needs(SEE, work.list_awareness), name="list_awareness"),
    path("awareness/add/", needs(RECORD, work.record_activity), name="record_activity"),
    path(
        "awareness/<uuid:activity>/",
        needs(SEE, work.show_activity),
        name="show_activity",
    ),
    path(
        "recruiters/",
        needs(SEE, recruitment.list_recruiters),
        name="list_recruiters",
    ),
    path(
        "recruiters/add/",
        needs(LICENSE, recruitment.register_recruiter),
        name="register_recruiter",
    ),
    path(
        "recruiters/<uuid:recruiter>/",
        needs(SEE, recruitment.show_recruiter),
        name="show_recruiter",
    ),
    path(
        "inspections/",
        needs(SEE, recruitment.list_inspections),
        name="list_inspections",
    ),
    path(
        "inspections/add/",
        needs(RECORD, recruitment.record_inspection),
        name="record_inspection",
    ),
    path(
        "inspections/<uuid:inspection>/",
        needs(SEE, recruitment.show_inspection),
        name="show_inspection",
    ),
    path("crossings/", needs(SEE, crossings.list_crossings), name="list_crossings"),
    path(
        "crossings/<str:crossing>/",
        needs(SEE, crossings.show_crossing),
        name="show_crossing",
    ),
    path(
        "crossings/<str:crossing>/hours/",
        needs(RECORD, crossings.record_hours),
        name="record_hours",
    ),
]
