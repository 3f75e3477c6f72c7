"""What hides a ledger entry answers of a stranger's id the same, with a case about an official
in the country and with none.
"""

from django.db import migrations

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Only once the entry is known to be one that the supervisor's agency made, word for word, is it
# asked whether there is anything to hide: the short answer would tell anybody else that there is.
HIDES = f"""
CREATE OR REPLACE FUNCTION prosecution_hides_entry(p_kind text, p_subject text, p_detail text,
    p_actor uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    named text;
BEGIN
    IF access_role() <> 'supervisor' OR NOT EXISTS (
        SELECT 1 FROM access_ledgerentry e
        WHERE e.subject = p_subject AND e.agency = access_agency() AND e.subject_kind = p_kind
          AND e.detail = p_detail AND e.actor IS NOT DISTINCT FROM p_actor) THEN
        RETURN true;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM prosecution_case WHERE concerns_official)
       AND NOT EXISTS (SELECT 1 FROM prosecution_complaint WHERE concerns_official) THEN
        RETURN false;
    END IF;
    named := CASE WHEN p_detail LIKE '%"case":%' THEN p_detail::jsonb ->> 'case' END;
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


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0012_asked_of_own_rows")]

    operations = [migrations.RunSQL(HIDES, migrations.RunSQL.noop)]
