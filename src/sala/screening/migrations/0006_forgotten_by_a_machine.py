"""Drafts and files that nobody went on with are forgotten by a machine, and by it alone."""

from django.db import migrations

from sala.access.law.machine_actors import DEFINER

FORGETTING = f"""
DROP FUNCTION screening_forget_drafts();
-- Drafts that nobody went on with are forgotten, whoever wrote them; how many.
CREATE FUNCTION screening_forget_drafts() RETURNS int LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    gone int;
BEGIN
    PERFORM access_machine_only('screening.forgetter');
    DELETE FROM screening_screeningdraft WHERE saved_at <= access_now() - interval '72 hours';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- Files that nobody decided on are forgotten, whoever brought them; how many.
CREATE OR REPLACE FUNCTION screening_forget_files() RETURNS int
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    gone int;
BEGIN
    PERFORM access_machine_only('screening.forgetter');
    DELETE FROM screening_htcdsfile WHERE brought_at <= access_now() - interval '72 hours';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0005_screening_locks"),
        ("access", "0006_work_orders_locks"),
    ]
    operations = [migrations.RunSQL(FORGETTING, migrations.RunSQL.noop)]
