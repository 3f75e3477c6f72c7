"""A draft that puts something right is as long in hand as the envelope is."""

from django.conf import settings
from django.db import migrations

from sala.kit.rowsecurity import for_triggers_only

ACTOR = "(SELECT access_actor())"
IN_HAND = f"coalesce(e.holder_id, e.sent_by_id) = {ACTOR}"

IN_HAND_STILL = f"""
-- What it says is no longer read, or sent, by whoever had it before. It is no matter of hours: what
-- was opened in time is sent when there is signal.
CREATE POLICY corrects_what_is_in_hand_still ON screening_screeningdraft AS RESTRICTIVE FOR SELECT
    TO {settings.APPLICATION_ROLE} USING (corrects_id IS NULL OR EXISTS (
        SELECT 1 FROM screening_envelope e WHERE e.id = corrects_id AND {IN_HAND}));

-- Nobody puts right what is not in their hand.
CREATE POLICY corrected_by_whose_hand ON screening_screening AS RESTRICTIVE FOR INSERT
    WITH CHECK (corrected_by_id IS NULL OR EXISTS (
        SELECT 1 FROM screening_envelope e WHERE e.id = screening_screening.id
          AND e.state = 'set_aside' AND {IN_HAND}));

-- Handed on, it is opened anew: what the one before had begun goes.
CREATE FUNCTION screening_takes_back_drafts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM screening_screeningdraft WHERE corrects_id = NEW.id
        AND written_by_id <> coalesce(NEW.holder_id, NEW.sent_by_id);
    RETURN NULL;
END $$;
CREATE TRIGGER screening_takes_back_drafts AFTER UPDATE OF holder_id ON screening_envelope
    FOR EACH ROW WHEN (NEW.holder_id IS DISTINCT FROM OLD.holder_id)
    EXECUTE FUNCTION screening_takes_back_drafts();
CREATE POLICY owner_takes_back ON screening_screeningdraft FOR DELETE TO CURRENT_USER
    USING (access_role() = 'supervisor' AND corrects_id IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0017_corrected_locks")]

    operations = [
        migrations.RunSQL(IN_HAND_STILL, migrations.RunSQL.noop),
        for_triggers_only("screening_takes_back_drafts"),
    ]
