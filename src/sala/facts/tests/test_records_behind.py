"""Who may open the record behind a fact: whoever sees it anyhow, and nobody else."""

from datetime import timedelta

import pytest

from sala.access.roles import Role
from sala.facts import actions, queries
from sala.facts.queries import CASE_PAGE, RECORD_PAGES
from sala.prosecution import actions as prosecution
from sala.protection.queries.entitlements import entitlements_of
from sala.protection.tests.conftest import (  # noqa: F401 a person and what happens to them
    alone,
    identify,
    person,
    receiver,
    refer,
)
from sala.screening.actions import operations

pytestmark = pytest.mark.django_db
SIDES = ("own", "other")
EVERYBODY = {(role, side) for role in Role for side in SIDES}


@pytest.fixture
def records(
    actor,
    now,
    person,  # noqa: F811 a fixture
    identify,  # noqa: F811
    refer,  # noqa: F811
):
    """One record of each kind, made by the agency `own`; the case by the agency `other`,
    and one about an official.
    """
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        operations.record_operation(
            by=by,
            at=now,
            occasion=operations.Occasion(
                "police_operation",
                now.date(),
                place_code="LA0101",
                met=[operations.Met("female", "adult", True, 3)],
            ),
        )
        referral = refer(by)
        right, *_rest = entitlements_of(by=by, person=person.id)
    with actor(Role.INVESTIGATOR, "other") as by:
        case = prosecution.open_case(
            by=by,
            at=now,
            facts=prosecution.Facts(place_code="LA01"),
        )
        secret = prosecution.open_case(
            by=by,
            at=now - timedelta(seconds=1),
            facts=prosecution.Facts(place_code="LA01"),
        )
        prosecution.mark_official(
            by=by,
            at=now,
            case=secret.id,
            agency_code="BORDER",
        )
    return {
        "referred": str(referral),
        "entitlement_opened": str(right.id),
        "case_opened": case.code,
        "of_an_official": secret.code,
    }


@pytest.fixture
def manifest(actor, now, tmp_path):
    """Facts that an analyst made."""
    with actor(Role.ANALYST) as by:
        return actions.export_record(by=by, at=now, folder=tmp_path / "facts")


def seers(actor, manifest, page):
    """Who sees which records of a page: the arguments by role and side."""
    found = {}
    for role, side in EVERYBODY:
        with actor(role, side) as by:
            seen = queries.visible_records(by=by, page=page, manifest=manifest)
            found[role, side] = set(seen.values())
    return found


def test_print(records, manifest, actor):
    for event in ("met", "referred", "entitlement_opened", "case_opened"):
        for who, seen in sorted(seers(actor, manifest, RECORD_PAGES[event]).items()):
            if seen:
                print(event, who, len(seen), [k for k, v in records.items() if v in seen])
