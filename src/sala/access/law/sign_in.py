"""What the application needs before it knows who asks, and what only the owner reads."""

from sala.kit.law import joined
from sala.kit.rowsecurity import owner_only, reference, sign_in

LAW = joined(
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
