"""Who is signed in: a ticket of the vault, brought with the session's own key.

The vault and the database share a secret that the application cannot read
(`vault/tickets.py`). The database states second factors under it; the vault gives
tickets under it.
"""

from sala.access.law.asking import DEFINER, alike
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only

# A session's key, when its ticket ends, and the vault's proof of it.
SHAPE = r"^[a-z0-9]{32}\.[0-9]{10}\.[0-9a-f]{64}$"

TICKET = """access_ticket_mac('ticket', concat_ws(chr(31),
                  u.id, s.born, u.session_epoch, parts[2]))"""

TICKETS = f"""
-- HMAC-SHA-256 under the secret that the database shares with the vault.
CREATE FUNCTION access_ticket_mac(p_use text, p_text text) RETURNS text
LANGUAGE sql STABLE {DEFINER} AS $$
    SELECT encode(sha256(s.outer_pad || sha256(s.inner_pad
        || convert_to(p_use || chr(31) || p_text, 'UTF8'))), 'hex')
    FROM access_ticketsecret s
$$;
REVOKE ALL ON FUNCTION access_ticket_mac FROM PUBLIC;

-- Whether a ticket is this user's, and its session has not ended, or not longer ago than that. A row
-- that is put back in the place of one that went was born later, so that its ticket is worth nothing.
CREATE FUNCTION access_ticket_holds(p_ticket text, p_user uuid, p_ago interval) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    parts text[] := string_to_array(p_ticket, '.');
BEGIN
    IF p_ticket IS NULL OR p_ticket !~ '{SHAPE}' THEN RETURN false; END IF;
    RETURN EXISTS (
        SELECT 1 FROM access_signinsession s JOIN access_user u ON u.id = s.user_id
        WHERE s.key_hash = encode(sha256(convert_to(parts[1], 'UTF8')), 'hex')
          AND s.user_id = p_user AND u.is_active
          AND s.ends_at > statement_timestamp() - p_ago
          AND to_timestamp(parts[2]::bigint) > statement_timestamp() - p_ago
          AND {alike("parts[3]", TICKET)});
END $$;
REVOKE ALL ON FUNCTION access_ticket_holds FROM PUBLIC;

-- A user's second factors as they stand, stated to the vault for the session of a key. Who asks for
-- another's learns what the tables of signing in say anyway.
CREATE FUNCTION access_factor_statements(p_key text, p_user uuid, p_ticket text)
RETURNS TABLE (factor bigint, said text) LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    RETURN QUERY
        SELECT f.factor, access_ticket_mac('factor', f.stated) || f.stated
        FROM (
            SELECT a.id AS factor, jsonb_build_object(
                'user', u.id, 'born', s.born, 'epoch', u.session_epoch,
                'until', extract(epoch FROM s.ends_at)::bigint,
                'at', extract(epoch FROM statement_timestamp())::bigint,
                'type', a.type, 'data', a.data,
                'signed_in', access_ticket_holds(p_ticket, u.id, interval '0'))::text AS stated
            FROM access_signinsession s, access_user u
            JOIN mfa_authenticator a ON a.user_id = u.id
            WHERE s.key_hash = encode(sha256(convert_to(p_key, 'UTF8')), 'hex')
              AND u.id = p_user AND u.is_active) f
        ORDER BY f.factor;
END $$;
"""

SESSIONS = f"""
-- Each row of a session is born once, and nobody says when.
CREATE FUNCTION access_session_born() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.born := CASE TG_OP WHEN 'INSERT' THEN gen_random_uuid() ELSE OLD.born END;
    RETURN NEW;
END $$;
CREATE TRIGGER access_session_born BEFORE INSERT OR UPDATE ON access_signinsession
    FOR EACH ROW EXECUTE FUNCTION access_session_born();

-- What ended all sessions of a user is not taken back.
CREATE FUNCTION access_epoch_goes_on() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.session_epoch < OLD.session_epoch THEN
        RAISE EXCEPTION 'sessions that were ended stay so' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_epoch_goes_on BEFORE UPDATE ON access_user
    FOR EACH ROW EXECUTE FUNCTION access_epoch_goes_on();

-- Whether the password alone makes a user's first second factors, all in one minute: once the number of
-- their latest link was given, or, where all is invented, without a link.
CREATE FUNCTION access_may_begin(p_user uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN NOT EXISTS (SELECT 1 FROM mfa_authenticator a WHERE a.user_id = p_user
                       AND a.created_at < statement_timestamp() - interval '1 minute')
       AND coalesce(
            (SELECT w.standing = 'used' FROM access_wayin w WHERE w.user_id = p_user
             ORDER BY w.asked_at DESC LIMIT 1),
            NOT EXISTS (SELECT 1 FROM access_installation WHERE kind = 'production'));
END $$;

-- Another second factor is made, changed and taken away by who shows a ticket of the user, or may make
-- a new way in for them.
CREATE FUNCTION access_factor_is_own() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    whose uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.user_id ELSE OLD.user_id END;
    fine boolean := pg_has_role(session_user, current_user, 'MEMBER')
        OR access_ticket_holds(current_setting('sala.ticket', true), whose, interval '0');
BEGIN
    IF NOT fine AND TG_OP = 'INSERT' THEN
        fine := access_may_begin(whose);
    ELSIF NOT fine AND TG_OP = 'DELETE' THEN
        fine := access_may('access.user.manage') AND access_may_reset(whose);
    ELSIF NOT fine THEN
        -- Codes are used up, and were seen.
        fine := NEW.data - '{{used_mask,viewed_at}}'::text[] = OLD.data - '{{used_mask,viewed_at}}'::text[]
            AND coalesce((NEW.data ->> 'used_mask')::int, 0) & coalesce((OLD.data ->> 'used_mask')::int, 0)
                = coalesce((OLD.data ->> 'used_mask')::int, 0);
    END IF;
    IF NOT fine THEN
        RAISE EXCEPTION 'a second factor is its user''s to change'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER access_factor_is_own BEFORE INSERT OR UPDATE OR DELETE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION access_factor_is_own();
"""

LAW = joined_law(
    cut_statements(TICKETS),
    cut_statements(SESSIONS),
    for_triggers_only(
        "access_session_born", "access_epoch_goes_on", "access_factor_is_own"
    ),
)
