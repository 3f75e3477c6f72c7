"""A purpose is of a role's own work, and what one sees through broken glass is opened for
the emergency alone: whoever may open identities does not choose what they are for.
"""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from sala.access.roles import OPENS_IDENTITIES, PURSUES, Purpose, Role
from sala.people import actions, rules
from sala.people.models import PersonKey, SealedIdentity
from sala.screening.actions.htcds_orders import order_export

pytestmark = pytest.mark.django_db
NAME = "ສົມພອນ ແກ້ວມະນີ"


@pytest.fixture
def person(actor, now):
    with actor(Role.CASE_WORKER) as by:
        return actions.register_person(
            by=by,
            at=now,
            identity=rules.Identity(names=(rules.PersonName(NAME),)),
        )


def enter(by, purpose):
    """Enter as the application may: with the user's own keys and any purpose."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT access_enter(%s, %s, %s)",
            [by.user, by.membership_id, str(purpose)],
        )


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("role", list(Role))
def test_nobody_enters_for_the_work_of_another_role(actor, role, purpose):
    with actor(role) as by:
        if role in PURSUES[purpose]:
            enter(by, purpose)
        else:
            refused = pytest.raises(ProgrammingError, match="no purpose of this role")
            with refused, transaction.atomic():
                enter(by, purpose)


def test_each_role_that_opens_identities_has_work_of_its_own():
    usual = [who for p, who in PURSUES.items() if p is not Purpose.EMERGENCY]
    assert frozenset().union(*usual) == OPENS_IDENTITIES


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("role", sorted(OPENS_IDENTITIES))
def test_the_page_offers_and_takes_purposes_of_ones_own_work_alone(
    actor, now, sign_in, role, purpose
):
    """Everybody stands before a record that their own agency keeps, where they see it."""
    client = sign_in(role)
    with actor(Role.CASE_WORKER) as by:
        kept = actions.register_person(
            by=by, at=now, identity=rules.Identity(names=(rules.PersonName(NAME),))
        )
    address = reverse("show_person", args=[kept.code])
    shown = client.get(address)
    if shown.status_code == 404:  # whom the own agency keeps, not every role sees
        assert (
            client.post(f"{address}identity/", {"purpose": purpose}).status_code == 404
        )
        return
    own = role in PURSUES[purpose] and purpose is not Purpose.EMERGENCY
    offered = f'value="{purpose}"' in shown.content.decode()
    assert offered is (own and purpose is not Purpose.CORRECTION)
    opened = client.post(
        reverse("open_identity", args=[kept.code]), {"purpose": purpose}
    )
    assert (NAME in opened.content.decode()) is offered
    assert opened.status_code == 200


def test_broken_glass_opens_for_the_emergency_alone(actor, person, sign_in):
    """A prosecutor without a case opened for "court" what they broke the glass on."""
    with actor(Role.PROSECUTOR, "other") as by:
        assert actions.break_glass(
            by=by, code=person.code, reason="She is in danger tonight."
        )
    client = sign_in(Role.PROSECUTOR, "other")
    address = reverse("open_identity", args=[person.code])
    for purpose in Purpose:
        opened = NAME in client.post(address, {"purpose": purpose}).content.decode()
        assert opened is (purpose is Purpose.EMERGENCY)
    for purpose in Purpose:
        if Role.PROSECUTOR in PURSUES[purpose]:
            seen = int(purpose is Purpose.EMERGENCY)
            with actor(Role.PROSECUTOR, "other", purpose=purpose):
                assert PersonKey.objects.filter(person_id=person.id).count() == seen
                found = SealedIdentity.objects.filter(person_id=person.id)
                assert found.count() == seen


def test_an_emergency_that_nobody_announced_opens_nothing(actor, person, sign_in):
    with actor(Role.CASE_WORKER, purpose=Purpose.EMERGENCY):
        assert SealedIdentity.objects.count() == PersonKey.objects.count() == 0
    address = reverse("open_identity", args=[person.code])
    said = sign_in(Role.CASE_WORKER).post(address, {"purpose": Purpose.EMERGENCY})
    assert NAME not in said.content.decode()


def test_a_file_of_names_is_for_ones_own_work(actor, now, person):
    with actor(Role.IDENTIFICATION_OFFICER) as by:
        for purpose in (Purpose.SERVICES, Purpose.RETURN, Purpose.EMERGENCY):
            with pytest.raises(Exception, match="cannot open this for that purpose"):
                order_export(
                    by=by, at=now, codes=[person.code], purpose=purpose, form="csv"
                )
