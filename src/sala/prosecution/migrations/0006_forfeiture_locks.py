"""Who records what a court took; and a payment out of it stays within its case."""

from django.conf import settings
from django.db import migrations

from sala.kit.rowsecurity import protected

TRIES = "prosecution_tries_case(case_id)"
ACTOR = "(SELECT access_actor())"

WITHIN = f"""
CREATE POLICY owner_acts ON prosecution_forfeiture FOR ALL TO CURRENT_USER
    USING (access_proven()) WITH CHECK (access_proven());
CREATE POLICY out_of_the_same_case ON prosecution_restitutionpayment AS RESTRICTIVE FOR INSERT
    TO {settings.APPLICATION_ROLE} WITH CHECK (forfeiture_id IS NULL OR EXISTS (
        SELECT 1 FROM prosecution_forfeiture f WHERE f.id = forfeiture_id
        AND f.case_id = prosecution_restitutionpayment.case_id AND f.state = 'collected'));
"""


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0005_forfeiture")]

    operations = [
        protected(
            "prosecution_forfeiture",
            select="prosecution_sees_case(case_id)",
            insert=(
                f"{TRIES} AND recorded_by_id = {ACTOR} AND state = 'ordered' "
                "AND recorded_at <= (SELECT access_now()) + interval '1 minute' "
                "AND EXISTS (SELECT 1 FROM prosecution_defendant d WHERE d.id = defendant_id "
                "AND d.case_id = prosecution_forfeiture.case_id)"
            ),
            update=TRIES,
            columns="state, collected_on, collected, changed_by_id, changed_at",
        ),
        migrations.RunSQL(WITHIN, migrations.RunSQL.noop),
    ]
