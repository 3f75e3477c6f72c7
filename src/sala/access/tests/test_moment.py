"""The moment by which the database decides what comes from the future."""

import time

from django.db import connection

from sala.access import queries
from sala.access.roles import Role


def test_the_moment_goes_on_within_a_transaction(db, actor):
    """Else the database would refuse, after a minute, what a long transaction writes."""
    with actor(Role.CASE_WORKER):
        before = queries.database_now()
        time.sleep(0.01)
        assert queries.database_now() > before
        with connection.cursor() as cursor:
            cursor.execute("SELECT now() < access_now()")
            assert cursor.fetchone() == (True,)
