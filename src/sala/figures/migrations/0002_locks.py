"""Who freezes figures and who approves them: two people, and nobody changes them afterwards."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
READS = "('analyst', 'oversight')"


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("access", "0006_notices_locks")]

    operations = [
        protected(
            "figures_snapshot",
            select=f"{ROLE} IN {READS}",
            insert=(
                f"{ROLE} = 'analyst' AND prepared_by_id = {ACTOR} "
                "AND agency_id = (SELECT access_agency()) AND approved_by_id IS NULL "
                "AND prepared_at <= (SELECT access_now()) + interval '1 minute'"
            ),
            update=f"{ROLE} IN {READS} AND (approved_by_id IS NULL OR approved_by_id = {ACTOR})",
            columns="approved_by_id, approved_at",
            leaving=f"approved_by_id = {ACTOR} AND prepared_by_id <> {ACTOR}",
        ),
        # What was approved stays so, by whom and when it was.
        migrations.RunSQL(
            """
CREATE FUNCTION figures_snapshot_approved_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'a snapshot is approved once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER snapshot_approved_once BEFORE UPDATE ON figures_snapshot
    FOR EACH ROW EXECUTE FUNCTION figures_snapshot_approved_once();
""",
            migrations.RunSQL.noop,
        ),
    ]
