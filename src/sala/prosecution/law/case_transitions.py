"""The doors of a case: assigning it, handing it on, opening it again; the record of a
victim asked for.
"""

from sala.access.law.asking import DEFINER, ROLE_IN_FORCE
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only
from sala.prosecution.rules.corrections import TAKEN_OUT

ASSIGNING = f"""
-- Whom the session may give a case to: a supervisor their own people; oversight, for a case about
-- an official, anybody who has no post in the official's agency.
CREATE FUNCTION prosecution_assignable(p_case uuid)
RETURNS TABLE (user_id uuid, full_name varchar, agency_id uuid, role varchar)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    c prosecution_case;
BEGIN
    IF NOT prosecution_sees_case(p_case) OR prosecution_is_frozen(p_case) THEN RETURN; END IF;
    SELECT * INTO c FROM prosecution_case WHERE id = p_case;
    RETURN QUERY
        SELECT m.user_id, u.full_name, m.agency_id, m.role
        FROM access_membership m JOIN access_user u ON u.id = m.user_id
            JOIN access_agency a ON a.id = m.agency_id
        WHERE access_role_includes(m.role, 'prosecution.case.change') AND u.is_active AND a.retired_on IS NULL
          AND {ROLE_IN_FORCE}
          AND access_may('prosecution.case.assign')
          AND CASE WHEN c.in_compartment THEN access_may('prosecution.case.oversee') AND NOT EXISTS (
                  SELECT 1 FROM access_membership o WHERE o.user_id = m.user_id
                    AND (o.ends_on IS NULL OR o.ends_on >= access_now()::date)
                    AND prosecution_within(o.agency_id, c.official_agency_code))
              ELSE NOT access_may('prosecution.case.oversee') AND m.agency_id = access_agency() END
        ORDER BY a.code, u.full_name, m.role;
END $$;

CREATE FUNCTION prosecution_assign(p_case uuid, p_user uuid, p_agency uuid, p_role text)
RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    made uuid := gen_random_uuid();
    overseen boolean;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM prosecution_assignable(p_case) x WHERE x.user_id = p_user
                   AND x.agency_id = p_agency AND x.role = p_role) THEN
        RETURN NULL;
    END IF;
    SELECT in_compartment INTO overseen FROM prosecution_case WHERE id = p_case FOR UPDATE;
    INSERT INTO prosecution_caseassignment
        (id, case_id, user_id, agency_id, role, by_oversight, assigned_by_id, assigned_at)
        VALUES (made, p_case, p_user, p_agency, p_role, overseen, access_actor(), access_now())
        ON CONFLICT DO NOTHING;
    RETURN CASE WHEN FOUND THEN made END;
END $$;
"""

HANDING_ON = f"""
-- Hand a case on: to prosecution, to court, or back. The receiver sees it from then on, and whoever
-- had it keeps seeing what becomes of it. One about an official opens to nobody: oversight assigns.
-- A closed one is opened again by whoever closed it, and is under investigation: with police.
CREATE FUNCTION prosecution_hand_on(p_case uuid, p_move text, p_agency uuid) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    c prosecution_case;
    target uuid := p_agency;
    needed text;
    after text;
BEGIN
    IF NOT prosecution_sees_case(p_case) OR prosecution_is_frozen(p_case) THEN RETURN NULL; END IF;
    SELECT * INTO c FROM prosecution_case WHERE id = p_case FOR UPDATE;
    IF NOT c.in_compartment AND c.held_by_id <> access_agency() THEN RETURN NULL; END IF;
    CASE
        WHEN c.state = 'open' AND p_move = 'hand_to_prosecution'
             AND access_may('prosecution.investigation.open') THEN
            needed := 'prosecution.charge.file'; after := 'with_prosecution';
        WHEN c.state = 'with_prosecution' AND p_move = 'hand_to_court'
             AND access_may('prosecution.charge.file') THEN
            needed := 'prosecution.case.try'; after := 'in_court';
        WHEN c.state = 'with_prosecution' AND p_move = 'send_back'
             AND access_may('prosecution.charge.file') THEN
            target := c.agency_id; after := 'open';
        WHEN c.state = 'in_court' AND p_move = 'send_back'
             AND access_may('prosecution.case.try') THEN
            target := c.prosecuted_by_id; after := 'with_prosecution';
        WHEN c.state = 'closed' AND p_move = 'reopen'
             AND access_may('prosecution.case.change') THEN
            target := c.agency_id; after := 'open';
        ELSE RETURN NULL;
    END CASE;
    IF target IS NULL OR (needed IS NOT NULL AND NOT prosecution_has(target, needed))
       OR (c.in_compartment AND p_move <> 'reopen'
           AND prosecution_within(target, c.official_agency_code)) THEN
        RETURN NULL;
    END IF;
    UPDATE prosecution_case SET state = after, held_by_id = target, version = version + 1,
        closed_reason = '',
        prosecuted_by_id = CASE WHEN p_move = 'hand_to_prosecution' THEN target
                                ELSE prosecuted_by_id END,
        changed_by_id = access_actor(), changed_at = access_now()
        WHERE id = p_case;
    PERFORM prosecution_casestep_take(p_case, p_move, after, '');
    IF NOT c.in_compartment AND target <> c.agency_id AND NOT EXISTS (
        SELECT 1 FROM access_grant g WHERE g.record_kind = 'case' AND g.record_id = p_case
          AND g.agency_id = target AND g.withdrawn_at IS NULL AND g.until > access_now()) THEN
        PERFORM access_open('case', p_case, target, access_now() + interval '10 years',
                            'case', p_case);
    END IF;
    RETURN target;
END $$;

-- A complaint goes to an agency that investigates, and is an incident there.
CREATE FUNCTION prosecution_refer_complaint(p_complaint uuid, p_agency uuid, p_code text)
RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    k prosecution_complaint;
    made uuid := gen_random_uuid();
BEGIN
    SELECT * INTO k FROM prosecution_complaint WHERE id = p_complaint FOR UPDATE;
    IF NOT access_proven() OR k.id IS NULL OR k.state <> 'screened' OR k.concerns_official
       OR k.agency_id <> access_agency()
       OR NOT access_may('prosecution.complaint.decide')
       OR access_may('prosecution.case.oversee')
       OR (access_may('prosecution.complaint.keep_own')
           AND k.registered_by_id <> access_actor())
       OR (access_frontline() IS NOT NULL AND NOT (k.registered_by_id = access_actor()
           AND k.registered_at > access_now() - interval '24 hours'))
       OR NOT prosecution_has(p_agency, 'prosecution.incident.record') THEN
        RETURN NULL;
    END IF;
    INSERT INTO prosecution_incident (id, code, agency_id, source, place_code, country, state,
                                      reason, recorded_by_id, recorded_at)
        VALUES (made, p_code, p_agency, 'complaint', k.place_code, '', 'recorded', '',
                access_actor(), access_now());
    UPDATE prosecution_complaint SET state = 'referred', referred_to_id = p_agency,
        referred_at = access_now(), incident_id = made, version = version + 1
        WHERE id = p_complaint;
    PERFORM prosecution_complaintstep_take(p_complaint, 'refer', 'referred', '');
    -- When it happened nobody says: police came to know of it today. It has the entry after.
    PERFORM prosecution_incidentstep_take(made, 'record', 'recorded', '', p_later => 1);
    RETURN made;
END $$;
"""

TAKEN_OUT_FOR = ", ".join(f"'{reason}'" for reason in TAKEN_OUT)

VICTIMS = f"""
-- Name a victim by the code of their record, which opens nothing of it.
CREATE FUNCTION prosecution_add_victim(p_case uuid, p_code text, p_sex text, p_age_group text,
                                       p_citizenship text) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    made uuid := gen_random_uuid();
    who uuid;
    named_one uuid;
BEGIN
    IF NOT prosecution_sees_case(p_case) OR prosecution_is_frozen(p_case)
       OR NOT access_may('prosecution.case.change') THEN
        RETURN NULL;
    END IF;
    SELECT id INTO who FROM people_person WHERE code = p_code AND erased_at IS NULL;
    IF who IS NULL THEN RETURN NULL; END IF;
    INSERT INTO prosecution_casevictim (id, case_id, person_id, person_code, sex, age_group,
                                        citizenship, added_by_id, added_at)
        VALUES (made, p_case, who, p_code, p_sex, p_age_group, p_citizenship,
                access_actor(), access_now())
        ON CONFLICT (case_id, person_id) DO UPDATE
            SET named = true, sex = EXCLUDED.sex, age_group = EXCLUDED.age_group,
                citizenship = EXCLUDED.citizenship
            WHERE NOT prosecution_casevictim.named
        RETURNING id INTO named_one;
    IF named_one <> made THEN
        INSERT INTO prosecution_victimcorrection
            (id, case_id, victim_id, named, reason, agency_id, recorded_by_id, recorded_at)
            VALUES (gen_random_uuid(), p_case, named_one, true, '', access_agency(),
                    access_actor(), access_now());
    END IF;
    RETURN named_one;
END $$;

-- Somebody was named in a case that is not about them: they are no victim of it, and what was opened
-- for its sake is closed. Not while a charge is about them or a court has decided what is theirs.
CREATE FUNCTION prosecution_take_out_victim(p_victim uuid, p_reason text) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    v prosecution_casevictim;
    asked uuid;
BEGIN
    SELECT * INTO v FROM prosecution_casevictim WHERE id = p_victim AND named FOR UPDATE;
    IF v.id IS NULL OR NOT prosecution_sees_case(v.case_id) OR prosecution_is_frozen(v.case_id)
       OR NOT access_may('prosecution.case.change') OR p_reason NOT IN ({TAKEN_OUT_FOR})
       OR EXISTS (SELECT 1 FROM prosecution_charge k
                  WHERE k.victim_id = v.id AND k.state <> 'withdrawn')
       OR EXISTS (SELECT 1 FROM prosecution_restitutionclaim k
                  WHERE k.victim_id = v.id AND k.state <> 'open') THEN
        RETURN false;
    END IF;
    FOR asked IN SELECT id FROM prosecution_caseidentityrequest WHERE victim_id = v.id LOOP
        PERFORM access_close(asked);
    END LOOP;
    FOR asked IN UPDATE prosecution_caseidentityrequest
        SET state = 'withdrawn', answered_by_id = access_actor(), answered_at = access_now()
        WHERE victim_id = v.id AND state = 'asked' RETURNING id
    LOOP
        PERFORM prosecution_identityrequeststep_take(asked, 'withdraw', 'withdrawn', '');
    END LOOP;
    UPDATE prosecution_casevictim SET named = false WHERE id = v.id;
    INSERT INTO prosecution_victimcorrection
        (id, case_id, victim_id, named, reason, agency_id, recorded_by_id, recorded_at)
        VALUES (gen_random_uuid(), v.case_id, v.id, false, p_reason, access_agency(),
                access_actor(), access_now());
    RETURN true;
END $$;

-- Ask the agency that keeps a victim's record to open it. Not for a case about an official: what
-- is opened is opened to a whole agency.
CREATE FUNCTION prosecution_ask_identity(p_victim uuid, p_reason text) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    v prosecution_casevictim;
    made uuid := gen_random_uuid();
BEGIN
    SELECT * INTO v FROM prosecution_casevictim WHERE id = p_victim;
    IF v.id IS NULL OR NOT v.named OR NOT prosecution_sees_case(v.case_id)
       OR NOT access_may('prosecution.identity.ask')
       OR prosecution_is_frozen(v.case_id)
       OR (SELECT in_compartment FROM prosecution_case WHERE id = v.case_id) THEN
        RETURN NULL;
    END IF;
    INSERT INTO prosecution_caseidentityrequest
        (id, case_id, victim_id, person_id, person_code, agency_id, custodian_id, reason,
         asked_by_id, asked_at, state, declined_reason)
        SELECT made, v.case_id, v.id, v.person_id, v.person_code, access_agency(), p.agency_id,
               p_reason, access_actor(), access_now(), 'asked', ''
        FROM people_person p WHERE p.id = v.person_id AND p.erased_at IS NULL
        ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN NULL; END IF;
    PERFORM prosecution_identityrequeststep_take(made, 'ask', 'asked', p_reason);
    RETURN made;
END $$;

-- The custodian opens the record to the agency that asked, until a day, or declines with a reason.
CREATE FUNCTION prosecution_answer_identity(p_request uuid, p_until timestamptz, p_declined text)
RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    r prosecution_caseidentityrequest;
BEGIN
    SELECT * INTO r FROM prosecution_caseidentityrequest WHERE id = p_request FOR UPDATE;
    IF NOT access_may('prosecution.identity.answer') OR r.id IS NULL OR r.state <> 'asked'
       OR r.custodian_id IS DISTINCT FROM access_scope() OR r.asked_by_id = access_actor()
       OR (SELECT in_compartment OR taken_over_at IS NOT NULL FROM prosecution_case
           WHERE id = r.case_id)
       OR NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = r.person_id
                      AND p.agency_id = access_agency() AND p.erased_at IS NULL) THEN
        RETURN false;
    END IF;
    IF p_until > access_now() + interval '366 days' THEN
        RAISE EXCEPTION 'a record is opened for a year at most';
    END IF;
    UPDATE prosecution_caseidentityrequest SET
        state = CASE WHEN p_until IS NULL THEN 'declined' ELSE 'granted' END,
        answered_by_id = access_actor(), answered_at = access_now(),
        declined_reason = CASE WHEN p_until IS NULL THEN p_declined ELSE '' END, until = p_until
        WHERE id = p_request;
    PERFORM prosecution_identityrequeststep_take(p_request,
        CASE WHEN p_until IS NULL THEN 'decline' ELSE 'grant' END,
        CASE WHEN p_until IS NULL THEN 'declined' ELSE 'granted' END,
        CASE WHEN p_until IS NULL THEN p_declined ELSE '' END);
    IF p_until IS NOT NULL THEN
        PERFORM access_open('person', r.person_id, r.agency_id, p_until, 'case', r.id);
    END IF;
    RETURN true;
END $$;

-- What waits for an answer goes with the record to whoever keeps it now.
CREATE FUNCTION prosecution_requests_follow() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE prosecution_caseidentityrequest SET custodian_id = NEW.agency_id
        WHERE person_id = NEW.id AND state = 'asked';
    RETURN NULL;
END $$;
CREATE TRIGGER prosecution_requests_follow AFTER UPDATE OF agency_id ON people_person
    FOR EACH ROW EXECUTE FUNCTION prosecution_requests_follow();

-- That there is a case on a person, and how far it is: for those who keep or share their record.
CREATE FUNCTION prosecution_cases_of_person(p_person uuid)
RETURNS TABLE (opened_on date, state varchar, held_by uuid)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven()
       OR NOT access_may('access.record.see_own')
       OR NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = p_person
                      AND (p.agency_id = access_scope()
                           OR p.id = ANY (access_granted('person')))) THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT c.opened_at::date, c.state, c.held_by_id
        FROM prosecution_casevictim v JOIN prosecution_case c ON c.id = v.case_id
        WHERE v.person_id = p_person AND v.named AND NOT c.in_compartment
        ORDER BY c.opened_at;
END $$;
"""


LAW = joined_law(
    cut_statements(ASSIGNING),
    cut_statements(HANDING_ON),
    cut_statements(VICTIMS),
    for_triggers_only("prosecution_requests_follow"),
)
