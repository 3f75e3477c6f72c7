"""What measures, states and differences of reports are called."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.kit.tags import StateTag

Words = str | Promise

VERDICTS: dict[str, Words] = {
    "accepted": _("Yes, it is right"),
    "corrected": _("No; what stands below is right"),
    "rejected": _("No, it is no such figure"),
}

STATES: dict[str, StateTag] = {
    "open": StateTag(_("To review"), "yellow"),
    "accepted": StateTag(_("Accepted"), "green"),
    "corrected": StateTag(_("Corrected"), "blue"),
    "rejected": StateTag(_("Rejected"), "grey"),
}

FOUND: dict[str, Words] = {
    "frame": _("by the words around it"),
    "elided": _("by the figure before it, whose words it leaves out"),
    "part": _("as a part of the figure before it"),
    "law": _("in a sentence on a penalty of the law"),
    "money": _("as an amount of money"),
    "not reported": _("by words that say that nothing was reported"),
    "court": _("in a sentence on what courts decided"),
    "none": _("by words that say that there was none"),
    "comparison": _("by the figure that it is compared with"),
    "share": _("as a share"),
    "estimate": _("as an estimate"),
    "predicate": _("by what the sentence says of it"),
    "capacity": _("as a number of places"),
    "relative": _("by another figure to which it is said relative"),
    "analyst": _("by an analyst"),
}

NOT_UNDERSTOOD: dict[str, Words] = {
    "no measure fits": _("no measure fits"),
    "nothing named that it counts": _("nothing is named that it counts"),
    "a thing that the vocabulary does not count": _(
        "a thing that the vocabulary does not count",
    ),
    "several years, a plan or a condition": _("several years, a plan or a condition"),
    "a percentage of change": _("a percentage of change"),
    "a percentage, not of people": _("a percentage, not of people"),
    "an amount of money, not said for what": _("an amount of money, not said for what"),
    "an average": _("an average"),
    "the whole of which a part was told": _("the whole of which a part was told"),
    "numbers upon numbers, as in a table": _("numbers upon numbers, as in a table"),
}

TIERS: dict[str, Words] = {
    "1": _("Tier 1"),
    "2": _("Tier 2"),
    "2WL": _("Tier 2 Watch List"),
    "3": _("Tier 3"),
    "SC": _("Special case"),
}

CHANGES: dict[str, Words] = {
    "upgrade": _("up from the year before"),
    "downgrade": _("down from the year before"),
    "same": _("as the year before"),
}

UNITS: dict[str, Words] = {
    "month": _("months"),
    "percent": _("percent"),
}

MEASURES: dict[str, Words] = {
    "incidents_investigated": _("Incidents investigated"),
    "cases_opened": _("Cases opened"),
    "investigations_cases": _("Cases investigated"),
    "investigations_persons": _("Persons investigated"),
    "ongoing_investigations": _("Investigations going on"),
    "prosecutions_cases": _("Cases prosecuted"),
    "prosecutions_persons": _("Persons prosecuted"),
    "ongoing_prosecutions": _("Prosecutions going on"),
    "convictions_cases": _("Cases with a conviction"),
    "convictions_persons": _("Persons convicted"),
    "acquittals_persons": _("Persons acquitted"),
    "cases_unclear_definition": _("Cases unclear by the definition"),
    "sentence_min": _("Shortest sentence"),
    "sentence_max": _("Longest sentence"),
    "sentence_imposed": _("Sentence imposed"),
    "sentences_suspended": _("Sentences suspended"),
    "fine_imposed_min": _("Smallest fine imposed"),
    "fine_imposed_max": _("Largest fine imposed"),
    "assets_forfeited": _("Assets forfeited"),
    "restitution_cases": _("Cases with restitution"),
    "restitution_min": _("Smallest restitution"),
    "restitution_max": _("Largest restitution"),
    "restitution_amount": _("Amount of restitution"),
    "penalty_prison_min": _("Shortest prison term of the law"),
    "penalty_prison_max": _("Longest prison term of the law"),
    "penalty_fine_min": _("Smallest fine of the law"),
    "penalty_fine_max": _("Largest fine of the law"),
    "child_sex_tourism_prosecutions": _("Prosecutions of child sex tourists"),
    "officials_investigated": _("Officials investigated"),
    "officials_prosecuted": _("Officials prosecuted"),
    "officials_convicted": _("Officials convicted"),
    "persons_trained": _("Persons trained"),
    "training_sessions": _("Training sessions"),
    "victims_identified": _("Victims identified"),
    "foreign_victims_identified": _("Foreign victims identified"),
    "potential_victims_identified": _("Potential victims identified"),
    "victims_referred": _("Victims referred"),
    "victims_assisted": _("Victims assisted"),
    "victims_repatriated": _("Victims repatriated"),
    "persons_screened": _("Persons screened"),
    "persons_detained": _("Persons detained"),
    "shelters": _("Shelters"),
    "shelter_places": _("Places in shelters"),
    "hotline_calls": _("Calls to the hotline"),
    "budget_protection": _("Budget for protection"),
    "people_reached": _("People reached"),
    "awareness_activities": _("Awareness activities"),
    "recruitment_agencies": _("Recruitment agencies"),
    "recruitment_agencies_sanctioned": _("Recruitment agencies sanctioned"),
    "inspections": _("Inspections"),
    "border_crossings": _("Border crossings"),
    "budget_allocated": _("Budget allocated"),
    "budget_spent": _("Budget spent"),
    "population_estimate": _("Estimate of people"),
    "population_share": _("Share of people"),
}

DIFFERENCES: dict[str, StateTag] = {
    "agrees": StateTag(_("Agrees"), "green"),
    "counted_differently": StateTag(_("Counted differently"), "blue"),
    "disagrees": StateTag(_("Disagrees"), "red"),
    "not_recorded": StateTag(_("Not recorded by us"), "yellow"),
    "not_stated": StateTag(_("Not stated by them"), "grey"),
    "withheld": StateTag(_("Withheld from you"), "purple"),
}

WAYS: dict[str, Words] = {
    "neither": _("Neither has a number."),
    "said": _("They say that no number was reported."),
    "unit": _("They count another unit than we do."),
    "currency": _("They state it in another currency."),
    "fiscal_year": _("They state it for a fiscal year."),
    "part_of_year": _("They state it for a part of the year."),
    "group": _("They state it of a part only."),
    "smaller": _(
        "The same report states a greater number too: this may be a part of it.",
    ),
    "together": _("Together, the numbers of the report are ours."),
    "standing": _("They name no year; it is compared with the year before the report."),
    "at_least": _("They say at least so many, and we have more."),
    "at_most": _("They say at most so many, and we have fewer."),
    "rounded": _("They say approximately so many, and ours rounds to it."),
    "ours_at_least": _("Ours is a least: some of it is not recorded."),
    "like": _("It is the number that we have for another measure."),
    "undefined": _("No figure of ours is defined for it."),
    "not_asked": _("Nobody asked for it here."),
    "none": _("There was nothing of which it could be the least."),
    "not_recorded": "",
}

EXPLANATIONS: dict[str, Words] = {
    "unit": _("They count another unit"),
    "period": _("They count another period"),
    "scope": _("They count other people, places or acts"),
    "rounding": _("They rounded"),
    "late_records": _("Records arrived after they wrote"),
    "ours_incomplete": _("Our record is not complete"),
    "theirs_wrong": _("Their number is mistaken"),
    "ours_wrong": _("Our number is mistaken"),
    "other": _("Something else"),
}

QUALIFIERS: dict[str, Words] = {
    "at_least": _("at least"),
    "at_most": _("at most"),
    "approximately": _("approximately"),
}


ROOMS: dict[str, Words] = {
    "prosecution": _("Prosecution"),
    "protection": _("Protection"),
    "prevention": _("Prevention"),
    "partnership": _("Partnership"),
}

REPORT_STATES: dict[str, StateTag] = {
    "draft": StateTag(_("Draft"), "grey"),
    "half_approved": StateTag(_("Waits for the second approval"), "yellow"),
    "approved": StateTag(_("Approved"), "green"),
}

SENTENCES: dict[str, StateTag] = {
    "composed": StateTag(""),
    "edited": StateTag(_("Edited"), "blue"),
    "added": StateTag(_("Added"), "blue"),
    "left_out": StateTag(_("Left out"), "grey"),
}

CHANGES_OF_SENTENCES: dict[str, Words] = {
    "edited": _("Write it as below"),
    "left_out": _("Leave it out of the report"),
    "restored": _("Take it as the figures have it"),
}

EDITS: dict[str, Words] = {
    "figures": _("Figures chosen"),
    "edited": _("Sentence edited"),
    "added": _("Sentence added"),
    "left_out": _("Sentence left out"),
    "restored": _("Sentence taken as composed"),
    "acknowledged": _("Number acknowledged"),
}

APPROVED: dict[str, Words] = {
    "half_approved": _("You approved it. Somebody else approves the same text now."),
    "approved": _("The report is approved, and never changes any more."),
}


def language_label(code: str) -> str:
    """What a language is called in itself."""
    return str(dict(settings.LANGUAGES).get(code, code))


def measure_label(code: str) -> Words:
    """What a measure is called; its code where the vocabulary was extended."""
    return MEASURES.get(code, code)


def finding_label(code: str) -> Words:
    """How a figure was found, by the first of the ways that led to it."""
    return FOUND.get(code, FOUND.get(code.split(",", maxsplit=1)[0], code))
