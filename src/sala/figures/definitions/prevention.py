"""Figures on prevention: training, awareness, recruitment, crossings."""

from django.utils.translation import gettext_lazy as _

from sala.figures import conditions as c
from sala.figures import measures as m
from sala.figures.definitions.base import FigureDefinition

HELD = _("the first day it was held")
YEAR_END = _("31 December")
REPORT = "national report"
HELD_BY = ("agency", "province", "kind")

FIGURES = (
    FigureDefinition(
        "training_sessions",
        _("Training sessions"),
        "trained",
        m.OCCASIONS,
        HELD,
        by=HELD_BY,
        answers=(REPORT,),
    ),
    FigureDefinition(
        "persons_trained",
        _("People trained"),
        "trained",
        m.PERSONS,
        HELD,
        by=("sex", *HELD_BY),
        note=_("Whoever took part in two sessions is counted twice."),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "training_audiences",
        _("Training sessions by audience"),
        "trained_audience",
        m.OCCASIONS,
        HELD,
        by=("kind", "agency", "province"),
        note=_("A session for two kinds of people stands under both."),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "awareness_activities",
        _("Awareness activities"),
        "reached",
        m.OCCASIONS,
        HELD,
        by=HELD_BY,
        answers=(REPORT,),
    ),
    FigureDefinition(
        "people_reached",
        _("People reached"),
        "reached",
        m.PERSONS,
        HELD,
        by=HELD_BY,
        note=_("Whoever was reached twice is counted twice."),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "inspections",
        _("Inspections"),
        "inspection",
        m.EVENTS,
        _("the day of the inspection"),
        by=(*HELD_BY, "outcome"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "recruitment_agencies",
        _("Recruitment agencies with a licence"),
        "recruiter",
        m.OCCASIONS,
        YEAR_END,
        by=("province",),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "recruitment_agencies_sanctioned",
        _("Recruitment agencies sanctioned"),
        "recruiter_sanctioned",
        m.OCCASIONS,
        _("the day of the sanction"),
        by=("province", "reason"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "border_crossings",
        _("Border crossings"),
        "crossing",
        m.OCCASIONS,
        YEAR_END,
        by=("province", "kind"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "border_crossings_international",
        _("International border crossings"),
        "crossing",
        m.OCCASIONS,
        YEAR_END,
        by=("province",),
        where=c.one_of("kind", "international"),
        part=True,
        answers=(REPORT,),
    ),
)
