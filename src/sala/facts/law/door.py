"""The one door out of the record: events without identity, under pseudonyms, for who
counts.

Each kind of event is one function that nobody may call but `facts_rows`, which asks who
is there. A later room adds its events with a function `facts_of_<event>` and needs to
change nothing here.
"""

from django.conf import settings

from sala.access.law.asking import DEFINER
from sala.kit.law import cut_statements, joined_law

ROOM = f"""
-- Open only inside the functions below, and those that count steps (`law/steps.py`): the
-- owner, too, sees nothing of the record by the door.
CREATE FUNCTION facts_open() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN CASE coalesce(current_setting('sala.facts_door', true), '')
        WHEN 'open' THEN access_may('facts.record.export') OR access_operating()
        WHEN 'steps' THEN access_may('facts.step.count')
        ELSE false END;
END $$;

-- Which events the record would hold.
CREATE FUNCTION facts_events() RETURNS SETOF text LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT substring(proname FROM 10) FROM pg_proc
    WHERE proname LIKE 'facts\\_of\\_%' AND pronamespace = 'public'::regnamespace ORDER BY 1
$$;

-- The facts of one event, under the pseudonyms of whoever brings the key's two pads.
CREATE FUNCTION facts_rows(p_event text, p_inner bytea, p_outer bytea) RETURNS SETOF facts_row
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('sala.facts_door', 'open', true);
    IF NOT facts_open() OR p_event NOT IN (SELECT facts_events()) THEN RETURN; END IF;
    RETURN QUERY EXECUTE format('SELECT * FROM facts_of_%s($1, $2)', p_event)
        USING p_inner, p_outer;
    PERFORM set_config('sala.facts_door', '', true);
END $$;

-- For each year how many facts there are, and a sum that changes when any of them does.
CREATE FUNCTION facts_fingerprints(p_event text, p_inner bytea, p_outer bytea)
RETURNS TABLE (year smallint, facts bigint, fingerprint text)
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('sala.facts_door', 'open', true);
    IF NOT facts_open() OR p_event NOT IN (SELECT facts_events()) THEN RETURN; END IF;
    RETURN QUERY EXECUTE format('SELECT r.year, count(*), '
        'sum(hash_record_extended(r, 0)::numeric)::text FROM facts_of_%s($1, $2) r '
        'GROUP BY r.year', p_event) USING p_inner, p_outer;
    PERFORM set_config('sala.facts_door', '', true);
END $$;
REVOKE ALL ON FUNCTION facts_events, facts_rows, facts_fingerprints FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_events, facts_rows, facts_fingerprints
    TO {settings.APPLICATION_ROLE};
"""

LAW = joined_law(cut_statements(ROOM))
