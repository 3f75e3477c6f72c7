"""The states of this room's nouns, as data: actions decide from them, the card draws
them.
"""

from sala.kit.states import Move, States

ENTITLEMENT = States(
    "entitlement",
    "opened",
    (
        Move("opened", "offer", "offered"),
        Move("offered", "accept", "accepted"),
        Move("offered", "decline", "declined"),
        Move("accepted", "give", "given"),
        Move("accepted", "decline", "declined"),
        Move("declined", "offer", "offered"),
        Move("opened", "lack", "not_available"),
        Move("offered", "lack", "not_available"),
        Move("accepted", "lack", "not_available"),
        Move("not_available", "offer", "offered"),
        Move("given", "correct", "accepted"),
    ),
    opening="open",
)

RETURN = States(
    "return",
    "planned",
    (
        Move("planned", "confirm", "confirmed"),
        Move("planned", "go", "returned"),
        Move("planned", "cancel", "cancelled"),
        Move("confirmed", "go", "returned"),
        Move("confirmed", "cancel", "cancelled"),
    ),
    opening="plan",
)

FOLLOW_UP = States(
    "follow-up",
    "due",
    (
        Move("due", "do", "done"),
        Move("due", "miss", "missed"),
        Move("missed", "do", "done"),
    ),
    opening="fall_due",
)

REFERRAL = States(
    "referral",
    "sent",
    (
        Move("sent", "accept", "accepted"),
        Move("sent", "decline", "declined"),
        Move("sent", "withdraw", "withdrawn"),
        Move("accepted", "complete", "completed"),
        Move("accepted", "withdraw", "withdrawn"),
    ),
    opening="send",
)

PLAN = States(
    "support plan",
    "draft",
    (
        Move("draft", "change", "draft"),
        Move("draft", "go_on", "draft"),
        Move("draft", "agree", "agreed"),
        Move("agreed", "go_on", "agreed"),
        Move("agreed", "agree", "agreed"),
        Move("agreed", "change", "draft"),
        Move("draft", "end", "ended"),
        Move("agreed", "end", "ended"),
    ),
    opening="begin",
)

GOAL = States(
    "goal",
    "open",
    (
        Move("open", "reach", "reached"),
        Move("open", "drop", "dropped"),
        Move("dropped", "reopen", "open"),
    ),
    opening="set",
)

STAY = States(
    "shelter stay",
    "asked",
    (
        Move("asked", "hold", "expected"),
        Move("asked", "come", "in"),
        Move("expected", "come", "in"),
        Move("expected", "cancel", "cancelled"),
        Move("in", "leave", "left"),
    ),
)

STATES = (REFERRAL, ENTITLEMENT, PLAN, GOAL, STAY, RETURN, FOLLOW_UP)
