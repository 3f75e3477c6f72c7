"""How many steps were recorded in between behind a figure, for who may not see them.

The steps themselves are views of the rooms, which show to each session what it may see
(`access/law/fact_steps.py`). Here is only their number, for whoever stands by figures.
"""

from django.conf import settings

from sala.access.law.asking import DEFINER
from sala.kit.law import cut_statements, joined_law

COUNTING = f"""
-- Which events say the steps behind them.
CREATE FUNCTION facts_step_events() RETURNS SETOF text LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT substring(relname FROM 16) FROM pg_class
    WHERE relname LIKE 'facts\\_steps\\_of\\_%' AND relkind = 'v'
      AND relnamespace = 'public'::regnamespace ORDER BY 1
$$;

-- How many steps behind an event of a year were recorded in a time: late, and corrections.
CREATE FUNCTION facts_steps_recorded(
    p_event text, p_year integer, p_since timestamptz, p_until timestamptz)
RETURNS TABLE (late bigint, corrections bigint)
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM set_config('sala.facts_door', 'steps', true);
    IF facts_open() AND p_event IN (SELECT facts_step_events()) THEN
        RETURN QUERY EXECUTE format('SELECT count(*) FILTER (WHERE corrects_id IS NULL), '
            'count(*) FILTER (WHERE corrects_id IS NOT NULL) FROM facts_steps_of_%I '
            'WHERE recorded_at > $1 AND recorded_at <= $2 AND EXISTS (SELECT 1 FROM '
            'unnest(counted_on) d WHERE extract(year FROM d) = $3)', p_event)
            USING p_since, p_until, p_year;
    END IF;
    PERFORM set_config('sala.facts_door', '', true);
END $$;
REVOKE ALL ON FUNCTION facts_step_events, facts_steps_recorded FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_step_events, facts_steps_recorded
    TO {settings.APPLICATION_ROLE};
"""

LAW = joined_law(cut_statements(COUNTING))
