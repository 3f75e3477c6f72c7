"""The steps of the reports that there are: of their edits and approved texts.

An edit is a step. A first approval stands after as many edits as its text is made of,
and the second one after it. A step that was recorded after one that follows it is only
placed: its day is not known.
"""

from django.db import migrations

TAKEN = """
CREATE TEMPORARY TABLE narrative_taken ON COMMIT DROP AS
SELECT r.id AS report, 0::bigint AS turn, 'open' AS move, 'draft' AS state, r.agency_id,
       r.opened_by_id AS actor, r.opened_at AS at,
       'narrative.year_report_opened' AS action
FROM narrative_yearreport r
UNION ALL
SELECT e.report_id, 3 * row_number() OVER (PARTITION BY e.report_id ORDER BY e.id),
       'edit', 'draft', r.agency_id, e.made_by_id, e.made_at,
       'narrative.report_' || e.kind
FROM narrative_yearreportedit e JOIN narrative_yearreport r ON r.id = e.report_id;

CREATE TEMPORARY TABLE narrative_approved ON COMMIT DROP AS
SELECT DISTINCT ON (t.report_id, t.edits) t.*
FROM narrative_yearreporttext t
ORDER BY t.report_id, t.edits, t.second_at NULLS LAST, t.first_at DESC;

INSERT INTO narrative_taken
SELECT t.report_id, 3 * t.edits + 1, 'approve', 'half_approved', t.first_agency_id,
       t.first_by_id, t.first_at, 'narrative.year_report_half_approved'
FROM narrative_approved t
UNION ALL
SELECT t.report_id, 3 * t.edits + 2, 'approve', 'approved', t.second_agency_id,
       t.second_by_id, t.second_at, 'narrative.year_report_approved'
FROM narrative_approved t WHERE t.second_at IS NOT NULL;
"""

WRITTEN = """
INSERT INTO narrative_yearreportstep (id, report_id, number, opening, move, state,
        happened_on, precision, reason, agency_id, recorded_by_id, recorded_at,
        ledger_lane, ledger_seq)
SELECT gen_random_uuid(), t.report,
       row_number() OVER (PARTITION BY t.report ORDER BY t.turn), t.turn = 0, t.move,
       t.state, t.placed, CASE WHEN t.placed = t.at::date THEN 'day' ELSE 'unknown' END,
       '', t.agency_id, t.actor, t.at, e.lane, e.seq
FROM (SELECT *, CASE WHEN turn = 0 THEN at::date ELSE min(at::date) OVER (
                PARTITION BY report ORDER BY turn DESC) END AS placed
      FROM narrative_taken) t
LEFT JOIN LATERAL (
    SELECT l.lane, l.seq FROM access_ledgerentry l
    WHERE l.subject = t.report::text AND l.action = t.action AND l.actor = t.actor
    ORDER BY abs(extract(epoch FROM l.at - t.at)) LIMIT 1) e ON true;

UPDATE narrative_yearreport r SET state = (
    SELECT s.state FROM narrative_yearreportstep s WHERE s.report_id = r.id
    ORDER BY s.number DESC LIMIT 1);
"""


class Migration(migrations.Migration):
    dependencies = [("narrative", "0002_step_table"), ("access", "0001_tables")]
    operations = [
        migrations.RunSQL(TAKEN, migrations.RunSQL.noop),
        migrations.RunSQL(WRITTEN, migrations.RunSQL.noop),
    ]
