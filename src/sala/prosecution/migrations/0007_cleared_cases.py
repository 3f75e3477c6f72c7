"""A case that turns out not to be about an official is again with all who had a hand in it."""

from django.db import migrations, models

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# As in 0002_locks, but that whoever prosecutes a case that is in court sees it again too.
MARK = f"""
CREATE OR REPLACE FUNCTION prosecution_mark_official(p_case uuid, p_code text) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    c prosecution_case;
    asked uuid;
    party uuid;
BEGIN
    IF NOT prosecution_sees_case(p_case) THEN RETURN false; END IF;
    SELECT * INTO c FROM prosecution_case WHERE id = p_case FOR UPDATE;
    IF (c.concerns_official OR p_code = '') AND access_role() <> 'oversight' THEN
        RETURN false;
    END IF;
    IF p_code = '' THEN
        UPDATE prosecution_case SET concerns_official = false, official_agency_code = '',
            version = version + 1, changed_by_id = access_actor(), changed_at = access_now()
            WHERE id = p_case;
        FOR party IN SELECT DISTINCT x FROM unnest(ARRAY[c.held_by_id, c.prosecuted_by_id]) x
                     WHERE x IS NOT NULL AND x <> c.agency_id LOOP
            PERFORM access_open('case', p_case, party,
                                access_now() + interval '10 years', 'case', p_case);
        END LOOP;
        RETURN true;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM access_agency WHERE code = p_code) THEN RETURN false; END IF;
    UPDATE prosecution_case SET concerns_official = true, official_agency_code = p_code,
        version = version + 1, changed_by_id = access_actor(), changed_at = access_now()
        WHERE id = p_case;
    PERFORM access_close(p_case);
    FOR asked IN SELECT id FROM prosecution_caseidentityrequest WHERE case_id = p_case LOOP
        PERFORM access_close(asked);
    END LOOP;
    UPDATE prosecution_caseidentityrequest SET state = 'withdrawn', answered_by_id = access_actor(),
        answered_at = access_now() WHERE case_id = p_case AND state = 'asked';
    RETURN true;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0006_forfeiture_locks")]

    operations = [
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="caseidentityrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "granted", "declined", "withdrawn"])),
                name="identity_request_state",
            ),
        ),
    ]
