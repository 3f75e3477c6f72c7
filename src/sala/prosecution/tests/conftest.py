"""Cases to look at: one of the investigators of the agency `other`, and its victim."""

from datetime import date

import pytest

from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules as identities
from sala.prosecution import actions

OTHER = "other"
CODE = "penal_code_2017"
OFFICIAL = "BORDER"


@pytest.fixture
def case(actor, now):
    """An open case of the agency `other`."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        return actions.open_case(by=by, at=now, facts=actions.Facts(place_code="LA01"))


@pytest.fixture
def official_case(actor, now, case):
    """The same case, once it is known to be about an official of the border police."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.mark_official(by=by, at=now, case=case.id, agency_code=OFFICIAL)
    return case


@pytest.fixture
def give_to(actor, user_of, now):
    """Let oversight give a case to the seeded user of a role in an agency."""

    def give(case, role=Role.INVESTIGATOR, agency=OTHER):
        user = user_of(role, agency)
        with actor(role, agency) as them:
            post = them.agency_id
        with actor(Role.OVERSIGHT) as by:
            return actions.assign(
                by=by, at=now, case=case.id, user=user.id, agency=post, role=role.value
            )

    return give


@pytest.fixture
def person(actor, now):
    """A person whose record the agency `own` keeps."""
    identity = identities.Identity(names=(identities.Name("Synthetic Person"),))
    with actor(Role.CASE_WORKER) as by:
        return people.register_person(by=by, at=now, identity=identity)


@pytest.fixture
def victim(actor, now, case, person):
    """That person as a victim of the case, an adult woman."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        return actions.add_victim(
            by=by, at=now, case=case.id, code=person.code, sex="female", age_group="adult"
        )


@pytest.fixture
def with_prosecution(actor, now, case, victim, agency_of):
    """The case with its victim in the hands of the prosecutor of `other`."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        way = {"way": "hand_to_prosecution", "agency": agency_of(OTHER)}
        actions.hand_on(by=by, at=now, case=case.id, **way)
    return case


@pytest.fixture
def charge(actor, now, with_prosecution):
    """One defendant charged with trafficking, on a day when article 215 was in force."""
    with actor(Role.PROSECUTOR, OTHER) as by:
        defendant = actions.add_defendant(
            by=by, at=now, case=with_prosecution.id, kind="person", name="Synthetic Defendant"
        )
        under = actions.Article(CODE, "215", "basic", date(2019, 10, 1))
        return actions.file_charge(
            by=by, at=now, defendant=defendant, under=under, filed_on=date(2019, 11, 1)
        )


@pytest.fixture
def agency_of(actor):
    """The key of the agency `own` or `other`."""

    def find(side):
        with actor(Role.CASE_WORKER, side) as by:
            return by.agency_id

    return find
