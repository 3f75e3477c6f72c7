"""What an agency gave while a person was open to it is still recorded once they are not:
the day on which it was closed is the last one, and nothing of the person is seen by it.
"""

from django.conf import settings

from sala.access.law.asking import ACTOR, AGENCY, DEFINER, SOON, may_word
from sala.kit.law import cut_statements, joined_law
from sala.protection.rules import returns as rules

SERVES = may_word("protection.service.record")


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


HELPED = f"""
-- Until which day a person was open to the session's agency, to whom they are closed since; nothing
-- where they never were, are still, or are erased.
CREATE FUNCTION protection_helped_until(p_person uuid) RETURNS date
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    last timestamptz;
BEGIN
    SELECT max(least(g.withdrawn_at, g.until)) INTO last FROM access_grant g
        JOIN people_person p ON p.id = g.record_id AND p.erased_at IS NULL
        WHERE g.record_kind = 'person' AND g.record_id = p_person
          AND g.agency_id = access_agency() AND g.given_at <= access_now();
    RETURN CASE WHEN access_proven() AND last <= access_now() THEN last::date END;
END $$;

-- The same by the code that an agency knows a person by: whom it helped, and until when.
CREATE FUNCTION protection_helped_person(p_code text)
RETURNS TABLE (person uuid, until date)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_may('protection.service.record') THEN RETURN; END IF;
    RETURN QUERY SELECT p.id, protection_helped_until(p.id) FROM people_person p
        WHERE p.code = p_code AND protection_helped_until(p.id) IS NOT NULL;
END $$;

-- A service and its day, and nothing that would be of the closed record: no right, no note.
CREATE POLICY given_before_it_closed ON protection_servicedelivered FOR INSERT
    TO {settings.APPLICATION_ROLE}
    WITH CHECK (agency_id = {AGENCY} AND {SERVES} AND recorded_by_id = {ACTOR}
                AND recorded_at {SOON} AND struck_at IS NULL
                AND entitlement_id IS NULL AND note IS NULL
                AND happened_on <= protection_helped_until(person_id));
"""

ASKED_AFTER = f"""
CREATE POLICY owner_records_late ON protection_followup FOR ALL TO CURRENT_USER
    USING ((SELECT access_proven())) WITH CHECK (access_proven());

-- A time of asking after somebody, for an agency to which they are closed since: when it was due,
-- when they returned, and until when it may have been done.
CREATE FUNCTION protection_late_follow_up(p_follow_up uuid)
RETURNS TABLE (code varchar, due_on date, returned_on date, until date)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_may('protection.return.change') THEN RETURN; END IF;
    RETURN QUERY
        SELECT p.code, f.due_on, r.happened_on, protection_helped_until(p.id)
        FROM protection_followup f JOIN protection_return r ON r.id = f.returned_id
        JOIN people_person p ON p.id = r.person_id
        WHERE f.id = p_follow_up AND f.state = 'due' AND r.state = 'returned'
          AND protection_helped_until(p.id) IS NOT NULL;
END $$;

-- Record what was found on a day on which the person was open to the session's agency. False where
-- that cannot be.
CREATE FUNCTION protection_ask_late(p_follow_up uuid, p_day date, p_manner text, p_found text)
RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    late record;
BEGIN
    SELECT * INTO late FROM protection_late_follow_up(p_follow_up);
    IF NOT FOUND OR p_day NOT BETWEEN late.returned_on AND late.until
       OR p_manner NOT IN ({_codes(rules.MANNERS)}) OR p_found NOT IN ({_codes(rules.FOUND)})
    THEN
        RETURN false;
    END IF;
    UPDATE protection_followup SET state = 'done', happened_on = p_day, manner = p_manner,
        found = p_found, recorded_by_id = access_actor(), recorded_at = access_now()
        WHERE id = p_follow_up AND state = 'due';
    IF NOT FOUND THEN RETURN false; END IF;
    PERFORM protection_followupstep_take(p_follow_up, 'do', 'done', '', p_day);
    RETURN true;
END $$;
"""

LAW = joined_law(cut_statements(HELPED), cut_statements(ASKED_AFTER))
