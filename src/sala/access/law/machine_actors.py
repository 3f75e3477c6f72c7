"""Machines that act by themselves: each has a name, and next to no rights.

A machine that forgets or tidies acts alone: its name is its role, no policy of a
record names that role, and one function does its work. A machine that works on a
member's order sees what that member may see today and nothing when their role ended;
what it may enter in the ledger and which tables it may change is held by
`access_machineactor`. The queue itself (tables `procrastinate_*`) is the account's that
takes jobs; the application may only put a job for an order of the acting member into it.
"""

from django.conf import settings

from sala.access.law.asking import DEFINER
from sala.kit.law import BackupShare, LawStatement, cut_statements, joined_law
from sala.kit.rowsecurity import owner_only, protect_table

APP, QUEUE = settings.APPLICATION_ROLE, settings.QUEUE_ROLE
OWN = (
    "asked_by_id = (SELECT access_actor()) AND agency_id = (SELECT access_agency()) "
    "AND role = (SELECT access_role())"
)
OWN_ORDER = "EXISTS (SELECT 1 FROM access_workorder o WHERE o.id = order_id{})"
AT_WORK = " AND o.machine = (SELECT access_machine())"
CONTEXT = f"""
-- For the two functions below: from here on the transaction is a machine's.
CREATE FUNCTION access_remember_machine(p_machine text) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('sala.machine', p_machine, true);
    PERFORM access_remember(current_setting('sala.actor'), current_setting('sala.agency'),
                            current_setting('sala.unit'), current_setting('sala.role'),
                            current_setting('sala.purpose'));
END $$;
REVOKE ALL ON FUNCTION access_remember_machine FROM PUBLIC;

CREATE FUNCTION access_leave_machine() RETURNS void LANGUAGE sql AS $$
    SELECT set_config('sala.machine', '', true), set_config('sala.proof', '', true)
$$;

-- The machine at work in this transaction, or none.
CREATE FUNCTION access_machine() RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
    IF coalesce(current_setting('sala.machine', true), '') = '' THEN RETURN NULL; END IF;
    RETURN access_setting('machine');
END $$;

-- A machine that acts alone: no user, no agency, its name for a role.
CREATE FUNCTION access_enter_machine(p_machine text) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM access_machineactor m
                   WHERE m.name = p_machine AND NOT m.on_order) THEN RETURN false; END IF;
    PERFORM access_remember(NULL, NULL, NULL, p_machine, NULL);
    PERFORM access_remember_machine(p_machine);
    RETURN true;
END $$;

-- A machine at a member's order: the member as they are today, and the machine. No row where the
-- order is done, late or nobody's any more; then that is written on it.
CREATE FUNCTION access_enter_order(p_order uuid)
RETURNS TABLE (machine text, asker uuid, membership uuid, agency uuid, unit uuid, role text)
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    ordered access_workorder;
    refused text;
BEGIN
    PERFORM set_config('sala.proof', '', true);
    SELECT o.* INTO ordered FROM access_workorder o
        JOIN access_machineactor m ON m.name = o.machine AND m.on_order
        WHERE o.id = p_order AND o.finished_at IS NULL FOR UPDATE OF o;
    IF NOT FOUND THEN RETURN; END IF;
    SELECT e.agency, e.unit, e.role INTO agency, unit, role
        FROM access_enter_unasked(ordered.asked_by_id, ordered.membership_id, '') e;
    IF role IS NULL OR (agency, role) IS DISTINCT FROM (ordered.agency_id, ordered.role::text) THEN
        refused := 'no_role';
    ELSIF ordered.until <= access_now() THEN
        refused := 'late';
    END IF;
    IF refused IS NOT NULL THEN
        PERFORM access_leave();
        UPDATE access_workorder o SET outcome = refused, finished_at = access_now()
            WHERE o.id = p_order;
        RETURN;
    END IF;
    PERFORM access_remember_machine(ordered.machine);
    machine := ordered.machine; asker := ordered.asked_by_id; membership := ordered.membership_id;
    RETURN NEXT;
END $$;

CREATE FUNCTION access_machine_enters() RETURNS text[] LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT m.enters::text[] FROM access_machineactor m WHERE m.name = access_machine()
$$;
"""

# The ledger never shows a machine's doing as the member's own hand, and a machine
# enters what is its own to do and nothing else.
LEDGER = f"""
CREATE POLICY machine_enters_its_own ON access_ledgerentry AS RESTRICTIVE FOR INSERT TO {APP}
    WITH CHECK ((SELECT access_machine()) IS NULL
        OR (action = ANY ((SELECT access_machine_enters())::text[])
            AND detail::jsonb ->> 'machine' = (SELECT access_machine())));
"""

OWNER = """
CREATE POLICY owner_enters ON access_workorder FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY owner_refuses ON access_workorder FOR UPDATE TO CURRENT_USER
    USING (finished_at IS NULL) WITH CHECK (outcome IN ('no_role', 'late'));
CREATE POLICY owner_forgets ON access_workorder FOR DELETE TO CURRENT_USER
    USING (access_proven());
CREATE POLICY owner_looks_for_codes ON access_workpart FOR SELECT TO CURRENT_USER
    USING (access_proven());
CREATE POLICY owner_forgets ON access_workpart FOR DELETE TO CURRENT_USER
    USING (access_proven());
"""

FORGETTING = f"""
-- Whatever only one machine may do begins with this line.
CREATE FUNCTION access_machine_only(p_machine text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF access_machine() IS DISTINCT FROM p_machine THEN
        RAISE EXCEPTION 'this is the work of %', p_machine
            USING ERRCODE = 'insufficient_privilege';
    END IF;
END $$;

-- Throw away orders whose time is over, and what they made.
CREATE FUNCTION access_forget_orders() RETURNS int LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    gone int;
BEGIN
    PERFORM access_machine_only('desk.forgetter');
    DELETE FROM access_workpart p USING access_workorder o
        WHERE o.id = p.order_id AND o.until <= access_now();
    DELETE FROM access_workorder WHERE until <= access_now();
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""

# What of the queue the application reaches: a job for an order of the acting member
# goes in with the order's transaction, and how it fares is seen. It takes, ends and deletes
# none. A job carries the key of its order, or the moment of a periodic one, and nothing
# else: no identity, no key.
OWN_JOB = (
    "EXISTS (SELECT 1 FROM access_workorder o "
    "WHERE o.id::text = procrastinate_jobs.args ->> 'order')"
)
SEQUENCES = (
    "procrastinate_jobs_id_seq",
    "procrastinate_events_id_seq",
    "procrastinate_periodic_defers_id_seq",
)
OF_THE_WEB = {
    "procrastinate_jobs": (
        "SELECT (id, status, attempts, scheduled_at, args)",
        "INSERT (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)",
    ),
    "procrastinate_events": (
        "SELECT (id, job_id, type, at)",
        "INSERT (job_id, type, at)",
    ),
}
QUEUE_POLICIES = f"""
CREATE POLICY owner_keeps ON procrastinate_jobs TO CURRENT_USER USING (true);
-- The worker takes every job; none carries more than the key of an order or a moment.
CREATE POLICY queue_works ON procrastinate_jobs TO {QUEUE} USING (true)
    WITH CHECK (args - 'order' - 'timestamp' = '{{}}'::jsonb);
-- How the job of an order of one's own fares.
CREATE POLICY asker_sees ON procrastinate_jobs FOR SELECT TO {APP} USING ({OWN_JOB});
-- A job for an open order of one's own, done by the machine that it is for: now, in its turn, and
-- in nobody's way. A lock of another machine's name would stop that machine's work.
CREATE POLICY asker_enqueues ON procrastinate_jobs FOR INSERT TO {APP}
    WITH CHECK (queueing_lock IS NULL AND coalesce(lock, task_name) = task_name
        AND scheduled_at IS NULL AND priority = 0
        AND args - 'order' = '{{}}'::jsonb AND EXISTS (
        SELECT 1 FROM access_workorder o WHERE o.id::text = args ->> 'order'
          AND o.machine = task_name AND o.finished_at IS NULL));
CREATE POLICY owner_keeps ON procrastinate_events TO CURRENT_USER USING (true);
CREATE POLICY queue_works ON procrastinate_events TO {QUEUE} USING (true);
CREATE POLICY asker_sees ON procrastinate_events FOR SELECT TO {APP}
    USING (EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.id = job_id));
CREATE POLICY asker_enqueues ON procrastinate_events FOR INSERT TO {APP}
    WITH CHECK (EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.id = job_id));
"""


def queue_table(table: str, *, secured: bool) -> LawStatement:
    """A table of the queue: all of it for the worker's account, little for the web's."""
    lines = [
        f"REVOKE ALL ON {table} FROM PUBLIC, {APP}, {QUEUE}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {QUEUE}",
        *(
            f"GRANT {rights} ON {table} TO {APP}"
            for rights in OF_THE_WEB.get(table, ())
        ),
    ]
    if secured:
        lines += [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        ]
    return LawStatement("table", table, ";\n".join(lines))


# Without this everybody may call whatever function is made: so might the account of the
# queue, which reads of each job whose order it is, and could act as whoever gave it.
APPLICATION_ONLY = f"""
DO $$
DECLARE
    made regprocedure;
BEGIN
    FOR made IN
        SELECT p.oid::regprocedure FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
          AND NOT starts_with(p.proname, 'procrastinate')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
          AND EXISTS (SELECT 1 FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                      WHERE a.grantee = 0)
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', made);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {APP}', made);
    END LOOP;
END $$
"""

LAW = joined_law(
    LawStatement(
        "call",
        "functions of the application alone",
        APPLICATION_ONLY,
        "What everybody might call is the application's alone, not the queue's account's.",
    ),
    cut_statements(CONTEXT),
    owner_only("access_machineactor", in_backup=BackupShare.WHOLE),
    protect_table(
        "access_workorder",
        select=OWN,
        insert=(
            f"{OWN} AND asked_at <= (SELECT access_now()) + interval '1 minute' "
            "AND until <= (SELECT access_now()) + interval '7 days' "
            "AND finished_at IS NULL AND (SELECT access_machine()) IS NULL"
        ),
        # Only the machine that it is for goes on with it.
        update=f"{OWN} AND machine = (SELECT access_machine())",
        columns="total, done, finished_at, outcome, result",
        delete=f"{OWN} AND (SELECT access_machine()) IS NULL",
        # asking, and what is done of it, are entered; how far it is, is not
        ledger=False,
        in_backup=BackupShare.WHOLE,
        about={
            "select": "What one ordered oneself, in the role one ordered it in.",
            "insert": "In one's own name, for a week; a machine orders nothing.",
            "update": "By the machine that it is for, at work on it.",
            "delete": "What one ordered oneself.",
        },
    ),
    protect_table(
        "access_workpart",
        select=OWN_ORDER.format(""),
        insert=OWN_ORDER.format(AT_WORK),
        delete=OWN_ORDER.format(""),
        ledger=False,
        in_backup=BackupShare.NONE,
        about={
            "select": "What was made of one's own order.",
            "insert": "By the machine at work on the order.",
            "delete": "What was made of one's own order.",
        },
    ),
    cut_statements(LEDGER + OWNER + FORGETTING),
    queue_table("procrastinate_jobs", secured=True),
    queue_table("procrastinate_events", secured=True),
    queue_table("procrastinate_workers", secured=False),
    queue_table("procrastinate_periodic_defers", secured=False),
    cut_statements(QUEUE_POLICIES),
    LawStatement(
        "grant",
        "sequences of the queue",
        f"GRANT USAGE ON SEQUENCE {', '.join(SEQUENCES)} TO {QUEUE};\n"
        f"GRANT USAGE ON SEQUENCE {', '.join(SEQUENCES[:2])} TO {APP}",
    ),
)
