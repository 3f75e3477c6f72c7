"""The figures once more, counted one record at a time in plain Python, as a clerk would."""

from collections import defaultdict

OWN = "LA"
UNSAID = {"not_asked", "not_known"}


def convicted(r):
    return r["outcome"] == "convicted"


def foreign(r):
    return r["citizenship"] is not None and r["citizenship"] not in UNSAID | {OWN}


# code: event, what is counted, and which records count
FIGURES = {
    "incidents_investigated": ("incident", "rows", None),
    "complaints_received": ("complaint", "rows", None),
    "cases_opened": ("case_opened", "cases", None),
    "investigations_cases": ("investigation_opened", "cases", None),
    "investigations_persons": ("suspected", "persons", None),
    "ongoing_investigations": ("investigation_open", "cases", None),
    "prosecutions_cases": ("charged", "cases", None),
    "prosecutions_persons": ("charged", "persons", None),
    "ongoing_prosecutions": ("prosecution_open", "cases", None),
    "convictions_cases": ("verdict", "cases", convicted),
    "convictions_persons": ("verdict", "persons", convicted),
    "acquittals_persons": ("verdict", "persons", lambda r: r["outcome"] == "acquitted"),
    "cases_unclear_definition": (
        "verdict",
        "cases",
        lambda r: convicted(r) and r["reason"] == "definition_unclear",
    ),
    "sentence_min": (
        "verdict",
        "min months",
        lambda r: convicted(r) and (r["months"] or 0) > 0,
    ),
    "sentence_max": (
        "verdict",
        "max months",
        lambda r: convicted(r) and (r["months"] or 0) > 0,
    ),
    "sentences_suspended": (
        "verdict",
        "persons",
        lambda r: convicted(r) and (r["suspended"] or 0) > 0,
    ),
    "fine_imposed_min": (
        "verdict",
        "min amount",
        lambda r: convicted(r) and (r["amount"] or 0) > 0,
    ),
    "fine_imposed_max": (
        "verdict",
        "max amount",
        lambda r: convicted(r) and (r["amount"] or 0) > 0,
    ),
    "assets_forfeited": ("forfeiture", "sum amount", None),
    "restitution_claims": ("restitution_claimed", "persons", None),
    "restitution_cases": ("restitution_ordered", "cases", None),
    "restitution_persons": ("restitution_ordered", "persons", None),
    "restitution_amount": ("restitution_ordered", "sum amount", None),
    "restitution_min": ("restitution_ordered", "least case", None),
    "restitution_max": ("restitution_ordered", "most case", None),
    "restitution_paid": ("restitution_paid", "sum amount", None),
    "restitution_paid_persons": ("restitution_paid", "persons", None),
    "child_sex_tourism_prosecutions": (
        "charged",
        "persons",
        lambda r: r["kind"] == "child_sex_tourism",
    ),
    "officials_investigated": (
        "investigation_opened",
        "cases",
        lambda r: r["official"] is True,
    ),
    "officials_prosecuted": ("charged", "persons", lambda r: r["official"] is True),
    "officials_convicted": (
        "verdict",
        "persons",
        lambda r: convicted(r) and r["official"] is True,
    ),
    "persons_met": ("met", "persons", None),
    "persons_detained": ("met", "persons", lambda r: r["kind"] == "police_operation"),
    "hotline_calls": ("met", "occasions", lambda r: r["kind"] == "hotline_call"),
    "persons_not_screened": ("not_screened", "persons", None),
    "persons_screened": ("screened", "persons", None),
    "persons_screened_of_met": ("screened", "persons", lambda r: r["kind"] is not None),
    "potential_victims_identified": (
        "screened",
        "persons",
        lambda r: r["outcome"] == "indicated",
    ),
    "victims_identified": ("identified", "persons", None),
    "foreign_victims_identified": ("identified", "persons", foreign),
    "victims_referred": ("referred", "persons", None),
    "referrals_accepted": ("referral_accepted", "persons", None),
    "victims_identified_not_referred": (
        "identified",
        "persons",
        lambda r: r["reason"] == "not_referred",
    ),
    "victims_assisted": ("service_given", "persons", None),
    "victims_sheltered": ("sheltered", "persons", None),
    "entitlements_opened": ("entitlement_opened", "rows", None),
    "entitlements_given": ("entitlement_given", "rows", None),
    "victims_repatriated": ("returned", "persons", lambda r: r["kind"] == "abroad"),
    "victims_returned": (
        "returned",
        "persons",
        lambda r: r["kind"] in {"home", "elsewhere"},
    ),
    "shelters": ("shelter", "rows", None),
    "shelter_places": ("shelter", "sum number", None),
    "budget_protection": (
        "allocated",
        "sum amount",
        lambda r: r["kind"] in {"victim_services", "reintegration"},
    ),
    "population": ("population", "sum number", None),
    "training_sessions": ("trained", "occasions", None),
    "persons_trained": ("trained", "persons", None),
    "training_audiences": ("trained_audience", "occasions", None),
    "awareness_activities": ("reached", "occasions", None),
    "people_reached": ("reached", "persons", None),
    "inspections": ("inspection", "rows", None),
    "recruitment_agencies": ("recruiter", "occasions", None),
    "recruitment_agencies_sanctioned": ("recruiter_sanctioned", "occasions", None),
    "border_crossings": ("crossing", "occasions", None),
    "border_crossings_international": (
        "crossing",
        "occasions",
        lambda r: r["kind"] == "international",
    ),
    "committees": ("committee", "occasions", None),
    "committees_met": ("committee_met", "occasions", None),
    "committee_meetings": ("committee_met", "rows", None),
    "budget_allocated": ("allocated", "sum amount", None),
    "budget_spent": ("spent", "sum amount", None),
    "cooperation_asked": ("cooperation", "rows", lambda r: r["reason"] == "outgoing"),
    "cooperation_received": (
        "cooperation",
        "rows",
        lambda r: r["reason"] == "incoming",
    ),
}


def that_count(records, code, year):
    """The records that a figure counts in a year."""
    event, _way, where = FIGURES[code]
    return [
        r
        for r in records
        if r["event"] == event and r["year"] == year and (where is None or where(r))
    ]


def others(records, code, year):
    """Whether the event of a figure is recorded in a year, and nothing that the figure counts."""
    event = FIGURES[code][0]
    there = any(r["event"] == event and r["year"] == year for r in records)
    return there and not that_count(records, code, year)


def count(records, code, year):
    """What the figure is, of the records given; None where there is nothing to count."""
    counted = that_count(records, code, year)
    return of(counted, FIGURES[code][1])


def of(counted, way):
    """Count, add up or compare records."""
    if not counted:
        return None
    whole = {
        "rows": len,
        "occasions": lambda rs: len({r["event_key"] for r in rs}),
        "cases": lambda rs: len({r["case_key"] for r in rs} - {None}),
        "persons": people,
        "least case": lambda rs: of_cases(rs, min),
        "most case": lambda rs: of_cases(rs, max),
    }
    if way in whole:
        return whole[way](counted)
    how, column = way.split()
    said = [r[column] for r in counted if r[column] is not None]
    return (
        {
            "sum": sum,
            "min": min,
            "max": max,
        }[how](said)
        if said
        else None
    )


def people(counted):
    """Everybody once; a record without a person stands for its number of people."""
    known = {r["person_key"] for r in counted} - {None}
    nameless = [r["number"] for r in counted if r["person_key"] is None]
    if not known and all(number is None for number in nameless):
        return None
    return len(known) + sum(number or 0 for number in nameless)


def of_cases(counted, choose):
    """The least or the most that the records of one case add up to."""
    totals = defaultdict(list)
    for r in counted:
        totals[r["case_key"]].append(r["amount"])
    said = [[a for a in amounts if a is not None] for amounts in totals.values()]
    return choose(map(sum, filter(None, said)), default=None)


def value_of(record, dimension):
    """In which parts of a breakdown a record stands."""
    if dimension == "belonging":
        return [own_or_not(record["citizenship"], "national", "foreign")]
    if dimension == "abroad":
        return [own_or_not(record["exploited_in"], "at_home", "abroad")]
    if dimension == "means":
        return [None] if record["means"] is None else record["means"] or ["none"]
    return [record[dimension]]


def own_or_not(country, own, other):
    if country is None or country in UNSAID:
        return country
    return own if country == OWN else other


def breakdown(
    records,
    code,
    year,
    way,
):
    """The parts of a figure, each counted by itself; parts of which there is nothing left out."""
    parts = defaultdict(list)
    for r in that_count(records, code, year):
        for keys in combinations(r, way):
            parts[keys].append(r)
    found = {keys: of(rs, FIGURES[code][1]) for keys, rs in parts.items()}
    return {keys: number for keys, number in found.items() if number}


def combinations(record, way):
    if not way:
        return [()]
    return [
        (first, *rest)
        for first in value_of(record, way[0])
        for rest in combinations(record, way[1:])
    ]
