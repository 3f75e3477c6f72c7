"""Figures on prosecution. Cases and persons are different units: two figures each."""

from django.utils.translation import gettext_lazy as _

from sala.figures import conditions as c
from sala.figures import measures as m
from sala.figures.definitions.base import Figure, Rate

TAKEN_UP = _("the day the police took it up")
OPENED = _("the day it was opened")
CHARGED = _("the day the charge was filed")
DECIDED = _("the day of the court's decision")
YEAR_END = _("31 December")
REPORT = "national report"
OF_CASES = ("form", "province", "agency")
OF_DEFENDANTS = ("sex", "citizenship", "belonging", "form", "province")

CONVICTED = c.one_of("outcome", "convicted")

FIGURES = (
    Figure(
        "incidents_investigated",
        _("Incidents investigated"),
        *("incident", m.EVENTS, TAKEN_UP),
        by=("province", "agency", "outcome"),
        answers=("GLOTIP Q1", REPORT),
    ),
    Figure(
        "complaints_received",
        _("Complaints received"),
        *("complaint", m.EVENTS, _("the day it was received")),
        by=("province", "agency", "kind", "outcome", "reason"),
        answers=(REPORT,),
    ),
    Figure(
        "cases_opened",
        _("Cases opened"),
        *("case_opened", m.CASES, OPENED),
        by=OF_CASES,
        answers=(REPORT,),
    ),
    Figure(
        "investigations_cases",
        _("Cases in which an investigation was opened"),
        *("investigation_opened", m.CASES, OPENED),
        by=OF_CASES,
        answers=(REPORT,),
    ),
    Figure(
        "investigations_persons",
        _("Persons in formal contact with the police on suspicion"),
        *("suspected", m.PERSONS, _("the day of the first contact")),
        by=OF_DEFENDANTS,
        answers=("GLOTIP Q2",),
    ),
    Figure(
        "ongoing_investigations",
        _("Investigations going on at the end of the year"),
        *("investigation_open", m.CASES, YEAR_END),
        by=OF_CASES,
        answers=(REPORT,),
    ),
    Figure(
        "prosecutions_cases",
        _("Cases prosecuted"),
        *("charged", m.CASES, CHARGED),
        by=OF_CASES,
        answers=(REPORT,),
    ),
    Figure(
        "prosecutions_persons",
        _("Persons prosecuted"),
        *("charged", m.PERSONS, CHARGED),
        by=OF_DEFENDANTS,
        answers=("GLOTIP Q3", REPORT),
    ),
    Figure(
        "ongoing_prosecutions",
        _("Cases before a court at the end of the year"),
        *("prosecution_open", m.CASES, YEAR_END),
        by=OF_CASES,
        answers=(REPORT,),
    ),
    Figure(
        "convictions_cases",
        _("Cases with a conviction"),
        *("verdict", m.CASES, DECIDED),
        by=OF_CASES,
        where=CONVICTED,
        part=True,
        answers=(REPORT,),
    ),
    Figure(
        "convictions_persons",
        _("Persons convicted"),
        *("verdict", m.PERSONS, DECIDED),
        by=OF_DEFENDANTS,
        where=CONVICTED,
        part=True,
        note=_("Somebody convicted on several charges in a year is counted once."),
        answers=("GLOTIP Q4", "GLOTIP Q5", REPORT),
    ),
    Figure(
        "acquittals_persons",
        _("Persons acquitted"),
        *("verdict", m.PERSONS, DECIDED),
        by=OF_DEFENDANTS,
        where=c.one_of("outcome", "acquitted"),
        part=True,
        answers=(REPORT,),
    ),
    Figure(
        "cases_unclear_definition",
        _("Cases with a conviction of which it is unclear whether they were trafficking"),
        *("verdict", m.CASES, DECIDED),
        by=OF_CASES,
        where=c.both(CONVICTED, c.one_of("reason", "definition_unclear")),
        part=True,
        note=_("For one of act, means and purpose nobody has looked; none was looked for in vain."),
        answers=(REPORT,),
    ),
    Figure(
        "sentence_min",
        _("Shortest prison sentence"),
        *("verdict", m.LEAST_MONTHS, DECIDED),
        where=c.both(CONVICTED, c.imprisoned),
        part=True,
        answers=(REPORT,),
    ),
    Figure(
        "sentence_max",
        _("Longest prison sentence"),
        *("verdict", m.MOST_MONTHS, DECIDED),
        where=c.both(CONVICTED, c.imprisoned),
        part=True,
        answers=(REPORT,),
    ),
    Figure(
        "sentences_suspended",
        _("Persons whose sentence was suspended, in whole or in part"),
        *("verdict", m.PERSONS, DECIDED),
        by=("sex", "province"),
        where=c.both(CONVICTED, c.suspended),
        part=True,
        within="convictions_persons",
        answers=(REPORT,),
    ),
    Figure(
        "fine_imposed_min",
        _("Lowest fine"),
        *("verdict", m.LEAST_AMOUNT, DECIDED),
        where=c.both(CONVICTED, c.fined),
        part=True,
        answers=(REPORT,),
    ),
    Figure(
        "fine_imposed_max",
        _("Highest fine"),
        *("verdict", m.MOST_AMOUNT, DECIDED),
        where=c.both(CONVICTED, c.fined),
        part=True,
        answers=(REPORT,),
    ),
    Figure(
        "assets_forfeited",
        _("Assets forfeited"),
        *("forfeiture", m.AMOUNT, DECIDED),
        by=("province",),
        answers=("GLOTIP Q9", REPORT),
    ),
    Figure(
        "restitution_claims",
        _("Victims for whom restitution was claimed"),
        *("restitution_claimed", m.PERSONS, _("the day the claim was opened")),
        by=("sex", "age_group", "province"),
        answers=(REPORT,),
    ),
    Figure(
        "restitution_cases",
        _("Cases in which restitution was ordered"),
        *("restitution_ordered", m.CASES, DECIDED),
        by=("province",),
        answers=(REPORT,),
    ),
    Figure(
        "restitution_persons",
        _("Victims to whom restitution was ordered"),
        *("restitution_ordered", m.PERSONS, DECIDED),
        by=("sex", "age_group", "province"),
        answers=(REPORT,),
    ),
    Figure(
        "restitution_amount",
        _("Restitution ordered"),
        *("restitution_ordered", m.AMOUNT, DECIDED),
        by=("province",),
        answers=(REPORT,),
    ),
    Figure(
        "restitution_min",
        _("Least restitution ordered in a case"),
        *("restitution_ordered", m.LEAST_OF_A_CASE, DECIDED),
        answers=(REPORT,),
    ),
    Figure(
        "restitution_max",
        _("Most restitution ordered in a case"),
        *("restitution_ordered", m.MOST_OF_A_CASE, DECIDED),
        answers=(REPORT,),
    ),
    Figure(
        "restitution_paid",
        _("Restitution paid"),
        *("restitution_paid", m.AMOUNT, _("the day of the payment")),
        by=("province",),
        answers=(REPORT,),
    ),
    Figure(
        "restitution_paid_persons",
        _("Victims to whom restitution was paid"),
        *("restitution_paid", m.PERSONS, _("the day of the payment")),
        by=("sex", "age_group", "province"),
        answers=(REPORT,),
    ),
    Figure(
        "child_sex_tourism_prosecutions",
        _("Persons prosecuted for child sex tourism"),
        *("charged", m.PERSONS, CHARGED),
        by=("sex", "citizenship"),
        where=c.one_of("kind", "child_sex_tourism"),
        answers=(REPORT,),
    ),
    Figure(
        "officials_investigated",
        _("Cases investigated for the complicity of an official"),
        *("investigation_opened", m.CASES, OPENED),
        where=c.official,
        part=True,
        officials=True,
        answers=(REPORT,),
    ),
    Figure(
        "officials_prosecuted",
        _("Persons prosecuted in cases on the complicity of an official"),
        *("charged", m.PERSONS, CHARGED),
        where=c.official,
        part=True,
        officials=True,
        answers=(REPORT,),
    ),
    Figure(
        "officials_convicted",
        _("Persons convicted in cases on the complicity of an official"),
        *("verdict", m.PERSONS, DECIDED),
        where=c.both(CONVICTED, c.official),
        part=True,
        officials=True,
        answers=(REPORT,),
    ),
)
RATES = (
    Rate(
        "restitution_paid_of_claimed",
        _("Victims paid, of those for whom restitution was claimed"),
        part="restitution_paid_persons",
        whole="restitution_claims",
        by=("sex", "province"),
        note=_("Payments may be for claims of earlier years."),
    ),
    Rate(
        "cases_convicted_of_prosecuted",
        _("Cases with a conviction, of cases prosecuted"),
        part="convictions_cases",
        whole="prosecutions_cases",
        by=("province",),
        note=_("Convictions may be on charges of earlier years."),
    ),
)
