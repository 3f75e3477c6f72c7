"""A file of HTCDS that nobody decided on is forgotten after three days, like a draft."""

from django.db import migrations

OWN = (
    "brought_by_id = (SELECT access_actor()) AND agency_id = (SELECT access_agency()) "
    "AND brought_at > (SELECT access_now()) - interval '72 hours'"
)
FORGOTTEN = "access_proven() AND brought_at <= access_now() - interval '72 hours'"

FORGETS = f"""
ALTER POLICY need_to_know_select ON screening_htcdsfile USING ({OWN});
ALTER POLICY need_to_know_delete ON screening_htcdsfile USING ({OWN});

-- Files that nobody decided on are forgotten, whoever brings the next one; how many.
CREATE FUNCTION screening_forget_files() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone int;
BEGIN
    DELETE FROM screening_htcdsfile WHERE brought_at <= access_now() - interval '72 hours';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
CREATE POLICY owner_counts ON screening_htcdsfile FOR SELECT TO CURRENT_USER
    USING ({FORGOTTEN});
CREATE POLICY owner_forgets ON screening_htcdsfile FOR DELETE TO CURRENT_USER
    USING ({FORGOTTEN});
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0009_for_triggers_only")]

    operations = [migrations.RunSQL(FORGETS, migrations.RunSQL.noop)]
