"""By hand a custodian opens a person only; the records of other rooms open by their rules alone.

For a year at most, on the country's law or on a consent that is given to just that agency.
"""

from django.db import migrations

NARROWER = """
ALTER POLICY person_of_own_agency ON access_grant WITH CHECK (
    record_kind = 'person'
    AND until <= (SELECT access_now()) + interval '367 days'
    AND EXISTS (
        SELECT 1 FROM people_person p
        WHERE p.id = record_id AND p.agency_id = (SELECT access_agency()))
    AND CASE WHEN basis = 'consent' THEN EXISTS (
            SELECT 1 FROM people_consent c
            WHERE c.id = rests_on AND c.person_id = record_id
              AND c.recipient_id = access_grant.agency_id
              AND c.answer = 'given' AND c.withdrawn_at IS NULL)
        ELSE rests_on IS NULL END);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_for_triggers_only")]

    operations = [migrations.RunSQL(NARROWER, migrations.RunSQL.noop)]
