"""The rule of two people, attacked by whoever did not write it: a role that breaks glass
opens a name too, a way in opens all that its user may do, nobody blinds oversight, and
what was taken back stays so.
"""

import psycopg
import pytest

from sala.access import actions, queries, second_person
from sala.access.context import NotAMemberError, acting_member, acting_operator
from sala.access.ledger.accounted import unaccounted_roles
from sala.access.models import Standing, User
from sala.access.permissions import role_includes
from sala.access.roles import WATCHES_ADMINISTRATORS, Role
from sala.access.rules import AgencyText
from sala.config import testing

OPENS_A_NAME = ("access.identity.open", "access.glass.break")


def give(by, user, role, agency=None):
    return actions.give_role(
        by=by,
        user=user,
        agency=agency or by.agency,
        role=role,
        starts_on=queries.database_today(),
    )


def works(user, membership):
    try:
        with acting_member(user.id, membership):
            return True
    except NotAMemberError:
        return False


def waiting(by, user, *, settled=False):
    rows = second_person.waiting_authority(by=by, settled=settled)
    return [row for row in rows if row.user_id == user.id]


def confirm(by, user):
    shown = [row.id for row in waiting(by, user)]
    return actions.confirm_authority(by=by, user=user.id, shown=shown)


def unit_below(by, code):
    text = AgencyText(
        code=code, kind="office", level="province", names={"en": f"Office {code}"}
    )
    made = actions.add_agency(by=by, parent=by.agency, text=text)
    return getattr(made, "id", made)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in Role if r not in WATCHES_ADMINISTRATORS])
def test_a_role_that_opens_one_name_in_an_emergency_waits_too(actor, user_of, role):
    """A name is read in a second, behind broken glass as well."""
    user = user_of(Role.ANALYST)
    opens = any(role_includes(role, word) for word in OPENS_A_NAME)
    with actor(Role.ADMINISTRATOR) as by:
        given = give(by, user, role)
    assert works(user, given.id) is not opens


@pytest.mark.django_db
def test_oversight_is_not_blinded_by_a_role_that_nobody_asked_for(actor, user_of):
    """An administrator who gives oversight a role has not made oversight."""
    blinded, accomplice = user_of(Role.OVERSIGHT), user_of(Role.ANALYST)
    with actor(Role.ADMINISTRATOR) as by:
        give(by, blinded, Role.ANALYST)
        give(by, blinded, Role.SUPERVISOR)
        given = give(by, accomplice, Role.CASE_WORKER)
    with actor(Role.SUPERVISOR) as by:
        confirm(by, accomplice)
    assert works(accomplice, given.id)
    with actor(Role.OVERSIGHT) as by:
        assert waiting(by, accomplice, settled=True)
        actions.take_back_role(by=by, membership=given.id)
    assert not works(accomplice, given.id)


def tampered(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name), autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        direct.execute(statement, values)


@pytest.mark.parametrize("said", ["taken back", "refused", "ended"])
def test_what_was_taken_back_is_not_revived_in_the_database(
    scratch, actor, user_of, said
):
    user = user_of(Role.ANALYST)
    with actor(Role.ADMINISTRATOR) as by:
        given = give(by, user, Role.CASE_WORKER)
    with actor(Role.SUPERVISOR) as by:
        shown = [row.id for row in waiting(by, user)]
        if said == "refused":
            actions.refuse_authority(by=by, user=user.id, shown=shown)
        else:
            actions.confirm_authority(by=by, user=user.id, shown=shown)
        if said == "taken back":
            actions.take_back_role(by=by, membership=given.id)
    if said == "ended":
        with actor(Role.ADMINISTRATOR) as by:
            day = queries.database_today()
            actions.end_role(
                by=by, membership=given.id, last_day=day - actions.users.ONE_DAY
            )
    tampered(
        scratch,
        "UPDATE access_membership SET standing = 'confirmed', ends_on = NULL"
        " WHERE id = %s",
        given.id,
    )
    assert not works(user, given.id)
    with testing.owner_of(scratch), acting_operator("test"):
        assert [r.membership for r in unaccounted_roles()] == [str(given.id)]


def test_a_way_in_waits_for_whoever_may_confirm_all_it_opens(scratch, actor, user_of):
    """A role in a small office does not let the office's supervisor confirm the way in
    of somebody who works at the agency above it.
    """
    victim, friend = user_of(Role.CASE_WORKER), user_of(Role.ANALYST, "other")
    with actor(Role.ADMINISTRATOR) as by:
        office = unit_below(by, "LWU-X")
    with testing.owner_of(scratch), acting_operator("test") as operator:
        supervises = give(operator, friend, Role.SUPERVISOR, office)
    with actor(Role.OVERSIGHT) as by:
        confirm(by, friend)
    with actor(Role.ADMINISTRATOR) as by:
        give(by, victim, Role.ANALYST, office)
        actions.reset_sign_in(by=by, at=queries.database_now(), user=victim)
    with acting_member(friend.id, supervises.id) as by:
        assert not waiting(by, victim)
    with actor(Role.SUPERVISOR) as by:
        assert [row.kind for row in waiting(by, victim)] == ["way_in"]


def test_a_role_of_another_agency_leaves_the_way_in_to_oversight(
    scratch, actor, user_of
):
    """Also one that was slipped in while the page of the second stood open."""
    user = user_of(Role.CASE_WORKER)
    with actor(Role.ADMINISTRATOR) as by:
        actions.reset_sign_in(by=by, at=queries.database_now(), user=user)
    with actor(Role.SUPERVISOR) as by:
        (shown,) = waiting(by, user)
    with actor(Role.ADMINISTRATOR, "other") as by:
        give(by, user, Role.ANALYST)
    with actor(Role.SUPERVISOR) as by:
        assert not waiting(by, user)
        with pytest.raises(User.DoesNotExist):
            actions.confirm_authority(by=by, user=user.id, shown=[shown.id])
        assert (
            second_person.settle_way_in(shown.id, Standing.CONFIRMED, user.id, "1")
            is None
        )
    with actor(Role.OVERSIGHT) as by:
        assert confirm(by, user)
