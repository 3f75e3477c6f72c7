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

LAW = joined_law(
    cut_statements(GROUND),
    # Passwords are hashed, and second factors sealed.
    sign_in(
        "access_user",
        "mfa_authenticator",
        "account_emailaddress",
        in_backup=BackupShare.WHOLE,
    ),
    # Each of these lets in whoever holds it, or says who tried.
    sign_in(
        "django_session",
        "account_emailconfirmation",
        "sala_cache",
        in_backup=BackupShare.NONE,
    ),
    publish_reference("access_permission", "access_installation"),
    cut_statements(FIXED),
    owner_only("access_contextsecret", in_backup=BackupShare.NONE),
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
