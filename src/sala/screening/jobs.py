"""What the machines of this room do (screening/policy.py)."""

from django.db import connection

from sala.access.context import acting_machine
from sala.access.ledger import record
from sala.access.queued import UNTIL_OPENED, works_alone, works_on_order
from sala.screening.actions import envelopes, htcds_orders, intake

FORGETTER = "screening.forgetter"
FORGETTING = {
    "screening.drafts_forgotten": ("draft", "SELECT screening_forget_drafts()"),
    "screening.htcds_forgotten": ("htcds", "SELECT screening_forget_files()"),
}

take_in_waiting = works_on_order(envelopes.INTAKE, retry=UNTIL_OPENED)(
    intake.take_in_waiting
)
make_export = works_on_order(htcds_orders.EXPORTER)(htcds_orders.make_export)
bring_in = works_on_order(htcds_orders.IMPORTER)(htcds_orders.bring_in)


def forget_what_is_over() -> None:
    """Throw away screenings nobody went on with and files nobody decided on.

    What went is in the ledger: how many, never whose.
    """
    with acting_machine(FORGETTER) as by, connection.cursor() as cursor:
        for action, (kind, statement) in FORGETTING.items():
            cursor.execute(statement)
            (gone,) = cursor.fetchone()
            if gone:
                record(
                    by=by,
                    action=action,
                    kind=kind,
                    subject=kind,
                    detail={"number": gone},
                )


works_alone(FORGETTER, cron="*/10 * * * *")(forget_what_is_over)
