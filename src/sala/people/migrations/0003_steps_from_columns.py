"""The steps of what there is: from the columns that copied them, and from the ledger.

An answer is written down on the day it was given or later, and taken back on the day
that was written down: no day of these is made up. Where the answer's day is after the
day of its withdrawal, the clock was put right in between, and the step stands with it.
A decision whose day nobody kept is one of a day not known.
"""

from django.db import migrations

TAKEN = """
CREATE TEMPORARY TABLE taken_steps (
    noun text, thing uuid, turn int, opening boolean, move text, state text, day date,
    agency uuid, actor uuid, at timestamptz, action text, subject text
) ON COMMIT DROP;
"""

CONSENTS = """
INSERT INTO taken_steps
SELECT 'consent', c.id, 1, true, CASE c.answer WHEN 'given' THEN 'agree' ELSE 'refuse' END,
       c.answer, c.answered_on, c.agency_id, c.explained_by_id, c.recorded_at,
       'people.consent_recorded', c.id::text
FROM people_consent c;
INSERT INTO taken_steps
SELECT 'consent', c.id, 2, false, 'withdraw', 'withdrawn',
       greatest(c.withdrawn_at::date, c.answered_on), c.agency_id, c.withdrawn_by_id,
       c.withdrawn_at, 'people.consent_withdrawn', c.id::text
FROM people_consent c WHERE c.withdrawn_at IS NOT NULL;
"""

ERASURES = """
INSERT INTO taken_steps
SELECT 'erasure', r.id, 1, true, 'ask', 'asked', r.asked_at::date, r.agency_id,
       r.asked_by_id, r.asked_at, 'people.erasure_asked', r.id::text
FROM people_erasurerequest r;
INSERT INTO taken_steps
SELECT 'erasure', r.id, 2, false, CASE r.state WHEN 'erased' THEN 'erase' ELSE 'decline' END,
       r.state, r.decided_at::date, r.agency_id, coalesce(r.decided_by_id, r.asked_by_id),
       coalesce(r.decided_at, r.asked_at),
       CASE r.state WHEN 'erased' THEN 'people.erased' ELSE 'people.erasure_declined' END,
       CASE r.state WHEN 'erased' THEN r.person_id ELSE r.id END::text
FROM people_erasurerequest r WHERE r.state <> 'asked';
"""

WRITTEN = """
INSERT INTO {table} (id, {key}, number, opening, move, state, happened_on, precision,
                     reason, agency_id, recorded_by_id, recorded_at, ledger_lane, ledger_seq)
SELECT gen_random_uuid(), t.thing, t.turn, t.opening, t.move, t.state, t.day,
       CASE WHEN t.day IS NULL THEN 'unknown' ELSE 'day' END, '',
       coalesce(e.agency, t.agency), t.actor, t.at, e.lane, e.seq
FROM taken_steps t
LEFT JOIN LATERAL (
    SELECT l.lane, l.seq, l.agency FROM access_ledgerentry l
    WHERE l.subject = t.subject AND l.action = t.action AND l.actor = t.actor
    ORDER BY l.at LIMIT 1) e ON true
WHERE t.noun = '{noun}';
"""


def _make_steps(_apps, schema_editor):
    for sql in (TAKEN, CONSENTS, ERASURES):
        schema_editor.execute(sql)
    for noun, table, key in (
        ("consent", "people_consentstep", "consent_id"),
        ("erasure", "people_erasurestep", "request_id"),
    ):
        schema_editor.execute(WRITTEN.format(noun=noun, table=table, key=key))
    schema_editor.execute("DROP TABLE taken_steps")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_step_tables"), ("access", "0001_tables")]
    operations = [migrations.RunPython(_make_steps, migrations.RunPython.noop)]
