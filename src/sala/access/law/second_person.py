"""What waits for a second person: roles that open names, and new ways to sign in."""

from sala.access.law.asking import DEFINER, ROLE_IN_FORCE
from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import in_ledger, owner_only

# A link is good for two days, and so is what a second person said of it.
LINK_HOLDS = "interval '2 days'"
# So many wrong numbers, of all links together, end a link: one in a billion is right. The site takes
# fewer (access/tries.py): these are for whoever runs SQL as the application. Counted by a sequence,
# which no transaction that is taken back makes smaller.
WRONG_NUMBERS = 1000
WORKS = f"u.is_active AND {ROLE_IN_FORCE}"

WHO = f"""
-- Whoever made a user what they are, and the user: who added them, gave them a role, or made a link
-- of an earlier day, which asked for nothing; and who made those. The operator is not counted. Of
-- somebody who acts in one role, the others count for nothing: whoever gives a supervisor or
-- oversight a further one has not made them, and does not keep them from looking.
CREATE FUNCTION access_makers(p_user uuid, p_acting uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN (WITH RECURSIVE maker(id) AS (
        SELECT p_user
        UNION
        SELECT e.actor FROM maker k
        CROSS JOIN LATERAL (
            SELECT k.id::text UNION ALL
            SELECT m.id::text FROM access_membership m WHERE m.user_id = k.id
                AND (k.id <> p_user OR p_acting IS NULL OR m.id = p_acting)) s(subject)
        JOIN access_ledgerentry e ON e.subject = s.subject
        WHERE e.actor IS NOT NULL
          AND (e.action IN ('access.user_added', 'access.role_given')
               OR e.action IN ('access.user_invited', 'access.sign_in_reset')
                  AND NOT e.detail::jsonb ? 'waits'))
    SELECT array_agg(id) FROM maker);
END $$;
REVOKE ALL ON FUNCTION access_makers FROM PUBLIC;

-- Whether two people are two: neither made the other, nobody made both, and whom it is about made
-- neither the second, who acts in this role, nor is it. No first one is the operator.
CREATE FUNCTION access_are_two(p_first uuid, p_second uuid, p_acting uuid, p_for uuid)
RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    makers uuid[] := access_makers(p_second, p_acting);
BEGIN
    RETURN NOT p_for = ANY (makers)
       AND (p_first IS NULL OR NOT makers && access_makers(p_first, NULL));
END $$;
REVOKE ALL ON FUNCTION access_are_two FROM PUBLIC;

-- Whether somebody who has a word could be the second, at an agency or, with none, at any.
CREATE FUNCTION access_second_works(
    p_word text, p_agency uuid, p_unit uuid, p_first uuid, p_for uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN EXISTS (
        SELECT 1 FROM access_membership m JOIN access_user u ON u.id = m.user_id
        WHERE access_role_includes(m.role, p_word) AND {WORKS}
          AND (p_agency IS NULL OR m.agency_id = p_agency)
          AND (p_agency IS NULL OR m.unit_id IS NULL OR m.unit_id = p_unit)
          AND access_are_two(p_first, m.user_id, m.id, p_for));
END $$;
REVOKE ALL ON FUNCTION access_second_works FROM PUBLIC;

-- The agency whose supervisor is the second: this one or, where it has none, the next above it.
CREATE FUNCTION access_second_agency(p_agency uuid, p_unit uuid, p_first uuid, p_for uuid)
RETURNS uuid LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    above uuid := p_agency;
BEGIN
    WHILE above IS NOT NULL LOOP
        IF access_second_works('access.authority.confirm', above, p_unit, p_first, p_for)
        THEN RETURN above; END IF;
        SELECT a.parent_id INTO above FROM access_agency a WHERE a.id = above;
    END LOOP;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION access_second_agency FROM PUBLIC;

-- Whether the session's user is the second to whom this was left.
CREATE FUNCTION access_is_second(p_agency uuid, p_unit uuid, p_first uuid, p_for uuid)
RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR NOT EXISTS (
        SELECT 1 FROM access_membership m
        WHERE m.user_id = access_actor() AND m.role = access_role()
          AND m.agency_id = access_agency() AND m.unit_id IS NOT DISTINCT FROM access_unit()
          AND access_role_accounted_until(m) >= access_now()::date
          AND access_are_two(p_first, m.user_id, m.id, p_for)) THEN
        RETURN false;
    END IF;
    RETURN access_may('access.authority.oversee')
        OR (access_may('access.authority.confirm')
            AND (access_unit() IS NULL OR access_unit() = p_unit)
            AND access_agency() = access_second_agency(p_agency, p_unit, p_first, p_for));
END $$;
REVOKE ALL ON FUNCTION access_is_second FROM PUBLIC;

-- Whether all that a user may do, now or later, lies at an agency or below it.
CREATE FUNCTION access_works_within(p_user uuid, p_agency uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT EXISTS (
        SELECT 1 FROM access_membership m WHERE m.user_id = p_user
          AND coalesce(m.ends_on, 'infinity') >= greatest(m.starts_on, access_now()::date)
          AND NOT EXISTS (
            WITH RECURSIVE up AS (
                SELECT a.id, a.parent_id FROM access_agency a WHERE a.id = m.agency_id
                UNION SELECT a.id, a.parent_id FROM access_agency a JOIN up ON a.id = up.parent_id
            ) SELECT 1 FROM up WHERE id = p_agency));
END $$;
REVOKE ALL ON FUNCTION access_works_within FROM PUBLIC;

-- Whether the session's user is the second for a way in: of all that it opens, not of one role. A
-- role of another agency, also one that was slipped in since it was asked for, leaves it to oversight.
CREATE FUNCTION access_is_second_of_way_in(p_way_in access_wayin) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_is_second(p_way_in.agency_id, NULL, p_way_in.asked_by_id, p_way_in.user_id)
       AND (access_may('access.authority.oversee')
            OR access_works_within(p_way_in.user_id, p_way_in.agency_id));
END $$;
REVOKE ALL ON FUNCTION access_is_second_of_way_in FROM PUBLIC;
"""

WAITING = f"""
-- What waits for the session's user to be the second, or has been confirmed as such for 30 days.
CREATE FUNCTION access_waiting(p_settled boolean) RETURNS TABLE (
    kind text, id uuid, user_id uuid, username varchar, full_name varchar, agency_id uuid,
    unit_id uuid, role varchar, starts_on date, ends_on date, asked_by varchar,
    asked_at timestamptz, standing varchar)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_may('access.authority.confirm') AND NOT access_may('access.authority.oversee')
    THEN RETURN; END IF;
    RETURN QUERY
        SELECT 'role', m.id, u.id, u.username, u.full_name, m.agency_id, m.unit_id, m.role,
               m.starts_on, m.ends_on, coalesce(f.full_name, ''), e.at, m.standing
        FROM access_membership m JOIN access_user u ON u.id = m.user_id
        JOIN LATERAL (SELECT l.actor, l.at FROM access_ledgerentry l
                      WHERE l.subject = m.id::text AND l.action = 'access.role_given'
                      ORDER BY l.at LIMIT 1) e ON true
        LEFT JOIN access_user f ON f.id = e.actor
        WHERE (m.ends_on IS NULL OR m.ends_on >= access_now()::date AND m.ends_on >= m.starts_on)
          AND (m.standing = 'waiting' OR p_settled AND m.standing = 'confirmed'
               AND m.settled_at > access_now() - interval '30 days')
          AND access_is_second(m.agency_id, m.unit_id, e.actor, u.id)
        UNION ALL
        SELECT 'way_in', w.id, u.id, u.username, u.full_name, w.agency_id, NULL::uuid,
               ''::varchar, NULL::date, NULL::date, coalesce(f.full_name, ''), w.asked_at,
               w.standing
        FROM access_wayin w JOIN access_user u ON u.id = w.user_id
        LEFT JOIN access_user f ON f.id = w.asked_by_id
        WHERE w.standing = 'waiting' AND w.asked_at > access_now() - {LINK_HOLDS}
          AND access_is_second_of_way_in(w);
END $$;

-- Whether the session may say what becomes of a role: as the second, or as the operator.
CREATE FUNCTION access_settles_role(p_membership text) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_operating() OR coalesce((
        SELECT bool_and(access_is_second(m.agency_id, m.unit_id, e.actor, m.user_id))
        FROM access_membership m
        JOIN access_ledgerentry e ON e.subject = m.id::text AND e.action = 'access.role_given'
        WHERE m.id::text = p_membership), false);
END $$;

-- Confirm or refuse a role that waits, or take back one that was confirmed; whose it is, nobody's
-- where there is no such role to settle.
CREATE FUNCTION access_settle_role(p_membership uuid, p_standing text) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    found access_membership;
BEGIN
    SELECT * INTO found FROM access_membership m WHERE m.id = p_membership FOR UPDATE;
    IF NOT access_settles_role(p_membership::text)
       OR (found.standing, p_standing) NOT IN (('waiting', 'confirmed'), ('waiting', 'refused'),
                                               ('confirmed', 'taken_back'))
       OR (found.standing = 'confirmed' AND found.settled_at IS NULL)
       OR found.ends_on < greatest(found.starts_on, access_now()::date) THEN
        RETURN NULL;
    END IF;
    UPDATE access_membership SET standing = p_standing, settled_by_id = access_actor(),
        settled_at = access_now(),
        ends_on = CASE p_standing WHEN 'confirmed' THEN ends_on WHEN 'refused' THEN starts_on - 1
                  ELSE greatest(starts_on, access_now()::date) - 1 END
        WHERE id = p_membership;
    RETURN found.user_id;
END $$;
"""

WAYS_IN = f"""
-- Ask for a new way in for a user, in place of any before it; nothing where it is not the session's
-- to ask. The agency, that the user works for or did, is answered; of several, the one above them.
CREATE FUNCTION access_ask_way_in(p_user uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    works_for uuid;
    above uuid;
BEGIN
    SELECT m.agency_id INTO works_for FROM access_membership m WHERE m.user_id = p_user
        ORDER BY coalesce(m.ends_on, 'infinity') >= access_now()::date DESC, m.starts_on DESC, m.id
        LIMIT 1;
    IF works_for IS NULL OR NOT (access_operating() OR access_may_reset(p_user)) THEN
        RETURN NULL;
    END IF;
    above := works_for;
    WHILE above IS NOT NULL AND NOT access_works_within(p_user, above) LOOP
        SELECT a.parent_id INTO above FROM access_agency a WHERE a.id = above;
    END LOOP;
    works_for := coalesce(above, works_for);
    PERFORM access_end_way_in(p_user);
    INSERT INTO access_wayin (id, user_id, agency_id, asked_by_id, asked_at, standing, number_hash)
        VALUES (gen_random_uuid(), p_user, works_for, access_actor(), access_now(),
                'waiting', '');
    RETURN works_for;
END $$;

CREATE FUNCTION access_end_way_in(p_user uuid) RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE access_wayin SET standing = 'taken_back', settled_by_id = access_actor(),
        settled_at = access_now(), number_hash = ''
        WHERE user_id = p_user AND standing IN ('waiting', 'confirmed');
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION access_end_way_in FROM PUBLIC;

-- Take back what was asked for, whether or not it was confirmed; whether there was something.
CREATE FUNCTION access_take_back_way_in(p_user uuid) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    RETURN (access_operating() OR access_may_reset(p_user)) AND access_end_way_in(p_user);
END $$;

-- Confirm a way in, with the number that its link then asks for, or refuse it; whose it is.
CREATE FUNCTION access_settle_way_in(p_way_in uuid, p_standing text, p_number_hash text)
RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    found access_wayin;
BEGIN
    SELECT * INTO found FROM access_wayin w WHERE w.id = p_way_in FOR UPDATE;
    IF found.standing IS DISTINCT FROM 'waiting' OR p_standing NOT IN ('confirmed', 'refused')
       OR found.asked_at <= access_now() - {LINK_HOLDS}
       OR NOT (access_operating() OR access_is_second_of_way_in(found)) THEN
        RETURN NULL;
    END IF;
    UPDATE access_wayin SET standing = p_standing, settled_by_id = access_actor(),
        settled_at = access_now(),
        number_hash = CASE p_standing WHEN 'confirmed' THEN p_number_hash ELSE '' END,
        wrong_before = (SELECT last_value FROM access_wrongnumber)
        WHERE id = p_way_in;
    RETURN found.user_id;
END $$;

-- Use a confirmed way in up, with its number; for whoever has its link and is not signed in yet.
CREATE FUNCTION access_use_way_in(p_user uuid, p_number_hash text) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE access_wayin SET standing = 'used', number_hash = ''
        WHERE user_id = p_user AND standing = 'confirmed' AND p_number_hash <> ''
          AND number_hash = p_number_hash AND settled_at > access_now() - {LINK_HOLDS}
          AND (SELECT last_value FROM access_wrongnumber) < wrong_before + {WRONG_NUMBERS};
    IF NOT FOUND THEN
        PERFORM nextval('access_wrongnumber');
        RETURN false;
    END IF;
    RETURN true;
END $$;

-- How a user's way in stands, for who made it; empty for none that is open.
CREATE FUNCTION access_way_in_standing(p_user uuid) RETURNS text
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN (SELECT w.standing FROM access_wayin w
            WHERE w.user_id = p_user AND w.standing IN ('waiting', 'confirmed')
              AND w.asked_at > access_now() - {LINK_HOLDS}
              AND (access_operating() OR access_may_reset(p_user)));
END $$;
"""

TOLD = f"""
-- The agencies to tell of what waits: whose supervisors it concerns, and whose watch over all.
CREATE FUNCTION access_told_of_waiting(p_agency uuid, p_unit uuid, p_for uuid)
RETURNS TABLE (agency uuid, oversees boolean) LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() THEN RETURN; END IF;
    RETURN QUERY
        SELECT p_agency, false
        UNION
        SELECT s, false FROM access_second_agency(p_agency, p_unit, access_actor(), p_for) s
            WHERE s IS NOT NULL
        UNION
        SELECT m.agency_id, true FROM access_membership m JOIN access_user u ON u.id = m.user_id
            WHERE access_role_includes(m.role, 'access.authority.oversee') AND {WORKS};
END $$;

-- For the operator: whether there is any second for what waits of a user.
CREATE FUNCTION access_has_second(p_for uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_operating() THEN RETURN true; END IF;
    RETURN access_second_works('access.authority.oversee', NULL, NULL, NULL, p_for) OR EXISTS (
        SELECT 1 FROM access_membership m WHERE m.user_id = p_for
          AND access_second_agency(m.agency_id, m.unit_id, NULL, p_for) IS NOT NULL);
END $$;

-- For the operator: what waits of a user.
CREATE FUNCTION access_waiting_of(p_for uuid) RETURNS TABLE (kind text, id uuid)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_operating() THEN RETURN; END IF;
    RETURN QUERY
        SELECT 'role', m.id FROM access_membership m WHERE m.user_id = p_for
            AND m.standing = 'waiting'
            AND (m.ends_on IS NULL OR m.ends_on >= greatest(m.starts_on, access_now()::date))
        UNION ALL
        SELECT 'way_in', w.id FROM access_wayin w WHERE w.user_id = p_for
            AND w.standing = 'waiting' AND w.asked_at > access_now() - {LINK_HOLDS};
END $$;
"""

HELD = """
-- A role that opens names begins to wait, whoever gives it; only where all is invented does
-- the operator give one that does not.
CREATE FUNCTION access_role_waits() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.standing NOT IN ('waiting', 'confirmed')
       OR NEW.settled_by_id IS NOT NULL OR NEW.settled_at IS NOT NULL
       OR (NEW.standing = 'confirmed'
           AND access_role_opens_names(NEW.role)
           AND (NOT access_operating() OR EXISTS (
                SELECT 1 FROM public.access_installation WHERE kind = 'production'))) THEN
        RAISE EXCEPTION 'a role that opens names waits for a second person'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_role_waits BEFORE INSERT ON access_membership
    FOR EACH ROW EXECUTE FUNCTION access_role_waits();

CREATE POLICY owner_settles ON access_membership FOR UPDATE TO CURRENT_USER
    USING (access_proven());
"""

LAW = joined_law(
    # A link that waits is of the hour: after a restore it is made anew.
    owner_only("access_wayin", in_backup=BackupShare.NONE),
    (in_ledger("access_wayin"),),
    cut_statements(WHO),
    cut_statements(WAITING),
    cut_statements(WAYS_IN),
    cut_statements(TOLD),
    cut_statements(HELD),
)
