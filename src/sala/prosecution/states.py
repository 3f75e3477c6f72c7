"""The states of this room's nouns, as data: actions decide from them, the card draws
them.
"""

from sala.kit.states import Move, States

COMPLAINT = States(
    "complaint",
    "registered",
    (
        Move("registered", "screen", "screened"),
        Move("screened", "screen", "screened"),
        Move("screened", "refer", "referred"),
        Move("screened", "close", "closed"),
        Move("closed", "agree", "reviewed"),
        Move("closed", "reopen", "screened"),
    ),
    opening="register",
)

INCIDENT = States(
    "incident",
    "recorded",
    (
        Move("recorded", "open_case", "case"),
        Move("recorded", "reject", "not_a_case"),
        Move("not_a_case", "reconsider", "recorded"),
    ),
    opening="record",
)

CASE = States(
    "case",
    "open",
    (
        Move("open", "hand_to_prosecution", "with_prosecution"),
        Move("with_prosecution", "send_back", "open"),
        Move("with_prosecution", "hand_to_court", "in_court"),
        Move("in_court", "send_back", "with_prosecution"),
        Move("open", "close", "closed"),
        Move("with_prosecution", "close", "closed"),
        Move("in_court", "close", "closed"),
        Move("closed", "reopen", "open"),
    ),
    opening="open",
)

INVESTIGATION = States(
    "investigation",
    "open",
    (
        Move("open", "suspend", "suspended"),
        Move("suspended", "resume", "open"),
        Move("open", "submit", "submitted"),
        Move("submitted", "return", "open"),
        Move("open", "close", "closed"),
        Move("suspended", "close", "closed"),
    ),
    opening="open",
)

IDENTITY_REQUEST = States(
    "identity request",
    "asked",
    (
        Move("asked", "grant", "granted"),
        Move("asked", "decline", "declined"),
        Move("asked", "withdraw", "withdrawn"),
    ),
    opening="ask",
)

COOPERATION = States(
    "cooperation request",
    "made",
    (
        Move("made", "acknowledge", "acknowledged"),
        Move("made", "answer", "answered"),
        Move("made", "refuse", "refused"),
        Move("made", "withdraw", "withdrawn"),
        Move("acknowledged", "answer", "answered"),
        Move("acknowledged", "refuse", "refused"),
        Move("acknowledged", "withdraw", "withdrawn"),
    ),
    opening="make",
)

CHARGE = States(
    "charge",
    "filed",
    (
        Move("filed", "withdraw", "withdrawn"),
        Move("filed", "judge", "judged"),
        Move("judged", "judge", "judged"),
        Move("judged", "appeal", "appealed"),
        Move("appealed", "judge", "judged"),
        Move("appealed", "finish", "final"),
        Move("judged", "finish", "final"),
    ),
    opening="file",
)

FORFEITURE = States(
    "forfeiture",
    "ordered",
    (
        Move("ordered", "collect", "collected"),
        Move("ordered", "lift", "lifted"),
        Move("collected", "lift", "lifted"),
    ),
    opening="order",
)

RESTITUTION = States(
    "restitution claim",
    "open",
    (
        Move("open", "order", "ordered"),
        Move("open", "refuse", "refused"),
        Move("open", "waive", "waived"),
        Move("refused", "ask_again", "open"),
        Move("waived", "ask_again", "open"),
        Move("ordered", "lift", "open"),
        Move("ordered", "settle", "paid"),
    ),
    opening="claim",
)

STATES = (
    COMPLAINT,
    INCIDENT,
    CASE,
    INVESTIGATION,
    IDENTITY_REQUEST,
    COOPERATION,
    CHARGE,
    FORFEITURE,
    RESTITUTION,
)
