"""The door reads a table at once: its owner is asked once a query, not once a row, who asks."""

from django.db import migrations

# What the owner may count wherever the context is proven, of the tables behind the door.
ONCE = """
DO $$
DECLARE
    asked record;
BEGIN
    FOR asked IN
        SELECT p.tablename, p.policyname FROM pg_policies p
        WHERE p.schemaname = 'public' AND p.qual = 'access_proven()' AND EXISTS (
            SELECT 1 FROM pg_policies d WHERE d.policyname = 'facts_door'
               AND d.schemaname = 'public' AND d.tablename = p.tablename)
    LOOP
        EXECUTE format('ALTER POLICY %I ON %I USING ((SELECT access_proven()))',
                       asked.policyname, asked.tablename);
    END LOOP;
END $$;
"""
# For each year how many facts there are, and a sum that changes when any of them does.
FINGERPRINTS = """
CREATE OR REPLACE FUNCTION facts_fingerprints(p_event text, p_inner bytea, p_outer bytea)
RETURNS TABLE (year smallint, facts bigint, fingerprint text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('sala.facts_door', 'open', true);
    IF NOT facts_open() OR p_event NOT IN (SELECT facts_events()) THEN RETURN; END IF;
    RETURN QUERY EXECUTE format('SELECT r.year, count(*), '
        'sum(hash_record_extended(r, 0)::numeric)::text FROM facts_of_%s($1, $2) r '
        'GROUP BY r.year', p_event) USING p_inner, p_outer;
    PERFORM set_config('sala.facts_door', '', true);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("facts", "0006_committees_and_audiences"),
        ("screening", "0010_files_forgotten"),
    ]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (ONCE, FINGERPRINTS)]
