"""Whose draft it is, what becomes of an envelope, and what a frontline officer keeps: a receipt."""

from django.conf import settings
from django.db import migrations

from sala.kit.rowsecurity import policy, protected

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ROLE = "(SELECT access_role())"
OWN = "agency_id = (SELECT access_agency())"
SCREENS = "('frontline_officer', 'identification_officer', 'case_worker')"
CASE_ROLES = "('identification_officer', 'case_worker')"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
KEPT = "> (SELECT access_now()) - interval '72 hours'"
WRITES = f"{OWN} AND written_by_id = (SELECT access_actor()) AND saved_at"
# Whoever sent it tries again; so do those colleagues who see the agency's people anyway.
TRIES = f"{OWN} AND (sent_by_id = (SELECT access_actor()) OR {ROLE} IN {{0}})"
# A colleague takes in what somebody else had sent: it stays that officer's screening.
LEFT_BEHIND = (
    "EXISTS (SELECT 1 FROM screening_envelope e WHERE e.id = {0} "
    "AND e.sent_by_id = {1} AND e.state = 'set_aside')"
)

DRAFTS = f"""
-- Drafts that nobody went on with are forgotten, whoever begins the next one.
CREATE FUNCTION screening_forget_drafts() RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    DELETE FROM screening_screeningdraft WHERE saved_at <= access_now() - interval '72 hours';
END $$;
CREATE POLICY owner_counts ON screening_screeningdraft FOR SELECT TO CURRENT_USER
    USING (access_proven());
CREATE POLICY owner_forgets ON screening_screeningdraft FOR DELETE TO CURRENT_USER
    USING (access_proven() AND saved_at <= access_now() - interval '72 hours');
"""

ENVELOPES = (
    """
DROP POLICY need_to_know_select ON screening_envelope;
DROP POLICY need_to_know_update ON screening_envelope;
CREATE POLICY owner_counts ON screening_envelope FOR SELECT TO CURRENT_USER USING (access_proven());
"""
    + policy(
        "screening_envelope",
        "SELECT",
        TRIES.format("('supervisor', 'identification_officer', 'case_worker')"),
    )
    + ";\n"
    + policy("screening_envelope", "UPDATE", TRIES.format(CASE_ROLES))
    + f""";
GRANT UPDATE (body) ON screening_envelope TO {settings.APPLICATION_ROLE};

-- What arrived is never changed: it is taken in, and then emptied.
CREATE FUNCTION screening_envelope_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'set_aside'
       OR (NEW.body <> OLD.body AND NOT (NEW.state = 'processed' AND NEW.body = '')) THEN
        RAISE EXCEPTION 'what arrived is not changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER screening_envelope_frozen BEFORE UPDATE ON screening_envelope
    FOR EACH ROW EXECUTE FUNCTION screening_envelope_frozen();
"""
)

SCREENINGS = (
    """
DROP POLICY need_to_know_insert ON screening_screening;
DROP POLICY need_to_know_insert ON screening_screeninganswers;
"""
    + policy(
        "screening_screening",
        "INSERT",
        f"{OWN} AND received_at {NOW} AND {ROLE} IN {SCREENS} AND {SEES_PERSON} "
        "AND (screened_by_id = (SELECT access_actor()) OR "
        + LEFT_BEHIND.format("screening_screening.id", "screened_by_id")
        + ")",
    )
    + ";\n"
    + policy(
        "screening_screeninganswers",
        "INSERT",
        "EXISTS (SELECT 1 FROM screening_screening s WHERE s.id = screening_id "
        "AND (s.screened_by_id = (SELECT access_actor()) OR "
        + LEFT_BEHIND.format("s.id", "s.screened_by_id")
        + "))",
    )
    + f""";
CREATE POLICY owner_sends_on ON screening_screening FOR UPDATE TO CURRENT_USER
    USING (access_proven());

-- Whether somebody acts for the person already is a fact, not what the writer says.
CREATE FUNCTION screening_known_already() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    NEW.sent_on_at := NULL;
    IF EXISTS (SELECT 1 FROM screening_identificationrequest r
               WHERE r.person_id = NEW.person_id AND r.state <> 'decided')
       OR EXISTS (SELECT 1 FROM screening_identificationdecision d
                  WHERE d.person_id = NEW.person_id AND d.outcome = 'identified' AND NOT EXISTS (
                      SELECT 1 FROM screening_identificationdecision l
                      WHERE l.supersedes_id = d.id))
    THEN NEW.sent_on_at := NEW.received_at; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER screening_known_already BEFORE INSERT ON screening_screening
    FOR EACH ROW EXECUTE FUNCTION screening_known_already();

-- The person was sent on: an authority is asked, or another agency by a room above this one.
CREATE FUNCTION screening_send_on(p_person uuid) RETURNS int LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    marked int;
BEGIN
    IF NOT access_proven() OR NOT EXISTS (
        SELECT 1 FROM people_person p WHERE p.id = p_person AND (
            p.agency_id = access_scope() OR p.id = ANY (access_granted('person'))
            OR (p.registered_by_id = access_frontline()
                AND p.registered_at > access_now() - interval '24 hours'))) THEN RETURN 0; END IF;
    UPDATE screening_screening SET sent_on_at = access_now()
        WHERE person_id = p_person AND sent_on_at IS NULL;
    GET DIAGNOSTICS marked = ROW_COUNT;
    RETURN marked;
END $$;

-- What is left of an officer's own screenings when the day is over: that they were done.
CREATE FUNCTION screening_receipts(p_limit int, p_offset int) RETURNS TABLE (
    id uuid, receipt text, received_at timestamptz, operation uuid, open boolean)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_role() NOT IN {SCREENS} THEN RETURN; END IF;
    RETURN QUERY SELECT s.id, s.receipt::text, s.received_at, s.operation_id,
                        access_frontline() IS NULL
                        OR s.received_at > access_now() - interval '24 hours'
        FROM screening_screening s
        WHERE s.screened_by_id = access_actor() AND s.agency_id = access_agency()
        ORDER BY s.received_at DESC, s.id LIMIT p_limit OFFSET p_offset;
END $$;
"""
)

ACCOUNT = f"""
-- Sent on: the authority is asked, or another agency is.
CREATE OR REPLACE FUNCTION screening_account(p_operation uuid, OUT met bigint, OUT screened bigint,
    OUT indicated bigint, OUT referred bigint, OUT explained bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    SELECT sum(m.number) INTO met FROM screening_metcount m WHERE m.operation_id = p_operation;
    SELECT coalesce(sum(n.number), 0) INTO explained FROM screening_notscreened n
        WHERE n.operation_id = p_operation AND n.withdrawn_at IS NULL;
    SELECT count(DISTINCT s.person_id),
           count(DISTINCT s.person_id) FILTER (WHERE s.outcome = 'indicated'),
           count(DISTINCT s.person_id) FILTER (
               WHERE s.outcome = 'indicated' AND s.sent_on_at IS NOT NULL)
        INTO screened, indicated, referred
        FROM screening_screening s WHERE s.operation_id = p_operation;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0007_screenings")]

    operations = [
        protected(
            "screening_screeningdraft",
            select=f"{WRITES} {KEPT}",
            insert=f"{WRITES} {NOW} AND {ROLE} IN {SCREENS}",
            update=f"{WRITES} {KEPT}",
            delete=f"{WRITES} {KEPT}",
            columns="saved_at, sealed",
        ),
        *(
            migrations.RunSQL(sql, migrations.RunSQL.noop)
            for sql in (DRAFTS, ENVELOPES, SCREENINGS, ACCOUNT)
        ),
    ]
