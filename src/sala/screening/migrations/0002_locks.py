"""Who sees an operation, a screening, a request and a decision, and who may write one."""

from django.db import migrations

from sala.kit.rowsecurity import protected

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ROLE = "(SELECT access_role())"
OWN = "agency_id = (SELECT access_agency())"
MEETS = "('frontline_officer', 'identification_officer', 'case_worker', 'investigator')"
SCREENS = "('frontline_officer', 'identification_officer', 'case_worker')"
# Whoever works on the person's case reads what was decided.
READS_DECISIONS = (
    "('identification_officer', 'case_worker', 'supervisor', "
    "'investigator', 'prosecutor', 'court_clerk')"
)
# The person's own policy decides: PostgreSQL applies it inside this condition.
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
SEES_OPERATION = "EXISTS (SELECT 1 FROM screening_operation o WHERE o.id = operation_id)"
WITHIN_A_DAY = "> (SELECT access_now()) - interval '24 hours'"

# An operation is numbers and no person: the whole agency that was there sees it.
OPERATIONS = f"{OWN} AND {ROLE} IN ('supervisor', {MEETS[1:]}"
NOW = "<= (SELECT access_now()) + interval '1 minute'"


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0001_initial"),
        ("people", "0003_grants_by_rule"),
        ("access", "0004_grants_by_rule"),
    ]

    operations = [
        protected(
            "screening_operation",
            select=OPERATIONS,
            insert=(
                f"{OWN} AND recorded_by_id = (SELECT access_actor()) AND recorded_at {NOW} "
                f"AND {ROLE} IN {MEETS}"
            ),
            update=OPERATIONS,
            columns="kind, place_code, crossing_code, happened_on, state, version",
        ),
        protected(
            "screening_metcount",
            select=SEES_OPERATION,
            insert=f"{SEES_OPERATION} AND {ROLE} IN {MEETS}",
            update=f"{SEES_OPERATION} AND {ROLE} IN {MEETS}",
            delete=f"{SEES_OPERATION} AND {ROLE} IN {MEETS}",
            columns="number",
        ),
        protected(
            "screening_notscreened",
            select=SEES_OPERATION,
            insert=f"{SEES_OPERATION} AND recorded_by_id = (SELECT access_actor())",
        ),
        protected(
            "screening_envelope",
            select=f"sent_by_id = (SELECT access_actor()) OR ({OWN} AND {ROLE} = 'supervisor')",
            insert=f"{OWN} AND sent_by_id = (SELECT access_actor()) AND {ROLE} IN {SCREENS}",
            update=f"sent_by_id = (SELECT access_actor()) OR ({OWN} AND {ROLE} = 'supervisor')",
            columns="state, fault",
        ),
        protected(
            "screening_screening",
            select=(
                "agency_id = (SELECT access_scope()) "
                "OR id = ANY ((SELECT access_granted('screening'))::uuid[]) "
                f"OR (screened_by_id = (SELECT access_frontline()) AND received_at {WITHIN_A_DAY})"
            ),
            insert=(
                f"{OWN} AND screened_by_id = (SELECT access_actor()) AND received_at {NOW} "
                f"AND {ROLE} IN {SCREENS} AND {SEES_PERSON}"
            ),
        ),
        protected(
            "screening_screeninganswers",
            select=(
                "(SELECT access_opens_identities()) AND EXISTS "
                "(SELECT 1 FROM screening_screening s WHERE s.id = screening_id)"
            ),
            insert=(
                "EXISTS (SELECT 1 FROM screening_screening s WHERE s.id = screening_id "
                "AND s.screened_by_id = (SELECT access_actor()))"
            ),
        ),
        protected(
            "screening_identificationrequest",
            select=(
                "agency_id = (SELECT access_scope()) OR authority_id = (SELECT access_scope()) "
                f"OR (asked_by_id = (SELECT access_frontline()) AND asked_at {WITHIN_A_DAY})"
            ),
            insert=(
                f"{OWN} AND asked_by_id = (SELECT access_actor()) AND asked_at {NOW} "
                f"AND {ROLE} IN {SCREENS} AND {SEES_PERSON}"
            ),
            update=(
                f"authority_id = (SELECT access_agency()) AND {ROLE} = 'identification_officer'"
            ),
            columns="state",
        ),
        protected(
            "screening_identificationdecision",
            select=f"{ROLE} IN {READS_DECISIONS} AND {SEES_PERSON}",
            insert=(
                f"{OWN} AND decided_by_id = (SELECT access_actor()) "
                f"AND {ROLE} = 'identification_officer' AND {SEES_PERSON} AND EXISTS "
                "(SELECT 1 FROM access_agency a WHERE a.id = agency_id AND a.identifies)"
            ),
        ),
        migrations.RunSQL(
            f"""
-- A request opens the person and the screening to the authority it asks, and to nobody else.
CREATE FUNCTION screening_open_to_authority(p_request uuid, p_until timestamptz) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    r record;
BEGIN
    SELECT * INTO r FROM screening_identificationrequest
        WHERE id = p_request AND asked_by_id = access_actor() AND agency_id = access_agency()
          AND state = 'asked';
    IF NOT access_proven() OR r.id IS NULL OR r.authority_id = r.agency_id THEN RETURN; END IF;
    IF p_until > access_now() + interval '366 days' THEN
        RAISE EXCEPTION 'a record is opened for a year at most';
    END IF;
    PERFORM access_open('person', r.person_id, r.authority_id, p_until,
                        'identification_request', r.id);
    IF r.screening_id IS NOT NULL THEN
        PERFORM access_open('screening', r.screening_id, r.authority_id, p_until,
                            'identification_request', r.id);
    END IF;
END $$;
CREATE POLICY owner_asks ON screening_identificationrequest FOR SELECT TO CURRENT_USER
    USING (access_proven());
""",
            migrations.RunSQL.noop,
        ),
    ]
