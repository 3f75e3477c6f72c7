"""Everybody met is accounted for, as the database counts; only the authority decides, and a review
is decided by somebody else.
"""

from django.conf import settings
from django.db import migrations

from sala.kit.rowsecurity import policy

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ROLE = "(SELECT access_role())"
READS_DECISIONS = (
    "('identification_officer', 'case_worker', 'supervisor', "
    "'investigator', 'prosecutor', 'court_clerk')"
)
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
SEES_OPERATION = "EXISTS (SELECT 1 FROM screening_operation o WHERE o.id = operation_id)"

# The functions below run as the owner, who is under row-level security like everybody.
OWNER = ";\n".join(
    f"CREATE POLICY owner_counts ON screening_{table} FOR SELECT TO CURRENT_USER "
    "USING (access_proven())"
    for table in (
        "operation",
        "metcount",
        "notscreened",
        "screening",
        "identificationdecision",
    )
)
OWNER += """;
CREATE POLICY owner_settles ON screening_operation FOR UPDATE TO CURRENT_USER
    USING (access_proven());
"""

ACCOUNTS = f"""
-- What became of those an operation met; `met` is null where no number was recorded.
CREATE FUNCTION screening_account(p_operation uuid, OUT met bigint, OUT screened bigint,
    OUT indicated bigint, OUT referred bigint, OUT explained bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    SELECT sum(m.number) INTO met FROM screening_metcount m WHERE m.operation_id = p_operation;
    SELECT coalesce(sum(n.number), 0) INTO explained FROM screening_notscreened n
        WHERE n.operation_id = p_operation AND n.withdrawn_at IS NULL;
    SELECT count(DISTINCT s.person_id),
           count(DISTINCT s.person_id) FILTER (WHERE s.outcome = 'indicated'),
           count(DISTINCT s.person_id) FILTER (WHERE s.outcome = 'indicated' AND EXISTS (
               SELECT 1 FROM screening_identificationrequest r WHERE r.screening_id = s.id
                  OR (r.person_id = s.person_id AND r.asked_at >= s.written_at)))
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
          AND access_role() IN ('supervisor', 'frontline_officer', 'identification_officer',
                                'case_worker', 'investigator');
END $$;

-- An operation is settled while everybody met is screened or explained, exactly; else it is open.
-- Whoever comes second waits, and counts what the first one wrote.
CREATE FUNCTION screening_settle() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    changed uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.operation_id ELSE NEW.operation_id END;
    a record;
BEGIN
    IF changed IS NULL THEN RETURN NULL; END IF;
    PERFORM 1 FROM screening_operation WHERE id = changed FOR UPDATE;
    SELECT * INTO a FROM screening_account(changed);
    UPDATE screening_operation o SET state = counted.state
        FROM (SELECT CASE WHEN a.met = a.screened + a.explained THEN 'settled' ELSE 'open' END
              AS state) counted
        WHERE o.id = changed AND o.state <> counted.state;
    RETURN NULL;
END $$;
""" + "\n".join(
    f"CREATE TRIGGER {table}_settles AFTER INSERT OR UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION screening_settle();"
    for table in ("screening_metcount", "screening_notscreened", "screening_screening")
)

# Nobody says that an operation is settled: it is, or it is not.
OPERATIONS = f"""
REVOKE UPDATE (state) ON screening_operation FROM {settings.APPLICATION_ROLE};
CREATE POLICY begins_open ON screening_operation AS RESTRICTIVE FOR INSERT
    WITH CHECK (state = 'open');
GRANT UPDATE (withdrawn_at, withdrawn_by_id) ON screening_notscreened
    TO {settings.APPLICATION_ROLE};
""" + policy(
    "screening_notscreened",
    "UPDATE",
    f"{SEES_OPERATION} AND (recorded_by_id = (SELECT access_actor()) OR {ROLE} = 'supervisor')",
    leaving="withdrawn_at IS NOT NULL",
)

REQUESTS = f"""
CREATE POLICY asks_the_authority ON screening_identificationrequest AS RESTRICTIVE FOR INSERT
    WITH CHECK (state = 'asked' AND EXISTS (
        SELECT 1 FROM access_agency a WHERE a.id = authority_id AND a.identifies));
CREATE POLICY reviews_a_decision ON screening_identificationrequest AS RESTRICTIVE FOR INSERT
    WITH CHECK (review_of_id IS NULL OR ({ROLE} = 'case_worker' AND EXISTS (
        SELECT 1 FROM screening_identificationdecision d
        WHERE d.id = review_of_id AND d.agency_id = authority_id
          AND d.outcome IN ('identified', 'not_identified')
          AND d.person_id = screening_identificationrequest.person_id)));
-- Whoever works on the person's case sees that a decision was asked for.
DROP POLICY need_to_know_select ON screening_identificationrequest;
""" + policy(
    "screening_identificationrequest",
    "SELECT",
    "agency_id = (SELECT access_scope()) OR authority_id = (SELECT access_scope()) "
    "OR (asked_by_id = (SELECT access_frontline()) "
    "AND asked_at > (SELECT access_now()) - interval '24 hours') "
    f"OR ({ROLE} IN {READS_DECISIONS} AND {SEES_PERSON})",
)

DECISIONS = f"""
-- Whether the request is this authority's, on this person and still open, and whether the actor
-- is another officer than the one whose decision is reviewed.
CREATE FUNCTION screening_may_decide(p_request uuid, p_person uuid, p_agency uuid,
    p_outcome text, p_supersedes uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    r record;
BEGIN
    IF NOT access_proven() THEN RETURN false; END IF;
    IF p_request IS NULL THEN RETURN p_supersedes IS NULL; END IF;
    SELECT q.review_of_id INTO r FROM screening_identificationrequest q
        WHERE q.id = p_request AND q.person_id = p_person AND q.authority_id = p_agency
          AND q.state IN ('asked', 'more_information');
    IF NOT FOUND THEN RETURN false; END IF;
    IF p_outcome <> 'more_information' AND p_supersedes IS DISTINCT FROM r.review_of_id
       OR p_outcome = 'more_information' AND p_supersedes IS NOT NULL THEN RETURN false; END IF;
    RETURN r.review_of_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM screening_identificationdecision d
        WHERE d.id = r.review_of_id AND d.decided_by_id = access_actor());
END $$;
CREATE POLICY decides_what_is_asked ON screening_identificationdecision AS RESTRICTIVE FOR INSERT
    WITH CHECK (screening_may_decide(request_id, person_id, agency_id, outcome, supersedes_id));
-- The authority keeps what it decided, also when the person's record is not open to it any more.
DROP POLICY need_to_know_select ON screening_identificationdecision;
""" + policy(
    "screening_identificationdecision",
    "SELECT",
    f"{ROLE} IN {READS_DECISIONS} AND (agency_id = (SELECT access_scope()) OR {SEES_PERSON})",
)

# For whoever sees the person: the status and the description rest on events they may not see.
ABOUT = f"""
CREATE FUNCTION screening_about(p_person uuid, OUT status text, OUT sex text,
    OUT age_group text, OUT citizenship text) LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    decided timestamptz;
BEGIN
    status := ''; sex := ''; age_group := ''; citizenship := '';
    IF NOT access_proven() OR NOT EXISTS (
        SELECT 1 FROM people_person p WHERE p.id = p_person AND (
            p.agency_id = access_scope() OR p.id = ANY (access_granted('person'))
            OR (p.registered_by_id = access_frontline()
                AND p.registered_at > access_now() - interval '24 hours'))) THEN RETURN; END IF;
    SELECT max(d.recorded_at) INTO decided FROM screening_identificationdecision d
        WHERE d.person_id = p_person AND d.outcome <> 'more_information';
    IF EXISTS (SELECT 1 FROM screening_identificationdecision d
               WHERE d.person_id = p_person AND d.outcome = 'identified' AND NOT EXISTS (
                   SELECT 1 FROM screening_identificationdecision l WHERE l.supersedes_id = d.id))
    THEN status := 'identified';
    ELSIF EXISTS (SELECT 1 FROM screening_screening s
                  WHERE s.person_id = p_person AND s.outcome = 'indicated'
                    AND s.received_at > coalesce(decided, '-infinity'))
       OR EXISTS (SELECT 1 FROM screening_identificationrequest r
                  WHERE r.person_id = p_person AND r.state <> 'decided')
    THEN status := 'presumed';
    ELSIF decided IS NOT NULL THEN status := 'not_identified';
    END IF;
    WITH told AS (
        SELECT d.recorded_at AS at, d.sex, d.age_group, d.citizenship
            FROM screening_identificationdecision d WHERE d.person_id = p_person
        UNION ALL SELECT r.asked_at, r.sex, r.age_group, r.citizenship
            FROM screening_identificationrequest r WHERE r.person_id = p_person
        UNION ALL SELECT s.received_at, s.sex, s.age_group, s.citizenship
            FROM screening_screening s WHERE s.person_id = p_person)
    SELECT coalesce((SELECT t.sex FROM told t WHERE t.sex <> '' ORDER BY t.at DESC LIMIT 1), ''),
           coalesce((SELECT t.age_group FROM told t WHERE t.age_group <> ''
                     ORDER BY t.at DESC LIMIT 1), ''),
           coalesce((SELECT t.citizenship FROM told t WHERE t.citizenship <> ''
                     ORDER BY t.at DESC LIMIT 1), '')
        INTO sex, age_group, citizenship;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0003_operations_and_identification")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (OWNER, ACCOUNTS, OPERATIONS, REQUESTS, DECISIONS, ABOUT)
    ]
