"""Who orders machines, and what these reach (access/law/machine_actors.py)."""

from django.db import migrations

from sala.access.law import machine_actors as law
from sala.kit.rowsecurity import protected


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0005_work_orders"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        migrations.RunSQL(law.CONTEXT, migrations.RunSQL.noop),
        migrations.RunSQL(
            "REVOKE ALL ON access_machineactor FROM PUBLIC",
            migrations.RunSQL.noop,
        ),
        protected(
            "access_workorder",
            select=law.OWN,
            insert=(
                f"{law.OWN} AND asked_at <= (SELECT access_now()) + interval '1 minute' "
                "AND until <= (SELECT access_now()) + interval '7 days' "
                "AND finished_at IS NULL AND (SELECT access_machine()) IS NULL"
            ),
            # Only the machine that it is for goes on with it.
            update=f"{law.OWN} AND machine = (SELECT access_machine())",
            columns="total, done, finished_at, outcome, result",
            delete=f"{law.OWN} AND (SELECT access_machine()) IS NULL",
            # asking, and what is done of it, are entered; how far it is, is not
            ledger=False,
        ),
        protected(
            "access_workpart",
            select=law.OWN_ORDER.format(""),
            insert=law.OWN_ORDER.format(law.AT_WORK),
            delete=law.OWN_ORDER.format(""),
            ledger=False,
        ),
        migrations.RunSQL(
            law.LEDGER + law.OWNER + law.FORGETTING + law.QUEUE_RIGHTS,
            migrations.RunSQL.noop,
        ),
    ]
