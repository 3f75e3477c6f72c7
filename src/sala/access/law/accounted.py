"""Authority that no entry of the ledger accounts for gives nothing."""

from sala.access.law.asking import DEFINER
from sala.kit.law import cut_statements

# An entry of an earlier day says who, for whom and as what; since then also from which
# day to which, and for which unit.
LAW = cut_statements(
    f"""
-- Until when the ledger lets somebody act in a role: infinity without an end, nothing where no
-- entry gave this very role to this very user, or where it waited and no second person's entry
-- confirmed it; no longer than it was ended, refused or taken back, also by a restore.
CREATE FUNCTION access_role_accounted_until(p_membership access_membership) RETURNS date
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    given jsonb;
BEGIN
    SELECT e.detail::jsonb INTO given FROM access_ledgerentry e
        WHERE e.subject = p_membership.id::text AND e.action = 'access.role_given'
        ORDER BY e.at DESC LIMIT 1;
    IF given IS NULL
       OR given ->> 'user' IS DISTINCT FROM p_membership.user_id::text
       OR given ->> 'agency' IS DISTINCT FROM p_membership.agency_id::text
       OR given ->> 'role' IS DISTINCT FROM p_membership.role::text
       OR (given ? 'starts_on' AND (
              (given ->> 'starts_on')::date > p_membership.starts_on
              OR given ->> 'unit' IS DISTINCT FROM p_membership.unit_id::text)) THEN
        RETURN NULL;
    END IF;
    IF given ? 'waits' AND NOT EXISTS (
        SELECT 1 FROM access_ledgerentry e
        WHERE e.subject = p_membership.id::text AND e.action = 'access.role_confirmed') THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT least(
        coalesce((given ->> 'ends_on')::date, 'infinity'),
        (SELECT min(CASE
            -- The entry of an earlier day, and of a restore, does not say the last day: then the
            -- row must.
            WHEN e.ended = 'access.role_ended'
            THEN coalesce((e.said ->> 'last_day')::date, p_membership.ends_on, '-infinity')
            -- What a second person refused or took back gave nothing from then on.
            ELSE e.at::date - 1 END)
         FROM (SELECT l.at, l.detail::jsonb AS said,
                      CASE l.action WHEN 'access.ended_again' THEN l.detail::jsonb ->> 'ended'
                      ELSE l.action END AS ended
               FROM access_ledgerentry l WHERE l.subject = p_membership.id::text
                 AND l.action IN ('access.role_ended', 'access.role_refused',
                                  'access.role_taken_back', 'access.ended_again')) e)));
END $$;
REVOKE ALL ON FUNCTION access_role_accounted_until FROM PUBLIC;

-- Roles that give more than the ledger accounts for; for `sala check` and `sala ledger verify`.
CREATE FUNCTION access_roles_unaccounted() RETURNS TABLE (membership uuid, holder text, role text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_operating() THEN RETURN; END IF;
    RETURN QUERY
        SELECT m.id, u.username::text, m.role::text
        FROM access_membership m JOIN access_user u ON u.id = m.user_id
        WHERE m.standing = 'confirmed'
          AND coalesce(m.ends_on, 'infinity')
              > coalesce(access_role_accounted_until(m), '-infinity')
        ORDER BY 2, 3;
END $$;
""",
)
