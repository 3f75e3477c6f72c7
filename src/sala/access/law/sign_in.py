"""What the application needs before it knows who asks, and what only the owner reads."""

from django.conf import settings

from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import owner_only, publish_reference, sign_in

# Whoever could make an object here could stand in the way of a function's name.
GROUND = f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {settings.APPLICATION_ROLE}"

FIXED = """
-- What an installation is, it stays.
CREATE FUNCTION access_installation_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an installation is does not change'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER access_installation_fixed BEFORE UPDATE OR DELETE OR TRUNCATE
    ON access_installation FOR EACH STATEMENT EXECUTE FUNCTION access_installation_fixed();
"""

FACTORS = """
-- A second factor is its user's for as long as it is one: allauth saves whole rows, so that
-- privileges on columns cannot say so.
CREATE FUNCTION access_factor_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.id, OLD.user_id, OLD.type, OLD.created_at)
       IS DISTINCT FROM (NEW.id, NEW.user_id, NEW.type, NEW.created_at) THEN
        RAISE EXCEPTION 'a second factor stays its user''s'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER access_factor_stays BEFORE UPDATE ON mfa_authenticator
    FOR EACH ROW EXECUTE FUNCTION access_factor_stays();
"""

LAW = joined_law(
    cut_statements(GROUND),
    # Passwords are hashed, and second factors sealed.
    sign_in(
        "access_user",
        in_backup=BackupShare.WHOLE,
        privileges="SELECT, INSERT, UPDATE (password, last_login, session_epoch)",
    ),
    sign_in("mfa_authenticator", in_backup=BackupShare.WHOLE),
    # Sala writes no mail; allauth asks whether there is an address.
    publish_reference("account_emailaddress"),
    # Each of these lets in whoever holds it, or says who tried.
    sign_in(
        "access_signinsession",
        "access_trycount",
        "access_usedstep",
        in_backup=BackupShare.NONE,
    ),
    publish_reference("access_permission", "access_installation"),
    cut_statements(FIXED),
    cut_statements(FACTORS),
    owner_only(
        "access_contextsecret",
        "access_ticketsecret",
        "account_emailconfirmation",
        in_backup=BackupShare.NONE,
    ),
    owner_only(
        "access_law",
        "auth_group",
        "auth_group_permissions",
        "auth_permission",
        "django_content_type",
        "django_migrations",
        in_backup=BackupShare.WHOLE,
    ),
)
