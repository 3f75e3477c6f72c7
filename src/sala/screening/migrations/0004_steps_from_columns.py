"""The steps of what there is: replayed from the ledger, the decisions and the counts.

Since when everybody was accounted for is counted again, from the day of each screening
and explanation on; of an operation whose numbers were corrected, only from then on: what
had been settled before is not known, and such a step is only placed.
"""

from django.db import migrations

# One row a step that was taken, in whatever order; `turn` is its order in its thing.
TAKEN = """
CREATE TEMPORARY TABLE taken_screening_steps (
    noun text, thing uuid, turn int, move text, state text, day date, reason text,
    agency uuid, actor uuid, at timestamptz, lane smallint, seq bigint
) ON COMMIT DROP;
"""

ENVELOPES = """
INSERT INTO taken_screening_steps
SELECT 'envelope', e.id, row_number() OVER (PARTITION BY e.id ORDER BY l.at, l.seq),
       m.move, m.state, l.at::date,
       CASE WHEN m.move IN ('hand_over', 'close')
            THEN coalesce(l.detail::json->>'reason', '') ELSE '' END,
       coalesce(l.agency, e.agency_id), coalesce(l.actor, e.sent_by_id), l.at, l.lane,
       l.seq
FROM screening_envelope e JOIN access_ledgerentry l ON l.subject = e.id::text
JOIN (VALUES
    ('screening.recorded', 'take_in', 'processed'),
    ('screening.set_aside', 'find_a_fault', 'set_aside'),
    ('screening.envelope_handed_over', 'hand_over', 'set_aside'),
    ('screening.envelope_closed', 'close', 'closed'),
    ('screening.envelope_opened_again', 'open_again', 'set_aside')
) m(action, move, state) ON m.action = l.action;
"""

REQUESTS = """
INSERT INTO taken_screening_steps
SELECT 'request', r.id, 0, 'ask', 'asked', r.asked_at::date, '', r.agency_id,
       r.asked_by_id, r.asked_at, l.lane, l.seq
FROM screening_identificationrequest r
LEFT JOIN LATERAL (
    SELECT e.lane, e.seq FROM access_ledgerentry e WHERE e.subject = r.id::text
      AND e.action IN ('screening.identification_asked', 'screening.review_asked')
    ORDER BY e.at LIMIT 1) l ON true;
INSERT INTO taken_screening_steps
SELECT 'request', d.request_id,
       row_number() OVER (PARTITION BY d.request_id ORDER BY d.recorded_at),
       CASE d.outcome WHEN 'identified' THEN 'identify'
            WHEN 'not_identified' THEN 'not_identify' ELSE 'ask_for_more' END,
       CASE d.outcome WHEN 'more_information' THEN d.outcome ELSE 'decided' END,
       d.decided_on, '', d.agency_id, d.decided_by_id, d.recorded_at, l.lane, l.seq
FROM screening_identificationdecision d
LEFT JOIN LATERAL (
    SELECT e.lane, e.seq FROM access_ledgerentry e WHERE e.subject = d.id::text
      AND e.action = 'screening.identification_decided'
    ORDER BY e.at LIMIT 1) l ON true
WHERE d.request_id IS NOT NULL;
"""

# What changes the account of an operation, in order: by how many, and what it is called.
COUNTED = """
CREATE TEMPORARY TABLE counted_entries ON COMMIT DROP AS
SELECT l.subject, l.action, l.actor, l.agency, l.at, l.lane, l.seq,
       row_number() OVER (PARTITION BY l.subject, l.action ORDER BY l.at, l.seq) AS nth
FROM access_ledgerentry l WHERE l.action IN (
    'screening.operation_recorded', 'screening.operation_changed',
    'screening.not_screened_explained', 'screening.explanation_taken_back');
CREATE TEMPORARY TABLE counted_events ON COMMIT DROP AS
SELECT o.id AS operation, 0 AS first, o.recorded_at AS at, 'record' AS kind, 0 AS number,
       '' AS reason, o.agency_id AS agency, o.recorded_by_id AS actor, l.lane, l.seq
FROM screening_operation o LEFT JOIN counted_entries l ON l.subject = o.id::text
 AND l.action = 'screening.operation_recorded' AND l.nth = 1
UNION ALL
SELECT o.id, 1, l.at, 'correct', 0, '', l.agency, l.actor, l.lane, l.seq
FROM screening_operation o JOIN counted_entries l ON l.subject = o.id::text
 AND l.action = 'screening.operation_changed'
UNION ALL
SELECT n.operation_id, 1, n.recorded_at, 'explain', n.number, n.reason, o.agency_id,
       n.recorded_by_id, l.lane, l.seq
FROM (SELECT *, row_number() OVER (PARTITION BY operation_id ORDER BY recorded_at, id)
          AS nth FROM screening_notscreened) n
JOIN screening_operation o ON o.id = n.operation_id
LEFT JOIN counted_entries l ON l.subject = n.operation_id::text
 AND l.action = 'screening.not_screened_explained' AND l.nth = n.nth
UNION ALL
SELECT n.operation_id, 1, n.withdrawn_at, 'take_back', -n.number, n.reason, o.agency_id,
       n.withdrawn_by_id, l.lane, l.seq
FROM (SELECT *, row_number() OVER (PARTITION BY operation_id ORDER BY withdrawn_at, id)
          AS nth FROM screening_notscreened WHERE withdrawn_at IS NOT NULL) n
JOIN screening_operation o ON o.id = n.operation_id
LEFT JOIN counted_entries l ON l.subject = n.operation_id::text
 AND l.action = 'screening.explanation_taken_back' AND l.nth = n.nth
UNION ALL
SELECT s.operation_id, 1, s.received_at, 'screened', 1, '', s.agency_id,
       coalesce(s.corrected_by_id, s.screened_by_id), l.lane, l.seq
FROM (SELECT DISTINCT ON (operation_id, person_id) * FROM screening_screening
      WHERE operation_id IS NOT NULL ORDER BY operation_id, person_id, received_at) s
LEFT JOIN LATERAL (
    SELECT e.lane, e.seq FROM access_ledgerentry e
    WHERE e.subject = s.id::text AND e.action = 'screening.recorded' LIMIT 1) l ON true;
CREATE TEMPORARY TABLE accounted_events ON COMMIT DROP AS
SELECT t.*, lag(t.after, 1, 'open') OVER (PARTITION BY t.operation ORDER BY t.turn)
           AS before
FROM (SELECT e.*, CASE WHEN e.done = m.met AND e.to_come = (e.kind = 'correct')::int
                       THEN 'settled' ELSE 'open' END AS after
      FROM (SELECT c.*,
                   sum(number) OVER (PARTITION BY operation ORDER BY first, at, seq, kind
                       ROWS UNBOUNDED PRECEDING) AS done,
                   count(*) FILTER (WHERE kind = 'correct') OVER (
                       PARTITION BY operation ORDER BY first, at, seq, kind
                       ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS to_come,
                   row_number() OVER (PARTITION BY operation
                       ORDER BY first, at, seq, kind) AS turn
            FROM counted_events c) e
      LEFT JOIN (SELECT operation_id, sum(number) AS met FROM screening_metcount
                 GROUP BY operation_id) m ON m.operation_id = e.operation) t;
"""
OPERATIONS = """
INSERT INTO taken_screening_steps
SELECT 'operation', a.operation, 2 * a.turn, a.kind,
       CASE a.kind WHEN 'record' THEN 'open' ELSE a.before END,
       CASE a.kind WHEN 'record' THEN o.happened_on ELSE a.at::date END, a.reason,
       a.agency, a.actor, a.at, a.lane, a.seq
FROM accounted_events a JOIN screening_operation o ON o.id = a.operation
WHERE a.kind <> 'screened';
INSERT INTO taken_screening_steps
SELECT 'operation', a.operation, 2 * a.turn + 1,
       CASE a.after WHEN 'settled' THEN 'account_for_everybody' ELSE 'find_a_gap' END,
       a.after, CASE WHEN a.kind <> 'correct' THEN a.at::date END, '', a.agency, a.actor,
       a.at, a.lane, a.seq
FROM accounted_events a WHERE a.before <> a.after;
"""

WRITTEN = """
INSERT INTO {table} (id, {key}, number, opening, move, state, happened_on, precision,
                     reason, agency_id, recorded_by_id, recorded_at, ledger_lane, ledger_seq)
SELECT gen_random_uuid(), t.thing, t.number, t.number = 1, t.move, t.state, t.day,
       CASE WHEN t.day IS NULL THEN 'unknown' ELSE 'day' END, t.reason, t.agency, t.actor,
       t.at, t.lane, t.seq
FROM (SELECT *, row_number() OVER (PARTITION BY thing ORDER BY turn) AS number
      FROM taken_screening_steps WHERE noun = '{noun}') t;
"""
TABLES = {
    "operation": ("screening_operationstep", "operation_id"),
    "envelope": ("screening_envelopestep", "envelope_id"),
    "request": ("screening_identificationstep", "request_id"),
}


def _make_steps(_apps, schema_editor):
    for sql in (TAKEN, ENVELOPES, REQUESTS, COUNTED, OPERATIONS):
        schema_editor.execute(sql)
    for noun, (table, key) in TABLES.items():
        schema_editor.execute(WRITTEN.format(noun=noun, table=table, key=key))


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0003_step_tables"),
        ("access", "0001_tables"),
    ]
    operations = [migrations.RunPython(_make_steps, migrations.RunPython.noop)]
