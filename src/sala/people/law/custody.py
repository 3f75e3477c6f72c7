"""Who keeps a record, step by step: it begins with the record, and is handed over by the
owner's functions alone.
"""

from django.conf import settings

from sala.access.law.asking import AGENCY, DEFINER, may_word
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only
from sala.people.states import IN_CARE

BEGINS = f"""
-- The first step is written with the record, in the name of who registers.
CREATE FUNCTION people_custody_begins() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    entry record;
BEGIN
    SELECT n.lane, n.seq INTO entry FROM access_ledger_next() n;
    INSERT INTO people_custodystep (id, person_id, number, opening, move, state, happened_on,
            precision, reason, agency_id, keeper_id, recorded_by_id, recorded_at,
            ledger_lane, ledger_seq)
        VALUES (gen_random_uuid(), NEW.id, 1, true,
                CASE NEW.state WHEN '{IN_CARE}' THEN 'admit' ELSE 'register' END, NEW.state,
                NEW.registered_at::date, 'day', '', NEW.agency_id, NEW.agency_id,
                NEW.registered_by_id, NEW.registered_at, entry.lane, entry.seq);
    RETURN NULL;
END $$;
CREATE TRIGGER people_custody_begins AFTER INSERT ON people_person
    FOR EACH ROW EXECUTE FUNCTION people_custody_begins();
"""

HANDED_OVER = f"""
CREATE POLICY owner_hands_over ON people_person FOR UPDATE TO CURRENT_USER
    USING (access_proven()) WITH CHECK (access_proven());

-- Let another agency keep a record from today, as a rule of a room above has found right. Its
-- entry is as many later in the transaction as are entered before it.
CREATE FUNCTION people_hand_over(p_person uuid, p_keeper uuid, p_later int DEFAULT 0)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    last record;
    entry record;
BEGIN
    PERFORM set_config('sala.history', 'open', true);
    SELECT max(s.number) AS number, max(coalesce(s.happened_on, s.recorded_at::date)) AS day
        INTO last FROM people_custodystep s WHERE s.person_id = p_person;
    PERFORM set_config('sala.history', '', true);
    SELECT n.lane, n.seq INTO entry FROM access_ledger_next() n;
    INSERT INTO people_custodystep (id, person_id, number, opening, move, state, happened_on,
            precision, reason, agency_id, keeper_id, recorded_by_id, recorded_at,
            ledger_lane, ledger_seq)
        VALUES (gen_random_uuid(), p_person, last.number + 1, false, 'take_over', '{IN_CARE}',
                greatest(access_now()::date, last.day), 'day', '', access_agency(), p_keeper,
                access_actor(), access_now(), entry.lane, entry.seq + p_later);
    UPDATE people_person SET agency_id = p_keeper, state = '{IN_CARE}' WHERE id = p_person;
END $$;
REVOKE ALL ON FUNCTION people_hand_over FROM PUBLIC, {settings.APPLICATION_ROLE};

-- At commit a record is kept by whom its last step names, whoever wrote either.
CREATE FUNCTION people_kept_as_said() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    keeps uuid;
    said uuid;
BEGIN
    PERFORM set_config('sala.history', 'open', true);
    SELECT p.agency_id INTO keeps FROM people_person p WHERE p.id = NEW.id;
    SELECT s.keeper_id INTO said FROM people_custodystep s WHERE s.person_id = NEW.id
        ORDER BY s.number DESC LIMIT 1;
    PERFORM set_config('sala.history', '', true);
    IF keeps IS DISTINCT FROM said THEN
        RAISE EXCEPTION 'custody: a record is not kept by whom its last step names'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER people_kept_as_said AFTER UPDATE OF agency_id ON people_person
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION people_kept_as_said();
"""

# The agency asks of its own past only, and is told so of no other record.
FORMER = f"""
CREATE POLICY owner_reads_custody ON people_custodystep FOR SELECT TO CURRENT_USER
    USING (access_proven() AND keeper_id = access_agency());

-- Whether the session's agency kept a record and another keeps it now.
CREATE FUNCTION people_handed_on(p_person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven()
        AND EXISTS (SELECT 1 FROM people_custodystep s
                    WHERE s.person_id = p_person AND s.keeper_id = access_agency())
        AND NOT EXISTS (SELECT 1 FROM people_person p
                        WHERE p.id = p_person AND p.agency_id = access_agency());
END $$;
"""

KEPT = f"""(record_kind = 'person' AND EXISTS (
        SELECT 1 FROM people_person p WHERE p.id = record_id AND p.agency_id = {AGENCY}))"""

# Whoever keeps a record sees and ends what was opened of it, whoever opened it; who kept it
# before ends nothing any more.
GRANTS = f"""
CREATE POLICY keeper_sees ON access_grant FOR SELECT TO {settings.APPLICATION_ROLE}
    USING ({may_word("access.record.see_opened")} AND {KEPT});
CREATE POLICY keeper_ends ON access_grant FOR UPDATE TO {settings.APPLICATION_ROLE}
    USING ({may_word("access.grant.give")} AND {KEPT})
    WITH CHECK ({may_word("access.grant.give")} AND {KEPT} AND withdrawn_at IS NOT NULL
        AND withdrawn_by_id = (SELECT access_actor()));
CREATE POLICY not_the_former_keeper ON access_grant AS RESTRICTIVE FOR UPDATE
    TO {settings.APPLICATION_ROLE}
    USING (record_kind <> 'person' OR agency_id = {AGENCY} OR NOT people_handed_on(record_id));
"""

LAW = joined_law(
    cut_statements(BEGINS),
    cut_statements(HANDED_OVER),
    cut_statements(FORMER),
    cut_statements(GRANTS),
    for_triggers_only("people_custody_begins", "people_kept_as_said"),
)
