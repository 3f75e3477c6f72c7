"""More events by the one door: courts, money, services, shelters, prevention and the budget."""

from importlib import import_module

from django.db import migrations

door = import_module("sala.facts.migrations.0001_door")
event = import_module("sala.facts.migrations.0004_faster_door").event
only, described = door.only, door.described

TABLES = (
    "prosecution_defendant",
    "prosecution_charge",
    "prosecution_verdict",
    "prosecution_forfeiture",
    "prosecution_restitutionclaim",
    "prosecution_restitutionpayment",
    "protection_servicedelivered",
    "protection_shelter",
    "protection_bed",
    "protection_shelterstay",
    "prevention_trainingsession",
    "prevention_trainedcount",
    "prevention_awarenessactivity",
    "prevention_inspection",
    "prevention_recruitmentagency",
    "prevention_licencestep",
    "partnership_budgetline",
    "partnership_spending",
)
POLICIES = "\n".join(
    f"CREATE POLICY facts_door ON {table} FOR SELECT TO CURRENT_USER USING ((SELECT facts_open()));"
    for table in TABLES
)

CURRENCY = "(SELECT p.head->>'currency' FROM countries_pack p LIMIT 1)"


def year_ends(since, name="at"):
    """The last days of the years from one on; of the running year, today."""
    return (
        f"CROSS JOIN LATERAL (SELECT least(make_date(y, 12, 31), current_date) AS last "
        f"FROM generate_series(extract(year FROM {since})::int, "
        f"extract(year FROM current_date)::int) y) {name}"
    )


# What the case is about, without the agency that a sealed case must not name.
CASE = {
    "case": "c.id",
    "agency": "c.agency_id",
    "place": "c.place_code",
    "official": "c.concerns_official",
    "form": only("c.forms"),
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
# As prosecution/rules/cases.py says it: nothing was looked for in vain, and something not at all.
# Of a child nobody need look for a means.
MEANS_NEEDED = """NOT EXISTS (SELECT 1 FROM prosecution_casevictim v
    WHERE v.case_id = c.id AND v.age_group <> 'adult')"""
UNCLEAR = f"""CASE WHEN (c.acts IS NULL OR c.forms IS NULL OR (c.means IS NULL AND {MEANS_NEEDED}))
    AND coalesce(cardinality(c.acts), 1) > 0 AND coalesce(cardinality(c.forms), 1) > 0
    AND (coalesce(cardinality(c.means), 1) > 0 OR NOT {MEANS_NEEDED})
    THEN 'definition_unclear' END"""
# The last recorded verdict stands. It counts from the day a court first came to its outcome, so
# that a conviction which a higher court confirms stays in its year, and one it lifts is none; a
# correction of the same court replaces what it corrects.
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
OF_VICTIM = {"person": "t.person_id", **described("t")}
EXPLOITED = door.EXPLOITED
# What a decision says of the exploitation is known of who is helped, also before one is identified.
STANDING = door.STANDING.replace("d.outcome = 'identified' AND ", "").replace(
    "d.person_id, d.recorded_at DESC",
    "d.person_id, (d.outcome = 'identified') DESC, d.recorded_at DESC",
)
# Where a shelter stands is nobody's to read: of its place only the province is told.
SHELTER_PLACE = "(SELECT x.province FROM facts_province x WHERE x.code = h.place_code)"

EVENTS = [
    event(
        "charged",
        CHARGED,
        date="h.filed_on",
        key="h.id",
        kind=KIND,
        outcome="h.state",
        **DEFENDANT,
        **CASE,
    ),
    event(
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
    event(
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
    event(
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
    event(
        "restitution_claimed",
        CLAIM,
        date="k.opened_at::date",
        key="k.id",
        outcome="k.state",
        reason="nullif(k.reason, '')",
        **OF_VICTIM,
        **CASE,
    ),
    event(
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
    event(
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
    event(
        "service_given",
        "protection_servicedelivered s " + STANDING.format("s") + " WHERE s.struck_at IS NULL",
        date="s.happened_on",
        key="s.id",
        person="s.person_id",
        agency="s.agency_id",
        place="s.place_code",
        kind="s.service",
        amount="s.amount",
        currency="nullif(s.currency, '')",
        **described("s"),
        **EXPLOITED,
    ),
    event(
        "sheltered",
        "protection_shelterstay s JOIN protection_bed b ON b.id = s.bed_id "
        "JOIN protection_shelter h ON h.id = b.shelter_id " + STANDING.format("s") + " "
        "WHERE s.state IN ('in', 'left')",
        date="s.from_on",
        key="s.id",
        person="s.person_id",
        agency="s.agency_id",
        place=SHELTER_PLACE,
        reason="nullif(s.reason, '')",
        **described("s"),
        **EXPLOITED,
    ),
    event(
        "shelter",
        "protection_shelter h " + year_ends("h.added_at") + " WHERE h.added_at::date <= at.last "
        "AND (h.closed_on IS NULL OR h.closed_on > at.last)",
        date="at.last",
        key="h.id",
        agency="h.agency_id",
        place=SHELTER_PLACE,
        number="(SELECT count(*) FROM protection_bed b WHERE b.shelter_id = h.id "
        "AND b.added_on <= at.last AND (b.retired_on IS NULL OR b.retired_on > at.last))",
    ),
    event(
        "trained",
        "prevention_trainingsession s LEFT JOIN prevention_trainedcount n ON n.session_id = s.id "
        "WHERE s.withdrawn_at IS NULL",
        date="s.starts_on",
        key="s.id",
        agency="s.agency_id",
        place="s.place_code",
        sex="nullif(n.sex, '')",
        kind=only("s.topics"),
        number="n.number",
    ),
    event(
        "reached",
        "prevention_awarenessactivity w WHERE w.withdrawn_at IS NULL",
        date="w.starts_on",
        key="w.id",
        agency="w.agency_id",
        place="w.place_code",
        kind="w.channel",
        number="w.reached",
    ),
    event(
        "inspection",
        "prevention_inspection n WHERE n.withdrawn_at IS NULL",
        date="n.happened_on",
        key="n.id",
        agency="n.agency_id",
        place="n.place_code",
        sector="nullif(n.sector, '')",
        kind="n.kind",
        outcome=only("n.findings"),
        reason=only("n.measures"),
    ),
    event(
        "recruiter",
        "prevention_recruitmentagency r CROSS JOIN LATERAL (SELECT min(l.happened_on) AS first "
        "FROM prevention_licencestep l WHERE l.recruitment_agency_id = r.id) began "
        + year_ends("began.first")
        + " CROSS JOIN LATERAL (SELECT l.state, l.until FROM prevention_licencestep l "
        "WHERE l.recruitment_agency_id = r.id AND l.happened_on <= at.last "
        "ORDER BY l.step DESC LIMIT 1) now "
        "WHERE now.state = 'licensed' AND (now.until IS NULL OR now.until >= at.last)",
        date="at.last",
        key="r.id",
        agency="r.agency_id",
        place="r.place_code",
    ),
    event(
        "recruiter_sanctioned",
        "prevention_licencestep l JOIN prevention_recruitmentagency r "
        "ON r.id = l.recruitment_agency_id WHERE l.state <> 'licensed'",
        date="l.happened_on",
        key="r.id",
        agency="r.agency_id",
        place="r.place_code",
        kind="l.state",
        reason="nullif(l.reason, '')",
    ),
    event(
        "allocated",
        "partnership_budgetline b",
        date="make_date(b.fiscal_year, 12, 31)",
        key="b.id",
        agency="b.agency_id",
        place="NULL::text",
        kind="b.purpose",
        amount="b.allocated",
        currency=CURRENCY,
    ),
    event(
        "spent",
        "partnership_budgetline b JOIN LATERAL (SELECT s.spent, s.up_to "
        "FROM partnership_spending s WHERE s.line_id = b.id AND s.withdrawn_at IS NULL "
        "ORDER BY s.up_to DESC LIMIT 1) s ON true",
        year="b.fiscal_year",
        date="s.up_to",
        key="b.id",
        agency="b.agency_id",
        place="NULL::text",
        kind="b.purpose",
        amount="s.spent",
        currency=CURRENCY,
    ),
]


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0004_faster_door"),
        ("prosecution", "0008_attachments"),
        ("protection", "0016_accepted_at_locks"),
        ("prevention", "0002_locks"),
        ("partnership", "0002_locks"),
    ]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (POLICIES, *EVENTS)]
