"""Who sees a service, who records one, and that it is never changed but struck out."""

from django.conf import settings
from django.db import migrations

from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
SEES = "('case_worker', 'identification_officer', 'supervisor')"
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
OWN_RIGHT = """(entitlement_id IS NULL OR EXISTS (SELECT 1 FROM protection_personentitlement e
    WHERE e.id = entitlement_id AND e.person_id = {table}.person_id))"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0008_services")]

    operations = [
        protected(
            "protection_servicedelivered",
            select=(
                f"(agency_id = {AGENCY} AND {ROLE} IN ('case_worker', 'supervisor')) "
                f"OR ({ROLE} IN {SEES} AND {SEES_PERSON})"
            ),
            insert=(
                f"agency_id = {AGENCY} AND {ROLE} = 'case_worker' AND recorded_by_id = {ACTOR} "
                f"AND recorded_at {NOW} AND struck_at IS NULL AND {SEES_PERSON} "
                f"AND {OWN_RIGHT.format(table='protection_servicedelivered')}"
            ),
            update=f"agency_id = {AGENCY} AND {ROLE} = 'case_worker'",
            columns="struck_at, struck_by_id, struck_reason",
            leaving=f"struck_at IS NOT NULL AND struck_by_id = {ACTOR}",
        ),
        migrations.RunSQL(
            "CREATE POLICY own_right ON protection_shelterstay AS RESTRICTIVE FOR INSERT "
            f"TO {settings.APPLICATION_ROLE} "
            f"WITH CHECK {OWN_RIGHT.format(table='protection_shelterstay')}",
            migrations.RunSQL.noop,
        ),
    ]
