"""Who asks for an identification and sees what is decided; only the authority decides.

A review is decided by somebody else.
"""

from sala.access.law.asking import DEFINER, OWN, SOON, WITHIN_A_DAY, may_word
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import protect_table

# Whoever works on the person's case reads what was decided.
READS_DECISIONS = may_word("screening.decision.view")
# The person's own policy decides: PostgreSQL applies it inside this condition.
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"

REQUESTS = f"""
CREATE POLICY asks_the_authority ON screening_identificationrequest AS RESTRICTIVE FOR INSERT
    WITH CHECK (state = 'asked' AND EXISTS (
        SELECT 1 FROM access_agency a WHERE a.id = authority_id AND a.identifies));
CREATE POLICY reviews_a_decision ON screening_identificationrequest AS RESTRICTIVE FOR INSERT
    WITH CHECK (review_of_id IS NULL OR ({may_word("screening.identification.review")} AND EXISTS (
        SELECT 1 FROM screening_identificationdecision d
        WHERE d.id = review_of_id AND d.agency_id = authority_id
          AND d.outcome IN ('identified', 'not_identified')
          AND d.person_id = screening_identificationrequest.person_id)));

-- A request opens the person and the screening to the authority it asks, and to nobody else.
CREATE FUNCTION screening_open_to_authority(p_request uuid, p_until timestamptz) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    r record;
BEGIN
    SELECT * INTO r FROM screening_identificationrequest
        WHERE id = p_request AND asked_by_id = access_actor() AND agency_id = access_agency()
          AND state = 'asked';
    IF NOT access_proven() OR r.id IS NULL OR r.authority_id = r.agency_id THEN RETURN; END IF;
    IF p_until > access_now() + interval '366 days' THEN
        RAISE EXCEPTION 'a record is opened for a year at most';
    END IF;
    PERFORM access_open('person', r.person_id, r.authority_id, p_until,
                        'identification_request', r.id);
    IF r.screening_id IS NOT NULL THEN
        PERFORM access_open('screening', r.screening_id, r.authority_id, p_until,
                            'identification_request', r.id);
    END IF;
END $$;
CREATE POLICY owner_asks ON screening_identificationrequest FOR SELECT TO CURRENT_USER
    USING ((SELECT access_proven()));
"""

DECISIONS = f"""
CREATE POLICY owner_counts ON screening_identificationdecision FOR SELECT TO CURRENT_USER
    USING ((SELECT access_proven()));

-- Whether the request is this authority's, on this person and still open, and whether the actor
-- is another officer than the one whose decision is reviewed.
CREATE FUNCTION screening_may_decide(p_request uuid, p_person uuid, p_agency uuid,
    p_outcome text, p_supersedes uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    r record;
BEGIN
    -- A key alone asks nothing: whoever decides sees the person, and decides for their own agency.
    IF NOT access_may('screening.identification.decide') OR p_agency <> access_agency()
       OR NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = p_person AND (
           p.agency_id = access_scope() OR p.id = ANY (access_granted('person')))) THEN
        RETURN false;
    END IF;
    IF p_request IS NULL THEN RETURN p_supersedes IS NULL; END IF;
    SELECT q.review_of_id INTO r FROM screening_identificationrequest q
        WHERE q.id = p_request AND q.person_id = p_person AND q.authority_id = p_agency
          AND q.state IN ('asked', 'more_information');
    IF NOT FOUND THEN RETURN false; END IF;
    IF p_outcome <> 'more_information' AND p_supersedes IS DISTINCT FROM r.review_of_id
       OR p_outcome = 'more_information' AND p_supersedes IS NOT NULL THEN RETURN false; END IF;
    RETURN r.review_of_id IS NULL OR NOT EXISTS (
        SELECT 1 FROM screening_identificationdecision d
        WHERE d.id = r.review_of_id AND d.decided_by_id = access_actor());
END $$;
CREATE POLICY decides_what_is_asked ON screening_identificationdecision AS RESTRICTIVE FOR INSERT
    WITH CHECK (screening_may_decide(request_id, person_id, agency_id, outcome, supersedes_id));
"""

# For whoever sees the person: the status and the description rest on events they may
# not see.
ABOUT = f"""
CREATE FUNCTION screening_about(p_person uuid, OUT status text, OUT sex text,
    OUT age_group text, OUT citizenship text) LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    decided timestamptz;
BEGIN
    status := ''; sex := ''; age_group := ''; citizenship := '';
    IF NOT access_proven() OR NOT EXISTS (
        SELECT 1 FROM people_person p WHERE p.id = p_person AND (
            p.agency_id = access_scope() OR p.id = ANY (access_granted('person'))
            OR (p.registered_by_id = access_frontline() AND p.agency_id = access_agency()
                AND p.registered_at > access_now() - interval '24 hours'))) THEN RETURN; END IF;
    SELECT max(d.recorded_at) INTO decided FROM screening_identificationdecision d
        WHERE d.person_id = p_person AND d.outcome <> 'more_information';
    IF EXISTS (SELECT 1 FROM screening_identificationdecision d
               WHERE d.person_id = p_person AND d.outcome = 'identified' AND NOT EXISTS (
                   SELECT 1 FROM screening_identificationdecision l WHERE l.supersedes_id = d.id))
    THEN status := 'identified';
    ELSIF EXISTS (SELECT 1 FROM screening_screening s
                  WHERE s.person_id = p_person AND s.outcome = 'indicated'
                    AND s.received_at > coalesce(decided, '-infinity'))
       OR EXISTS (SELECT 1 FROM screening_identificationrequest r
                  WHERE r.person_id = p_person AND r.state <> 'decided')
    THEN status := 'presumed';
    ELSIF decided IS NOT NULL THEN status := 'not_identified';
    END IF;
    WITH told AS (
        SELECT d.recorded_at AS at, d.sex, d.age_group, d.citizenship
            FROM screening_identificationdecision d WHERE d.person_id = p_person
        UNION ALL SELECT r.asked_at, r.sex, r.age_group, r.citizenship
            FROM screening_identificationrequest r WHERE r.person_id = p_person
        UNION ALL SELECT s.received_at, s.sex, s.age_group, s.citizenship
            FROM screening_screening s WHERE s.person_id = p_person)
    SELECT coalesce((SELECT t.sex FROM told t WHERE t.sex <> '' ORDER BY t.at DESC LIMIT 1), ''),
           coalesce((SELECT t.age_group FROM told t WHERE t.age_group <> ''
                     ORDER BY t.at DESC LIMIT 1), ''),
           coalesce((SELECT t.citizenship FROM told t WHERE t.citizenship <> ''
                     ORDER BY t.at DESC LIMIT 1), '')
        INTO sex, age_group, citizenship;
END $$;
"""

LAW = joined_law(
    protect_table(
        "screening_identificationrequest",
        select=(
            "agency_id = (SELECT access_scope()) OR authority_id = (SELECT access_scope()) "
            f"OR (asked_by_id = (SELECT access_frontline()) AND asked_at {WITHIN_A_DAY}) "
            # Whoever works on the person's case sees that a decision was asked for.
            f"OR ({READS_DECISIONS} AND {SEES_PERSON})"
        ),
        insert=(
            f"{OWN} AND asked_by_id = (SELECT access_actor()) AND asked_at {SOON} "
            f"AND {may_word('screening.identification.ask')} AND {SEES_PERSON}"
        ),
        update=(
            f"authority_id = (SELECT access_agency()) AND {may_word('screening.identification.decide')}"
        ),
        columns="state",
    ),
    protect_table(
        "screening_identificationdecision",
        # The authority keeps what it decided, also when the record is not open to
        # it any more.
        select=(
            f"{READS_DECISIONS} AND (agency_id = (SELECT access_scope()) "
            f"OR {SEES_PERSON})"
        ),
        insert=(
            f"{OWN} AND decided_by_id = (SELECT access_actor()) "
            f"AND {may_word('screening.identification.decide')} AND {SEES_PERSON} AND EXISTS "
            "(SELECT 1 FROM access_agency a WHERE a.id = agency_id AND a.identifies)"
        ),
    ),
    cut_statements(REQUESTS),
    cut_statements(DECISIONS),
    cut_statements(ABOUT),
)
