"""Who is asking, and what they may see: the functions every policy of every room is
made of.
"""

from django.conf import settings

from sala.access.law import moments
from sala.access.law.asking import DEFINER, ROLE_IN_FORCE, alike
from sala.access.roles import OPENS_NAMES, Purpose
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only

# What the proof is made of, in this order, and of the owner's secret: only the owner's
# functions make one. A row read as text keeps its columns apart, whatever they hold.
PROVED_SETTINGS = ("actor", "agency", "unit", "role", "purpose", "machine")
_VALUES = ", ".join(
    f"coalesce(current_setting('sala.{name}', true), '')" for name in PROVED_SETTINGS
)
PROVED_TEXT = f"ROW({_VALUES}, pg_backend_pid())::text"
PROOF = f"encode(sha256(s.secret || convert_to({PROVED_TEXT}, 'UTF8')), 'hex')"
# What the owner's connection entered as, proven for another connection: of a user who is in no
# session, the owner says what they would see.
VOUCHED = f"""SELECT {_VALUES}, {PROOF.replace("pg_backend_pid()", "%s")}
FROM access_contextsecret s"""
# Asked in the same query as what rests on it, since each function called costs as much again.
PROVEN = f"""EXISTS (SELECT 1 FROM access_contextsecret s
        WHERE {alike("current_setting('sala.proof', true)", PROOF)})"""

OPENING = " OR ".join(f"access_role_includes(p_role, '{word}')" for word in OPENS_NAMES)
# Who is asked for nothing but to keep what was typed: no role includes it, and it may
# nothing else.
KEEPING = "keeping"
PURPOSES = ", ".join(f"'{purpose}'" for purpose in ("", KEEPING, *Purpose.values))

# For the owner's functions: what the session's user broke glass of, for its agency.
BROKEN_GLASS = """SELECT b.record_id FROM access_brokenglass b
            WHERE b.user_id = nullif(current_setting('sala.actor'), '')::uuid
              AND b.agency_id = nullif(current_setting('sala.agency'), '')::uuid
              AND b.record_kind = p_kind AND b.until > access_now()"""


def _may_any(*words: str) -> str:
    """SQL, for the owner's functions: whether the proven role includes a permission."""
    listed = ", ".join(words)
    return f"""(EXISTS (SELECT 1 FROM access_permission p
        WHERE p.role = current_setting('sala.role', true) AND p.word IN ({listed}))
        AND current_setting('sala.purpose', true) <> '{KEEPING}' AND {PROVEN})"""


# A secret only the owner can read; a context without a proof made from it is no
# context.
CONTEXT = f"""
-- The country's moment, which goes on within a transaction: what a long one writes is not from the
-- future.
CREATE FUNCTION access_now() RETURNS timestamptz LANGUAGE sql STABLE
AS 'SELECT statement_timestamp()';

-- The proof of a context: only the owner's functions can make one, for this session alone. The
-- machine at work is part of it: whoever puts it off, or another on, is nobody.
CREATE FUNCTION access_remember(actor text, agency text, unit text, role text, purpose text)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('sala.actor', coalesce(actor, ''), true),
            set_config('sala.agency', coalesce(agency, ''), true),
            set_config('sala.unit', coalesce(unit, ''), true),
            set_config('sala.role', coalesce(role, ''), true),
            set_config('sala.purpose', coalesce(purpose, ''), true);
    PERFORM set_config('sala.proof', {PROOF}, true)
        FROM access_contextsecret s;
END $$;
REVOKE ALL ON FUNCTION access_remember FROM PUBLIC;

CREATE FUNCTION access_leave() RETURNS void LANGUAGE sql AS $$
    SELECT set_config('sala.proof', '', true)
$$;

-- One row when the membership is the user's and in force today, none otherwise. Whether the user is
-- signed in, access_enter asks, and access_enter_order, that the user ordered it.
CREATE FUNCTION access_enter_unasked(p_user uuid, p_membership uuid, p_purpose text)
RETURNS TABLE (agency uuid, unit uuid, role text) LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF p_purpose NOT IN ({PURPOSES}) THEN
        RAISE EXCEPTION '% is no purpose', p_purpose USING ERRCODE = 'invalid_parameter_value';
    END IF;
    -- A machine that opens an identity stays one; whoever only says so is none.
    IF NOT {PROVEN} THEN PERFORM set_config('sala.machine', '', true); END IF;
    PERFORM set_config('sala.proof', '', true);
    IF p_membership IS NULL THEN
        SELECT NULL, NULL, '' INTO agency, unit, role
            FROM access_user u WHERE u.id = p_user AND u.is_active;
    ELSE
        SELECT m.agency_id, m.unit_id, m.role INTO agency, unit, role
            FROM access_membership m
            JOIN access_user u ON u.id = m.user_id
            JOIN access_agency a ON a.id = m.agency_id
            WHERE m.id = p_membership AND m.user_id = p_user AND u.is_active
              AND a.retired_on IS NULL AND {ROLE_IN_FORCE}
              -- A row that somebody wrote past the ledger gives nothing.
              AND access_role_accounted_until(m) >= access_now()::date;
    END IF;
    IF NOT FOUND THEN RETURN; END IF;
    IF p_purpose NOT IN ('', '{KEEPING}')
       AND NOT access_role_includes(role, 'access.purpose.' || p_purpose) THEN
        RAISE EXCEPTION '% is no purpose of this role', p_purpose
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM access_remember(p_user::text, agency::text, unit::text, role, p_purpose);
    RETURN NEXT;
END $$;
REVOKE ALL ON FUNCTION access_enter_unasked FROM PUBLIC;

-- The same, for whoever is signed in: they bring the ticket of their session, or are the same member
-- for another purpose in one transaction. With a session that has just ended, what was typed in it is
-- kept and nothing else. The owner's account enters for anybody, as it could change all this anyway.
CREATE FUNCTION access_enter(p_user uuid, p_membership uuid, p_purpose text,
                             p_ticket text DEFAULT '')
RETURNS TABLE (agency uuid, unit uuid, role text) LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    before text := CASE WHEN {PROVEN} AND current_setting('sala.purpose') <> '{KEEPING}' THEN
        ROW(current_setting('sala.actor'), current_setting('sala.agency'),
            current_setting('sala.role'))::text END;
BEGIN
    SELECT e.agency, e.unit, e.role INTO agency, unit, role
        FROM access_enter_unasked(p_user, p_membership, p_purpose) e;
    IF NOT FOUND THEN RETURN; END IF;
    IF p_membership IS NULL OR pg_has_role(session_user, current_user, 'MEMBER')
       OR before = ROW(p_user::text, agency::text, role)::text
       OR access_ticket_holds(p_ticket, p_user,
              CASE p_purpose WHEN '{KEEPING}' THEN interval '24 hours' ELSE interval '0' END) THEN
        RETURN NEXT;
    ELSE
        PERFORM access_leave();
    END IF;
END $$;

-- For the owner's account only: whoever holds it could change these functions anyway.
CREATE FUNCTION access_enter_operator() RETURNS void LANGUAGE sql {DEFINER} AS $$
    SELECT access_remember(NULL, NULL, NULL, 'operator', NULL)
$$;
REVOKE ALL ON FUNCTION access_enter_operator FROM PUBLIC;

-- Whether the context is one that access_enter made, in this very session of the database.
CREATE FUNCTION access_proven() RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN {PROVEN};
END $$;
"""

# Each answer proves the context once: policies ask them once a query, and a query is
# short.
ANSWERS = f"""
CREATE FUNCTION access_setting(name text) RETURNS text LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN (SELECT nullif(current_setting('sala.' || name, true), '') WHERE {PROVEN});
END $$;

CREATE FUNCTION access_actor() RETURNS uuid LANGUAGE plpgsql STABLE AS
    $$ BEGIN RETURN access_setting('actor')::uuid; END $$;
CREATE FUNCTION access_agency() RETURNS uuid LANGUAGE plpgsql STABLE AS
    $$ BEGIN RETURN access_setting('agency')::uuid; END $$;
CREATE FUNCTION access_unit() RETURNS uuid LANGUAGE plpgsql STABLE AS
    $$ BEGIN RETURN access_setting('unit')::uuid; END $$;
CREATE FUNCTION access_role() RETURNS text LANGUAGE plpgsql STABLE AS
    $$ BEGIN RETURN coalesce(access_setting('role'), ''); END $$;
CREATE FUNCTION access_purpose() RETURNS text LANGUAGE plpgsql STABLE AS
    $$ BEGIN RETURN coalesce(access_setting('purpose'), ''); END $$;

-- Whether the session's role includes a permission: the rooms' policy.py says which do.
CREATE FUNCTION access_may(p_word text) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN {_may_any("p_word")};
END $$;

-- The same of a role that somebody else has, or is to be given.
CREATE FUNCTION access_role_includes(p_role text, p_word text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM public.access_permission p
                   WHERE p.word = p_word AND p.role = p_role);
END $$;

-- Whether a role reads names, be it one in an emergency, behind broken glass.
CREATE FUNCTION access_role_opens_names(p_role text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN {OPENING};
END $$;

-- Every role that includes a permission, for those who are told of something.
CREATE FUNCTION access_roles_including(p_word text) RETURNS varchar[]
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(array_agg(p.role ORDER BY p.role), '{{}}')::varchar[]
            FROM public.access_permission p WHERE p.word = p_word);
END $$;

-- The agency whose records the role sees as a matter of course; a record of another is granted.
CREATE FUNCTION access_scope() RETURNS uuid LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN (SELECT nullif(current_setting('sala.agency'), '')::uuid
        WHERE {_may_any("'access.record.see_own'", "'access.record.see_until_handed_on'")});
END $$;

-- Records opened to the session by a grant in force or by glass it broke within the hour.
CREATE FUNCTION access_granted(p_kind text) RETURNS uuid[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    own uuid;
BEGIN
    IF NOT {_may_any("'access.record.see_opened'")} THEN RETURN '{{}}'; END IF;
    own := nullif(current_setting('sala.agency'), '')::uuid;
    RETURN ARRAY(
        SELECT g.record_id FROM access_grant g
            WHERE g.agency_id = own AND g.record_kind = p_kind AND g.withdrawn_at IS NULL
              AND g.given_at <= access_now() AND g.until > access_now()
        UNION ALL
        -- What broken glass shows is shown for the emergency, and for no other work.
        {BROKEN_GLASS} AND current_setting('sala.purpose') IN ('', 'emergency'));
END $$;

-- Records whose glass the session's user broke within the hour, for the agency they act for.
CREATE FUNCTION access_glass(p_kind text) RETURNS uuid[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT {PROVEN} THEN RETURN '{{}}'; END IF;
    RETURN ARRAY({BROKEN_GLASS});
END $$;

-- The user whose own records of the last 24 hours are visible: a frontline officer, or nobody.
CREATE FUNCTION access_frontline() RETURNS uuid LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN (SELECT current_setting('sala.actor')::uuid
        WHERE {_may_any("'access.record.see_for_a_day'")});
END $$;

CREATE FUNCTION access_opens_identities() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN access_proven() AND current_setting('sala.purpose') NOT IN ('', 'emergency')
       AND access_may('access.identity.open');
END $$;

-- The agency of an administrator and every unit below it.
CREATE FUNCTION access_administered() RETURNS uuid[] LANGUAGE sql STABLE {DEFINER} AS $$
    WITH RECURSIVE below AS (
        SELECT id FROM access_agency
            WHERE id = access_agency() AND access_may('access.agency.manage')
        UNION SELECT a.id FROM access_agency a JOIN below b ON a.parent_id = b.id
    ) SELECT coalesce(array_agg(id), '{{}}') FROM below
$$;

CREATE FUNCTION access_operating() RETURNS boolean LANGUAGE plpgsql STABLE AS
    $$ BEGIN RETURN access_role() = 'operator'; END $$;
"""

LEDGER = f"""
-- A change of a protected row must find a ledger entry of its own transaction at commit; and a
-- machine changes its own tables alone (machine_actors.py).
CREATE FUNCTION access_ledger_required() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM access_ledgerentry
                   WHERE xact = pg_current_xact_id()::text::bigint
                     AND at = transaction_timestamp()) THEN
        RAISE EXCEPTION 'a change of % has no ledger entry', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF access_machine() IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM access_machineactor m
        WHERE m.name = access_machine() AND TG_TABLE_NAME = ANY (m.changes)) THEN
        RAISE EXCEPTION '% does not change %', access_machine(), TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION access_ledger_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER access_ledgerentry_frozen BEFORE UPDATE OR DELETE OR TRUNCATE
    ON access_ledgerentry FOR EACH STATEMENT EXECUTE FUNCTION access_ledger_frozen();

-- Take this lane, and no other, for the entries that follow in the transaction.
CREATE FUNCTION access_ledger_take(p_lane int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(5419, p_lane);
    PERFORM set_config('sala.lane', p_lane::text, true);
END $$;
REVOKE ALL ON FUNCTION access_ledger_take FROM PUBLIC;

-- Take a lane for the rest of the transaction and say where its chain ends. There are 32 lanes,
-- so that as many transactions may write at once; the 33rd waits for one of them to commit.
CREATE FUNCTION access_ledger_next(
    OUT lane int, OUT seq bigint, OUT previous bytea, OUT at timestamptz, OUT xact bigint)
LANGUAGE plpgsql VOLATILE {DEFINER} AS $$
DECLARE
    first int := floor(random() * 32)::int;
BEGIN
    lane := nullif(current_setting('sala.lane', true), '')::int;
    IF lane IS NULL OR NOT pg_try_advisory_xact_lock(5419, lane) THEN
        FOR i IN 0..31 LOOP
            lane := (first + i) % 32;
            EXIT WHEN pg_try_advisory_xact_lock(5419, lane);
            IF i = 31 THEN PERFORM pg_advisory_xact_lock(5419, lane); END IF;
        END LOOP;
        PERFORM set_config('sala.lane', lane::text, true);
    END IF;
    SELECT e.seq, e.hash INTO seq, previous FROM access_ledgerentry e
        WHERE e.lane = access_ledger_next.lane ORDER BY e.seq DESC LIMIT 1;
    seq := coalesce(seq, 0) + 1;
    previous := coalesce(previous, sha256(convert_to('sala ledger lane ' || lane, 'UTF8')));
    at := transaction_timestamp();
    xact := pg_current_xact_id()::text::bigint;
END $$;
"""

OWN_NAME = f"""
-- Every column it is told of is empty, as it was, or names the acting user; and whoever changes a
-- row that says who changed it last is named there. The owner's own functions are not asked.
CREATE FUNCTION access_in_own_name() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    name text;
    said uuid;
    was uuid;
BEGIN
    IF current_user <> '{settings.APPLICATION_ROLE}' THEN RETURN NEW; END IF;
    FOREACH name IN ARRAY TG_ARGV LOOP
        EXECUTE format('SELECT ($1).%I', name) INTO said USING NEW;
        IF TG_OP = 'UPDATE' THEN EXECUTE format('SELECT ($1).%I', name) INTO was USING OLD; END IF;
        IF said IS DISTINCT FROM access_actor() AND (
               (said IS NOT NULL AND said IS DISTINCT FROM was)
               OR (name = 'changed_by_id' AND TG_OP = 'UPDATE' AND NEW IS DISTINCT FROM OLD)) THEN
            RAISE EXCEPTION '% of % is who acts, and nobody else', name, TG_TABLE_NAME
                USING ERRCODE = 'insufficient_privilege';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- Hang it on every table of a room that says who did something; for the law.
CREATE FUNCTION access_hold_to_own_name(p_room text, p_but text[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    t record;
BEGIN
    FOR t IN
        SELECT c.conrelid::regclass AS name, c.conrelid::regclass || '_in_own_name' AS hook,
               string_agg(quote_literal(a.attname), ', ' ORDER BY a.attname) AS columns
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'access_user'::regclass
          AND right(a.attname, 6) = '_by_id'
          AND starts_with(c.conrelid::regclass::text, p_room || '_')
          AND NOT (c.conrelid::regclass || '.' || a.attname) = ANY (p_but)
        GROUP BY c.conrelid
    LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS %I ON %s', t.hook, t.name);
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE ON %s FOR EACH ROW '
                       'EXECUTE FUNCTION access_in_own_name(%s)', t.hook, t.name, t.columns);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION access_hold_to_own_name FROM PUBLIC;
"""

LAW = joined_law(
    cut_statements(CONTEXT),
    cut_statements(ANSWERS),
    cut_statements(LEDGER),
    cut_statements(OWN_NAME),
    moments.LAW,
    for_triggers_only("access_ledger_required"),
)
