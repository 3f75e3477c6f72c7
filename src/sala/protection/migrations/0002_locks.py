"""Who sees what is owed to a person and where they went, and who may record it."""

from django.db import migrations

from sala.kit.rowsecurity import protected

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
SEES = "('case_worker', 'identification_officer', 'supervisor')"
# The person's own policy decides: PostgreSQL applies it inside this condition.
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
# A right opens only on a decision or a screening that the session can see.
RESTS = """CASE basis
    WHEN 'identified' THEN EXISTS (SELECT 1 FROM screening_identificationdecision d
        WHERE d.id = rests_on AND d.person_id = protection_personentitlement.person_id
          AND d.outcome = 'identified')
    ELSE EXISTS (SELECT 1 FROM screening_screening s
        WHERE s.id = rests_on AND s.person_id = protection_personentitlement.person_id
          AND s.outcome = 'indicated') END"""
SEES_ENTITLEMENT = (
    "EXISTS (SELECT 1 FROM protection_personentitlement e WHERE e.id = entitlement_id)"
)
SEES_RETURN = "EXISTS (SELECT 1 FROM protection_return r WHERE r.id = returned_id)"

GAPS = f"""
-- What was owed in a time and what became of it, for the whole country: numbers, and nobody.
CREATE FUNCTION protection_gaps(p_from timestamptz, p_until timestamptz)
RETURNS TABLE (code varchar, sex varchar, age_group varchar, citizenship varchar,
               place_code varchar, state varchar, number bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_role() <> 'analyst' THEN RETURN; END IF;
    RETURN QUERY
        SELECT e.code, e.sex, e.age_group, e.citizenship, e.place_code, e.state, count(*)
        FROM protection_personentitlement e
        WHERE e.opened_at >= p_from AND e.opened_at < p_until
        GROUP BY 1, 2, 3, 4, 5, 6;
END $$;
CREATE POLICY owner_counts ON protection_personentitlement FOR SELECT TO CURRENT_USER
    USING (access_proven());
"""

# The authority changes one thing only: what was presumed rests on its own decision from then on.
TAKES_OVER = f"""
CREATE POLICY authority_takes_over ON protection_personentitlement AS RESTRICTIVE FOR UPDATE
    USING ({ROLE} <> 'identification_officer' OR basis = 'presumed')
    WITH CHECK ({ROLE} <> 'identification_officer' OR (basis = 'identified' AND {RESTS}));
"""


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0001_initial"),
        ("screening", "0002_locks"),
        ("people", "0003_grants_by_rule"),
    ]

    operations = [
        protected(
            "protection_personentitlement",
            select=f"{ROLE} IN {SEES} AND {SEES_PERSON}",
            insert=(
                f"opened_by_id = {ACTOR} AND opened_at {NOW} AND state = 'opened' "
                f"AND {SEES_PERSON} AND {RESTS}"
            ),
            update=(f"{SEES_PERSON} AND {ROLE} IN ('case_worker', 'identification_officer')"),
            columns=(
                "basis, rests_on, state, reason, agency_id, version, changed_by_id, changed_at"
            ),
        ),
        migrations.RunSQL(TAKES_OVER, migrations.RunSQL.noop),
        protected(
            "protection_entitlementstep",
            select=SEES_ENTITLEMENT,
            insert=(
                f"{SEES_ENTITLEMENT} AND {ROLE} = 'case_worker' AND agency_id = {AGENCY} "
                f"AND recorded_by_id = {ACTOR} AND recorded_at {NOW}"
            ),
        ),
        protected(
            "protection_return",
            select=f"{ROLE} IN {SEES} AND {SEES_PERSON}",
            insert=(
                f"{ROLE} = 'case_worker' AND agency_id = {AGENCY} AND recorded_by_id = {ACTOR} "
                f"AND recorded_at {NOW} AND state = 'planned' AND {SEES_PERSON}"
            ),
            update=f"{ROLE} = 'case_worker' AND agency_id = {AGENCY} AND {SEES_PERSON}",
            columns="state, reason, happened_on, version, changed_by_id, changed_at",
        ),
        protected(
            "protection_followup",
            select=SEES_RETURN,
            insert=f"{SEES_RETURN} AND {ROLE} = 'case_worker' AND state = 'due'",
            update=f"{SEES_RETURN} AND {ROLE} = 'case_worker'",
            columns="state, happened_on, manner, found, reason, recorded_by_id, recorded_at",
        ),
        migrations.RunSQL(GAPS, migrations.RunSQL.noop),
    ]
