"""What a consent and a request to erase may become; the actions decide from these
tables.
"""

from sala.kit.states import Move, States

CONSENT = States(
    "consent",
    "explained",
    (
        Move("explained", "agree", "given"),
        Move("explained", "refuse", "refused"),
        Move("given", "withdraw", "withdrawn"),
    ),
)
ERASURE = States(
    "erasure request",
    "asked",
    (Move("asked", "erase", "erased"), Move("asked", "decline", "declined")),
)

STATES = (CONSENT, ERASURE)
