"""What the application needs before it knows who asks, and what only the owner reads."""

from django.conf import settings

from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import owner_only, publish_reference, sign_in

# Whoever could make an object here could stand in the way of a function's name.
GROUND = f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {settings.APPLICATION_ROLE}"

LAW = joined_law(
    cut_statements(GROUND),
    sign_in(
        "access_user",
        "access_signinsession",
        "mfa_authenticator",
        "account_emailaddress",
        "account_emailconfirmation",
        "access_trycount",
        "access_usedstep",
    ),
    publish_reference("access_permission"),
    owner_only("access_contextsecret", "access_law"),
)
