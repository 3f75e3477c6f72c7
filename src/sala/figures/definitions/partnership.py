"""Figures on partnership: money, and work with other countries."""

from django.utils.translation import gettext_lazy as _

from sala.figures import conditions as c
from sala.figures import measures as m
from sala.figures.definitions.base import FigureDefinition

REPORT = "national report"
OF_BUDGET = _("the year of the budget")
MADE = _("the day it was made")
MET = _("the day of the meeting")

FIGURES = (
    FigureDefinition(
        "committees",
        _("Committees against trafficking"),
        "committee",
        m.OCCASIONS,
        _("31 December"),
        by=("kind", "province"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "committees_met",
        _("Committees that met"),
        "committee_met",
        m.OCCASIONS,
        MET,
        by=("kind", "province"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "committee_meetings",
        _("Meetings of committees"),
        "committee_met",
        m.EVENTS,
        MET,
        by=("kind", "province"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "budget_allocated",
        _("Budget allocated"),
        "allocated",
        m.AMOUNT,
        OF_BUDGET,
        by=("agency", "kind"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "budget_spent",
        _("Budget spent"),
        "spent",
        m.AMOUNT,
        OF_BUDGET,
        by=("agency", "kind"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "cooperation_asked",
        _("Requests made to other countries"),
        "cooperation",
        m.EVENTS,
        MADE,
        by=("kind", "outcome", "agency"),
        where=c.one_of("reason", "outgoing"),
        answers=(REPORT,),
    ),
    FigureDefinition(
        "cooperation_received",
        _("Requests received from other countries"),
        "cooperation",
        m.EVENTS,
        MADE,
        by=("kind", "outcome", "agency"),
        where=c.one_of("reason", "incoming"),
        answers=(REPORT,),
    ),
)
