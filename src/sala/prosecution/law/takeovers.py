"""The central office takes a case over, for whatever reason; what of it goes on is in the
compartment, until oversight gives it back, nobody confirmed it, or its judgment is final.
"""

from django.conf import settings
from django.db import models

from sala.access.law.asking import DEFINER
from sala.access.law.steps import HistoryTables
from sala.access.models import Step
from sala.kit.law import cut_statements, joined_law
from sala.prosecution.law.laying import ON_A_CASE, STEPS
from sala.prosecution.models import (
    CaseAssignment,
    CaseAttachment,
    CaseIdentityRequest,
    CaseStep,
    ComplaintStep,
    IdentityRequestStep,
    Incident,
    IncidentStep,
)
from sala.prosecution.rules.takeovers import (
    DAYS_OF_A_MONTH,
    DAYS_TO_CONFIRM,
    REASONS,
    TAKEOVERS_A_MONTH,
)

MACHINE = "prosecution.keeper"
OWN_STEPS: tuple[type[Step], ...] = (*STEPS, IncidentStep)
# The steps of a case, of its incidents and of what was complained about there.
TOLD = "\n    ".join(
    f"UPDATE {tables.steps} s SET recorded_at = access_now() WHERE s.{tables.key} IN "
    f"(SELECT n.id FROM {tables.noun} n WHERE {where});"
    for tables, where in (
        *(
            (
                HistoryTables.of_steps(step),
                "n.id = p_case" if step is CaseStep else "n.case_id = p_case",
            )
            for step in OWN_STEPS
        ),
        (
            HistoryTables.of_steps(ComplaintStep),
            (
                "n.incident_id IN (SELECT i.id FROM prosecution_incident i"
                " WHERE i.case_id = p_case)"
            ),
        ),
    )
)

OFFICE = """
-- The agency whose oversight takes cases over: the one where nobody works on cases, if there is one.
CREATE FUNCTION prosecution_central_office() RETURNS uuid
LANGUAGE plpgsql STABLE {definer} AS $$
BEGIN
    RETURN (SELECT a.id FROM access_agency a
            WHERE prosecution_has(a.id, 'prosecution.case.oversee')
            ORDER BY prosecution_has(a.id, 'prosecution.case.change'), a.code LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION prosecution_central_office FROM PUBLIC;

-- The day by which oversight confirms: so many days that are neither Saturday nor Sunday.
CREATE FUNCTION prosecution_confirm_until(p_taken timestamptz) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT d::date FROM generate_series(p_taken::date + 1, p_taken::date + 14, '1 day') d
    WHERE extract(isodow FROM d) < 6 ORDER BY d OFFSET {days} - 1 LIMIT 1
$$;
"""

TAKING = """
-- Whether the session's user may have the central office take one more case over: few a month, for
-- whatever reason, so that nobody empties the desks of others.
CREATE FUNCTION prosecution_may_take_over() RETURNS boolean
LANGUAGE plpgsql STABLE {definer} AS $$
BEGIN
    RETURN access_may('prosecution.case.mark') AND (
        access_may('prosecution.case.oversee') OR (
            SELECT count(*) FROM prosecution_case c WHERE c.taken_by_id = access_actor()
              AND c.taken_over_at > access_now() - interval '{month} days') < {number});
END $$;

-- The central office takes a case over. Whoever saw it goes on seeing it as it is now; the case that
-- goes on for it, which is the answer, is for oversight and whom oversight assigns. Requests for
-- records are taken back, and what they opened is closed. One that was opened this minute, of
-- nothing that anybody knew, is in the compartment itself.
CREATE FUNCTION prosecution_take_over(p_case uuid, p_reason text, p_official text, p_unknown boolean)
RETURNS uuid LANGUAGE plpgsql {definer} AS $$
DECLARE
    c prosecution_case;
    made uuid;
    asked uuid;
    entry record;
BEGIN
    IF NOT prosecution_sees_case(p_case) OR NOT prosecution_may_take_over() THEN RETURN NULL; END IF;
    SELECT * INTO c FROM prosecution_case WHERE id = p_case FOR UPDATE;
    IF c.in_compartment OR c.taken_over_at IS NOT NULL OR p_reason NOT IN ({reasons})
       OR (p_reason = 'official') <> (p_official <> '')
       OR (p_official <> '' AND NOT EXISTS (
           SELECT 1 FROM access_agency WHERE code = p_official)) THEN
        RETURN NULL;
    END IF;
    IF p_unknown AND prosecution_just_opened(p_case) THEN
        UPDATE prosecution_case SET in_compartment = true, taken_reason = p_reason,
            taken_over_at = access_now(), taken_by_id = access_actor(), concerns_official = p_official <> '',
            official_agency_code = p_official,
            version = version + 1, changed_by_id = access_actor(), changed_at = access_now()
            WHERE id = p_case;
        RETURN p_case;
    END IF;
    PERFORM prosecution_casestep_take(p_case, 'take_over', c.state, '');
    FOR asked IN SELECT id FROM prosecution_caseidentityrequest WHERE case_id = p_case LOOP
        PERFORM access_close(asked);
    END LOOP;
    FOR asked IN UPDATE prosecution_caseidentityrequest
        SET state = 'withdrawn', answered_by_id = access_actor(), answered_at = access_now()
        WHERE case_id = p_case AND state = 'asked' RETURNING id
    LOOP
        PERFORM prosecution_identityrequeststep_take(asked, 'withdraw', 'withdrawn', '');
    END LOOP;
    SELECT n.lane, n.seq INTO entry FROM access_ledger_next() n;
    made := prosecution_continue(p_case, p_reason, p_official, entry.lane, entry.seq);
    UPDATE prosecution_case SET taken_over_at = access_now(),
        held_by_id = coalesce(prosecution_central_office(), held_by_id), version = version + 1,
        changed_by_id = access_actor(), changed_at = access_now()
        WHERE id = p_case;
    RETURN made;
END $$;

-- Whether the session's user opened a case this minute, and nothing that was known hangs on it.
CREATE FUNCTION prosecution_just_opened(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {definer} AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM prosecution_case c WHERE c.id = p_case AND c.version = 1
          AND c.opened_by_id = access_actor()
          AND c.opened_at > access_now() - interval '1 minute')
        AND NOT EXISTS (SELECT 1 FROM prosecution_incident WHERE case_id = p_case)
        AND NOT EXISTS (SELECT 1 FROM prosecution_casevictim WHERE case_id = p_case);
END $$;
REVOKE ALL ON FUNCTION prosecution_just_opened FROM PUBLIC, {app};
"""

KEEPING = """
-- Oversight says that the central office keeps a case it took over. Neither this nor the mark is a
-- change of the case: who changed it last, and how often, is laid back and told.
CREATE FUNCTION prosecution_confirm(p_case uuid) RETURNS boolean LANGUAGE plpgsql {definer} AS $$
BEGIN
    IF NOT prosecution_oversees(p_case) THEN RETURN false; END IF;
    UPDATE prosecution_case SET confirmed_at = access_now(), confirmed_by_id = access_actor()
        WHERE id = p_case AND confirmed_at IS NULL;
    RETURN FOUND;
END $$;

-- Oversight says of which agency the official is, of a case in the compartment.
CREATE FUNCTION prosecution_mark_official(p_case uuid, p_code text) RETURNS boolean
LANGUAGE plpgsql {definer} AS $$
BEGIN
    IF NOT prosecution_oversees(p_case) OR NOT EXISTS (
        SELECT 1 FROM access_agency WHERE code = p_code) THEN RETURN false; END IF;
    UPDATE prosecution_case SET concerns_official = true, official_agency_code = p_code,
        taken_reason = 'official', confirmed_at = coalesce(confirmed_at, access_now()),
        confirmed_by_id = coalesce(confirmed_by_id, access_actor())
        WHERE id = p_case;
    RETURN FOUND;
END $$;

CREATE FUNCTION prosecution_oversees(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {definer} AS $$
BEGIN
    RETURN access_may('prosecution.case.oversee') AND prosecution_sees_case(p_case) AND EXISTS (
        SELECT 1 FROM prosecution_case c WHERE c.id = p_case AND c.in_compartment);
END $$;
REVOKE ALL ON FUNCTION prosecution_oversees FROM PUBLIC;
"""

LEAVING = """
-- A case leaves the compartment: what was done in it is told, as of today. The case that is known from
-- now on is the answer. Of a final judgment it stays known that it was about an official.
CREATE FUNCTION prosecution_leave(p_case uuid, p_final boolean) RETURNS uuid
LANGUAGE plpgsql {definer} AS $$
DECLARE
    c prosecution_case;
    known uuid;
    party uuid;
BEGIN
    SELECT * INTO c FROM prosecution_case
        WHERE id = p_case AND in_compartment AND left_compartment_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN RETURN NULL; END IF;
    known := coalesce(c.continues_id, c.id);
    IF c.continues_id IS NULL THEN
        PERFORM prosecution_tell_steps(c.id);
        UPDATE prosecution_case SET in_compartment = false WHERE id = c.id;
    ELSE
        PERFORM prosecution_lay_back(known, c.id);
    END IF;
    UPDATE prosecution_case SET left_compartment_at = access_now() WHERE id = c.id AND c.id <> known;
    -- One of which nobody knew looks from now on like any other.
    UPDATE prosecution_case SET taken_over_at = NULL, confirmed_at = NULL, confirmed_by_id = NULL,
        concerns_official = c.concerns_official AND p_final,
        taken_reason = CASE WHEN p_final THEN c.taken_reason ELSE '' END,
        official_agency_code = CASE WHEN p_final THEN c.official_agency_code ELSE '' END,
        taken_by_id = NULL,
        version = version + 1
        WHERE id = known;
    FOR party IN SELECT DISTINCT x FROM unnest(ARRAY[c.held_by_id, c.prosecuted_by_id]) x
                 WHERE x <> c.agency_id AND access_actor() IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM access_grant g WHERE g.record_kind = 'case' AND g.record_id = known
          AND g.agency_id = x AND g.withdrawn_at IS NULL AND g.until > access_now()) LOOP
        PERFORM access_open('case', known, party, access_now() + interval '10 years', 'case', known);
    END LOOP;
    RETURN known;
END $$;
REVOKE ALL ON FUNCTION prosecution_leave FROM PUBLIC, {app};

-- The steps of a case of which nobody knew anything are known from today on.
CREATE FUNCTION prosecution_tell_steps(p_case uuid) RETURNS void LANGUAGE plpgsql {definer} AS $$
BEGIN
    PERFORM set_config('sala.history', 'open', true);
    {told}
    PERFORM set_config('sala.history', '', true);
END $$;
REVOKE ALL ON FUNCTION prosecution_tell_steps FROM PUBLIC, {app};

-- Oversight gives a case back: to those who had it.
CREATE FUNCTION prosecution_give_back(p_case uuid) RETURNS uuid LANGUAGE plpgsql {definer} AS $$
BEGIN
    IF NOT prosecution_oversees(p_case) THEN RETURN NULL; END IF;
    RETURN prosecution_leave(p_case, false);
END $$;

-- Whether the judgment of a case is final: every charge that was not withdrawn is.
CREATE FUNCTION prosecution_is_final(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {definer} AS $$
BEGIN
    RETURN (SELECT coalesce(bool_and(k.state = 'final'), false) FROM prosecution_charge k
            WHERE k.case_id = p_case AND k.state <> 'withdrawn');
END $$;
REVOKE ALL ON FUNCTION prosecution_is_final FROM PUBLIC, {app};

-- What nobody confirmed in time goes back by itself, and what is judged for good is told: the cases
-- that are known again, and whether the judgment is final.
CREATE FUNCTION prosecution_end_takeovers() RETURNS TABLE (known uuid, final boolean)
LANGUAGE plpgsql {definer} AS $$
DECLARE
    ending uuid;
BEGIN
    PERFORM access_machine_only('{machine}');
    FOR ending, final IN SELECT c.id, prosecution_is_final(c.id) FROM prosecution_case c
        WHERE c.in_compartment AND c.left_compartment_at IS NULL
          AND (prosecution_is_final(c.id) OR (c.confirmed_at IS NULL
               AND access_now()::date > prosecution_confirm_until(c.taken_over_at))) LOOP
        known := prosecution_leave(ending, final);
        RETURN NEXT;
    END LOOP;
END $$;
"""

FROZEN = """
-- Whether a case that the session sees was taken over: then it stays as it was on that day.
CREATE FUNCTION prosecution_is_frozen(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {definer} AS $$
BEGIN
    RETURN prosecution_reads_case(p_case) AND EXISTS (
        SELECT 1 FROM prosecution_case c
        WHERE c.id = p_case AND c.taken_over_at IS NOT NULL AND NOT c.in_compartment);
END $$;
"""
ON_CASES: tuple[type[models.Model], ...] = (
    *ON_A_CASE,
    CaseAssignment,
    CaseAttachment,
    CaseIdentityRequest,
    Incident,
)
ITS_STEPS: tuple[type[Step], ...] = (*STEPS, IdentityRequestStep, IncidentStep)


def _stays(table: str, condition: str) -> list[str]:
    """Policies: by whichever door, nothing of what was taken over is changed."""
    clauses = {
        "INSERT": f"WITH CHECK ({condition})",
        "UPDATE": f"USING ({condition})",
        "DELETE": f"USING ({condition})",
    }
    return [
        f"CREATE POLICY stays_as_taken_over_{verb.lower()} ON {table} AS RESTRICTIVE "
        f"FOR {verb} TO {settings.APPLICATION_ROLE} {clause}"
        for verb, clause in clauses.items()
    ]


def _all_stays() -> list[str]:
    found = _stays("prosecution_case", "taken_over_at IS NULL OR in_compartment")
    for model in ON_CASES:
        table = model._meta.db_table  # noqa: SLF001
        found += _stays(table, "case_id IS NULL OR NOT prosecution_is_frozen(case_id)")
    for step in ITS_STEPS:
        tables = HistoryTables.of_steps(step)
        case = "id" if tables.noun == "prosecution_case" else "case_id"
        condition = (
            f"NOT EXISTS (SELECT 1 FROM {tables.noun} n WHERE n.id = {tables.key} "
            f"AND prosecution_is_frozen(n.{case}))"
        )
        found += _stays(tables.steps, condition)[:1]
    return found


def _filled(text: str) -> str:
    return text.format(
        definer=DEFINER,
        app=settings.APPLICATION_ROLE,
        days=DAYS_TO_CONFIRM,
        month=DAYS_OF_A_MONTH,
        number=TAKEOVERS_A_MONTH,
        reasons=", ".join(f"'{reason}'" for reason in REASONS),
        told=TOLD,
        machine=MACHINE,
    )


LAW = joined_law(
    *(
        cut_statements(_filled(text))
        for text in (OFFICE, TAKING, KEEPING, LEAVING, FROZEN)
    ),
    cut_statements(";\n".join(_all_stays())),
)
