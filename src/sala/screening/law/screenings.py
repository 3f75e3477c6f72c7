"""Who sees a screening and takes it in, what becomes of an envelope, and whose draft it
is.

What arrived is kept or emptied, never changed; a supervisor moves what was set aside.
"""

from django.conf import settings

from sala.access.law.asking import (
    ACTOR,
    DEFINER,
    OWN,
    ROLE_IN_FORCE,
    SOON,
    WITHIN_A_DAY,
    may_word,
)
from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only, in_own_name, protect_table

SCREENS = may_word("screening.screening.record")
IMPORTS = may_word("screening.htcds.import")
WATCHES = may_word("access.record.see_own")
# The person's own policy decides: PostgreSQL applies it inside this condition.
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
KEPT = "> (SELECT access_now()) - interval '72 hours'"
WRITES = f"{OWN} AND written_by_id = {ACTOR} AND saved_at"
BROUGHT = f"brought_by_id = {ACTOR} AND {OWN} AND brought_at"
# Whoever sent it, whoever has it in hand, and colleagues who see the agency's people
# anyway.
CONCERNED = f"{OWN} AND (sent_by_id = {ACTOR} OR holder_id = {ACTOR} OR {WATCHES})"
# A colleague takes in what somebody else had sent: it stays that officer's screening.
LEFT_BEHIND = (
    "EXISTS (SELECT 1 FROM screening_envelope e WHERE e.id = {0} "
    "AND e.sent_by_id = {1} AND e.state = 'set_aside')"
)
IN_HAND = f"coalesce(e.holder_id, e.sent_by_id) = {ACTOR}"

COLLEAGUES = f"""
-- Whom a supervisor may hand a screening to: who screens for the same agency today.
CREATE FUNCTION screening_colleagues() RETURNS TABLE (
    user_id uuid, full_name varchar, role varchar)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR NOT access_may('screening.envelope.move') THEN RETURN; END IF;
    RETURN QUERY SELECT DISTINCT ON (u.full_name, m.user_id) m.user_id, u.full_name, m.role
        FROM access_membership m JOIN access_user u ON u.id = m.user_id
        WHERE m.agency_id = access_agency() AND u.is_active
          AND access_role_includes(m.role, 'screening.screening.record')
          AND {ROLE_IN_FORCE}
        ORDER BY u.full_name, m.user_id, m.role;
END $$;

-- What a frontline officer took over from somebody else, whose screening it stays.
CREATE FUNCTION screening_taken_over() RETURNS uuid[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_frontline() IS NULL THEN RETURN '{{}}'; END IF;
    RETURN (SELECT coalesce(array_agg(e.id), '{{}}') FROM screening_envelope e
            WHERE e.holder_id = access_frontline() AND e.agency_id = access_agency());
END $$;

-- Whether who sent an envelope sees a person as well, or registered them the day before; asked by
-- a colleague who sees the agency's people anyway.
CREATE FUNCTION screening_sender_sees(p_envelope uuid, p_person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR NOT access_may('people.record.work') THEN RETURN false; END IF;
    RETURN EXISTS (
        SELECT 1 FROM screening_envelope e, people_person p
        WHERE e.id = p_envelope AND e.agency_id = access_agency()
          AND p.id = p_person AND p.erased_at IS NULL
          AND ((p.registered_by_id = e.sent_by_id
                AND p.registered_at > e.received_at - interval '24 hours')
            OR ((p.agency_id = e.agency_id OR EXISTS (
                    SELECT 1 FROM access_grant g
                    WHERE g.record_kind = 'person' AND g.record_id = p.id
                      AND g.agency_id = e.agency_id AND g.withdrawn_at IS NULL
                      AND g.given_at <= access_now() AND g.until > access_now()))
                AND EXISTS (
                    SELECT 1 FROM access_membership m
                    WHERE m.user_id = e.sent_by_id AND m.agency_id = e.agency_id
                      AND access_role_includes(m.role, 'people.record.work')
                      AND {ROLE_IN_FORCE}))));
END $$;
"""

ENVELOPES = f"""
CREATE POLICY owner_counts ON screening_envelope FOR SELECT TO CURRENT_USER USING (access_proven());
CREATE POLICY arrives_unmoved ON screening_envelope AS RESTRICTIVE FOR INSERT WITH CHECK (
    state <> 'closed' AND holder_id IS NULL AND moved_by_id IS NULL AND moved_at IS NULL
    AND moved_reason = '');

-- What arrived is never changed: it is taken in, and then emptied. Who has it in hand, and whether
-- it is closed, a supervisor says in their own name; and a supervisor says nothing else.
CREATE OR REPLACE FUNCTION screening_envelope_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved boolean := (OLD.holder_id, OLD.moved_by_id, OLD.moved_at, OLD.moved_reason)
        IS DISTINCT FROM (NEW.holder_id, NEW.moved_by_id, NEW.moved_at, NEW.moved_reason)
        OR 'closed' IN (OLD.state, NEW.state);
BEGIN
    IF OLD.state NOT IN ('set_aside', 'closed')
       OR (NEW.body <> OLD.body AND NOT (NEW.state = 'processed' AND NEW.body = '')) THEN
        RAISE EXCEPTION 'what arrived is not changed' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF access_may('screening.envelope.move') IS DISTINCT FROM moved
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
CREATE TRIGGER screening_envelope_frozen BEFORE UPDATE ON screening_envelope FOR EACH ROW
    WHEN (OLD.state <> 'processed' OR current_user = '{settings.APPLICATION_ROLE}')
    EXECUTE FUNCTION screening_envelope_frozen();

-- What is taken in as it came leaves nothing in its envelope; what somebody put right is kept as it
-- arrived, for nobody rewrites a colleague's screening past finding out.
CREATE FUNCTION screening_envelope_taken_in() RETURNS trigger
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
CREATE TRIGGER screening_envelope_taken_in AFTER INSERT OR UPDATE ON screening_envelope
    FOR EACH ROW WHEN (NEW.state = 'processed') EXECUTE FUNCTION screening_envelope_taken_in();

-- Erasing the person reaches it: nobody but the owner changes what was taken in.
CREATE POLICY owner_erases ON screening_envelope FOR UPDATE TO CURRENT_USER
    USING (access_may('people.erasure.decide') AND state = 'processed');
CREATE FUNCTION screening_erases_originals() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE screening_envelope SET body = '' WHERE state = 'processed' AND body <> ''
        AND id IN (SELECT s.id FROM screening_screening s WHERE s.person_id = NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER screening_erases_originals AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION screening_erases_originals();
"""

SCREENINGS = f"""
CREATE POLICY owner_counts ON screening_screening FOR SELECT TO CURRENT_USER
    USING ((SELECT access_proven()));
CREATE POLICY owner_sends_on ON screening_screening FOR UPDATE TO CURRENT_USER
    USING ((SELECT access_proven()));
-- An officer sees for a day what they took over, like what they asked themselves.
CREATE POLICY taken_over ON screening_screening FOR SELECT USING (
    id = ANY ((SELECT screening_taken_over())::uuid[])
    AND received_at > (SELECT access_now()) - interval '24 hours');
CREATE POLICY attached_as_its_sender_would ON screening_screening AS RESTRICTIVE FOR INSERT
    WITH CHECK (
        screened_by_id = {ACTOR}
        OR EXISTS (SELECT 1 FROM people_person p
                   WHERE p.id = person_id AND p.registered_by_id = {ACTOR})
        OR EXISTS (SELECT 1 FROM screening_envelope e
                   WHERE e.id = screening_screening.id AND e.holder_id = {ACTOR})
        OR screening_sender_sees(id, person_id));
-- Nobody puts right what is not in their hand.
CREATE POLICY corrected_by_whose_hand ON screening_screening AS RESTRICTIVE FOR INSERT
    WITH CHECK (corrected_by_id IS NULL OR EXISTS (
        SELECT 1 FROM screening_envelope e WHERE e.id = screening_screening.id
          AND e.state = 'set_aside' AND {IN_HAND}));

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
            OR (p.registered_by_id = access_frontline() AND p.agency_id = access_agency()
                AND p.registered_at > access_now() - interval '24 hours'))) THEN RETURN 0; END IF;
    UPDATE screening_screening SET sent_on_at = access_now()
        WHERE person_id = p_person AND sent_on_at IS NULL;
    GET DIAGNOSTICS marked = ROW_COUNT;
    RETURN marked;
END $$;

-- What is left of an officer's own screenings when the day is over: that they were done, and who
-- put them right.
CREATE FUNCTION screening_receipts(p_limit int, p_offset int) RETURNS TABLE (
    id uuid, receipt text, received_at timestamptz, operation uuid, open boolean,
    corrected_by text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR NOT access_may('screening.screening.record') THEN RETURN; END IF;
    RETURN QUERY SELECT s.id, s.receipt::text, s.received_at, s.operation_id,
                        access_frontline() IS NULL
                        OR s.received_at > access_now() - interval '24 hours',
                        coalesce(u.full_name, '')::text
        FROM screening_screening s LEFT JOIN access_user u ON u.id = s.corrected_by_id
        WHERE s.screened_by_id = access_actor() AND s.agency_id = access_agency()
        ORDER BY s.received_at DESC, s.id LIMIT p_limit OFFSET p_offset;
END $$;
"""

DRAFTS = f"""
-- Drafts that nobody went on with are forgotten, whoever wrote them; how many.
CREATE FUNCTION screening_forget_drafts() RETURNS int LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    gone int;
BEGIN
    PERFORM access_machine_only('screening.forgetter');
    DELETE FROM screening_screeningdraft WHERE saved_at <= access_now() - interval '72 hours';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
CREATE POLICY owner_counts ON screening_screeningdraft FOR SELECT TO CURRENT_USER
    USING (access_proven());
CREATE POLICY owner_forgets ON screening_screeningdraft FOR DELETE TO CURRENT_USER
    USING (access_proven() AND saved_at <= access_now() - interval '72 hours');

-- Who has it in hand opens it to correct it; a frontline officer for a day, like the own screening.
CREATE POLICY corrects_what_is_in_hand ON screening_screeningdraft AS RESTRICTIVE FOR INSERT
    WITH CHECK (corrects_id IS NULL OR EXISTS (
        SELECT 1 FROM screening_envelope e WHERE e.id = corrects_id AND e.state = 'set_aside'
          AND coalesce(e.holder_id, e.sent_by_id) = {ACTOR}
          AND ((SELECT access_frontline()) IS NULL OR coalesce(e.moved_at, e.received_at)
               > (SELECT access_now()) - interval '24 hours')));

-- What it says is no longer read, or sent, by whoever had it before. It is no matter of hours: what
-- was opened in time is sent when there is signal.
CREATE POLICY corrects_what_is_in_hand_still ON screening_screeningdraft AS RESTRICTIVE FOR SELECT
    TO {settings.APPLICATION_ROLE} USING (corrects_id IS NULL OR EXISTS (
        SELECT 1 FROM screening_envelope e WHERE e.id = corrects_id AND {IN_HAND}));

-- Handed on, it is opened anew: what the one before had begun goes.
CREATE FUNCTION screening_takes_back_drafts() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    DELETE FROM screening_screeningdraft WHERE corrects_id = NEW.id
        AND written_by_id <> coalesce(NEW.holder_id, NEW.sent_by_id);
    RETURN NULL;
END $$;
CREATE TRIGGER screening_takes_back_drafts AFTER UPDATE OF holder_id ON screening_envelope
    FOR EACH ROW WHEN (NEW.holder_id IS DISTINCT FROM OLD.holder_id)
    EXECUTE FUNCTION screening_takes_back_drafts();
CREATE POLICY owner_takes_back ON screening_screeningdraft FOR DELETE TO CURRENT_USER
    USING (access_may('screening.envelope.move') AND corrects_id IS NOT NULL);
"""

FILES = f"""
-- Files that nobody decided on are forgotten, whoever brought them; how many.
CREATE FUNCTION screening_forget_files() RETURNS int
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    gone int;
BEGIN
    PERFORM access_machine_only('screening.forgetter');
    DELETE FROM screening_htcdsfile WHERE brought_at <= access_now() - interval '72 hours';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;
CREATE POLICY owner_counts ON screening_htcdsfile FOR SELECT TO CURRENT_USER
    USING (access_proven() AND brought_at <= access_now() - interval '72 hours');
CREATE POLICY owner_forgets ON screening_htcdsfile FOR DELETE TO CURRENT_USER
    USING (access_proven() AND brought_at <= access_now() - interval '72 hours');
"""

LAW = joined_law(
    cut_statements(COLLEAGUES),
    protect_table(
        "screening_envelope",
        select=CONCERNED,
        insert=f"{OWN} AND sent_by_id = {ACTOR} AND {SCREENS}",
        update=CONCERNED,
        columns="state, fault, body, holder_id, moved_by_id, moved_at, moved_reason",
    ),
    protect_table(
        "screening_screening",
        select=(
            "agency_id = (SELECT access_scope()) "
            "OR id = ANY ((SELECT access_granted('screening'))::uuid[]) "
            f"OR (screened_by_id = (SELECT access_frontline()) AND received_at {WITHIN_A_DAY})"
        ),
        insert=(
            f"{OWN} AND received_at {SOON} AND {SCREENS} AND {SEES_PERSON} "
            f"AND (screened_by_id = {ACTOR} OR "
            + LEFT_BEHIND.format("screening_screening.id", "screened_by_id")
            + ")"
        ),
    ),
    protect_table(
        "screening_screeninganswers",
        select=(
            "(SELECT access_opens_identities()) AND EXISTS "
            "(SELECT 1 FROM screening_screening s WHERE s.id = screening_id)"
        ),
        insert=(
            "EXISTS (SELECT 1 FROM screening_screening s WHERE s.id = screening_id "
            f"AND (s.screened_by_id = {ACTOR} OR "
            + LEFT_BEHIND.format("s.id", "s.screened_by_id")
            + "))"
        ),
    ),
    protect_table(
        "screening_screeningdraft",
        select=f"{WRITES} {KEPT}",
        insert=f"{WRITES} {SOON} AND {SCREENS}",
        update=f"{WRITES} {KEPT}",
        delete=f"{WRITES} {KEPT}",
        in_backup=BackupShare.NONE,
        columns="saved_at, sealed",
    ),
    # Between the check and the decision the file is the one's who brought it, for
    # three days.
    protect_table(
        "screening_htcdsfile",
        select=f"{BROUGHT} {KEPT}",
        insert=f"{OWN} AND brought_by_id = {ACTOR} AND {IMPORTS}",
        delete=f"{BROUGHT} {KEPT}",
        in_backup=BackupShare.NONE,
    ),
    protect_table(
        "screening_htcdsrow",
        select=f"{IMPORTS} AND {SEES_PERSON}",
        insert=(
            f"{OWN} AND imported_by_id = {ACTOR} AND {IMPORTS} "
            "AND people_keeps(person_id)"
        ),
    ),
    cut_statements(ENVELOPES),
    cut_statements(SCREENINGS),
    cut_statements(DRAFTS),
    cut_statements(FILES),
    for_triggers_only(
        "screening_known_already",
        "screening_envelope_taken_in",
        "screening_erases_originals",
        "screening_takes_back_drafts",
    ),
    # A colleague takes in what an officer had sent: whose screening it is, a policy
    # decides.
    in_own_name("screening", but=("screening_screening.screened_by_id",)),
)
