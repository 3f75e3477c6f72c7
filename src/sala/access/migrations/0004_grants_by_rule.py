"""Grants that a room's own rule gives: an accepted referral, a request, a case handed on."""

from django.db import migrations

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Only the owner may call them, that is, only a room's own function that ran its rule first.
BY_RULE = f"""
-- Open a record to an agency in the name of the session's user, resting on what the rule names.
CREATE FUNCTION access_open(p_kind text, p_record uuid, p_agency uuid, p_until timestamptz,
                            p_basis text, p_rests_on uuid) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    made uuid := gen_random_uuid();
BEGIN
    INSERT INTO access_grant (id, record_kind, record_id, agency_id, basis, rests_on,
                              given_by_id, given_by_agency_id, given_at, until)
        VALUES (made, p_kind, p_record, p_agency, p_basis, p_rests_on,
                access_actor(), access_agency(), access_now(), p_until);
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION access_open FROM PUBLIC;

-- Take back every grant that rests on a record; how many.
CREATE FUNCTION access_close(p_rests_on uuid) RETURNS int LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    closed int;
BEGIN
    UPDATE access_grant SET withdrawn_at = access_now(), withdrawn_by_id = access_actor()
        WHERE rests_on = p_rests_on AND withdrawn_at IS NULL;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END $$;
REVOKE ALL ON FUNCTION access_close FROM PUBLIC;

CREATE POLICY owner_opens ON access_grant FOR INSERT TO CURRENT_USER
    WITH CHECK (access_proven() AND given_by_id = access_actor());
CREATE POLICY owner_closes ON access_grant FOR UPDATE TO CURRENT_USER
    USING (access_proven()) WITH CHECK (withdrawn_at IS NOT NULL);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0003_sign_in_tables")]

    operations = [migrations.RunSQL(BY_RULE, migrations.RunSQL.noop)]
