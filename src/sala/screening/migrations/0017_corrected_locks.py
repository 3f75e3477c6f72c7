"""Who put a screening right stands in it; what had arrived is kept until the person is erased."""

from django.conf import settings
from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only, in_own_name

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
SCREENS = "('frontline_officer', 'identification_officer', 'case_worker')"
APPLICATION = settings.APPLICATION_ROLE

KEPT = f"""
-- What is taken in as it came leaves nothing in its envelope; what somebody put right is kept as it
-- arrived, for nobody rewrites a colleague's screening past finding out.
CREATE OR REPLACE FUNCTION screening_envelope_taken_in() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    keeps boolean;
BEGIN
    SELECT s.corrected_by_id IS NOT NULL AND p.erased_at IS NULL INTO keeps
        FROM screening_screening s JOIN people_person p ON p.id = s.person_id
        WHERE s.id = NEW.id AND s.agency_id = NEW.agency_id AND s.screened_by_id = NEW.sent_by_id;
    IF keeps IS DISTINCT FROM (NEW.body <> '') THEN
        RAISE EXCEPTION 'what was taken in is there as its sender''s screening, or kept'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;

-- Erasing the person reaches it: nobody but the owner changes what was taken in.
DROP TRIGGER screening_envelope_frozen ON screening_envelope;
CREATE TRIGGER screening_envelope_frozen BEFORE UPDATE ON screening_envelope FOR EACH ROW
    WHEN (OLD.state <> 'processed' OR current_user = '{APPLICATION}')
    EXECUTE FUNCTION screening_envelope_frozen();
CREATE POLICY owner_erases ON screening_envelope FOR UPDATE TO CURRENT_USER
    USING (access_role() = 'data_protection_officer' AND state = 'processed');
CREATE FUNCTION screening_erases_originals() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE screening_envelope SET body = '' WHERE state = 'processed' AND body <> ''
        AND id IN (SELECT s.id FROM screening_screening s WHERE s.person_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER screening_erases_originals AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION screening_erases_originals();
"""

RECEIPTS = f"""
-- Whoever screened reads for good who put it right, also when the day is over.
DROP FUNCTION screening_receipts(int, int);
CREATE FUNCTION screening_receipts(p_limit int, p_offset int) RETURNS TABLE (
    id uuid, receipt text, received_at timestamptz, operation uuid, open boolean,
    corrected_by text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_role() NOT IN {SCREENS} THEN RETURN; END IF;
    RETURN QUERY SELECT s.id, s.receipt::text, s.received_at, s.operation_id,
                        access_frontline() IS NULL
                        OR s.received_at > access_now() - interval '24 hours',
                        coalesce(u.full_name, '')::text
        FROM screening_screening s LEFT JOIN access_user u ON u.id = s.corrected_by_id
        WHERE s.screened_by_id = access_actor() AND s.agency_id = access_agency()
        ORDER BY s.received_at DESC, s.id LIMIT p_limit OFFSET p_offset;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0016_corrected")]

    operations = [
        migrations.RunSQL(KEPT, migrations.RunSQL.noop),
        migrations.RunSQL(RECEIPTS, migrations.RunSQL.noop),
        for_triggers_only("screening_envelope_taken_in", "screening_erases_originals"),
        in_own_name("screening", but=("screening_screening.screened_by_id",)),
    ]
