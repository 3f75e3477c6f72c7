"""Figures on partnership: money, and work with other countries."""

from django.utils.translation import gettext_lazy as _

from sala.figures import conditions as c
from sala.figures import measures as m
from sala.figures.definitions.base import Figure

REPORT = "national report"
OF_BUDGET = _("the year of the budget")
MADE = _("the day it was made")

FIGURES = (
    Figure(
        "budget_allocated",
        _("Budget allocated"),
        *("allocated", m.AMOUNT, OF_BUDGET),
        by=("agency", "kind"),
        answers=(REPORT,),
    ),
    Figure(
        "budget_spent",
        _("Budget spent"),
        *("spent", m.AMOUNT, OF_BUDGET),
        by=("agency", "kind"),
        answers=(REPORT,),
    ),
    Figure(
        "cooperation_asked",
        _("Requests made to other countries"),
        *("cooperation", m.EVENTS, MADE),
        by=("kind", "outcome", "agency"),
        where=c.one_of("reason", "outgoing"),
        answers=(REPORT,),
    ),
    Figure(
        "cooperation_received",
        _("Requests received from other countries"),
        *("cooperation", m.EVENTS, MADE),
        by=("kind", "outcome", "agency"),
        where=c.one_of("reason", "incoming"),
        answers=(REPORT,),
    ),
)
