"""The lanes of the ledger: each begins with an entry that opened it.

A lane that is gone, or that begins anew, is then not an empty one.
"""

from django.db import connection

from sala.access.context import acting_operator
from sala.access.ledger.entries import record

LANES = 32
LANE_OPENED = "access.lane_opened"


def open_lanes() -> None:
    """Enter in each lane that it is open, once in the life of a database.

    One of an earlier day has entries by then: its lanes open with the next.
    """
    with acting_operator("setup") as operator, connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM access_ledgerentry WHERE action = %s)",
            [LANE_OPENED],
        )
        if cursor.fetchone() == (True,):
            return
        for lane in range(LANES):
            cursor.execute("SELECT access_ledger_take(%s)", [lane])
            record(
                by=operator,
                action=LANE_OPENED,
                kind="lane",
                subject=str(lane),
            )
