"""The steps of the licences that there are, each at its place in the ledger."""

from django.db import migrations

WRITTEN = """
INSERT INTO prevention_licencestep (id, recruitment_agency_id, number, opening, move,
        state, happened_on, precision, reason, until, agency_id, recorded_by_id,
        recorded_at, ledger_lane, ledger_seq)
SELECT gen_random_uuid(), s.recruitment_agency_id, s.step, s.step = 1, s.move, s.state,
       s.happened_on, 'day', s.reason, s.until, r.agency_id, s.recorded_by_id,
       s.recorded_at, e.lane, e.seq
FROM licence_steps_before s
JOIN prevention_recruitmentagency r ON r.id = s.recruitment_agency_id
LEFT JOIN LATERAL (
    SELECT l.lane, l.seq FROM access_ledgerentry l
    WHERE l.subject = r.id::text AND l.actor = s.recorded_by_id
      AND l.action = CASE s.step WHEN 1 THEN 'prevention.recruiter_registered'
                                 ELSE 'prevention.licence_' || s.move END
    ORDER BY abs(extract(epoch FROM l.at - s.recorded_at)) LIMIT 1) e ON true;
UPDATE prevention_recruitmentagency r SET state = (
    SELECT s.state FROM licence_steps_before s WHERE s.recruitment_agency_id = r.id
    ORDER BY s.step DESC LIMIT 1);
DROP TABLE licence_steps_before;
"""


class Migration(migrations.Migration):
    dependencies = [("prevention", "0002_step_table"), ("access", "0001_tables")]
    operations = [migrations.RunSQL(WRITTEN, migrations.RunSQL.noop)]
