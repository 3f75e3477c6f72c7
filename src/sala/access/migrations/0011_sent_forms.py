"""A form that was sent leaves an empty draft for a minute: what is kept late of it is not kept."""

from django.db import migrations

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

SENT = f"""
-- The page keeps a form by itself while somebody types, perhaps in the moment they send it.
CREATE FUNCTION access_draft_sent() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.typed = ''::bytea AND NEW.kept_at < OLD.kept_at + interval '1 minute' THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_draft_sent BEFORE UPDATE ON access_draft
    FOR EACH ROW EXECUTE FUNCTION access_draft_sent();

CREATE OR REPLACE FUNCTION access_forget_drafts() RETURNS int
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    gone int;
BEGIN
    DELETE FROM access_draft WHERE kept_at < access_now() - interval '7 days'
        OR typed = ''::bytea AND kept_at < access_now() - interval '1 hour';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0010_for_triggers_only")]

    operations = [migrations.RunSQL(SENT, migrations.RunSQL.noop)]
