"""The steps of what there is: from the columns that copied them, and from the ledger.

A day that nobody recorded is not made up: such a step is only placed. Where a later step
happened before an earlier one, as was written down, the earlier one is placed there.
"""

from django.db import migrations

# One row a step that was taken, in whatever order; `turn` is its order in its thing.
TAKEN = """
CREATE TEMPORARY TABLE taken_steps (
    noun text, thing uuid, turn int, opening boolean, move text, state text, day date,
    reason text, agency uuid, actor uuid, at timestamptz, action text, subject text
) ON COMMIT DROP;
"""

REFERRALS = """
INSERT INTO taken_steps
SELECT 'referral', r.id, 1, true, 'send', 'sent', r.sent_at::date, '', r.agency_id,
       r.sent_by_id, r.sent_at, 'protection.referral_sent', r.id::text
FROM protection_referral r;
INSERT INTO taken_steps
SELECT 'referral', r.id, 2, false, 'accept', 'accepted', a.at::date, '', r.receiver_id,
       coalesce(e.actor, r.changed_by_id), coalesce(a.at, r.changed_at),
       'protection.referral_accepted', r.id::text
FROM protection_referral r
LEFT JOIN LATERAL (
    SELECT l.actor, l.at FROM access_ledgerentry l
    WHERE l.subject = r.id::text AND l.action = 'protection.referral_accepted'
    ORDER BY l.at LIMIT 1) e ON true
CROSS JOIN LATERAL (SELECT coalesce(r.accepted_at,
    CASE WHEN r.state = 'accepted' THEN r.changed_at ELSE e.at END) AS at) a
WHERE r.state IN ('accepted', 'completed') OR r.accepted_at IS NOT NULL
   OR e.at IS NOT NULL;
INSERT INTO taken_steps
SELECT 'referral', r.id, 3, false,
       CASE r.state WHEN 'declined' THEN 'decline' WHEN 'withdrawn' THEN 'withdraw'
            ELSE 'complete' END,
       r.state, r.changed_at::date, r.reason,
       CASE WHEN r.state = 'withdrawn' THEN r.agency_id ELSE r.receiver_id END,
       r.changed_by_id, r.changed_at, 'protection.referral_' || r.state, r.id::text
FROM protection_referral r WHERE r.state IN ('declined', 'withdrawn', 'completed');
"""

ENTITLEMENTS = """
INSERT INTO taken_steps
SELECT 'entitlement', e.id, 0, true, 'open', 'opened', e.opened_at::date, '',
       coalesce((SELECT l.agency FROM access_ledgerentry l
                 WHERE l.subject = e.person_id::text AND l.actor = e.opened_by_id
                   AND l.action = 'protection.entitlements_opened' LIMIT 1),
                p.agency_id),
       e.opened_by_id, e.opened_at, 'protection.entitlements_opened', e.person_id::text
FROM protection_personentitlement e JOIN people_person p ON p.id = e.person_id;
INSERT INTO taken_steps
SELECT 'entitlement', s.entitlement_id, s.id, false, s.move, s.state, s.happened_on,
       s.reason, s.agency_id, s.recorded_by_id, s.recorded_at,
       'protection.entitlement_' || s.state, s.entitlement_id::text
FROM entitlement_steps_before s;
"""

PLANS = """
INSERT INTO taken_steps
SELECT 'plan', v.plan_id, v.version, v.version = 1,
       CASE WHEN v.version = 1 THEN 'begin' WHEN v.state = 'ended' THEN 'end'
            WHEN v.state = 'agreed' AND v.before = 'draft' THEN 'agree'
            WHEN v.state = 'agreed' THEN 'go_on' ELSE 'change' END,
       v.state, v.recorded_at::date,
       CASE WHEN v.state = 'ended' THEN p.reason ELSE '' END, v.agency_id,
       v.changed_by_id, v.recorded_at, 'no entry of its own', ''
FROM (SELECT w.*, w.content->>'state' AS state, lag(w.content->>'state') OVER (
          PARTITION BY w.plan_id ORDER BY w.version) AS before
      FROM protection_planversion w) v
JOIN protection_supportplan p ON p.id = v.plan_id;
"""

GOALS = """
INSERT INTO taken_steps
SELECT 'goal', g.id, 0, true, 'set', 'open', g.added_at::date, '',
       coalesce(v.agency_id, p.agency_id), coalesce(v.changed_by_id, p.recorded_by_id),
       g.added_at, 'no entry of its own', ''
FROM protection_plangoal g JOIN protection_supportplan p ON p.id = g.plan_id
LEFT JOIN LATERAL (
    SELECT w.agency_id, w.changed_by_id FROM protection_planversion w
    WHERE w.plan_id = g.plan_id AND w.content->'goals' ? g.id::text
    ORDER BY w.version LIMIT 1) v ON true;
INSERT INTO taken_steps
SELECT 'goal', c.goal, c.version, false,
       CASE c.state WHEN 'reached' THEN 'reach' WHEN 'dropped' THEN 'drop'
            ELSE 'reopen' END,
       c.state, c.recorded_at::date,
       CASE WHEN c.state = 'dropped' AND g.state = 'dropped' THEN g.reason ELSE '' END,
       c.agency_id, c.changed_by_id, c.recorded_at, 'no entry of its own', ''
FROM (SELECT t.key::uuid AS goal, w.version, t.value->>'state' AS state, w.recorded_at,
             w.agency_id, w.changed_by_id,
             lag(t.value->>'state', 1, 'open') OVER (
                 PARTITION BY t.key ORDER BY w.version) AS before
      FROM protection_planversion w, jsonb_each(w.content->'goals') t) c
JOIN protection_plangoal g ON g.id = c.goal WHERE c.state <> c.before;
"""

STAYS = """
CREATE TEMPORARY TABLE held_stays ON COMMIT DROP AS
SELECT s.id, s.state IN ('expected', 'cancelled') OR EXISTS (
           SELECT 1 FROM access_ledgerentry l
           WHERE l.subject = s.id::text AND l.action = 'protection.bed_held') AS held
FROM protection_shelterstay s;
INSERT INTO taken_steps
SELECT 'stay', s.id, 1, true, 'hold', 'expected', s.recorded_at::date, '', s.agency_id,
       s.recorded_by_id, s.recorded_at, 'protection.bed_held', s.id::text
FROM protection_shelterstay s JOIN held_stays h ON h.id = s.id AND h.held;
INSERT INTO taken_steps
SELECT 'stay', s.id, 2, NOT h.held, 'come', 'in', s.from_on, '', s.agency_id,
       CASE WHEN s.state = 'in' THEN s.changed_by_id ELSE s.recorded_by_id END,
       CASE WHEN h.held
            THEN least(greatest(s.recorded_at, s.from_on::timestamptz), s.changed_at)
            ELSE s.recorded_at END,
       'protection.bed_given', s.id::text
FROM protection_shelterstay s JOIN held_stays h ON h.id = s.id
WHERE s.state IN ('in', 'left');
INSERT INTO taken_steps
SELECT 'stay', s.id, 3, false,
       CASE s.state WHEN 'left' THEN 'leave' ELSE 'cancel' END, s.state,
       coalesce(s.until_on, s.changed_at::date), s.reason, s.agency_id, s.changed_by_id,
       s.changed_at,
       CASE s.state WHEN 'left' THEN 'protection.shelter_left'
            ELSE 'protection.bed_freed' END, s.id::text
FROM protection_shelterstay s WHERE s.state IN ('left', 'cancelled');
"""

RETURNS = """
INSERT INTO taken_steps
SELECT 'return', r.id, 1, true, 'plan', 'planned', r.recorded_at::date, '', r.agency_id,
       r.recorded_by_id, r.recorded_at, 'protection.return_planned', r.id::text
FROM protection_return r;
INSERT INTO taken_steps
SELECT 'return', r.id, 2, false, 'confirm', 'confirmed', r.confirmed_on, '', r.agency_id,
       CASE WHEN r.state = 'confirmed' THEN r.changed_by_id ELSE r.recorded_by_id END,
       CASE WHEN r.state = 'confirmed' THEN r.changed_at ELSE
           least(greatest(r.recorded_at, r.confirmed_on::timestamptz), r.changed_at) END,
       'protection.return_confirmed', r.id::text
FROM protection_return r WHERE r.confirmed_on IS NOT NULL;
INSERT INTO taken_steps
SELECT 'return', r.id, 3, false,
       CASE r.state WHEN 'returned' THEN 'go' ELSE 'cancel' END, r.state,
       coalesce(r.happened_on, r.changed_at::date), r.reason, r.agency_id,
       r.changed_by_id, r.changed_at,
       CASE r.state WHEN 'returned' THEN 'protection.returned'
            ELSE 'protection.return_cancelled' END, r.id::text
FROM protection_return r WHERE r.state IN ('returned', 'cancelled');
"""

FOLLOW_UPS = """
INSERT INTO taken_steps
SELECT 'follow_up', f.id, 1, true, 'fall_due', 'due', r.happened_on, '', r.agency_id,
       r.changed_by_id, r.changed_at, 'protection.returned', r.id::text
FROM protection_followup f JOIN protection_return r ON r.id = f.returned_id;
INSERT INTO taken_steps
SELECT 'follow_up', f.id, 2, false, 'miss', 'missed', NULL, '', l.agency, l.actor,
       least(l.at, f.recorded_at), l.action, l.subject
FROM protection_followup f
CROSS JOIN LATERAL (
    SELECT e.agency, e.actor, e.at, e.action, e.subject FROM access_ledgerentry e
    WHERE e.subject = f.id::text AND e.action = 'protection.follow_up_missed'
    ORDER BY e.at LIMIT 1) l
WHERE f.state = 'done';
INSERT INTO taken_steps
SELECT 'follow_up', f.id, 3, false, CASE f.state WHEN 'done' THEN 'do' ELSE 'miss' END,
       f.state, coalesce(f.happened_on, f.recorded_at::date), f.reason, r.agency_id,
       f.recorded_by_id, f.recorded_at, 'protection.follow_up_' || f.state, f.id::text
FROM protection_followup f JOIN protection_return r ON r.id = f.returned_id
WHERE f.state <> 'due';
"""

WRITTEN = """
INSERT INTO {table} (id, {key}, number, opening, move, state, happened_on, precision,
                     reason, agency_id, recorded_by_id, recorded_at, ledger_lane, ledger_seq)
SELECT gen_random_uuid(), t.thing,
       row_number() OVER (PARTITION BY t.thing ORDER BY t.turn), t.opening, t.move,
       t.state,
       CASE WHEN t.day IS NULL AND t.at::date = p.placed THEN NULL ELSE p.placed END,
       CASE WHEN p.placed = t.day THEN 'day' ELSE 'unknown' END,
       t.reason, coalesce(e.agency, t.agency), t.actor, t.at, e.lane, e.seq
FROM (SELECT *, min(coalesce(day, at::date)) FILTER (WHERE NOT opening) OVER (
                PARTITION BY thing ORDER BY turn DESC) AS latest
      FROM taken_steps WHERE noun = '{noun}') t
CROSS JOIN LATERAL (SELECT CASE WHEN t.opening THEN t.day
    ELSE least(t.day, t.latest) END AS placed) p
LEFT JOIN LATERAL (
    SELECT l.lane, l.seq, l.agency FROM access_ledgerentry l
    WHERE l.subject = t.subject AND l.action = t.action AND l.actor = t.actor
    ORDER BY l.at LIMIT 1) e ON true;
"""
TABLES = {
    "referral": ("protection_referralstep", "referral_id"),
    "entitlement": ("protection_entitlementstep", "entitlement_id"),
    "plan": ("protection_planstep", "plan_id"),
    "goal": ("protection_goalstep", "goal_id"),
    "stay": ("protection_staystep", "stay_id"),
    "return": ("protection_returnstep", "returned_id"),
    "follow_up": ("protection_followupstep", "follow_up_id"),
}


def _make_steps(_apps, schema_editor):
    execute = schema_editor.execute
    found = (REFERRALS, ENTITLEMENTS, PLANS, GOALS, STAYS, RETURNS, FOLLOW_UPS)
    for sql in (TAKEN, *found):
        execute(sql)
    for noun, (table, key) in TABLES.items():
        execute(
            WRITTEN.format(
                noun=noun,
                table=table,
                key=key,
            ),
        )
    execute("DROP TABLE entitlement_steps_before")


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0004_step_tables"),
        ("people", "0001_tables"),
        ("access", "0001_tables"),
    ]
    operations = [migrations.RunPython(_make_steps, migrations.RunPython.noop)]
