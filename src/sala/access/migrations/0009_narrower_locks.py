"""What Python alone held: who opens a way in, who signs a look, and that no role grows longer."""

from importlib import import_module

from django.conf import settings
from django.db import migrations

before = import_module("sala.access.migrations.0002_locks")
ACTOR = "(SELECT access_actor())"
WATCHES = "('oversight', 'data_protection_officer')"
ENDS_ROLES = (
    "(SELECT access_operating()) OR (agency_id = ANY ((SELECT access_administered())::uuid[]) "
    f"AND role NOT IN {WATCHES})"
)
ENDS_GRANTS = (
    f"(SELECT access_role()) = ANY ({before.any_of('granted_records')}) "
    "AND (agency_id = (SELECT access_agency()) "
    "OR given_by_agency_id = (SELECT access_agency()))"
)

WAY_IN = f"""
-- Whether the session's administrator may make a way in for a user: everything the user may do, now
-- or later, lies below the administrator and watches over none. Otherwise the operator makes it.
CREATE FUNCTION access_may_reset(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {before.DEFINER} AS $$
BEGIN
    RETURN access_proven() AND p_user <> access_actor()
       AND EXISTS (SELECT 1 FROM access_membership m WHERE m.user_id = p_user
                   AND (m.ends_on IS NULL OR m.ends_on >= access_now()::date))
       AND NOT EXISTS (
           SELECT 1 FROM access_membership m WHERE m.user_id = p_user
             AND (m.ends_on IS NULL OR m.ends_on >= access_now()::date)
             AND (m.role IN {WATCHES} OR NOT m.agency_id = ANY (access_administered())));
END $$;
"""

POLICIES = f"""
ALTER POLICY need_to_know_update ON access_membership
    USING ({ENDS_ROLES}) WITH CHECK ({ENDS_ROLES});
ALTER POLICY need_to_know_update ON access_grant
    WITH CHECK ({ENDS_GRANTS} AND withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR});
REVOKE UPDATE ON access_agency FROM {settings.APPLICATION_ROLE};
GRANT UPDATE (names, retired_on) ON access_agency TO {settings.APPLICATION_ROLE};
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
       OR (judged AND (OLD.reviewed_at IS NOT NULL OR access_role() <> 'oversight'
                       OR NEW.reviewed_by_id IS DISTINCT FROM access_actor())) THEN
        RAISE EXCEPTION 'an emergency look is not signed so'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_glass_signed BEFORE UPDATE ON access_brokenglass
    FOR EACH ROW EXECUTE FUNCTION access_glass_signed();
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0008_drafts_locks")]

    operations = [
        migrations.RunSQL(WAY_IN + POLICIES + TRIGGERS, migrations.RunSQL.noop),
    ]
