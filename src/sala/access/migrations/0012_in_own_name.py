"""Who did something is who acts: the application writes nobody else's name beside a change."""

from django.conf import settings
from django.db import migrations

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

-- Hang it on every table of a room that says who did something; for migrations.
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


class Migration(migrations.Migration):
    dependencies = [("access", "0011_sent_forms")]

    operations = [migrations.RunSQL(OWN_NAME, migrations.RunSQL.noop)]
