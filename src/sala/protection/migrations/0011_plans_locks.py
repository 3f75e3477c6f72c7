"""Who sees a plan of support, who writes it, and that its versions are never changed."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
SEES = "('case_worker', 'identification_officer', 'supervisor')"
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
SEES_PLAN = "EXISTS (SELECT 1 FROM protection_supportplan t WHERE t.id = plan_id)"
OWN_RIGHT = """(entitlement_id IS NULL OR EXISTS (SELECT 1 FROM protection_personentitlement e
    JOIN protection_supportplan t ON t.person_id = e.person_id
    WHERE e.id = entitlement_id AND t.id = plan_id))"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0010_plans")]

    operations = [
        protected(
            "protection_supportplan",
            select=f"{ROLE} IN {SEES} AND {SEES_PERSON}",
            insert=(
                f"{ROLE} = 'case_worker' AND agency_id = {AGENCY} AND recorded_by_id = {ACTOR} "
                f"AND recorded_at {NOW} AND state = 'draft' AND {SEES_PERSON}"
            ),
            # All who help a person write one plan together.
            update=f"{ROLE} = 'case_worker' AND {SEES_PERSON}",
            columns=(
                "state, agreed_by, agreed_on, review_on, reason, version, changed_by_id, changed_at"
            ),
            leaving=f"changed_by_id = {ACTOR}",
        ),
        protected(
            "protection_plangoal",
            select=SEES_PLAN,
            insert=f"{SEES_PLAN} AND {ROLE} = 'case_worker' AND state = 'open' AND {OWN_RIGHT}",
            update=f"{SEES_PLAN} AND {ROLE} = 'case_worker'",
            columns="responsible_id, by_when, state, reason",
        ),
        protected(
            "protection_planversion",
            select=SEES_PLAN,
            insert=(
                f"{SEES_PLAN} AND {ROLE} = 'case_worker' AND changed_by_id = {ACTOR} "
                f"AND agency_id = {AGENCY} AND recorded_at {NOW}"
            ),
        ),
    ]
