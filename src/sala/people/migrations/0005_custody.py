"""Who keeps a record, from which day: a state on each person, and a table of steps.

Until now whoever registered a person kept the record, so each has one step. Whoever
was registered by a case worker was in care from that moment, as the ledger says.
"""

from django.db import migrations, models

from sala.access.step_tables import step_table

STATES = """
UPDATE people_person p SET state = 'in_care' WHERE EXISTS (
    SELECT 1 FROM access_ledgerentry l
    WHERE l.subject = p.id::text AND l.action = 'people.registered'
      AND l.role = 'case_worker');
"""

STEPS = """
INSERT INTO people_custodystep (id, person_id, number, opening, move, state, happened_on,
        precision, reason, agency_id, keeper_id, recorded_by_id, recorded_at,
        ledger_lane, ledger_seq)
SELECT gen_random_uuid(), p.id, 1, true,
       CASE p.state WHEN 'in_care' THEN 'admit' ELSE 'register' END, p.state,
       p.registered_at::date, 'day', '', p.agency_id, p.agency_id, p.registered_by_id,
       p.registered_at, e.lane, e.seq
FROM people_person p
LEFT JOIN LATERAL (
    SELECT l.lane, l.seq FROM access_ledgerentry l
    WHERE l.subject = p.id::text AND l.action = 'people.registered'
    ORDER BY l.at LIMIT 1) e ON true;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_public_keys"), ("access", "0001_tables")]
    operations = [
        migrations.AddField(
            "person",
            "state",
            models.CharField(default="registered", max_length=16),
            preserve_default=False,
        ),
        migrations.RunSQL(STATES, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                name="person_state",
                condition=models.Q(state__in=["registered", "in_care"]),
            ),
        ),
        step_table(
            "CustodyStep",
            key="person",
            noun="people.person",
            once="custody_step_once",
            says=(
                (
                    "keeper",
                    models.ForeignKey(
                        "access.agency",
                        models.PROTECT,
                        related_name="+",
                    ),
                ),
            ),
        ),
        migrations.RunSQL(STEPS, migrations.RunSQL.noop),
    ]
