"""The states of the year's report, as data: actions decide from them, the card draws
them.
"""

from sala.kit.states import Move, States

YEAR_REPORT = States(
    "year report",
    "draft",
    (
        Move("draft", "edit", "draft"),
        Move("draft", "approve", "half_approved"),
        Move("half_approved", "edit", "draft"),
        Move("half_approved", "approve", "approved"),
    ),
    opening="open",
)

STATES = (YEAR_REPORT,)
