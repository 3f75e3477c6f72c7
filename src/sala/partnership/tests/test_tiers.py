"""The tiers of the country: who records them, with which source, and what the page says."""

import csv
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.partnership import actions
from sala.partnership.models import TierPlacement
from sala.partnership.queries import tiers as queries
from sala.standards import queries as standards

EXAMPLE = standards.worked_example()


def placed(year=2018, tier="3", **changes):
    usual = {"source": "TIP Report 2018, p. 264"}
    return actions.PlacementInput(year, tier, **usual | changes)


@pytest.fixture
def example(actor, now):
    """The twelve years of the worked example, recorded."""
    with actor(Role.ANALYST) as by:
        for y in EXAMPLE:
            told = placed(
                y.report,
                y.tier,
                waiver=y.waiver,
                automatic=y.auto_downgrade,
            )
            actions.record_tier(
                by=by,
                at=now,
                placement=told,
            )


@pytest.mark.django_db
def test_a_recorded_history_is_told_with_its_rules_and_the_next_report(actor, example):
    with actor(Role.CASE_WORKER, "other") as by:
        rows = queries.load_tiers(by=by)
        found = queries.next_outlook(rows)
    assert [row.told.consecutive for row in rows] == [y.consecutive for y in EXAMPLE]
    assert [row.told.automatic for row in rows] == [
        bool(y.auto_downgrade) for y in EXAMPLE
    ]
    assert not any(row.told.warnings for row in rows)
    assert (found.year, found.automatic_in) == (2026, 2029)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("year", {"year": 1800}),
        ("year", {"year": 2199}),
        ("tier", {"tier": "4"}),
        ("waiver", {"waiver": True}),
        ("automatic", {"tier": "2", "automatic": True}),
        ("source", {"source": " "}),
    ],
)
def test_a_tier_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_tier(
                by=by,
                at=now,
                placement=placed(**changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not TierPlacement.objects.exists()


@pytest.mark.django_db
def test_a_year_has_one_tier_and_a_wrong_one_is_taken_back(actor, now):
    with actor(Role.ANALYST) as by:
        first = actions.record_tier(
            by=by,
            at=now,
            placement=placed(),
        )
        with pytest.raises(ValidationError) as refused:
            actions.record_tier(
                by=by,
                at=now,
                placement=placed(tier="2"),
            )
        assert set(refused.value.message_dict) == {"year"}
        actions.take_back_tier(
            by=by,
            at=now,
            tier=first,
        )
        actions.record_tier(
            by=by,
            at=now,
            placement=placed(tier="2"),
        )
        assert [row.tier for row in queries.load_tiers(by=by)] == ["2"]
        assert TierPlacement.objects.count() == 2, (
            "what was taken back stays in the table"
        )
        with pytest.raises(TierPlacement.DoesNotExist):
            actions.take_back_tier(
                by=by,
                at=now,
                tier=first,
            )


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
def test_only_the_secretariat_records_tiers(
    role,
    actor,
    now,
    example,
):
    with actor(role, "other") as by:
        with pytest.raises(RefusedError):
            actions.record_tier(
                by=by,
                at=now,
                placement=placed(2013),
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            TierPlacement.objects.create(
                year=2013,
                tier="2",
                source="x",
                agency_id=by.agency_id,
                recorded_by_id=by.user_id,
                recorded_at=now,
            )
        key = queries.load_tiers(by=by)[0].id
        with pytest.raises(RefusedError):
            actions.take_back_tier(
                by=by,
                at=now,
                tier=key,
            )
        assert (
            TierPlacement.objects.update(withdrawn_at=now, withdrawn_by_id=by.user_id)
            == 0
        )


@pytest.mark.django_db
def test_the_pages_record_explain_and_take_back(sign_in):
    client, page = sign_in(Role.ANALYST), reverse("show_tiers")
    assert "No tier is recorded yet" in client.get(page).content.decode()
    add = reverse("record_tier")
    said = {
        "year": "2017",
        "tier": "2WL",
        "waiver": "yes",
        "source": "TIP Report 2017",
    }
    missing = client.post(add, {**said, "source": ""})
    assert missing.status_code == 200
    assert client.post(add, said).status_code == 302
    shown = client.get(page).content.decode()
    assert "What the report of 2018 may bring" in shown
    assert "By the rules this year needed no waiver" in shown, "2016 is not recorded"
    file = client.get(page, {"format": "csv"}).content.decode("utf-8-sig")
    assert [row["tier"] for row in csv.DictReader(StringIO(file))] == ["2WL"]
    reader = sign_in(Role.CASE_WORKER)
    assert "Take it back" not in reader.get(page).content.decode()
    (key,) = offered(client, page)
    assert reader.post(page, {"tier": key}).status_code == 404
    assert client.post(page, {"tier": "nonsense"}).status_code == 404
    assert client.post(page, {"tier": key}).status_code == 302
    assert "No tier is recorded yet" in client.get(page).content.decode()


def offered(client, page) -> list[str]:
    """The keys of the tiers that the page offers to take back."""
    text = client.get(page).content.decode()
    return [part.split('"')[0] for part in text.split('name="tier" value="')[1:]]
