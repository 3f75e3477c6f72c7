"""Who sees and writes what hangs on a case, a complaint, an incident, a request for
cooperation.
"""

from django.conf import settings

from sala.access.law.asking import ACTOR, AGENCY, OWN, SOON, may_word
from sala.access.law.seats import seat_sql, seated_becoming, seated_updates
from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only, protect_table
from sala.prosecution.law import case_visibility as cases
from sala.prosecution.states import COOPERATION, IDENTITY_REQUEST

ASSIGNED = cases.ASSIGNED
SEES_CASE = "prosecution_sees_case(case_id)"
READS_CASE = "prosecution_reads_case(case_id)"
WORKS = may_word("prosecution.case.change")
OVERSEES = cases.OVERSEES
INVESTIGATES = may_word("prosecution.investigation.open")
MOVES_INVESTIGATIONS = may_word("prosecution.investigation.change")
# Oversight sees what concerns an official, and nothing else of an agency.
SEES_INCIDENTS = f"{may_word('prosecution.incident.view')} AND NOT {OVERSEES}"
OWN_FOR_A_DAY = (
    "(registered_by_id = (SELECT access_frontline()) "
    "AND registered_at > (SELECT access_now()) - interval '24 hours')"
)
NOT_HIDDEN = "NOT concerns_official AND (incident_id IS NULL OR NOT prosecution_hides_incident(incident_id))"
KEEPS_COMPLAINT = (
    f"({OWN} AND ({may_word('prosecution.complaint.keep')} OR "
    f"({may_word('prosecution.complaint.keep_own')} AND registered_by_id = {ACTOR}))) "
    f"OR {OWN_FOR_A_DAY}"
)
DECIDES = may_word("prosecution.complaint.decide")
REVIEWS = may_word("prosecution.complaint.review")
OVERSEES_IT = f"(concerns_official AND {OVERSEES})"
COOPERATES = seat_sql(COOPERATION, "keeper")
SEES_PAPERS = f"{may_word('prosecution.attachment.open')} AND {READS_CASE}"
GIVES = f"{OWN} AND added_by_id = {ACTOR} AND {may_word('prosecution.attachment.add')}"
A_DAY = "added_at > (SELECT access_now()) - interval '24 hours'"

# The functions of this room run as the owner, who is under row-level security like
# everybody. What facts are made of is asked once a query who asks, not once a row.
OWNER = ";\n".join(
    f"CREATE POLICY owner_acts ON prosecution_{table} FOR ALL TO CURRENT_USER "
    f"USING ({proven}) WITH CHECK (access_proven())"
    for proven, tables in (
        (
            "(SELECT access_proven())",
            (
                "case",
                "casevictim",
                "victimcorrection",
                "investigation",
                "incident",
                "complaint",
                "cooperationrequest",
                "caseevent",
            ),
        ),
        ("access_proven()", ("caseassignment", "caseidentityrequest")),
    )
    for table in tables
)

# Findings are changed wherever a case is, so that no policy of its row says which state
# it comes to.
HANDED_ON = f"""
-- By hand a case is closed; it is handed on and opened again by its own function alone.
CREATE FUNCTION prosecution_case_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a case is handed on by its own function'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER prosecution_case_stays BEFORE UPDATE OF state ON prosecution_case
    FOR EACH ROW WHEN (NEW.state NOT IN (OLD.state, 'closed')
                       AND current_user = '{settings.APPLICATION_ROLE}')
    EXECUTE FUNCTION prosecution_case_stays();
"""

LAW = joined_law(
    protect_table(
        "prosecution_case",
        select=cases.reads_case(),
        insert=(
            f"{OWN} AND held_by_id = {AGENCY} AND opened_by_id = {ACTOR} "
            f"AND opened_at {SOON} AND state = 'open' "
            f"AND {may_word('prosecution.case.open')} "
            f"AND concerns_official = {OVERSEES} AND in_compartment = {OVERSEES} "
            "AND continues_id IS NULL AND taken_over_at IS NULL AND taken_by_id IS NULL "
            "AND confirmed_at IS NULL AND left_compartment_at IS NULL"
        ),
        update=(
            f"{cases.sees_case()} AND {WORKS} AND (held_by_id = {AGENCY} OR id = {ASSIGNED})"
        ),
        columns=(
            "place_code, country, began_on, ended_on, acts, means, forms, account, state, "
            "closed_reason, version, changed_by_id, changed_at"
        ),
    ),
    protect_table(
        "prosecution_casevictim",
        # Who was never a victim of the case is in its history, and nowhere else.
        select=f"{SEES_CASE} AND named",
        update=f"{SEES_CASE} AND {WORKS}",
        columns="sex, age_group, citizenship",
    ),
    protect_table(
        "prosecution_victimcorrection",
        select=SEES_CASE,
    ),
    protect_table(
        "prosecution_caseassignment",
        select=SEES_CASE,
        update=(
            f"{SEES_CASE} AND {may_word('prosecution.case.assign')} "
            f"AND by_oversight = {OVERSEES} AND (by_oversight OR {OWN})"
        ),
        columns="ended_at, ended_by_id",
        leaving="ended_at IS NOT NULL",
    ),
    protect_table(
        "prosecution_caseevent",
        select=SEES_CASE,
        insert=f"{SEES_CASE} AND {OWN} AND recorded_by_id = {ACTOR} AND recorded_at {SOON}",
    ),
    protect_table(
        "prosecution_investigation",
        select=SEES_CASE,
        insert=f"{SEES_CASE} AND {OWN} AND {INVESTIGATES} AND opened_by_id = {ACTOR}",
        update=f"{SEES_CASE} AND {MOVES_INVESTIGATIONS}",
        becoming=(
            f"{SEES_CASE} AND {MOVES_INVESTIGATIONS} "
            f"AND (state IN ('open', 'closed') OR {INVESTIGATES})"
        ),
        columns="state, reason, state_since, changed_by_id, changed_at",
    ),
    protect_table(
        "prosecution_caseidentityrequest",
        select=(
            f"{SEES_CASE} OR (custodian_id = (SELECT access_scope()) "
            "AND NOT prosecution_hides(case_id))"
        ),
        update=seated_updates(IDENTITY_REQUEST),
        becoming=seated_becoming(IDENTITY_REQUEST),
        columns="state, answered_by_id, answered_at",
    ),
    protect_table(
        "prosecution_incident",
        select=(
            f"({OWN} AND {SEES_INCIDENTS} "
            "AND (case_id IS NULL OR NOT prosecution_hides(case_id))) "
            f"OR (case_id IS NOT NULL AND {READS_CASE})"
        ),
        insert=(
            f"{OWN} AND recorded_by_id = {ACTOR} AND recorded_at {SOON} "
            f"AND {may_word('prosecution.case.open')}"
        ),
        update=f"{OWN} AND {may_word('prosecution.incident.record')}",
        columns="state, reason, case_id",
    ),
    protect_table(
        "prosecution_complaint",
        select=(
            f"({NOT_HIDDEN} AND ({KEEPS_COMPLAINT} OR (referred_to_id = {AGENCY} "
            f"AND {SEES_INCIDENTS}))) OR {OVERSEES_IT} "
            "OR (incident_id IS NOT NULL AND prosecution_sees_incident(incident_id))"
        ),
        insert=(
            f"{OWN} AND registered_by_id = {ACTOR} AND registered_at {SOON} "
            f"AND state = 'registered' AND {may_word('prosecution.complaint.register')} "
            f"AND (concerns_official OR NOT {OVERSEES})"
        ),
        update=f"({NOT_HIDDEN} AND ({KEEPS_COMPLAINT})) OR {OVERSEES_IT}",
        # Who reviews does not close, who decides agrees to no closing, and referring is
        # the function's, but of a complaint about an official.
        leaving=(
            f"CASE state WHEN 'reviewed' THEN {REVIEWS} "
            f"WHEN 'screened' THEN {DECIDES} OR {REVIEWS} "
            f"WHEN 'referred' THEN {OVERSEES_IT} ELSE {DECIDES} END"
        ),
        columns=(
            "state, signs, screened_by_id, screened_at, referred_to_id, referred_at, "
            "incident_id, closed_reason, closed_by_id, closed_at, reviewed_by_id, "
            "reviewed_at, version"
        ),
    ),
    protect_table(
        "prosecution_cooperationrequest",
        select=f"{may_word('prosecution.cooperation.view')} AND {COOPERATES}",
        insert=(
            f"{OWN} AND {may_word('prosecution.cooperation.change')} AND recorded_by_id = {ACTOR} AND {COOPERATES}"
        ),
        update=seated_updates(COOPERATION),
        becoming=seated_becoming(COOPERATION),
        columns="state, state_since, due_on, changed_by_id, changed_at",
    ),
    protect_table(
        "prosecution_caseattachment",
        select=SEES_PAPERS,
        insert=f"{SEES_PAPERS} AND {GIVES} AND added_at {SOON}",
        # Evidence does not disappear: only its own giver takes it back, within a
        # day.
        delete=f"{SEES_PAPERS} AND {GIVES} AND {A_DAY}",
        in_backup=BackupShare.WHOLE,
    ),
    cut_statements(OWNER),
    cut_statements(HANDED_ON),
    for_triggers_only("prosecution_case_stays"),
)
