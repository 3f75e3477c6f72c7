"""The steps of what there is: from the steps and texts that there were, and the ledger.

A day that nobody recorded is not made up: such a step is only placed.
"""

from django.db import migrations, models
from django.db.models import Q

# One row a step that was taken, in whatever order; `turn` is its order in its thing, and
# `before` the key of the old step that it is.
TAKEN = """
CREATE TEMPORARY TABLE partnership_taken (
    id uuid DEFAULT gen_random_uuid(), noun text, thing uuid, turn int, opening boolean,
    move text, state text, day date, reason text, agency uuid, actor uuid, at timestamptz,
    actions text[], subject text, before bigint
) ON COMMIT DROP;
"""
OPENED = """
INSERT INTO partnership_taken (noun, thing, turn, opening, move, state, day, reason, agency,
                         actor, at, actions, subject)
SELECT '{noun}', r.id, 0, true, '{move}', '{state}', r.recorded_at::date, '',
       coalesce((SELECT e.agency FROM access_ledgerentry e
                 WHERE e.subject = r.id::text AND e.action = '{action}' LIMIT 1),
                (SELECT m.agency_id FROM access_membership m
                 WHERE m.user_id = r.recorded_by_id LIMIT 1)),
       r.recorded_by_id, r.recorded_at, ARRAY['{action}'], r.id::text
FROM {table} r;
"""

PLANS = """
INSERT INTO partnership_taken (noun, thing, turn, opening, move, state, day, reason, agency,
                         actor, at, actions, subject)
SELECT 'plan', p.id, s.turn, false, s.move, s.state, e.at::date, '', o.agency,
       coalesce(e.actor, p.recorded_by_id), coalesce(e.at, p.recorded_at),
       ARRAY[s.action], p.id::text
FROM partnership_actionplan p
JOIN partnership_taken o ON o.thing = p.id AND o.opening
CROSS JOIN (VALUES (1, 'adopt', 'in_force', 'partnership.plan_adopt'),
                   (2, 'end', 'ended', 'partnership.plan_end'))
    AS s(turn, move, state, action)
LEFT JOIN LATERAL (
    SELECT l.actor, l.at FROM access_ledgerentry l
    WHERE l.subject = p.id::text AND l.action = s.action ORDER BY l.at LIMIT 1) e ON true
WHERE p.state = 'ended' OR p.state = s.state;
"""

MOVED = """
INSERT INTO partnership_taken (noun, thing, turn, opening, move, state, day, reason, agency,
                         actor, at, actions, subject, before)
SELECT '{noun}', s.{noun}_id, s.step, false, s.move, s.state, s.happened_on, s.reason,
       s.agency_id, s.recorded_by_id, s.recorded_at, ARRAY['{action}'],
       s.{noun}_id::text, s.id
FROM {noun}_steps_before s;
"""

# An entry of an assessment is a step; a first approval stands after as many entries as it
# is made of, and the second one after it.
ASSESSMENTS = """
INSERT INTO partnership_taken (noun, thing, turn, opening, move, state, day, reason, agency,
                         actor, at, actions, subject)
SELECT 'assessment', a.id, 0, true, 'open', 'draft', a.opened_at::date, '', a.agency_id,
       a.opened_by_id, a.opened_at, ARRAY['partnership.assessment_opened'], a.id::text
FROM partnership_assessment a;
INSERT INTO partnership_taken (noun, thing, turn, opening, move, state, day, reason, agency,
                         actor, at, actions, subject)
SELECT 'assessment', e.assessment_id,
       3 * row_number() OVER (PARTITION BY e.assessment_id ORDER BY e.id), false, 'edit',
       'draft', e.made_at::date, '', a.agency_id, e.made_by_id, e.made_at,
       ARRAY['partnership.item_judged', 'partnership.evidence_given',
             'partnership.evidence_removed'], e.assessment_id::text
FROM partnership_assessmententry e JOIN partnership_assessment a
    ON a.id = e.assessment_id;
CREATE TEMPORARY TABLE partnership_held ON COMMIT DROP AS
SELECT DISTINCT ON (t.assessment_id, t.entries) t.*
FROM partnership_assessmenttext t
ORDER BY t.assessment_id, t.entries, t.second_at NULLS LAST, t.first_at DESC;
INSERT INTO partnership_taken (noun, thing, turn, opening, move, state, day, reason, agency,
                         actor, at, actions, subject)
SELECT 'assessment', t.assessment_id, 3 * t.entries + 1, false, 'approve',
       'half_approved', t.first_at::date, '', t.first_agency_id, t.first_by_id, t.first_at,
       ARRAY['partnership.assessment_half_approved'], t.assessment_id::text
FROM partnership_held t;
INSERT INTO partnership_taken (noun, thing, turn, opening, move, state, day, reason, agency,
                         actor, at, actions, subject)
SELECT 'assessment', t.assessment_id, 3 * t.entries + 2, false, 'approve', 'approved',
       t.second_at::date, '', t.second_agency_id, t.second_by_id, t.second_at,
       ARRAY['partnership.assessment_approved'], t.assessment_id::text
FROM partnership_held t WHERE t.second_at IS NOT NULL;
"""

WRITTEN = """
INSERT INTO {table} (id, {key}, number, opening, move, state, happened_on, precision,
                     reason, agency_id, recorded_by_id, recorded_at, ledger_lane,
                     ledger_seq{columns})
SELECT t.id, t.thing,
       row_number() OVER (PARTITION BY t.thing ORDER BY t.turn), t.opening, t.move,
       t.state,
       CASE WHEN t.day IS NULL AND t.at::date = p.placed THEN NULL ELSE p.placed END,
       CASE WHEN p.placed = t.day THEN 'day' ELSE 'unknown' END,
       t.reason, t.agency, t.actor, t.at, e.lane, e.seq{values}
FROM (SELECT *, min(coalesce(day, at::date)) FILTER (WHERE NOT opening) OVER (
                PARTITION BY thing ORDER BY turn DESC) AS latest
      FROM partnership_taken WHERE noun = '{noun}') t
CROSS JOIN LATERAL (SELECT CASE WHEN t.opening THEN t.day
    ELSE least(t.day, t.latest) END AS placed) p
LEFT JOIN LATERAL (
    SELECT l.lane, l.seq FROM access_ledgerentry l
    WHERE l.subject = t.subject AND l.action = ANY (t.actions) AND l.actor = t.actor
    ORDER BY abs(extract(epoch FROM l.at - t.at)) LIMIT 1) e ON true
{source};
UPDATE {things} n SET state = (
    SELECT s.state FROM {table} s WHERE s.{key} = n.id ORDER BY s.number DESC LIMIT 1);
"""
SAME_DOCUMENTS = """
UPDATE partnership_evidencefile f SET step_id = t.id
FROM evidence_of_steps_before b JOIN partnership_taken t
    ON t.before = b.step_id AND t.noun = 'recommendation'
WHERE f.id = b.id;
"""

# noun, its opening move and state, the entry of that, and its table
OPENINGS = (
    ("plan", "write", "draft", "plan_written", "actionplan"),
    ("objective", "set", "not_begun", "objective_added", "objective"),
    ("recommendation", "record", "open", "recommendation_recorded", "recommendation"),
)
SAID = {
    "objective": ("measured", "note"),
    "recommendation": (
        "objective_id",
        "budget_line_id",
        "note",
        "evidence",
        "file_hash",
    ),
}
OLD_TEXTS = {"note", "evidence", "file_hash"}


def _write_noun(execute, noun, things):
    names = SAID.get(noun, ())
    values = (f"coalesce(b.{n}, '')" if n in OLD_TEXTS else f"b.{n}" for n in names)
    source = f"LEFT JOIN {noun}_steps_before b ON b.id = t.before" if names else ""
    execute(
        WRITTEN.format(
            noun=noun,
            table=f"partnership_{things}step",
            things=f"partnership_{things}",
            key=f"{noun}_id",
            columns="".join(f", {name}" for name in names),
            values="".join(f", {value}" for value in values),
            source=source,
        ),
    )


def _make_steps(_apps, schema_editor):
    execute = schema_editor.execute
    execute(TAKEN)
    for noun, move, state, action, things in OPENINGS:
        execute(
            OPENED.format(
                noun=noun,
                move=move,
                state=state,
                action=f"partnership.{action}",
                table=f"partnership_{things}",
            ),
        )
    execute(PLANS)
    execute(MOVED.format(noun="objective", action="partnership.progress_reported"))
    execute(
        MOVED.format(noun="recommendation", action="partnership.recommendation_moved"),
    )
    execute(ASSESSMENTS)
    for noun, things in (
        ("plan", "actionplan"),
        ("objective", "objective"),
        ("recommendation", "recommendation"),
        ("assessment", "assessment"),
    ):
        _write_noun(execute, noun, things)
    execute(SAME_DOCUMENTS)
    for name in (
        "objective_steps_before",
        "recommendation_steps_before",
        "evidence_of_steps_before",
    ):
        execute(f"DROP TABLE {name}")
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # the constraint below changes a table


class Migration(migrations.Migration):
    dependencies = [
        ("partnership", "0006_step_tables"),
        ("access", "0001_tables"),
    ]
    operations = [
        migrations.RunPython(_make_steps, migrations.RunPython.noop),
        migrations.AddConstraint(
            "EvidenceFile",
            models.CheckConstraint(
                name="evidence_file_of_one_thing",
                condition=Q(
                    what="assessment",
                    entry__isnull=False,
                    step__isnull=True,
                )
                | Q(
                    what="recommendation",
                    entry__isnull=True,
                    step__isnull=False,
                ),
            ),
        ),
    ]
