"""A person who was identified by the authority, and kept by the agency `own`."""

from datetime import timedelta

import pytest

from sala.access.actions import give_grant
from sala.access.roles import Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.protection.actions import referrals
from sala.screening import signals
from sala.screening.models import IdentificationDecision

DESCRIBED = {
    "sex": "male",
    "age_group": "adult",
    "citizenship": "LA",
}


@pytest.fixture
def person(actor, now):
    """A person without a name, of the agency `own`, open to the authority."""
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        authority = by.agency
    with actor(Role.CASE_WORKER) as by:
        made = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        give_grant(
            by=by,
            at=now,
            record_kind="person",
            record_id=made.id,
            agency=authority,
            until=now + timedelta(days=30),
            basis="court_order",
        )
    return made


@pytest.fixture
def identify(actor, now):
    """`identify(person)` lets the authority decide that somebody is a victim."""

    def decide(who, days_ago=0):
        with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
            decision = IdentificationDecision.objects.create(
                person_id=who.id,
                agency_id=by.agency,
                decided_by_id=by.user,
                decided_on=now.date() - timedelta(days=days_ago),
                recorded_at=now,
                outcome="identified",
                act="recruitment",
                act_evidence=["statement"],
                means=["deception"],
                means_evidence=["statement"],
                form="forced_labour",
                form_evidence=["statement"],
                **DESCRIBED,
            )
            signals.identified.send(
                sender=IdentificationDecision,
                by=by,
                at=now,
                person=who.id,
                decision=decision,
                described=DESCRIBED,
            )
        return decision

    return decide


@pytest.fixture
def alone(actor, now):
    """A person whom nobody but the agency `own` may see."""
    with actor(Role.CASE_WORKER) as by:
        return people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )


@pytest.fixture
def receiver(actor):
    """The key of the agency `other`."""
    with actor(Role.CASE_WORKER, "other") as by:
        return by.agency


@pytest.fixture
def refer(
    actor,
    now,
    alone,
    receiver,
):
    """`refer(by, **changes)` refers the person to the agency `other`, on a basis in law."""

    def sending(
        by,
        at=now,
        person=alone,
        to=receiver,
        **changes,
    ):
        law = "vital_interest"
        usual = {
            "services": ["shelter"],
            "urgency": "days",
            "basis": law,
            "kind": "help",
            "sex": "male",
        }
        asked = referrals.ReferralRequest(receiver=to, **usual | changes)
        return referrals.send_referral(
            by=by,
            at=at,
            person=person.id,
            asked=asked,
        )

    return sending
