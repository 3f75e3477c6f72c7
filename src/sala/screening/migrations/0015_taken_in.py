"""An envelope is said to be taken in only where its screening is there."""

from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only

TAKEN_IN = """
-- Nobody empties what arrived and has not been taken in; and it is its sender's screening.
CREATE FUNCTION screening_envelope_taken_in() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM screening_screening s WHERE s.id = NEW.id
                   AND s.agency_id = NEW.agency_id AND s.screened_by_id = NEW.sent_by_id) THEN
        RAISE EXCEPTION 'what was taken in is there as its sender''s screening'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER screening_envelope_taken_in AFTER INSERT OR UPDATE ON screening_envelope
    FOR EACH ROW WHEN (NEW.state = 'processed') EXECUTE FUNCTION screening_envelope_taken_in();
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0014_in_own_name")]

    operations = [
        migrations.RunSQL(TAKEN_IN, migrations.RunSQL.noop),
        for_triggers_only("screening_envelope_taken_in"),
    ]
