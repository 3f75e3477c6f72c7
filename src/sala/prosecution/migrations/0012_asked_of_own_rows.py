"""What hides a case about an official answers of the asker's own rows; a payment reaches its victim
once.
"""

from django.conf import settings
from django.db import migrations

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Policies ask these functions, so whoever is under a policy may call them, with any id they know.
HIDES = f"""
CREATE FUNCTION prosecution_conceals(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT prosecution_sees_case(p_case) AND EXISTS (
        SELECT 1 FROM prosecution_case c WHERE c.id = p_case AND c.concerns_official);
END $$;
REVOKE ALL ON FUNCTION prosecution_conceals FROM PUBLIC, {settings.APPLICATION_ROLE};

-- Whether a case is not for the session to know of, asked of a row of its own agency. Of any other
-- id, whether there is such a case or not, the answer is the same.
CREATE OR REPLACE FUNCTION prosecution_hides(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT access_proven() OR prosecution_conceals(p_case) OR NOT (
        EXISTS (SELECT 1 FROM prosecution_incident i
                WHERE i.case_id = p_case AND i.agency_id = access_agency())
        OR EXISTS (SELECT 1 FROM prosecution_caseidentityrequest r
                   WHERE r.case_id = p_case AND r.custodian_id = access_agency()));
END $$;

CREATE OR REPLACE FUNCTION prosecution_hides_incident(p_incident uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT access_proven() OR prosecution_conceals(prosecution_case_of(p_incident)) OR NOT (
        EXISTS (SELECT 1 FROM prosecution_incident i
                WHERE i.id = p_incident AND i.agency_id = access_agency())
        OR EXISTS (SELECT 1 FROM prosecution_complaint k WHERE k.incident_id = p_incident
                     AND access_agency() IN (k.agency_id, k.referred_to_id)));
END $$;

CREATE OR REPLACE FUNCTION prosecution_hides_grant(p_rests_on uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT access_proven() OR prosecution_conceals(p_rests_on)
        OR EXISTS (SELECT 1 FROM prosecution_caseidentityrequest r
                   WHERE r.id = p_rests_on AND prosecution_conceals(r.case_id))
        OR NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.rests_on = p_rests_on
                         AND access_agency() IN (g.agency_id, g.given_by_agency_id));
END $$;

-- Asked of an entry that the supervisor's agency made, word for word.
CREATE OR REPLACE FUNCTION prosecution_hides_entry(p_kind text, p_subject text, p_detail text,
    p_actor uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    named text := CASE WHEN p_detail LIKE '%"case":%' THEN p_detail::jsonb ->> 'case' END;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM prosecution_case WHERE concerns_official)
       AND NOT EXISTS (SELECT 1 FROM prosecution_complaint WHERE concerns_official) THEN
        RETURN false;
    END IF;
    IF access_role() <> 'supervisor' OR NOT EXISTS (
        SELECT 1 FROM access_ledgerentry e
        WHERE e.subject = p_subject AND e.agency = access_agency() AND e.subject_kind = p_kind
          AND e.detail = p_detail AND e.actor IS NOT DISTINCT FROM p_actor) THEN
        RETURN true;
    END IF;
    RETURN EXISTS (SELECT 1 FROM prosecution_case c
                   WHERE c.concerns_official AND c.id::text IN (p_subject, named))
        OR EXISTS (SELECT 1 FROM prosecution_incident i JOIN prosecution_case c ON c.id = i.case_id
                   WHERE c.concerns_official AND i.id::text = p_subject)
        OR EXISTS (SELECT 1 FROM prosecution_complaint k
                   LEFT JOIN prosecution_incident i ON i.id = k.incident_id
                   LEFT JOIN prosecution_case c ON c.id = i.case_id
                   WHERE k.id::text = p_subject
                     AND (k.concerns_official OR c.concerns_official))
        OR (p_kind = 'person' AND EXISTS (
            SELECT 1 FROM prosecution_casevictim v
            JOIN prosecution_case c ON c.id = v.case_id AND c.concerns_official
            JOIN prosecution_caseassignment a ON a.case_id = c.id AND a.by_oversight
            WHERE v.person_id::text = p_subject AND a.user_id = p_actor));
END $$;
"""

PAYMENTS = """
CREATE POLICY reaches_once ON prosecution_restitutionpayment AS RESTRICTIVE FOR UPDATE
    USING (reached_on IS NULL) WITH CHECK (reached_on IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0011_in_own_name")]

    operations = [
        migrations.RunSQL(HIDES, migrations.RunSQL.noop),
        migrations.RunSQL(PAYMENTS, migrations.RunSQL.noop),
    ]
