"""Events of complaints and cases, of those who are charged, and of what courts decide."""

from sala.access.law.fact_layout import (
    CURRENCY,
    fact_event,
    open_to_facts,
    person_columns,
    single_code,
    year_end,
    year_ends,
)
from sala.access.law.fact_steps import steps_behind, steps_view
from sala.access.law.steps import as_of_sql
from sala.access.models import Step
from sala.kit.law import cut_statements, joined_law
from sala.prosecution.law.fact_steps import CLAIMED, PAID
from sala.prosecution.models import (
    CaseStep,
    ChargeStep,
    ClaimStep,
    ComplaintStep,
    CooperationStep,
    ForfeitureStep,
    IncidentStep,
    InvestigationStep,
)
from sala.prosecution.rules.cases import FORMS_OF_CHILDREN

# What is in the compartment is not told: of a case that was taken over, how it stood then.
TOLD_CASE = "EXISTS (SELECT 1 FROM prosecution_case c WHERE c.id = case_id)"
TOLD = {
    "case": "NOT in_compartment",
    "incident": f"case_id IS NULL OR {TOLD_CASE}",
    "complaint": "NOT concerns_official OR EXISTS (SELECT 1 FROM prosecution_incident i "
    "WHERE i.id = incident_id AND i.state = 'case')",
    "cooperationrequest": f"case_id IS NULL OR {TOLD_CASE}",
    "investigation": TOLD_CASE,
    "charge": TOLD_CASE,
    "forfeiture": TOLD_CASE,
    "restitutionclaim": TOLD_CASE,
}
FROZEN = ";\n".join(
    f"CREATE POLICY facts_told ON prosecution_{table} AS RESTRICTIVE FOR SELECT "
    f"TO CURRENT_USER USING (NOT (SELECT facts_open()) OR {told})"
    for table, told in TOLD.items()
)
CASE = {
    "case": "c.id",
    "agency": "c.agency_id",
    "place": "c.place_code",
    "official": "c.concerns_official",
    "form": single_code("c.forms"),
    "means": "array_to_string(c.means, ';')",
    "exploited_in": "nullif(c.country, '')",
}


def begun_on_known_day(noun: str, key: str, table: str) -> str:
    """SQL: each thing `n` with the step `h` that began it, on a day that is known."""
    return (
        f"prosecution_{table}_history h JOIN prosecution_{table} {noun} "
        f"ON {noun}.id = h.{key} AND h.opening AND h.precision <> 'unknown' "
    )


def at_year_end(model: type[Step], row: str, value: str = "s.state") -> str:
    """SQL: how the thing of a step `h` stood at the end of that step's year, so that what
    becomes of it later changes nothing of the year.
    """
    return as_of_sql(
        model,
        row=row,
        day=year_end("h.day"),
        value=value,
    )


WHY = "nullif(s.reason, '')"
# Why an order was put right is no reason of a claim.
WHY_CLOSED = f"CASE WHEN s.move IN ('refuse', 'waive') THEN {WHY} END"
# A state from its day until the day of the next step, at the end of each year.
GOES_ON = (
    " WHERE h.day <= at.last AND (h.until_on IS NULL OR h.until_on > at.last) AND "
)
OF_CHARGE = """JOIN prosecution_defendant f ON f.id = k.defendant_id
    JOIN prosecution_case c ON c.id = k.case_id """
CHARGE_STEP = (
    "prosecution_charge_history h JOIN prosecution_charge k ON k.id = h.charge_id "
    + OF_CHARGE
)
DEFENDANT = {
    "person": "CASE WHEN f.kind = 'person' THEN f.id END",
    "number": "CASE WHEN f.kind <> 'person' THEN 0 END",  # a company is nobody
    "sex": "nullif(f.sex, '')",
    "citizenship": "nullif(f.citizenship, '')",
}
KIND = (
    "CASE WHEN 'child_sex_tourism' = ANY (c.forms) THEN 'child_sex_tourism' "
    "ELSE nullif(k.circumstance, '') END"
)
# As prosecution/rules/cases.py says it: nothing was looked for in vain, and something
# not at all. Of a child nobody need look for a means.
MEANS_NEEDED = f"""coalesce((SELECT bool_and(v.age_group = 'adult')
        FROM prosecution_casevictim v WHERE v.case_id = c.id AND v.named),
    NOT coalesce(c.forms && ARRAY{list(FORMS_OF_CHILDREN)}::varchar[], false))"""
UNCLEAR = f"""CASE WHEN (c.acts IS NULL OR c.forms IS NULL OR (c.means IS NULL AND {MEANS_NEEDED}))
    AND coalesce(cardinality(c.acts), 1) > 0 AND coalesce(cardinality(c.forms), 1) > 0
    AND (coalesce(cardinality(c.means), 1) > 0 OR NOT {MEANS_NEEDED})
    THEN 'definition_unclear' END"""
# A verdict counts in the year in which a court first came to its outcome, with the sentence
# that stood at the end of that year: a conviction which a higher court confirms later stays
# in its year, and one that it lifts later as well; the acquittal is of its own year. What the
# same court corrects does not count.
VERDICT = """(SELECT DISTINCT ON (r.charge_id, r.run) u.*, r.first_on
    FROM (SELECT s.*, min(s.day) OVER (PARTITION BY s.charge_id, s.run) AS first_on,
              max(s.run) OVER (PARTITION BY s.charge_id, extract(year FROM s.day)) AS latest
          FROM (SELECT j.*, count(*) FILTER (WHERE j.other) OVER (
                    PARTITION BY j.charge_id ORDER BY j.day, j.number) AS run
                FROM (SELECT h.id, h.charge_id, h.day, h.number, w.outcome IS DISTINCT FROM
                          lag(w.outcome) OVER (PARTITION BY h.charge_id
                                               ORDER BY h.day, h.number) AS other
                      FROM prosecution_charge_history h
                      JOIN prosecution_verdict w ON w.id = h.id
                      WHERE h.move = 'judge' AND h.precision <> 'unknown') j) s) r
    JOIN prosecution_verdict u ON u.id = r.id
    WHERE r.run = r.latest AND extract(year FROM r.day) = extract(year FROM r.first_on)
    ORDER BY r.charge_id, r.run, r.day DESC, r.number DESC) v"""
CLAIM_STEP = """prosecution_restitutionclaim_history h
    JOIN prosecution_restitutionclaim k ON k.id = h.claim_id
    JOIN prosecution_casevictim t ON t.id = k.victim_id AND t.named
    JOIN prosecution_case c ON c.id = k.case_id """
# An order that a higher court lifts in its own year came to nothing in that year.
LIFTED_SOON = f"""EXISTS (SELECT 1 FROM prosecution_restitutionclaim_history l
    WHERE l.claim_id = h.claim_id AND l.move = 'lift' AND (l.day, l.number) > (h.day, h.number)
      AND l.day <= {year_end("h.day")})"""
# An entry of a payment that was put right does not count.
RIGHT = """NOT EXISTS (
    SELECT 1 FROM prosecution_paymentcorrection x WHERE x.payment_id = y.id)"""
OF_VICTIM = {"person": "t.person_id", **person_columns("t")}

LAW = joined_law(
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
        "prosecution_paymentcorrection",
        "prosecution_victimcorrection",
        "prosecution_caseevent",
        "prosecution_complaintstep",
        "prosecution_incidentstep",
        "prosecution_casestep",
        "prosecution_investigationstep",
        "prosecution_cooperationstep",
        "prosecution_chargestep",
        "prosecution_forfeiturestep",
        "prosecution_claimstep",
    ),
    cut_statements(FROZEN),
    fact_event(
        "complaint",
        begun_on_known_day("k", "complaint_id", "complaint"),
        date="h.day",
        key="k.id",
        agency="k.agency_id",
        place="k.place_code",
        official="k.concerns_official",
        kind="k.about",
        outcome=at_year_end(ComplaintStep, "k.id"),
        reason=at_year_end(ComplaintStep, "k.id", WHY),
    ),
    # On the day it happened; where nobody said it, on the day police came to know of it.
    fact_event(
        "incident",
        begun_on_known_day("n", "incident_id", "incident")
        + "LEFT JOIN prosecution_case c ON c.id = n.case_id",
        date="h.day",
        key="n.id",
        case=f"CASE WHEN {at_year_end(IncidentStep, 'n.id')} = 'case' "
        "THEN n.case_id END",
        agency="n.agency_id",
        place="n.place_code",
        official="coalesce(c.concerns_official, false)",
        kind="n.source",
        outcome=at_year_end(IncidentStep, "n.id"),
        reason=at_year_end(IncidentStep, "n.id", WHY),
        exploited_in="nullif(n.country, '')",
    ),
    fact_event(
        "case_opened",
        begun_on_known_day("c", "case_id", "case"),
        date="h.day",
        key="c.id",
        **CASE,
    ),
    fact_event(
        "investigation_opened",
        begun_on_known_day("n", "investigation_id", "investigation")
        + "JOIN prosecution_case c ON c.id = n.case_id",
        date="h.day",
        key="n.id",
        **CASE,
    ),
    # Of the running year the day is today: it is open now, and the year has no end yet.
    fact_event(
        "investigation_open",
        "prosecution_investigation_history h "
        "JOIN prosecution_investigation n ON n.id = h.investigation_id "
        "JOIN prosecution_case c ON c.id = n.case_id "
        + year_ends("h.day")
        + GOES_ON
        + "h.state IN ('open', 'suspended')",
        date="at.last",
        key="n.id",
        **CASE,
    ),
    fact_event(
        "cooperation",
        begun_on_known_day("q", "request_id", "cooperationrequest")
        + "LEFT JOIN prosecution_case c ON c.id = q.case_id",
        date="h.day",
        key="q.id",
        case="q.case_id",
        agency="q.agency_id",
        place="NULL::text",
        official="coalesce(c.concerns_official, false)",
        kind="q.kind",
        outcome=at_year_end(CooperationStep, "q.id"),
        reason="q.direction",
    ),
    fact_event(
        "charged",
        begun_on_known_day("k", "charge_id", "charge") + OF_CHARGE,
        date="h.day",
        key="k.id",
        kind=KIND,
        outcome=at_year_end(ChargeStep, "k.id"),
        **DEFENDANT,
        **CASE,
    ),
    fact_event(
        "prosecution_open",
        CHARGE_STEP + year_ends("h.day") + GOES_ON + "h.state = 'filed'",
        date="at.last",
        key="k.id",
        kind=KIND,
        **DEFENDANT,
        **CASE,
    ),
    fact_event(
        "verdict",
        f"{VERDICT} JOIN prosecution_charge k ON k.id = v.charge_id " + OF_CHARGE,
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
        begun_on_known_day("g", "forfeiture_id", "forfeiture")
        + "JOIN prosecution_case c ON c.id = g.case_id "
        + f"WHERE {at_year_end(ForfeitureStep, 'g.id')} <> 'lifted'",
        date="h.day",
        key="g.id",
        kind="g.kind",
        outcome=at_year_end(ForfeitureStep, "g.id"),
        amount="g.value",
        currency=CURRENCY,
        **CASE,
    ),
    fact_event(
        "forfeiture_lifted",
        "prosecution_forfeiture_history h "
        "JOIN prosecution_forfeiture g ON g.id = h.forfeiture_id "
        "JOIN prosecution_case c ON c.id = g.case_id "
        "WHERE h.move = 'lift' AND h.precision <> 'unknown'",
        date="h.day",
        key="g.id",
        kind="g.kind",
        amount="g.value",
        currency=CURRENCY,
        **CASE,
    ),
    fact_event(
        "restitution_claimed",
        CLAIM_STEP + "WHERE h.opening AND h.precision <> 'unknown'",
        date="h.day",
        key="k.id",
        outcome=at_year_end(ClaimStep, "k.id"),
        reason=at_year_end(ClaimStep, "k.id", WHY_CLOSED),
        **OF_VICTIM,
        **CASE,
    ),
    fact_event(
        "restitution_ordered",
        CLAIM_STEP
        + "JOIN prosecution_claimstep o ON o.id = h.id "
        + f"WHERE h.move = 'order' AND h.precision <> 'unknown' AND NOT {LIFTED_SOON}",
        date="h.day",
        key="k.id",
        outcome=at_year_end(ClaimStep, "k.id"),
        amount="o.amount",
        currency=CURRENCY,
        **OF_VICTIM,
        **CASE,
    ),
    fact_event(
        "restitution_lifted",
        CLAIM_STEP + "WHERE h.move = 'lift' AND h.precision <> 'unknown'",
        date="h.day",
        key="k.id",
        **OF_VICTIM,
        **CASE,
    ),
    # Paid is what reached the victim; what a court still keeps for them is not.
    fact_event(
        "restitution_paid",
        "prosecution_restitutionpayment y JOIN prosecution_restitutionclaim k ON k.id = y.claim_id "
        "JOIN prosecution_casevictim t ON t.id = k.victim_id AND t.named "
        f"JOIN prosecution_case c ON c.id = k.case_id WHERE y.reached_on IS NOT NULL AND {RIGHT}",
        date="y.reached_on",
        key="y.id",
        kind="y.manner",
        amount="y.amount",
        currency=CURRENCY,
        **OF_VICTIM,
        **CASE,
    ),
    steps_behind("complaint", ComplaintStep, code="code"),
    steps_behind("incident", IncidentStep, code="code"),
    steps_behind("case_opened", CaseStep, code="code"),
    steps_behind("investigation_opened", InvestigationStep),
    steps_behind("cooperation", CooperationStep),
    steps_behind("charged", ChargeStep),
    steps_behind("verdict", ChargeStep, moves=["judge"]),
    steps_behind("forfeiture", ForfeitureStep),
    steps_behind("forfeiture_lifted", ForfeitureStep, moves=["lift"]),
    steps_view("restitution_claimed", CLAIMED),
    steps_behind("restitution_ordered", ClaimStep, moves=["order"]),
    steps_behind("restitution_lifted", ClaimStep, moves=["lift"]),
    steps_view("restitution_paid", PAID),
)
