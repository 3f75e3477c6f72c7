"""Events of complaints and cases, of those who are charged, and of what courts decide."""

from sala.access.law.fact_layout import (
    CURRENCY,
    fact_event,
    open_to_facts,
    person_columns,
    single_code,
    year_ends,
)
from sala.kit.law import joined

# What the case is about, without the agency that a sealed case must not name.
CASE = {
    "case": "c.id",
    "agency": "c.agency_id",
    "place": "c.place_code",
    "official": "c.concerns_official",
    "form": single_code("c.forms"),
    "means": "array_to_string(c.means, ';')",
    "exploited_in": "nullif(c.country, '')",
}
CHARGED = "prosecution_charge h JOIN prosecution_defendant f ON f.id = h.defendant_id "
CHARGED += "JOIN prosecution_case c ON c.id = h.case_id "
DEFENDANT = {
    "person": "CASE WHEN f.kind = 'person' THEN f.id END",
    "number": "CASE WHEN f.kind <> 'person' THEN 0 END",  # a company is nobody
    "sex": "nullif(f.sex, '')",
    "citizenship": "nullif(f.citizenship, '')",
}
KIND = (
    "CASE WHEN 'child_sex_tourism' = ANY (c.forms) THEN 'child_sex_tourism' "
    "ELSE nullif(h.circumstance, '') END"
)
# As prosecution/rules/cases.py says it: nothing was looked for in vain, and something
# not at all. Of a child nobody need look for a means.
MEANS_NEEDED = """NOT EXISTS (SELECT 1 FROM prosecution_casevictim v
    WHERE v.case_id = c.id AND v.age_group <> 'adult')"""
UNCLEAR = f"""CASE WHEN (c.acts IS NULL OR c.forms IS NULL OR (c.means IS NULL AND {MEANS_NEEDED}))
    AND coalesce(cardinality(c.acts), 1) > 0 AND coalesce(cardinality(c.forms), 1) > 0
    AND (coalesce(cardinality(c.means), 1) > 0 OR NOT {MEANS_NEEDED})
    THEN 'definition_unclear' END"""
# The last recorded verdict stands. It counts from the day a court first came to its
# outcome, so that a conviction which a higher court confirms stays in its year, and one
# it lifts is none; a correction of the same court replaces what it corrects.
VERDICT = """(SELECT DISTINCT ON (u.charge_id) u.*, (
        SELECT min(w.decided_on) FROM prosecution_verdict w
        WHERE w.charge_id = u.charge_id AND w.outcome = u.outcome AND NOT EXISTS (
            SELECT 1 FROM prosecution_verdict x WHERE x.charge_id = w.charge_id
              AND x.instance = w.instance AND x.recorded_at > w.recorded_at)) AS first_on
    FROM prosecution_verdict u ORDER BY u.charge_id, u.recorded_at DESC) v"""
CLAIM = (
    "prosecution_restitutionclaim k JOIN prosecution_casevictim t ON t.id = k.victim_id "
    "JOIN prosecution_case c ON c.id = k.case_id "
)
OF_VICTIM = {"person": "t.person_id", **person_columns("t")}

LAW = joined(
    open_to_facts(
        "prosecution_complaint",
        "prosecution_incident",
        "prosecution_case",
        "prosecution_casevictim",
        "prosecution_investigation",
        "prosecution_cooperationrequest",
        "prosecution_defendant",
        "prosecution_charge",
        "prosecution_verdict",
        "prosecution_forfeiture",
        "prosecution_restitutionclaim",
        "prosecution_restitutionpayment",
    ),
    fact_event(
        "complaint",
        "prosecution_complaint k",
        date="k.received_on",
        key="k.id",
        agency="k.agency_id",
        place="k.place_code",
        official="k.concerns_official",
        kind="k.about",
        outcome="k.state",
        reason="nullif(k.closed_reason, '')",
    ),
    fact_event(
        "incident",
        "prosecution_incident n LEFT JOIN prosecution_case c ON c.id = n.case_id",
        date="n.recorded_at::date",
        key="n.id",
        case="n.case_id",
        agency="n.agency_id",
        place="n.place_code",
        official="coalesce(c.concerns_official, false)",
        kind="n.source",
        outcome="n.state",
        reason="nullif(n.reason, '')",
        exploited_in="nullif(n.country, '')",
    ),
    fact_event(
        "case_opened",
        "prosecution_case c",
        date="c.opened_at::date",
        key="c.id",
        **CASE,
    ),
    fact_event(
        "investigation_opened",
        "prosecution_investigation n JOIN prosecution_case c ON c.id = n.case_id",
        date="n.opened_on",
        key="n.id",
        **CASE,
    ),
    # Of the running year the day is today: it is open now, and the year has no end yet.
    fact_event(
        "investigation_open",
        "prosecution_investigation n JOIN prosecution_case c ON c.id = n.case_id "
        + year_ends("n.opened_on")
        + " WHERE n.opened_on <= at.last AND (n.state IN ('open', 'suspended') "
        "OR n.state_since > at.last)",
        date="at.last",
        key="n.id",
        **CASE,
    ),
    fact_event(
        "cooperation",
        "prosecution_cooperationrequest q LEFT JOIN prosecution_case c ON c.id = q.case_id",
        date="q.made_on",
        key="q.id",
        case="q.case_id",
        agency="q.agency_id",
        place="NULL::text",
        official="coalesce(c.concerns_official, false)",
        kind="q.kind",
        outcome="q.state",
        reason="q.direction",
    ),
    fact_event(
        "charged",
        CHARGED,
        date="h.filed_on",
        key="h.id",
        kind=KIND,
        outcome="h.state",
        **DEFENDANT,
        **CASE,
    ),
    fact_event(
        "prosecution_open",
        CHARGED + year_ends("h.filed_on") + " WHERE h.filed_on <= at.last "
        "AND h.state <> 'withdrawn' AND NOT EXISTS (SELECT 1 FROM prosecution_verdict w "
        "WHERE w.charge_id = h.id AND w.decided_on <= at.last)",
        date="at.last",
        key="h.id",
        kind=KIND,
        **DEFENDANT,
        **CASE,
    ),
    fact_event(
        "verdict",
        f"{VERDICT} JOIN prosecution_charge h ON h.id = v.charge_id "
        "JOIN prosecution_defendant f ON f.id = h.defendant_id "
        "JOIN prosecution_case c ON c.id = h.case_id",
        date="v.first_on",
        key="v.id",
        kind=KIND,
        outcome="v.outcome",
        reason=UNCLEAR,
        months="v.prison_months",
        suspended="v.suspended_months",
        amount="v.fine",
        currency=f"CASE WHEN v.fine IS NOT NULL THEN {CURRENCY} END",
        **DEFENDANT,
        **CASE,
    ),
    fact_event(
        "forfeiture",
        "prosecution_forfeiture g JOIN prosecution_case c ON c.id = g.case_id "
        "WHERE g.state <> 'lifted'",
        date="g.ordered_on",
        key="g.id",
        kind="g.kind",
        outcome="g.state",
        amount="g.value",
        currency=CURRENCY,
        **CASE,
    ),
    fact_event(
        "restitution_claimed",
        CLAIM,
        date="k.opened_at::date",
        key="k.id",
        outcome="k.state",
        reason="nullif(k.reason, '')",
        **OF_VICTIM,
        **CASE,
    ),
    fact_event(
        "restitution_ordered",
        CLAIM + "WHERE k.state IN ('ordered', 'paid')",
        date="k.decided_on",
        key="k.id",
        outcome="k.state",
        amount="k.share",
        currency=CURRENCY,
        **OF_VICTIM,
        **CASE,
    ),
    # Paid is what reached the victim; what a court still keeps for them is not.
    fact_event(
        "restitution_paid",
        "prosecution_restitutionpayment y JOIN prosecution_restitutionclaim k ON k.id = y.claim_id "
        "JOIN prosecution_casevictim t ON t.id = k.victim_id "
        "JOIN prosecution_case c ON c.id = k.case_id WHERE y.reached_on IS NOT NULL",
        date="y.reached_on",
        key="y.id",
        kind="y.manner",
        amount="y.amount",
        currency=CURRENCY,
        **OF_VICTIM,
        **CASE,
    ),
)
