"""Whatever rests on a consent ends with it, whoever gave it: a grant, an accepted referral."""

from django.db import migrations

ENDS = """
CREATE FUNCTION people_consent_ends() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM access_close(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER people_consent_ends AFTER UPDATE OF withdrawn_at ON people_consent
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION people_consent_ends();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_grants_by_rule")]

    operations = [migrations.RunSQL(ENDS, migrations.RunSQL.noop)]
