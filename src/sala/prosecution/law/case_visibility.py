"""Who sees a case, who sees one about an official, and that nobody else learns of that
one.
"""

from django.conf import settings

from sala.access.law.asking import AGENCY, DEFINER, OPERATING, ROLE_IN_FORCE, may_word
from sala.kit.law import cut_statements, joined_law

OVERSEES = may_word("prosecution.case.oversee")
SEES = f"{may_word('prosecution.case.view')} AND NOT {OVERSEES}"
ASSIGNED = "ANY ((SELECT prosecution_assigned())::uuid[])"
CONTINUED = "ANY ((SELECT prosecution_continued())::uuid[])"


def sees_case(row: str = "") -> str:
    """Whether the session sees a case: of its agency or opened to it, unless it is in
    the compartment: then oversight, and whoever oversight assigned. They see the case
    that goes on in the place of the one that was taken over.
    """
    return (
        f"((NOT {row}in_compartment AND {SEES} AND ({row}agency_id = {AGENCY} "
        f"OR {row}id = ANY ((SELECT access_granted('case'))::uuid[])) "
        f"AND ({row}taken_over_at IS NULL OR NOT {row}id = {CONTINUED})) "
        f"OR ({row}in_compartment AND {row}left_compartment_at IS NULL "
        f"AND ({OVERSEES} OR {row}id = {ASSIGNED})))"
    )


def reads_case(row: str = "") -> str:
    """Whether the session sees a case, or works on what goes on for it: then it reads
    what was said there before.
    """
    return (
        f"({sees_case(row)} OR ({row}taken_over_at IS NOT NULL "
        f"AND {row}id = {CONTINUED}))"
    )


WHO_SEES = f"""
-- Whether an agency is the one with this code or belongs to it.
CREATE FUNCTION prosecution_within(p_agency uuid, p_code text) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN EXISTS (
        WITH RECURSIVE up AS (
            SELECT id, parent_id, code FROM access_agency WHERE id = p_agency
            UNION SELECT a.id, a.parent_id, a.code FROM access_agency a
                JOIN up ON a.id = up.parent_id
        ) SELECT 1 FROM up WHERE code = p_code);
END $$;

-- Cases in the compartment that oversight gave to the session's user, for this agency and role.
CREATE FUNCTION prosecution_assigned() RETURNS uuid[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    found uuid[];
BEGIN
    IF NOT access_may('prosecution.case.change') THEN RETURN '{{}}'; END IF;
    SELECT array_agg(a.case_id) INTO found
        FROM prosecution_caseassignment a JOIN prosecution_case c ON c.id = a.case_id
        WHERE a.by_oversight AND a.ended_at IS NULL
          AND a.user_id = current_setting('sala.actor')::uuid
          AND a.agency_id = nullif(current_setting('sala.agency'), '')::uuid
          AND a.role = current_setting('sala.role')
          AND NOT prosecution_within(a.agency_id, c.official_agency_code);
    RETURN coalesce(found, '{{}}');
END $$;

-- Cases that were taken over, of which the session sees the one that goes on for them.
CREATE FUNCTION prosecution_continued() RETURNS uuid[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    found uuid[];
BEGIN
    IF NOT access_proven() THEN RETURN '{{}}'; END IF;
    SELECT array_agg(c.continues_id) INTO found FROM prosecution_case c
        WHERE c.in_compartment AND c.left_compartment_at IS NULL
          AND c.continues_id IS NOT NULL AND ({OVERSEES} OR c.id = {ASSIGNED});
    RETURN coalesce(found, '{{}}');
END $$;

-- The question that every table of this room asks.
CREATE FUNCTION prosecution_sees_case(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND EXISTS (
        SELECT 1 FROM prosecution_case c WHERE c.id = p_case AND {sees_case("c.")});
END $$;

-- The question of what was said before a case was taken over: of it, and of its words and papers.
CREATE FUNCTION prosecution_reads_case(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND EXISTS (
        SELECT 1 FROM prosecution_case c WHERE c.id = p_case AND {reads_case("c.")});
END $$;

CREATE FUNCTION prosecution_case_of(p_incident uuid) RETURNS uuid
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN (SELECT case_id FROM prosecution_incident WHERE id = p_incident);
END $$;
REVOKE ALL ON FUNCTION prosecution_case_of FROM PUBLIC;

CREATE FUNCTION prosecution_sees_incident(p_incident uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN prosecution_reads_case(prosecution_case_of(p_incident));
END $$;

-- Whether somebody who may do this works for an agency today: there is a hand that takes a case on.
CREATE FUNCTION prosecution_has(p_agency uuid, p_word text) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND EXISTS (
        SELECT 1 FROM access_membership m JOIN access_agency a ON a.id = m.agency_id
        WHERE m.agency_id = p_agency AND access_role_includes(m.role, p_word) AND a.retired_on IS NULL
          AND {ROLE_IN_FORCE});
END $$;
"""

# Policies ask these functions, so whoever is under a policy may call them, with any id
# they know: what is no row of the asker's own is always answered the same.
HIDES = f"""
CREATE FUNCTION prosecution_conceals(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT prosecution_sees_case(p_case) AND EXISTS (
        SELECT 1 FROM prosecution_case c WHERE c.id = p_case AND c.in_compartment);
END $$;
REVOKE ALL ON FUNCTION prosecution_conceals FROM PUBLIC, {settings.APPLICATION_ROLE};

-- Whether a case is not for the session to know of, asked of a row of its own agency. Of any other
-- id, whether there is such a case or not, the answer is the same.
CREATE FUNCTION prosecution_hides(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT access_proven() OR prosecution_conceals(p_case) OR NOT (
        EXISTS (SELECT 1 FROM prosecution_incident i
                WHERE i.case_id = p_case AND i.agency_id = access_agency())
        OR EXISTS (SELECT 1 FROM prosecution_caseidentityrequest r
                   WHERE r.case_id = p_case AND r.custodian_id = access_agency()));
END $$;

CREATE FUNCTION prosecution_hides_incident(p_incident uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT access_proven() OR prosecution_conceals(prosecution_case_of(p_incident)) OR NOT (
        EXISTS (SELECT 1 FROM prosecution_incident i
                WHERE i.id = p_incident AND i.agency_id = access_agency())
        OR EXISTS (SELECT 1 FROM prosecution_complaint k WHERE k.incident_id = p_incident
                     AND access_agency() IN (k.agency_id, k.referred_to_id)));
END $$;

-- The same for a grant that rests on such a case, or on what was asked for its sake.
CREATE FUNCTION prosecution_hides_grant(p_rests_on uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT access_proven() OR prosecution_conceals(p_rests_on)
        OR EXISTS (SELECT 1 FROM prosecution_caseidentityrequest r
                   WHERE r.id = p_rests_on AND prosecution_conceals(r.case_id))
        OR NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.rests_on = p_rests_on
                         AND (access_agency() IN (g.agency_id, g.given_by_agency_id)
                              OR EXISTS (SELECT 1 FROM people_person p
                                         WHERE g.record_kind = 'person' AND p.id = g.record_id
                                           AND p.agency_id = access_agency())));
END $$;

-- Whether an entry of the ledger tells of a case about an official that the session may not know.
-- Only once the entry is known to be one that the supervisor's agency made, word for word, is it
-- asked whether there is anything to hide: the short answer would tell anybody else that there is.
-- Of a person, what was entered while oversight had somebody work on such a case: what their
-- supervisor had read before stays.
CREATE FUNCTION prosecution_hides_entry(p_kind text, p_subject text, p_detail text,
    p_actor uuid, p_at timestamptz) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    named text;
BEGIN
    IF NOT access_may('access.ledger.read') OR access_may('access.ledger.oversee') OR NOT EXISTS (
        SELECT 1 FROM access_ledgerentry e
        WHERE e.subject = p_subject AND e.agency = access_agency() AND e.subject_kind = p_kind
          AND e.detail = p_detail AND e.actor IS NOT DISTINCT FROM p_actor AND e.at = p_at) THEN
        RETURN true;
    END IF;
    IF NOT EXISTS (SELECT 1 FROM prosecution_case WHERE in_compartment)
       AND NOT EXISTS (SELECT 1 FROM prosecution_complaint WHERE concerns_official) THEN
        RETURN false;
    END IF;
    named := CASE WHEN p_detail LIKE '%"case":%' THEN p_detail::jsonb ->> 'case' END;
    RETURN EXISTS (SELECT 1 FROM prosecution_case c
                   WHERE c.in_compartment AND c.id::text IN (p_subject, named))
        OR EXISTS (SELECT 1 FROM prosecution_incident i JOIN prosecution_case c ON c.id = i.case_id
                   WHERE c.in_compartment AND i.id::text = p_subject)
        OR EXISTS (SELECT 1 FROM prosecution_complaint k
                   LEFT JOIN prosecution_incident i ON i.id = k.incident_id
                   LEFT JOIN prosecution_case c ON c.id = i.case_id
                   WHERE k.id::text = p_subject
                     AND (k.concerns_official OR c.in_compartment))
        OR (p_kind = 'person' AND EXISTS (
            SELECT 1 FROM prosecution_casevictim v
            JOIN prosecution_case c ON c.id = v.case_id AND c.in_compartment
            JOIN prosecution_caseassignment a ON a.case_id = c.id AND a.by_oversight
            WHERE v.person_id::text = p_subject AND a.user_id = p_actor
              AND p_at BETWEEN a.assigned_at AND coalesce(a.ended_at, 'infinity')));
END $$;

-- Why a case was taken over, and whose official it is about, stays oversight's when it is over.
CREATE POLICY case_about_an_official ON access_ledgerentry AS RESTRICTIVE FOR SELECT
    TO {settings.APPLICATION_ROLE} USING (
        {may_word("access.ledger.oversee")} OR {OPERATING}
        OR (action NOT IN ('prosecution.takeover_reason', 'prosecution.official_marked')
            AND NOT prosecution_hides_entry(subject_kind, subject, detail, actor, at)));
CREATE POLICY case_about_an_official ON access_grant AS RESTRICTIVE FOR SELECT
    TO {settings.APPLICATION_ROLE} USING (
        rests_on IS NULL OR NOT prosecution_hides_grant(rests_on));
"""


LAW = joined_law(
    cut_statements(WHO_SEES),
    cut_statements(HIDES),
)
