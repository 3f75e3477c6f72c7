"""Who may open the record behind a fact: whoever sees it anyhow, and nobody else."""

from datetime import timedelta
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.urls import reverse

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
        met = operations.record_operation(
            by=by,
            at=now,
            occasion=operations.OperationInput(
                "police_operation",
                now.date(),
                place_code="LA0101",
                met=[operations.MetAtOperation("female", "adult", True, 3)],
            ),
        )
        referral = refer(by)
        right, *_rest = entitlements_of(by=by, person=person.id)
    with actor(Role.INVESTIGATOR, "other") as by:
        case = prosecution.open_case(
            by=by,
            at=now,
            facts=prosecution.CaseFindings(place_code="LA01"),
        )
        secret = prosecution.open_case(
            by=by,
            at=now - timedelta(seconds=1),
            facts=prosecution.CaseFindings(place_code="LA01"),
        )
        prosecution.take_over_case(
            by=by,
            at=now,
            case=secret.id,
            reason="official",
            official_agency="BORDER",
        )
    return {
        "met": str(met),
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


HELPS = {
    Role.CASE_WORKER,
    Role.CONSULAR_OFFICER,
    Role.IDENTIFICATION_OFFICER,
    Role.SUPERVISOR,
}
# Who goes on from a fact to its record, by the agency that they act for.
SEERS = {
    "met": {
        "own": {*HELPS, Role.FRONTLINE_OFFICER, Role.INVESTIGATOR},
        "other": set(),
    },
    "referred": {"own": HELPS, "other": HELPS},
    # The authority that decides has access to the person, by an order of a court.
    "entitlement_opened": {
        "own": HELPS,
        "other": HELPS - {Role.CONSULAR_OFFICER},
    },
    "case_opened": {
        "own": set(),
        "other": {
            Role.COURT_CLERK,
            Role.INVESTIGATOR,
            Role.PROSECUTOR,
            Role.SUPERVISOR,
        },
    },
    # Taken over: those who knew it, and oversight, which it leads to what goes on.
    "of_an_official": {
        "own": {Role.OVERSIGHT},
        "other": {
            Role.COURT_CLERK,
            Role.INVESTIGATOR,
            Role.OVERSIGHT,
            Role.PROSECUTOR,
            Role.SUPERVISOR,
        },
    },
}


def test_only_who_sees_a_record_anyhow_goes_on_to_it_from_a_fact(
    records,
    manifest,
    actor,
):
    found = {event: {"own": set(), "other": set()} for event in SEERS}
    for role in Role:
        for side in SIDES:
            for event, argument in records.items():
                page = RECORD_PAGES.get(event, CASE_PAGE)
                with actor(role, side) as by:
                    seen = queries.visible_records(
                        by=by,
                        page=page,
                        manifest=manifest,
                    )
                if argument in seen.values():
                    found[event][side].add(role)
    assert found == SEERS


def test_a_record_is_found_by_the_pseudonym_that_its_fact_has(
    records,
    manifest,
    actor,
    tmp_path,
):
    facts = {
        row["event_key"]
        for file in manifest.files
        if file.event == "referred"
        for row in pq.read_table(
            tmp_path / "facts" / file.path,
            partitioning=None,
        ).to_pylist()
    }
    with actor(Role.CASE_WORKER) as by:
        seen = queries.visible_records(
            by=by,
            page=RECORD_PAGES["referred"],
            manifest=manifest,
        )
    assert seen == {facts.pop(): records["referred"]}
    assert not facts


@pytest.mark.parametrize("event", sorted(RECORD_PAGES))
def test_the_page_of_each_record_is_there_and_so_is_what_names_it(event, actor):
    page = RECORD_PAGES[event]
    assert reverse(
        page.name, args=[UUID(int=1) if page.argument == "id" else "1234567890"]
    )
    with actor(Role.ANALYST), connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {page.argument} FROM {page.table}")
        assert cursor.fetchall() == [], "an analyst sees no record"
