"""A referral shows its receiver what is needed to answer; only acceptance opens the person."""

from django.db import migrations

from sala.kit.rowsecurity import protected

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
SEES = "('case_worker', 'identification_officer', 'supervisor')"
REFERS = "('frontline_officer', 'identification_officer', 'case_worker')"
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
RESTS = """(consent_id IS NULL OR EXISTS (SELECT 1 FROM people_consent c
    WHERE c.id = consent_id AND c.person_id = protection_referral.person_id
      AND c.recipient_id = receiver_id AND c.answer = 'given' AND c.withdrawn_at IS NULL))"""

ACCEPT = f"""
-- Accept a referral for the session's agency: the record opens to it, on the consent where there is
-- one, so that taking back the consent closes it again. False where that cannot be.
CREATE FUNCTION protection_accept_referral(p_referral uuid) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    r protection_referral;
BEGIN
    SELECT * INTO r FROM protection_referral WHERE id = p_referral FOR UPDATE;
    IF NOT access_proven() OR r.id IS NULL OR r.state <> 'sent'
       OR r.receiver_id <> access_agency() OR access_role() <> 'case_worker'
       OR (r.consent_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM people_consent c
           WHERE c.id = r.consent_id AND c.withdrawn_at IS NULL
             AND (c.valid_until IS NULL OR c.valid_until >= access_now()::date)))
       OR NOT EXISTS (SELECT 1 FROM people_person p
           WHERE p.id = r.person_id AND p.erased_at IS NULL) THEN
        RETURN false;
    END IF;
    UPDATE protection_referral SET state = 'accepted', changed_by_id = access_actor(),
        changed_at = access_now() WHERE id = p_referral;
    PERFORM access_open('person', r.person_id, r.receiver_id, access_now() + interval '365 days',
                        'referral', coalesce(r.consent_id, r.id));
    RETURN true;
END $$;
CREATE POLICY owner_answers ON protection_referral FOR ALL TO CURRENT_USER
    USING (access_proven()) WITH CHECK (access_proven());

-- Who was identified by the session's agency and is with nobody: no referral that is open, accepted
-- or completed, and nothing that was wanted or given.
CREATE FUNCTION protection_without_referral()
RETURNS TABLE (person uuid, decided_on date) LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_role() NOT IN ('identification_officer', 'supervisor')
    THEN RETURN; END IF;
    RETURN QUERY
        SELECT d.person_id, max(d.decided_on) FROM screening_identificationdecision d
        WHERE d.agency_id = access_agency() AND d.outcome = 'identified'
          AND NOT EXISTS (SELECT 1 FROM screening_identificationdecision l
                          WHERE l.supersedes_id = d.id)
          AND NOT EXISTS (SELECT 1 FROM protection_referral r WHERE r.person_id = d.person_id
                          AND r.state IN ('sent', 'accepted', 'completed'))
          AND NOT EXISTS (SELECT 1 FROM protection_personentitlement e
                          WHERE e.person_id = d.person_id AND e.state IN ('accepted', 'given'))
        GROUP BY 1 ORDER BY 2, 1;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0003_referrals"),
        ("screening", "0004_accounts_locks"),
    ]

    operations = [
        protected(
            "protection_referral",
            select=(
                f"{ROLE} IN {SEES} AND (agency_id = {AGENCY} OR receiver_id = {AGENCY} "
                f"OR {SEES_PERSON}) OR (sent_by_id = (SELECT access_frontline()) "
                "AND sent_at > (SELECT access_now()) - interval '24 hours')"
            ),
            insert=(
                f"agency_id = {AGENCY} AND sent_by_id = {ACTOR} AND sent_at {NOW} "
                f"AND state = 'sent' AND {ROLE} IN {REFERS} AND {SEES_PERSON} AND {RESTS}"
            ),
            update=(
                f"(agency_id = {AGENCY} AND {ROLE} IN {REFERS} AND state IN ('sent', 'withdrawn'))"
                f" OR (receiver_id = {AGENCY} AND {ROLE} = 'case_worker' "
                "AND state IN ('sent', 'accepted', 'declined', 'completed'))"
            ),
            columns="state, reason, changed_by_id, changed_at",
            leaving="state IN ('declined', 'withdrawn', 'completed')",
        ),
        migrations.RunSQL(ACCEPT, migrations.RunSQL.noop),
    ]
