"""What a supervisor does with a screening that was set aside, and what its holder may then do."""

from django.conf import settings
from django.db import migrations

from sala.kit.rowsecurity import policy

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
OWN = "agency_id = (SELECT access_agency())"
SCREENS = "('frontline_officer', 'identification_officer', 'case_worker')"
WATCHES = "('supervisor', 'identification_officer', 'case_worker')"
# Whoever sent it, whoever has it in hand, and colleagues who see the agency's people anyway.
CONCERNED = f"{OWN} AND (sent_by_id = {ACTOR} OR holder_id = {ACTOR} OR {ROLE} IN {WATCHES})"

COLLEAGUES = f"""
-- Whom a supervisor may hand a screening to: who screens for the same agency today.
CREATE FUNCTION screening_colleagues() RETURNS TABLE (
    user_id uuid, full_name varchar, role varchar)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_role() <> 'supervisor' THEN RETURN; END IF;
    RETURN QUERY SELECT DISTINCT ON (u.full_name, m.user_id) m.user_id, u.full_name, m.role
        FROM access_membership m JOIN access_user u ON u.id = m.user_id
        WHERE m.agency_id = access_agency() AND m.role IN {SCREENS} AND u.is_active
          AND m.starts_on <= access_now()::date
          AND (m.ends_on IS NULL OR m.ends_on >= access_now()::date)
        ORDER BY u.full_name, m.user_id, m.role;
END $$;

-- What a frontline officer took over from somebody else, whose screening it stays.
CREATE FUNCTION screening_taken_over() RETURNS uuid[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_frontline() IS NULL THEN RETURN '{{}}'; END IF;
    RETURN (SELECT coalesce(array_agg(e.id), '{{}}') FROM screening_envelope e
            WHERE e.holder_id = access_frontline() AND e.agency_id = access_agency());
END $$;
"""

ENVELOPES = (
    f"""
GRANT UPDATE (holder_id, moved_by_id, moved_at, reason) ON screening_envelope
    TO {settings.APPLICATION_ROLE};
CREATE POLICY arrives_unmoved ON screening_envelope AS RESTRICTIVE FOR INSERT WITH CHECK (
    state <> 'closed' AND holder_id IS NULL AND moved_by_id IS NULL AND moved_at IS NULL
    AND reason = '');
DROP POLICY need_to_know_select ON screening_envelope;
DROP POLICY need_to_know_update ON screening_envelope;
"""
    + policy("screening_envelope", "SELECT", CONCERNED)
    + ";\n"
    + policy("screening_envelope", "UPDATE", CONCERNED)
    + """;
-- What arrived is never changed: it is taken in, and then emptied. Who has it in hand, and whether
-- it is closed, a supervisor says in their own name; and a supervisor says nothing else.
CREATE OR REPLACE FUNCTION screening_envelope_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved boolean := (OLD.holder_id, OLD.moved_by_id, OLD.moved_at, OLD.reason)
        IS DISTINCT FROM (NEW.holder_id, NEW.moved_by_id, NEW.moved_at, NEW.reason)
        OR 'closed' IN (OLD.state, NEW.state);
BEGIN
    IF OLD.state NOT IN ('set_aside', 'closed')
       OR (NEW.body <> OLD.body AND NOT (NEW.state = 'processed' AND NEW.body = '')) THEN
        RAISE EXCEPTION 'what arrived is not changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF (access_role() = 'supervisor') IS DISTINCT FROM moved
       OR (moved AND (
           NEW.state NOT IN ('set_aside', 'closed') OR NEW.fault <> OLD.fault
           OR OLD.state = 'closed' AND NEW.state = 'closed'
           OR NEW.moved_by_id IS DISTINCT FROM access_actor() OR NEW.moved_at IS NULL
           OR NEW.moved_at > access_now() + interval '1 minute'
           OR NEW.holder_id IS DISTINCT FROM OLD.holder_id AND NOT EXISTS (
               SELECT 1 FROM screening_colleagues() c WHERE c.user_id = NEW.holder_id)))
    THEN
        RAISE EXCEPTION 'a supervisor moves what was set aside, whoever has it takes it in'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""
)

# An officer sees for a day what they took over, like what they asked themselves.
SCREENINGS = """
CREATE POLICY taken_over ON screening_screening FOR SELECT USING (
    id = ANY ((SELECT screening_taken_over())::uuid[])
    AND received_at > (SELECT access_now()) - interval '24 hours');
"""

# Who has it in hand opens it to correct it; a frontline officer for a day, like the own screening.
DRAFTS = f"""
CREATE POLICY corrects_what_is_in_hand ON screening_screeningdraft AS RESTRICTIVE FOR INSERT
    WITH CHECK (corrects_id IS NULL OR EXISTS (
        SELECT 1 FROM screening_envelope e WHERE e.id = corrects_id AND e.state = 'set_aside'
          AND coalesce(e.holder_id, e.sent_by_id) = {ACTOR}
          AND ((SELECT access_frontline()) IS NULL OR coalesce(e.moved_at, e.received_at)
               > (SELECT access_now()) - interval '24 hours')));
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0011_set_aside")]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (COLLEAGUES, ENVELOPES, SCREENINGS, DRAFTS)
    ]
