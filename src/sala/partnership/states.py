"""The states of this room's nouns, as data: actions decide from them, the card draws
them.
"""

from sala.kit.states import Move, States

PLAN = States(
    "action plan",
    "draft",
    (
        Move("draft", "adopt", "in_force"),
        Move("in_force", "end", "ended"),
    ),
    opening="write",
)

OBJECTIVE = States(
    "objective",
    "not_begun",
    (
        Move("not_begun", "begin", "under_way"),
        Move("under_way", "report", "under_way"),
        Move("under_way", "finish", "done"),
        Move("not_begun", "drop", "dropped"),
        Move("under_way", "drop", "dropped"),
        Move("done", "reopen", "under_way"),
        Move("dropped", "take_up", "under_way"),
    ),
    opening="set",
)

RECOMMENDATION = States(
    "recommendation",
    "open",
    (
        Move("open", "take_up", "under_way"),
        Move("under_way", "report", "under_way"),
        Move("open", "answer", "answered"),
        Move("under_way", "answer", "answered"),
        Move("open", "decline", "declined"),
        Move("under_way", "decline", "declined"),
        Move("answered", "reopen", "under_way"),
        Move("declined", "take_up", "under_way"),
    ),
    opening="record",
)

ASSESSMENT = States(
    "assessment",
    "draft",
    (
        Move("draft", "edit", "draft"),
        Move("draft", "approve", "half_approved"),
        Move("half_approved", "edit", "draft"),
        Move("half_approved", "approve", "approved"),
    ),
    opening="open",
)

STATES = (PLAN, OBJECTIVE, RECOMMENDATION, ASSESSMENT)
SECRETARIAT = frozenset({"drop", "decline"})  # moves that only the secretariat makes
