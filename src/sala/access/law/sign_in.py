"""What the application needs before it knows who asks, and what only the owner reads."""

from django.conf import settings

from sala.kit.law import joined, statements
from sala.kit.rowsecurity import owner_only, reference, sign_in

# Whoever could make an object here could stand in the way of a function's name.
GROUND = f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {settings.APPLICATION_ROLE}"

LAW = joined(
    statements(GROUND),
    sign_in(
        "access_user",
        "django_session",
        "mfa_authenticator",
        "account_emailaddress",
        "account_emailconfirmation",
        "sala_cache",
    ),
    reference("access_permission"),
    owner_only("access_contextsecret", "access_law"),
)
