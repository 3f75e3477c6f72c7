"""Who sees an operation and records whom it met; everybody met is accounted for."""

from sala.access.law.asking import DEFINER, OWN, SOON, may_word
from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only, protect_table

MEETS = may_word("screening.operation.record")
SEES_OPERATION = (
    "EXISTS (SELECT 1 FROM screening_operation o WHERE o.id = operation_id)"
)

# An operation is numbers and no person: the whole agency that was there sees it.
OPERATIONS = f"{OWN} AND {may_word('screening.operation.view')}"


# The functions below run as the owner, who is under row-level security like everybody.
OWNER = "\n".join(
    f"CREATE POLICY owner_counts ON screening_{table} FOR SELECT TO CURRENT_USER "
    "USING ((SELECT access_proven()));"
    for table in ("operation", "metcount", "notscreened")
)
# Nobody says that an operation is settled: it is, or it is not.
OWNER += """
CREATE POLICY owner_settles ON screening_operation FOR UPDATE TO CURRENT_USER
    USING ((SELECT access_proven()));
CREATE POLICY begins_open ON screening_operation AS RESTRICTIVE FOR INSERT
    WITH CHECK (state = 'open');
"""

ACCOUNTS = f"""
-- What became of those an operation met; `met` is null where no number was recorded. Sent on means
-- that the authority is asked, or another agency is.
CREATE FUNCTION screening_account(p_operation uuid, OUT met bigint, OUT screened bigint,
    OUT indicated bigint, OUT referred bigint, OUT explained bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    SELECT sum(m.number) INTO met FROM screening_metcount m WHERE m.operation_id = p_operation;
    SELECT coalesce(sum(n.number), 0) INTO explained FROM screening_notscreened n
        WHERE n.operation_id = p_operation AND n.withdrawn_at IS NULL;
    SELECT count(DISTINCT s.person_id),
           count(DISTINCT s.person_id) FILTER (WHERE s.outcome = 'indicated'),
           count(DISTINCT s.person_id) FILTER (
               WHERE s.outcome = 'indicated' AND s.sent_on_at IS NOT NULL)
        INTO screened, indicated, referred
        FROM screening_screening s WHERE s.operation_id = p_operation;
END $$;
REVOKE ALL ON FUNCTION screening_account FROM PUBLIC;

-- The same for operations of the session's agency: numbers, whoever the people are.
CREATE FUNCTION screening_accounts(p_operations uuid[]) RETURNS TABLE (operation uuid,
    met bigint, screened bigint, indicated bigint, referred bigint, explained bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() THEN RETURN; END IF;
    RETURN QUERY SELECT o.id, a.* FROM screening_operation o, screening_account(o.id) a
        WHERE o.id = ANY (p_operations) AND o.agency_id = access_agency()
          AND access_may('screening.operation.view');
END $$;

-- Of which sex, age group and belonging those are whom an operation of the session's agency
-- screened, each by the latest screening: numbers, to be held against those it met.
CREATE FUNCTION screening_groups(p_operation uuid, p_country text) RETURNS TABLE (
    sex text, age_group text, belongs boolean, screened bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR NOT access_may('screening.operation.view') OR NOT EXISTS (
        SELECT 1 FROM screening_operation o
        WHERE o.id = p_operation AND o.agency_id = access_agency()) THEN RETURN; END IF;
    RETURN QUERY SELECT l.sex::text, l.age_group::text, nullif(l.citizenship, '') = p_country,
                        count(*)
        FROM (SELECT DISTINCT ON (s.person_id) s.sex, s.age_group, s.citizenship
              FROM screening_screening s
              WHERE s.operation_id = p_operation AND s.person_id IS NOT NULL
              ORDER BY s.person_id, s.received_at DESC, s.id) l
        GROUP BY 1, 2, 3;
END $$;

-- An operation is settled while everybody met is screened or explained, exactly; else it is open.
-- Whoever comes second waits, and counts what the first one wrote. Each change is a step.
CREATE FUNCTION screening_settle() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    changed uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.operation_id ELSE NEW.operation_id END;
    before text;
    after text;
BEGIN
    IF changed IS NULL THEN RETURN NULL; END IF;
    SELECT o.state INTO before FROM screening_operation o WHERE o.id = changed FOR UPDATE;
    SELECT CASE WHEN a.met = a.screened + a.explained THEN 'settled' ELSE 'open' END
        INTO after FROM screening_account(changed) a;
    IF before <> after THEN
        UPDATE screening_operation o SET state = after WHERE o.id = changed;
        PERFORM screening_operationstep_take(changed,
            CASE after WHEN 'settled' THEN 'account_for_everybody' ELSE 'find_a_gap' END,
            after, '');
    END IF;
    RETURN NULL;
END $$;
""" + "\n".join(
    f"CREATE TRIGGER {table}_settles AFTER INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION screening_settle();"
    for table in ("screening_metcount", "screening_notscreened", "screening_screening")
)

LAW = joined_law(
    protect_table(
        "screening_operation",
        select=OPERATIONS,
        insert=(
            f"{OWN} AND recorded_by_id = (SELECT access_actor()) AND recorded_at {SOON} "
            f"AND {MEETS}"
        ),
        update=f"{OPERATIONS} AND {MEETS}",
        columns="kind, place_code, crossing_code, happened_on, version",
    ),
    protect_table(
        "screening_metcount",
        select=SEES_OPERATION,
        insert=f"{SEES_OPERATION} AND {MEETS}",
        update=f"{SEES_OPERATION} AND {MEETS}",
        delete=f"{SEES_OPERATION} AND {MEETS}",
        in_backup=BackupShare.WHOLE,
        columns="number",
    ),
    protect_table(
        "screening_notscreened",
        select=SEES_OPERATION,
        insert=f"{SEES_OPERATION} AND recorded_by_id = (SELECT access_actor())",
        update=(
            f"{SEES_OPERATION} AND (recorded_by_id = (SELECT access_actor()) "
            f"OR {may_word('screening.operation.supervise')})"
        ),
        columns="withdrawn_at, withdrawn_by_id",
        leaving="withdrawn_at IS NOT NULL",
    ),
    cut_statements(OWNER),
    cut_statements(ACCOUNTS),
    for_triggers_only("screening_settle"),
)
