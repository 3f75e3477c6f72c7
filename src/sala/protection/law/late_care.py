"""What an agency gave while a person was open to it is still recorded once they are not:
the day on which it was closed is the last one, and nothing of the person is seen by it.
"""

from django.conf import settings

from sala.access.law.asking import ACTOR, AGENCY, DEFINER, SOON, may_word
from sala.kit.law import cut_statements, joined_law

SERVES = may_word("protection.service.record")

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

LAW = joined_law(cut_statements(HELPED))
