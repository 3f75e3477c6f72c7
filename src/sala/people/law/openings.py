"""How many people a user opened today whom nothing ties to them."""

from sala.access.law.asking import DEFINER
from sala.kit.law import cut_statements

# Until people are assigned, one's own are those one registered oneself, and the parties
# of a case that was opened to the agency. What was opened through broken glass was
# announced by itself.
LAW = cut_statements(f"""
-- Whether a person is tied to the session's user's own work.
CREATE FUNCTION people_is_own(p_person uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN EXISTS (
            SELECT 1 FROM people_person p
            WHERE p.id = p_person AND p.registered_by_id = access_actor())
        OR EXISTS (
            SELECT 1 FROM access_grant g
            WHERE g.record_kind = 'person' AND g.record_id = p_person
              AND g.agency_id = access_agency() AND g.basis = 'case'
              AND g.withdrawn_at IS NULL
              AND g.given_at <= access_now() AND g.until > access_now());
END $$;
REVOKE ALL ON FUNCTION people_is_own FROM PUBLIC;

-- How many others the session's user opened today, whether this person is one of them,
-- and whether the person is tied to the user's own work. One opening of a user waits for
-- the other, so that each is counted.
CREATE FUNCTION people_opened_today(p_person uuid,
    OUT others integer, OUT before boolean, OUT own boolean)
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    opened text[];
BEGIN
    IF NOT access_proven() THEN RETURN; END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('people openings ' || access_actor(), 0));
    opened := ARRAY(
        SELECT DISTINCT coalesce(e.detail::jsonb ->> 'person', e.subject)
            FROM access_ledgerentry e
            WHERE e.at >= access_now()::date AND e.at < access_now()::date + 1
              AND e.actor = access_actor()
              AND e.action IN ('people.identity_opened', 'people.attachment_opened')
              AND e.detail::jsonb ->> 'own' = 'false');
    others := cardinality(opened);
    before := p_person::text = ANY (opened);
    own := people_is_own(p_person);
END $$;

-- What the database says to the vault for the operator, who compares its count of today.
CREATE FUNCTION people_state_day() RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    said text;
BEGIN
    IF NOT access_operating() THEN RETURN NULL; END IF;
    said := jsonb_build_object('day', access_now()::date,
        'at', extract(epoch FROM statement_timestamp())::bigint)::text;
    RETURN access_ticket_mac('openings', said) || said;
END $$;

-- Whom somebody opened today, by the ledger; for the operator.
CREATE FUNCTION people_entered_today() RETURNS TABLE (actor text, person text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_operating() THEN RETURN; END IF;
    RETURN QUERY
        SELECT DISTINCT e.actor::text, coalesce(e.detail::jsonb ->> 'person', e.subject)::text
        FROM access_ledgerentry e
        WHERE e.at >= access_now()::date AND e.at < access_now()::date + 1
          AND e.action IN ('people.identity_opened', 'people.attachment_opened');
END $$;
""")
