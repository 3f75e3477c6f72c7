"""The country's gaps also say why something was not to be had."""

from django.db import migrations

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

GAPS = f"""
DROP FUNCTION protection_gaps(timestamptz, timestamptz);
-- What was owed in a time and what became of it, for the whole country: numbers, and nobody.
CREATE FUNCTION protection_gaps(p_from timestamptz, p_until timestamptz)
RETURNS TABLE (code varchar, sex varchar, age_group varchar, citizenship varchar,
               place_code varchar, state varchar, reason varchar, number bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_role() <> 'analyst' THEN RETURN; END IF;
    RETURN QUERY
        SELECT e.code, e.sex, e.age_group, e.citizenship, e.place_code, e.state,
               CASE WHEN e.state = 'not_available' THEN e.reason ELSE '' END, count(*)
        FROM protection_personentitlement e
        WHERE e.opened_at >= p_from AND e.opened_at <= p_until
        GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0013_returns_abroad_locks")]

    operations = [migrations.RunSQL(GAPS, migrations.RunSQL.noop)]
