"""Who sees and writes what access itself keeps: roles, grants, glass, ledger, notices,
drafts.
"""

from django.conf import settings

from sala.access.law.asking import ACTOR, AGENCY, DEFINER, OPERATING, SOON, may_word
from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import protect_table

WATCHES = "access_role_includes({}role, 'access.administrator.watch')"
ADMINISTERS = (
    "(SELECT access_operating()) OR {} = ANY ((SELECT access_administered())::uuid[])"
)
ENDS_ROLES = (
    "(SELECT access_operating()) OR (agency_id = ANY ((SELECT access_administered())::uuid[]) "
    f"AND NOT {WATCHES.format('')})"
)
GIVEN_OR_HAD = (
    f"{may_word('access.record.see_opened')} "
    f"AND (agency_id = {AGENCY} OR given_by_agency_id = {AGENCY})"
)
OWN_DRAFT = (
    f"user_id = {ACTOR} AND agency_id = {AGENCY} AND role = (SELECT access_role())"
)

# The functions run as the owner, who is under row-level security like everybody.
OWNER = "\n".join(
    f"CREATE POLICY owner_reads ON access_{t} FOR SELECT TO CURRENT_USER USING (true);"
    for t in ("agency", "membership", "grant", "brokenglass", "ledgerentry")
)
# Glass is broken through a function of the record's own room, which alone knows the
# custodian.
OWNER += """
-- Word to colleagues that follows from what somebody did, in their name.
CREATE POLICY owner_tells ON access_notice FOR INSERT TO CURRENT_USER
    WITH CHECK (access_proven() AND sent_by_id = access_actor());
CREATE POLICY owner_breaks ON access_brokenglass FOR INSERT TO CURRENT_USER WITH CHECK (
    user_id = access_actor() AND agency_id = access_agency()
    AND access_may('access.glass.break'));
"""

# Only the owner may call them, that is, only a room's own function that ran its rule
# first.
BY_RULE = f"""
-- Open a record to an agency in the name of the session's user, resting on what the rule names.
CREATE FUNCTION access_open(p_kind text, p_record uuid, p_agency uuid, p_until timestamptz,
                            p_basis text, p_rests_on uuid) RETURNS uuid
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    made uuid := gen_random_uuid();
BEGIN
    INSERT INTO access_grant (id, record_kind, record_id, agency_id, basis, rests_on,
                              given_by_id, given_by_agency_id, given_at, until)
        VALUES (made, p_kind, p_record, p_agency, p_basis, p_rests_on,
                access_actor(), access_agency(), access_now(), p_until);
    RETURN made;
END $$;
REVOKE ALL ON FUNCTION access_open FROM PUBLIC;

-- Take back every grant that rests on a record; how many.
CREATE FUNCTION access_close(p_rests_on uuid) RETURNS int LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    closed int;
BEGIN
    UPDATE access_grant SET withdrawn_at = access_now(), withdrawn_by_id = access_actor()
        WHERE rests_on = p_rests_on AND withdrawn_at IS NULL;
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed;
END $$;
REVOKE ALL ON FUNCTION access_close FROM PUBLIC;

CREATE POLICY owner_opens ON access_grant FOR INSERT TO CURRENT_USER
    WITH CHECK (access_proven() AND given_by_id = access_actor());
CREATE POLICY owner_closes ON access_grant FOR UPDATE TO CURRENT_USER
    USING (access_proven()) WITH CHECK (withdrawn_at IS NOT NULL);
"""

WAY_IN = f"""
-- Whether the session's administrator may make a way in for a user: everything the user may do, now
-- or later, lies below the administrator and watches over none. Otherwise the operator makes it.
CREATE FUNCTION access_may_reset(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND p_user <> access_actor()
       AND EXISTS (SELECT 1 FROM access_membership m WHERE m.user_id = p_user
                   AND (m.ends_on IS NULL OR m.ends_on >= access_now()::date))
       AND NOT EXISTS (
           SELECT 1 FROM access_membership m WHERE m.user_id = p_user
             AND (m.ends_on IS NULL OR m.ends_on >= access_now()::date)
             AND ({WATCHES.format("m.")} OR NOT m.agency_id = ANY (access_administered())));
END $$;
"""

TRIGGERS = """
CREATE FUNCTION access_role_not_longer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ends_on IS NOT NULL AND coalesce(NEW.ends_on > OLD.ends_on, true)
       AND NOT access_operating() THEN
        RAISE EXCEPTION 'a role that ends is not made longer'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_role_not_longer BEFORE UPDATE ON access_membership
    FOR EACH ROW EXECUTE FUNCTION access_role_not_longer();

-- Seen once and judged once, by somebody else than looked, in their own name; judged by oversight.
CREATE FUNCTION access_glass_signed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    seen boolean := (OLD.seen_at, OLD.seen_by_id) IS DISTINCT FROM (NEW.seen_at, NEW.seen_by_id);
    judged boolean := (OLD.reviewed_at, OLD.reviewed_by_id, OLD.finding)
        IS DISTINCT FROM (NEW.reviewed_at, NEW.reviewed_by_id, NEW.finding);
BEGIN
    IF OLD.user_id IS NOT DISTINCT FROM access_actor()
       OR (seen AND (OLD.seen_at IS NOT NULL OR NEW.seen_by_id IS DISTINCT FROM access_actor()))
       OR (judged AND (OLD.reviewed_at IS NOT NULL OR NOT access_may('access.glass.review')
                       OR NEW.reviewed_by_id IS DISTINCT FROM access_actor())) THEN
        RAISE EXCEPTION 'an emergency look is not signed so'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_glass_signed BEFORE UPDATE ON access_brokenglass
    FOR EACH ROW EXECUTE FUNCTION access_glass_signed();
"""

FORGETTING = f"""
CREATE POLICY owner_forgets ON access_draft FOR ALL TO CURRENT_USER USING (access_proven());

-- Throw away what nobody came back to within a week, whoever began it, and what was sent.
CREATE FUNCTION access_forget_drafts() RETURNS int
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    gone int;
BEGIN
    PERFORM access_machine_only('desk.forgetter');
    DELETE FROM access_draft WHERE kept_at < access_now() - interval '7 days'
        OR typed = ''::bytea AND kept_at < access_now() - interval '1 hour';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- For the rooms above: what was begun about a record goes with it, a code stands in the path; and
-- what was made of it for an order.
CREATE FUNCTION access_forget_drafts_about(p_code text) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    about uuid[];
BEGIN
    DELETE FROM access_draft WHERE strpos(path, '/' || p_code || '/') > 0;
    SELECT array_agg(DISTINCT order_id) INTO about FROM access_workpart
        WHERE p_code = ANY (codes);
    DELETE FROM access_workpart WHERE order_id = ANY (about);
    DELETE FROM access_workorder WHERE id = ANY (about);
END $$;
REVOKE ALL ON FUNCTION access_forget_drafts_about FROM PUBLIC;

-- The page keeps a form by itself while somebody types, perhaps in the moment they send it.
CREATE FUNCTION access_draft_sent() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.typed = ''::bytea AND NEW.kept_at < OLD.kept_at + interval '1 minute' THEN
        RETURN NULL;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_draft_sent BEFORE UPDATE ON access_draft
    FOR EACH ROW EXECUTE FUNCTION access_draft_sent();
"""

# What authority rests on is entered by who may give it, and what everybody's openings are
# counted by is read without a stumble.
ENTERED = f"""
CREATE POLICY authority_is_entered_by_who_gives_it ON access_ledgerentry
    AS RESTRICTIVE FOR INSERT TO {settings.APPLICATION_ROLE} WITH CHECK (
    detail IS JSON OBJECT
    AND CASE WHEN action = 'access.role_given'
             THEN {OPERATING} OR ({may_word("access.user.manage")} AND (
                  detail::jsonb ->> 'waits' = 'true'
                  OR NOT access_role_opens_names(detail::jsonb ->> 'role')))
             WHEN action = 'access.role_ended'
             THEN {OPERATING} OR {may_word("access.user.manage")}
             WHEN action IN ('access.role_confirmed', 'access.role_refused',
                             'access.role_taken_back')
             THEN access_settles_role(subject)
             WHEN action IN ('access.backup_restored', 'access.ended_again',
                             'access.installation_declared',
                             'access.lane_opened')
             THEN {OPERATING} ELSE true END)
"""

LAW = joined_law(
    protect_table(
        "access_agency",
        select="(SELECT access_proven())",
        insert=ADMINISTERS.format("parent_id"),
        update=ADMINISTERS.format("id"),
        columns="names, retired_on",
    ),
    protect_table(
        "access_membership",
        select="user_id = (SELECT access_actor()) OR "
        + ADMINISTERS.format("agency_id"),
        # Nobody gives themselves a role, nor one that watches over administrators.
        insert=(
            "(SELECT access_operating()) OR (agency_id = ANY "
            "((SELECT access_administered())::uuid[]) AND user_id <> (SELECT access_actor()) "
            f"AND NOT {WATCHES.format('')})"
        ),
        update=ENDS_ROLES,
        columns="ends_on",
    ),
    protect_table(
        "access_grant",
        select=GIVEN_OR_HAD,
        insert=(
            "given_by_agency_id = (SELECT access_scope()) "
            "AND given_by_id = (SELECT access_actor())"
        ),
        # The giver takes back, the receiver hands back; nothing else of a grant
        # changes.
        update=GIVEN_OR_HAD,
        columns="withdrawn_at, withdrawn_by_id",
        # and stays so
        leaving=f"withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR}",
    ),
    protect_table(
        "access_brokenglass",
        select=(
            f"user_id = {ACTOR} OR {may_word('access.glass.review')} "
            f"OR ({may_word('access.glass.see')} "
            "AND custodian_id = (SELECT access_agency()))"
        ),
        update=(
            f"{may_word('access.glass.review')} OR ({may_word('access.glass.see')} "
            "AND custodian_id = (SELECT access_agency()))"
        ),
        columns="seen_at, seen_by_id, reviewed_at, reviewed_by_id, finding",
    ),
    protect_table(
        "access_ledgerentry",
        select=(
            f"{may_word('access.ledger.oversee')} OR {OPERATING} "
            f"OR ({may_word('access.ledger.read')} AND agency = (SELECT access_agency()) "
            "AND ((SELECT access_unit()) IS NULL OR unit = (SELECT access_unit())))"
        ),
        insert=(
            "(SELECT access_proven()) AND actor IS NOT DISTINCT FROM (SELECT access_actor()) "
            "AND agency IS NOT DISTINCT FROM (SELECT access_agency()) "
            "AND role = (SELECT access_role()) AND at = transaction_timestamp() "
            "AND xact = pg_current_xact_id()::text::bigint"
        ),
        ledger=False,
        in_backup=BackupShare.WHOLE,
    ),
    protect_table(
        "access_notice",
        select=(
            f"agency_id = {AGENCY} AND (SELECT access_role()) = ANY (roles) "
            f"AND (user_id IS NULL OR user_id = {ACTOR})"
        ),
        insert=f"sent_by_id = {ACTOR} AND sent_by_agency_id = {AGENCY} AND sent_at {SOON}",
    ),
    protect_table(
        "access_noticeread",
        select=f"user_id = {ACTOR}",
        insert=(
            f"user_id = {ACTOR} "
            "AND EXISTS (SELECT 1 FROM access_notice n WHERE n.id = notice_id)"
        ),
        ledger=False,  # who read what is nobody's business
        in_backup=BackupShare.WHOLE,
    ),
    protect_table(
        "access_draft",
        select=OWN_DRAFT,
        insert=f"{OWN_DRAFT} AND kept_at {SOON}",
        update=OWN_DRAFT,
        columns="path, title, typed, kept_at",
        leaving=f"kept_at {SOON}",
        delete=OWN_DRAFT,
        # nothing happened yet: what is sent is entered when it is sent
        ledger=False,
        in_backup=BackupShare.NONE,
    ),
    cut_statements(OWNER),
    cut_statements(BY_RULE),
    cut_statements(WAY_IN),
    cut_statements(TRIGGERS),
    cut_statements(FORGETTING),
    cut_statements(ENTERED),
)
