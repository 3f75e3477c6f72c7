"""Where nobody is trained or screened shows; how many were screened, only to the analyst."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit.periods import year_before
from sala.people.actions import register_person
from sala.people.rules import Identity
from sala.prevention import actions
from sala.prevention.models import CrossingHours
from sala.prevention.queries import crossings as queries
from sala.prevention.rules.work import TrainedAgencies
from sala.screening.actions import operations
from sala.screening.models import Screening


@pytest.fixture
def crossing(django_db_setup, db):
    return countries.border_crossings()[0].code


@pytest.fixture
def screened(actor, now, crossing):
    """Three women met at a crossing, one of them screened."""
    with actor(Role.FRONTLINE_OFFICER) as by:
        occasion = operations.OperationInput(
            "border_return",
            now.date(),
            crossing_code=crossing,
            met=[operations.MetAtOperation("female", "adult", True, 3)],
        )
        operation = operations.record_operation(
            by=by,
            at=now,
            occasion=occasion,
        )
        person = register_person(
            by=by,
            at=now,
            identity=Identity(),
        )
        Screening.objects.create(
            id="21111111-2222-3333-4444-555555555555",
            receipt="4829137065",
            person_id=person.id,
            operation_id=operation,
            agency_id=by.agency,
            screened_by_id=by.user,
            instrument="triage",
            instrument_version="1",
            written_at=now,
            received_at=now,
            outcome="not_indicated",
        )


def coverage(by, now, crossing):
    return queries.crossing_line(
        by=by,
        code=crossing,
        period=year_before(now.date()),
    ).coverage


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_counts_are_the_analysts_the_others_know_whether_anybody_was(
    role,
    actor,
    now,
    crossing,
    screened,
):
    with actor(role, "other") as by:
        found = coverage(by, now, crossing)
    numbers = (1, 3) if role == Role.ANALYST else (None, None)
    assert (found.anybody, found.screened, found.met) == (True, *numbers)
    assert found.gap == "untrained"


@pytest.mark.django_db
def test_trained_and_screened_is_no_gap(
    actor,
    sign_in,
    now,
    crossing,
    screened,
):
    trained = actions.Training(
        ["identification"],
        ["border"],
        now.date(),
        crossing_code=crossing,
        trained=[TrainedAgencies("", "male", 8)],
    )
    with actor(Role.SUPERVISOR) as by:
        assert coverage(by, now, crossing).gap == "untrained"
        actions.record_training(
            by=by,
            at=now,
            training=trained,
        )
        assert coverage(by, now, crossing).gap == ""
    page = (
        sign_in(Role.OVERSIGHT)
        .get(reverse("show_crossing", args=[crossing]))
        .content.decode()
    )
    assert "Trained and screened" in page
    assert "Somebody" in page


@pytest.mark.django_db
def test_a_time_before_shows_the_gap(
    actor,
    now,
    crossing,
    screened,
):
    with actor(Role.ANALYST) as by:
        before = year_before(now.date() - timedelta(days=1))
        assert (
            queries.crossing_line(
                by=by,
                code=crossing,
                period=before,
            ).coverage.gap
            == "both"
        )


@pytest.mark.django_db
def test_the_latest_hours_count_and_can_be_taken_back(
    actor,
    sign_in,
    now,
    crossing,
):
    day = now.date()
    with actor(Role.CASE_WORKER) as by:
        old = actions.OpeningHoursInput(
            day - timedelta(days=90),
            all_day=True,
            managed_by="national",
        )
        new = actions.OpeningHoursInput(
            day,
            opens_at=time(8),
            closes_at=time(16),
            managed_by="district",
        )
        actions.record_hours(
            by=by,
            at=now,
            crossing=crossing,
            hours=new,
        )
        actions.record_hours(
            by=by,
            at=now,
            crossing=crossing,
            hours=old,
        )
        line = queries.crossing_line(
            by=by,
            code=crossing,
            period=year_before(day),
        )
        assert line.hours.managed_by == "district"
    client, page = sign_in(Role.CASE_WORKER), reverse("show_crossing", args=[crossing])
    assert "08:00 – 16:00" in client.get(page).content.decode()
    sign_in(Role.CASE_WORKER, "other").post(page, {"hours": line.hours.id})
    assert "08:00 – 16:00" in client.get(page).content.decode(), "another agency’s"
    assert client.post(page, {"hours": line.hours.id}).status_code == 302
    shown = client.get(page).content.decode()
    assert "08:00 – 16:00" not in shown
    assert "Day and night" in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("closes_at", {"opens_at": time(16), "closes_at": time(8)}),
        ("closes_at", {"opens_at": time(8)}),
        ("opens_at", {"closes_at": time(8)}),
        (
            "opens_at",
            {
                "opens_at": time(8),
                "closes_at": time(9),
                "all_day": True,
            },
        ),
        ("managed_by", {}),
        ("managed_by", {"managed_by": "king"}),
        ("from_on", {"from_on": date(2090, 1, 1), "all_day": True}),
    ],
)
def test_hours_that_cannot_be_name_the_field(
    field,
    changes,
    actor,
    now,
    crossing,
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            hours = actions.OpeningHoursInput(**{"from_on": now.date()} | changes)
            actions.record_hours(
                by=by,
                at=now,
                crossing=crossing,
                hours=hours,
            )
        assert set(refused.value.message_dict) == {field}
        assert not CrossingHours.objects.exists()


@pytest.mark.django_db
def test_no_such_crossing_is_not_found(sign_in, actor, now):
    client = sign_in(Role.CASE_WORKER)
    for name in ("show_crossing", "record_hours"):
        assert client.get(reverse(name, args=["NOWHERE"])).status_code == 404
    with actor(Role.CASE_WORKER) as by, pytest.raises(ValidationError):
        actions.record_hours(
            by=by,
            at=now,
            crossing="NOWHERE",
            hours=actions.OpeningHoursInput(now.date(), all_day=True),
        )


@pytest.mark.django_db
def test_the_map_and_its_table_say_the_same(sign_in, crossing, screened):
    page = sign_in(Role.ANALYST).get(reverse("list_crossings")).content.decode()
    known = len(countries.border_crossings())
    assert page.count("sala-map__area") == len(countries.place_outlines(1))
    assert page.count("<title>") == known + 1, (
        "each crossing on the map, and the page’s own"
    )
