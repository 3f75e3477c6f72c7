"""The states of this room's nouns, as data: actions decide from them, the card draws
them.
"""

from sala.kit.states import Move, States

LICENCE = States(
    "licence",
    "licensed",
    (
        Move("licensed", "renew", "licensed"),
        Move("licensed", "suspend", "suspended"),
        Move("suspended", "restore", "licensed"),
        Move("licensed", "revoke", "revoked"),
        Move("suspended", "revoke", "revoked"),
        Move("revoked", "license_anew", "licensed"),
    ),
    opening="license",
)

STATES = (LICENCE,)
