"""When a referral was accepted is kept, and an officer takes back a consent in their own name."""

from django.db import migrations

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ACTOR = "(SELECT access_actor())"
MET_TODAY = """EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id
    AND p.registered_by_id = (SELECT access_frontline())
    AND p.registered_at > (SELECT access_now()) - interval '24 hours')"""

ACCEPT = f"""
CREATE OR REPLACE FUNCTION protection_accept_referral(p_referral uuid) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    r protection_referral;
    ends timestamptz := access_now() + interval '365 days';
BEGIN
    SELECT * INTO r FROM protection_referral WHERE id = p_referral FOR UPDATE;
    IF NOT access_proven() OR r.id IS NULL OR r.state <> 'sent'
       OR r.receiver_id <> access_agency() OR access_role() <> 'case_worker'
       OR NOT EXISTS (SELECT 1 FROM people_person p
           WHERE p.id = r.person_id AND p.erased_at IS NULL) THEN
        RETURN false;
    END IF;
    IF r.consent_id IS NOT NULL THEN
        SELECT least(ends, (c.valid_until + 1)::timestamptz) INTO ends FROM people_consent c
            WHERE c.id = r.consent_id AND c.withdrawn_at IS NULL
              AND (c.valid_until IS NULL OR c.valid_until >= access_now()::date);
        IF NOT FOUND THEN RETURN false; END IF;
    END IF;
    UPDATE protection_referral SET state = 'accepted', accepted_at = access_now(),
        changed_by_id = access_actor(), changed_at = access_now() WHERE id = p_referral;
    -- In the name of the sender, on whose word it opens, and who may close it again.
    INSERT INTO access_grant (id, record_kind, record_id, agency_id, basis, rests_on,
                              given_by_id, given_by_agency_id, given_at, until)
        VALUES (gen_random_uuid(), 'person', r.person_id, r.receiver_id, 'referral',
                coalesce(r.consent_id, r.id), r.sent_by_id, r.agency_id, access_now(), ends);
    RETURN true;
END $$;
"""

FRONTLINE = f"""
ALTER POLICY frontline_withdraws ON people_consent
    WITH CHECK ({MET_TODAY} AND withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR});
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0015_accepted_at")]

    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (ACCEPT, FRONTLINE)]
