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
)  # each answer begins a history: that somebody was told is only thought of
ERASURE = States(
    "erasure request",
    "asked",
    (Move("asked", "erase", "erased"), Move("asked", "decline", "declined")),
    opening="ask",
)

STATES = (CONSENT, ERASURE)
