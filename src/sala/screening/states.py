"""The states of the nouns of `screening`, and what leads from one to the next."""

from sala.kit.states import Move, States

OPERATION = States(
    "Operation",
    "open",
    (
        Move("open", "account_for_everybody", "settled"),
        Move("settled", "find_a_gap", "open"),
        Move("open", "correct", "open"),
        Move("settled", "correct", "settled"),
        Move("open", "explain", "open"),
        Move("settled", "explain", "settled"),
        Move("open", "take_back", "open"),
        Move("settled", "take_back", "settled"),
    ),
    opening="record",
)

REQUEST = States(
    "IdentificationRequest",
    "asked",
    (
        Move("asked", "identify", "decided"),
        Move("asked", "not_identify", "decided"),
        Move("asked", "ask_for_more", "more_information"),
        Move("more_information", "identify", "decided"),
        Move("more_information", "not_identify", "decided"),
        Move("more_information", "ask_for_more", "more_information"),
    ),
    opening="ask",
)

# Received is only thought of: what arrives is taken in, or set aside.
ENVELOPE = States(
    "Envelope",
    "received",
    (
        Move("received", "take_in", "processed"),
        Move("received", "find_a_fault", "set_aside"),
        Move("set_aside", "take_in", "processed"),
        Move("set_aside", "find_a_fault", "set_aside"),
        Move("set_aside", "hand_over", "set_aside"),
        Move("set_aside", "close", "closed"),
        Move("closed", "open_again", "set_aside"),
    ),
)

STATES: tuple[States, ...] = (OPERATION, REQUEST, ENVELOPE)
