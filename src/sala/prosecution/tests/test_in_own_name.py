"""By whatever SQL the application is made to send, nobody acts in the name of somebody else."""

import pytest
from django.db import ProgrammingError, connection, transaction

from sala.access.roles import Role
from sala.prosecution.tests.conftest import OTHER

ANOTHERS = (
    "UPDATE prosecution_case SET place_code = 'LA02', changed_by_id = %(another)s"
)
WRONG = [
    "UPDATE prosecution_case SET changed_by_id = %(another)s",
    ANOTHERS,
    "UPDATE prosecution_case SET place_code = 'LA02'",
]
RIGHT = "UPDATE prosecution_case SET place_code = 'LA02', changed_by_id = %(actor)s"
ONE = " WHERE id = %(case)s"


@pytest.mark.django_db
def test_a_case_is_changed_in_the_own_name_only(actor, user_of, case):
    another = user_of(Role.SUPERVISOR, OTHER).id
    with actor(Role.PROSECUTOR, OTHER) as by, connection.cursor() as cursor:
        said = {
            "another": another,
            "actor": by.user,
            "case": case.id,
        }
        for statement in WRONG:
            with (
                pytest.raises(ProgrammingError, match="who acts"),
                transaction.atomic(),
            ):
                cursor.execute(statement + ONE, said)
        with transaction.atomic():
            cursor.execute(RIGHT + ONE, said)
            assert cursor.rowcount == 1
            transaction.set_rollback(True)
