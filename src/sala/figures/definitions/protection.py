"""Figures on protection: who was met, screened, identified, referred, served, returned."""

from django.utils.translation import gettext_lazy as _

from sala.figures import conditions as c
from sala.figures import measures as m
from sala.figures.definitions.base import Figure, Rate

MET = _("the day of the operation")
SCREENED = _("the day of the screening")
IDENTIFIED = _("the day of the decision")
REFERRED = _("the day it was sent")
SERVED = _("the day of the service")
REPORT = "national report"
WHO = ("sex", "age_group", "citizenship", "belonging")
WHERE = ("province", "agency")
EXPLOITED = ("form", "exploited_in", "abroad", "exploited_at", "origin")
VICTIMS = (
    *WHO,
    *EXPLOITED,
    *WHERE,
    "age_band",
    "means",
    "sector",
)

FIGURES = (
    Figure(
        "persons_met",
        _("People met in operations"),
        *("met", m.PERSONS, MET),
        by=("sex", "age_group", "belonging", "kind", *WHERE),
        answers=(REPORT,),
    ),
    Figure(
        "persons_detained",
        _("People met in police operations"),
        *("met", m.PERSONS, MET),
        by=("sex", "age_group", "belonging", *WHERE),
        where=c.one_of("kind", "police_operation"),
        within="persons_met",
        answers=(REPORT,),
    ),
    Figure(
        "hotline_calls",
        _("Calls to the hotline"),
        *("met", m.OCCASIONS, _("the day of the call")),
        by=("agency",),
        where=c.one_of("kind", "hotline_call"),
        answers=(REPORT,),
    ),
    Figure(
        "persons_not_screened",
        _("People met whom nobody screened"),
        *("not_screened", m.PERSONS, MET),
        by=("reason", "kind", *WHERE),
        answers=(REPORT,),
    ),
    Figure(
        "persons_screened",
        _("People screened"),
        *("screened", m.PERSONS, SCREENED),
        by=(*WHO, *WHERE, "kind", "outcome"),
        answers=(REPORT,),
    ),
    Figure(
        "persons_screened_of_met",
        _("People screened of those met in operations"),
        *("screened", m.PERSONS, SCREENED),
        by=("sex", "age_group", "belonging", "kind", *WHERE),
        where=lambda t, _own: t.kind.notnull(),
        part=True,
        within="persons_screened",
        answers=(REPORT,),
    ),
    Figure(
        "potential_victims_identified",
        _("People with signs of trafficking"),
        *("screened", m.PERSONS, SCREENED),
        by=(*WHO, *WHERE, "kind"),
        where=c.one_of("outcome", "indicated"),
        part=True,
        within="persons_screened",
        answers=(REPORT,),
    ),
    Figure(
        "victims_identified",
        _("Victims identified"),
        *("identified", m.PERSONS, IDENTIFIED),
        by=VICTIMS,
        crosses=(("age_group", "sex"), ("form", "age_group", "sex"), ("origin", "exploited_in")),
        note=_("By the competent authority, or by one of another country for who returned."),
        answers=("GLOTIP Q6", "GLOTIP Q7", "GLOTIP Q8", "SDG 16.2.2", REPORT),
    ),
    Figure(
        "foreign_victims_identified",
        _("Foreign victims identified"),
        *("identified", m.PERSONS, IDENTIFIED),
        by=("sex", "age_group", "citizenship", "form", "province"),
        where=c.foreign,
        part=True,
        within="victims_identified",
        answers=(REPORT,),
    ),
    Figure(
        "victims_referred",
        _("People referred to services"),
        *("referred", m.PERSONS, REFERRED),
        by=(*WHO, *WHERE),
        answers=(REPORT,),
    ),
    Figure(
        "referrals_accepted",
        _("People whose referral was accepted"),
        *("referral_accepted", m.PERSONS, _("the day it was accepted")),
        by=(*WHO, *WHERE),
        within="victims_referred",
        answers=(REPORT,),
    ),
    Figure(
        "victims_identified_not_referred",
        _("Victims identified and never referred"),
        *("identified", m.PERSONS, IDENTIFIED),
        by=("sex", "age_group", "belonging", "province", "abroad"),
        where=c.one_of("reason", "not_referred"),
        part=True,
        note=_("Nobody had referred them when the facts were made."),
        within="victims_identified",
        answers=(REPORT,),
    ),
    Figure(
        "victims_assisted",
        _("Victims served"),
        *("service_given", m.PERSONS, SERVED),
        by=(*WHO, *EXPLOITED, *WHERE, "kind"),
        answers=(REPORT,),
    ),
    Figure(
        "victims_sheltered",
        _("Victims taken into a shelter"),
        *("sheltered", m.PERSONS, _("the day of arrival")),
        by=(*WHO, *WHERE),
        answers=(REPORT,),
    ),
    Figure(
        "entitlements_opened",
        _("Entitlements opened by the law"),
        *("entitlement_opened", m.EVENTS, _("the day it was opened")),
        by=("kind", "sex", "age_group", "province"),
        personal=True,
        answers=(REPORT,),
    ),
    Figure(
        "entitlements_given",
        _("Entitlements given"),
        *("entitlement_given", m.EVENTS, _("the day it was given")),
        by=("kind", "sex", "age_group", "province"),
        personal=True,
        answers=(REPORT,),
    ),
    Figure(
        "victims_repatriated",
        _("Victims returned to another country"),
        *("returned", m.PERSONS, _("the day of the return")),
        by=("sex", "age_group", "citizenship", "province"),
        where=c.one_of("kind", "abroad"),
        answers=(REPORT,),
    ),
    Figure(
        "victims_returned",
        _("Victims returned to their home or another place"),
        *("returned", m.PERSONS, _("the day of the return")),
        by=("sex", "age_group", "province", "kind"),
        where=c.one_of("kind", "home", "elsewhere"),
        answers=(REPORT,),
    ),
    Figure(
        "shelters",
        _("Shelters"),
        *("shelter", m.EVENTS, _("31 December")),
        by=WHERE,
        answers=(REPORT,),
    ),
    Figure(
        "shelter_places",
        _("Places in shelters"),
        *("shelter", m.THINGS, _("31 December")),
        by=WHERE,
        answers=(REPORT,),
    ),
    Figure(
        "budget_protection",
        _("Budget for the protection of victims"),
        *("allocated", m.AMOUNT, _("the year of the budget")),
        by=("agency",),
        where=c.one_of("kind", "victim_services", "reintegration"),
        answers=(REPORT,),
    ),
    Figure(
        "population",
        _("Population"),
        *("population", m.THINGS, _("the year")),
        by=("sex", "age_group", "province"),
        answers=("SDG 16.2.2",),
    ),
)
RATES = (
    Rate(
        "victims_per_100000",
        _("Victims identified for every 100,000 people"),
        part="victims_identified",
        whole="population",
        per=100_000,
        by=("sex", "age_group", "province"),
        answers=("SDG 16.2.2",),
    ),
    Rate(
        "screened_of_met",
        _("Screened, of people met in operations"),
        part="persons_screened_of_met",
        whole="persons_met",
        by=("sex", "age_group", "kind", "province", "agency"),
    ),
    Rate(
        "not_referred_of_identified",
        _("Never referred, of victims identified"),
        part="victims_identified_not_referred",
        whole="victims_identified",
        by=("sex", "age_group", "province"),
    ),
    Rate(
        "accepted_of_referred",
        _("Accepted, of people referred"),
        part="referrals_accepted",
        whole="victims_referred",
        by=("sex", "age_group", "province"),
        note=_("An answer may come in the next year."),
    ),
    Rate(
        "entitlements_given_of_opened",
        _("Given, of entitlements opened"),
        part="entitlements_given",
        whole="entitlements_opened",
        by=("kind", "sex", "province"),
        note=_("What is given may have been opened in an earlier year."),
    ),
)
