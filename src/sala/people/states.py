"""What the keeping of a record, a consent and a request to erase may become; the
actions decide from these tables.
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

REGISTERED, IN_CARE = "registered", "in_care"
# Who registers keeps; whoever cares for people has them in care from the first moment.
CUSTODY = States(
    "record",
    "nobody",
    (
        Move("nobody", "register", REGISTERED),
        Move("nobody", "admit", IN_CARE),
        Move(REGISTERED, "take_over", IN_CARE),
        Move(IN_CARE, "take_over", IN_CARE),
    ),
)

STATES = (CUSTODY, CONSENT, ERASURE)
