"""Agencies record their own work; everybody reads it; a blank stays a blank to the file."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.periods import year_before, year_of
from sala.prevention import actions
from sala.prevention.models import AwarenessActivity, TrainedCount, TrainingSession
from sala.prevention.policy import WORKS
from sala.prevention.queries import work as queries
from sala.prevention.rules.work import TrainedAgencies

CAME = [
    TrainedAgencies("LWU", "female", 20),
    TrainedAgencies("LWU", "male", 0),
    TrainedAgencies("", "", 332),
]
NO_WORK = sorted(set(Role) - WORKS)


def training(now, **changes):
    usual = {
        "topics": ["law"],
        "audiences": ["judges"],
        "starts_on": now.date(),
        "trained": CAME,
    }
    return actions.Training(**usual | changes)


def activity(now, **changes):
    usual = {
        "channel": "workshop",
        "topics": ["safe_migration"],
        "audiences": ["public"],
        "starts_on": now.date(),
    }
    return actions.PreventionWorkInput(**usual | changes)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_every_role_of_every_agency_reads_what_one_recorded(role, actor, now):
    with actor(Role.CASE_WORKER) as by:
        key = actions.record_training(
            by=by,
            at=now,
            training=training(now),
        )
    with actor(role, "other") as by:
        (row,) = queries.training_sessions(by=by, period=year_before(now.date()))
        assert (row.id, row.number, row.agency_code, row.own) == (
            key,
            352,
            "LWU",
            False,
        )
        assert sorted(row.trained, key=str) == sorted(CAME, key=str)


@pytest.mark.django_db
@pytest.mark.parametrize("role", NO_WORK)
def test_who_watches_records_no_work(role, actor, now):
    with actor(role) as by:
        with pytest.raises(RefusedError):
            actions.record_training(
                by=by,
                at=now,
                training=training(now),
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            write(by, now)


def write(by, now, **changes):
    """A training past every check of Python."""
    usual = {
        "agency_id": by.agency,
        "recorded_by_id": by.user,
        "recorded_at": now,
        "topics": ["law"],
        "audiences": ["judges"],
        "starts_on": now.date(),
        "days": 1,
    }
    return TrainingSession.objects.create(**usual | changes)


@pytest.mark.django_db
def test_no_agency_records_for_another_nor_in_another_name(actor, user_of, now):
    with actor(Role.CASE_WORKER, "other") as other:
        pass
    with actor(Role.CASE_WORKER) as by:
        faults = (
            {"agency_id": other.agency},
            {"recorded_by_id": other.user},
            {"recorded_at": now + timedelta(days=1)},
            {"withdrawn_at": now, "withdrawn_by_id": by.user},
        )
        for fault in faults:
            with (
                pytest.raises(
                    DatabaseError, match=r"row-level security|another moment"
                ),
                transaction.atomic(),
            ):
                write(by, now, **fault)
        key = actions.record_training(
            by=by,
            at=now,
            training=training(now),
        )
    with actor(Role.CASE_WORKER, "other") as by:
        with pytest.raises(TrainingSession.DoesNotExist):
            actions.take_back_training(
                by=by,
                at=now,
                training=key,
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            TrainedCount.objects.create(
                session_id=key,
                sex="other",
                number=1,
            )


@pytest.mark.django_db
def test_what_is_recorded_never_changes(actor, now):
    with actor(Role.CASE_WORKER) as by:
        actions.record_training(
            by=by,
            at=now,
            training=training(now),
        )
        for change in (
            "UPDATE prevention_trainingsession SET days = 9",
            "UPDATE prevention_trainedcount SET number = 9",
            "DELETE FROM prevention_trainingsession",
            "DELETE FROM prevention_trainedcount",
        ):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(change)


@pytest.mark.django_db
def test_taken_back_is_shown_to_nobody_and_stays_so(actor, sign_in, now):
    with actor(Role.CASE_WORKER) as by:
        key = actions.record_training(
            by=by,
            at=now,
            training=training(now),
        )
    page = reverse("show_training", args=[key])
    assert (
        "Take it back"
        not in sign_in(Role.CASE_WORKER, "other").get(page).content.decode()
    )
    client = sign_in(Role.SUPERVISOR)
    assert "Take it back" in client.get(page).content.decode()
    assert client.post(page, {"take_back": "yes"}).url == reverse("list_trainings")
    assert client.get(page).status_code == 404
    with actor(Role.CASE_WORKER) as by:
        assert queries.training_sessions(by=by, period=year_before(now.date())) == []
        with pytest.raises(TrainingSession.DoesNotExist):
            actions.take_back_training(
                by=by,
                at=now,
                training=key,
            )
        again = {"withdrawn_at": None, "withdrawn_by": None}
        assert TrainingSession.objects.filter(id=key).update(**again) == 0
    with actor(Role.SUPERVISOR):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            TrainingSession.objects.filter(id=key).update(**again)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("topics", {"topics": []}),
        ("topics", {"topics": ["astrology"]}),
        ("audiences", {"audiences": ["nobody"]}),
        ("starts_on", {"starts_on": date(2100, 1, 1)}),
        ("place_code", {"place_code": "ATLANTIS"}),
        ("crossing_code", {"crossing_code": "ATLANTIS"}),
        ("days", {"days": 0}),
        ("paid_by", {"paid_by": "me"}),
        ("partner", {"partner": "me"}),
        (
            "trained",
            {"trained": [TrainedAgencies("", "", 1), TrainedAgencies("", "", 2)]},
        ),
        ("trained", {"trained": [TrainedAgencies("NOWHERE", "", 1)]}),
        ("trained", {"trained": [TrainedAgencies("", "", -1)]}),
    ],
)
def test_a_training_that_cannot_be_names_the_field_and_nothing_is_written(
    field,
    changes,
    actor,
    now,
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_training(
                by=by,
                at=now,
                training=training(now, **changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not TrainingSession.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("channel", {"channel": "telepathy"}),
        ("ends_on", {"ends_on": date(2000, 1, 1)}),
    ],
)
def test_an_activity_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_activity(
                by=by,
                at=now,
                activity=activity(now, **changes),
            )
        assert set(refused.value.message_dict) == {field}


@pytest.mark.django_db
def test_nobody_counted_and_nobody_reached_are_two_answers(actor, sign_in, now):
    with actor(Role.CASE_WORKER) as by:
        actions.record_activity(
            by=by,
            at=now,
            activity=activity(now, reached=0),
        )
        actions.record_activity(
            by=by,
            at=now,
            activity=activity(now, channel="radio"),
        )
    client = sign_in(Role.ANALYST)
    page = client.get(reverse("list_awareness")).content.decode()
    assert "Not recorded" in page
    file = client.get(reverse("list_awareness"), {"format": "csv"})
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
    assert {row["How"]: row["Reached"] for row in rows} == {
        "workshop": "0",
        "radio": "",
    }


@pytest.mark.django_db
def test_a_list_shows_the_year_that_is_asked_for(actor, sign_in, now):
    with actor(Role.CASE_WORKER) as by:
        old = date(2018, 5, 4)
        actions.record_activity(
            by=by,
            at=now,
            activity=activity(
                now,
                starts_on=old,
                reached=3710,
                channel="school",
            ),
        )
        (row,) = queries.awareness_activities(by=by, period=year_of(2018))
        assert row.reached == 3710
    client = sign_in(Role.ANALYST)
    assert "3,710" not in client.get(reverse("list_awareness")).content.decode()
    assert (
        "3,710"
        in client.get(reverse("list_awareness"), {"year": "2018"}).content.decode()
    )
    assert (
        "3,710"
        in client.get(reverse("show_prevention"), {"year": "2018"}).content.decode()
    )


@pytest.mark.django_db
def test_a_form_keeps_every_line_and_says_what_is_wrong(sign_in, now):
    client = sign_in(Role.CASE_WORKER)
    day = {
        f"starts_on_{part}": getattr(now.date(), part)
        for part in ("day", "month", "year")
    }
    said = {
        "topics": ["law"],
        "audiences": ["judges"],
        "days": "2",
        **day,
    }
    twice = {
        "agency_0": "LWU",
        "trained_0_female": "3",
        "agency_1": "LWU",
        "trained_1_male": "1",
    }
    for wrong, words in (
        (twice, "one line only"),
        ({"agency_0": "LWU"}, "how many came"),
        ({"trained_0_male": "many"}, "whole number"),
    ):
        page = client.post(reverse("record_training"), {**said, **wrong})
        assert words in page.content.decode()
    right = {
        "agency_0": "LWU",
        "trained_0_female": "3",
        "trained_0_male": "1",
    }
    made = client.post(reverse("record_training"), {**said, **right})
    assert made.status_code == 302
    page = client.get(made.url).content.decode()
    assert "Took part" in page
    assert "LWU" in page


@pytest.mark.django_db
def test_each_entry_is_in_the_ledger_with_its_count(actor, now):
    with actor(Role.CASE_WORKER) as by:
        actions.record_training(
            by=by,
            at=now,
            training=training(now),
        )
    with actor(Role.OVERSIGHT):
        entry = LedgerEntry.objects.get(action="prevention.training_recorded")
        assert '"number":352' in entry.detail


def test_a_change_without_an_entry_is_refused(scratch, actor, now):
    with (
        pytest.raises(IntegrityError, match="no ledger entry"),
        actor(Role.CASE_WORKER) as by,
    ):
        AwarenessActivity.objects.create(
            agency_id=by.agency,
            recorded_by_id=by.user,
            recorded_at=now,
            channel="radio",
            topics=["law"],
            audiences=["public"],
            starts_on=now.date(),
        )
