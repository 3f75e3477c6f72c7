"""A committee that exists is not one that met; whoever was there records it, nobody else."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit.periods import year_before
from sala.kit.states import ChangedMeanwhileError
from sala.partnership import actions
from sala.partnership.models import Committee, CommitteeMeeting
from sala.partnership.policy import WORKS
from sala.partnership.queries import committees as queries
from sala.partnership.queries.worklist import worklist_items
from sala.partnership.views.overview import province_lines

PROVINCE, DISTRICT = "LA02", "LA0201"


def founding(now, **changes):
    usual = {
        "level": "province",
        "agency": "PSCOM",
        "founded_on": now.date() - timedelta(days=700),
        "place_code": PROVINCE,
    }
    return actions.FoundingInput(**usual | changes)


@pytest.fixture
def committee(actor, now):
    with actor(Role.ANALYST) as by:
        return actions.found_committee(
            by=by,
            at=now,
            founding=founding(now),
        )


def met(
    now,
    days=1,
    present=("LWU", "MOPS"),
    decisions=None,
):
    return actions.Meeting(now.date() - timedelta(days=days), present, decisions)


@pytest.mark.django_db
def test_on_paper_then_met_then_long_ago(actor, now, committee):
    def state(by, days=0):
        period = year_before(now.date() - timedelta(days=days))
        lines = province_lines(queries.load_committees(by=by, period=period))
        return {line.code: line.state for line in lines}

    with actor(Role.CASE_WORKER) as by:
        assert state(by)[PROVINCE] == "idle"
        actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=met(now),
        )
        found = state(by)
        assert found[PROVINCE] == "met"
        assert set(found.values()) == {"met", "none"}
        assert len(found) == len(countries.list_places(level=1))
        assert state(by, days=2)[PROVINCE] == "idle", "before it met"


@pytest.mark.django_db
def test_every_role_sees_the_map_and_its_table(
    sign_in,
    actor,
    now,
    committee,
):
    for role in Role:
        page = sign_in(role, "other").get(reverse("show_partnership")).content.decode()
        assert page.count("<title>") == len(countries.place_outlines(1)) + 1
        assert page.count("Did not meet") >= 2, "in the table and in the key"


@pytest.mark.django_db
def test_who_was_there_records_it_and_nobody_else(actor, now, committee):
    with actor(Role.CASE_WORKER, "other") as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_meeting(
                by=by,
                at=now,
                committee=committee,
                meeting=met(now),
            )
        assert set(refused.value.message_dict) == {"present"}
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            CommitteeMeeting.objects.create(
                committee_id=committee,
                agency_id=by.agency,
                happened_on=now.date(),
                present=["LWU"],
                recorded_by_id=by.user,
                recorded_at=now,
            )
        actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=met(now, 2, ["ATD"]),
        )
    with actor(Role.CASE_WORKER) as by:
        key = actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=met(now),
        )
    with actor(Role.ANALYST, "other") as by:
        actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=met(now, 3),
        )
        with pytest.raises(CommitteeMeeting.DoesNotExist):
            actions.take_back_meeting(
                by=by,
                at=now,
                meeting=key,
            )


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
def test_only_the_secretariat_keeps_committees(
    role,
    actor,
    now,
    committee,
):
    with actor(role) as by:
        with pytest.raises(RefusedError):
            actions.found_committee(
                by=by,
                at=now,
                founding=founding(now, place_code="LA03"),
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            Committee.objects.create(
                level="national",
                agency_id=by.agency,
                founded_on=now.date(),
                recorded_by_id=by.user,
                recorded_at=now,
            )
        assert Committee.objects.update(dissolved_on=now.date()) == 0
        if role not in WORKS:
            with pytest.raises(RefusedError):
                actions.record_meeting(
                    by=by,
                    at=now,
                    committee=committee,
                    meeting=met(now),
                )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("level", {"level": "planet"}),
        ("place_code", {"level": "national"}),
        ("place_code", {"place_code": DISTRICT}),
        ("place_code", {"place_code": ""}),
        ("place_code", {"place_code": "ATLANTIS"}),
        ("place_code", {"level": "district"}),
        ("village", {"village": "A village"}),
        ("village", {"level": "village", "place_code": DISTRICT}),
        ("agency", {"agency": "NOBODY"}),
        ("founded_on", {"founded_on": date(2090, 1, 1)}),
    ],
)
def test_a_committee_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            actions.found_committee(
                by=by,
                at=now,
                founding=founding(now, **changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not Committee.objects.exists()


@pytest.mark.django_db
def test_a_place_has_one_committee_at_a_time(actor, now, committee):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            actions.found_committee(
                by=by,
                at=now,
                founding=founding(now),
            )
        assert set(refused.value.message_dict) == {"place_code"}
        end = {"committee": committee, "dissolved_on": now.date()}
        with pytest.raises(ChangedMeanwhileError):
            actions.dissolve_committee(
                by=by,
                at=now,
                version=7,
                **end,
            )
        with pytest.raises(ValidationError):
            early = {**end, "dissolved_on": date(2001, 1, 1)}
            actions.dissolve_committee(
                by=by,
                at=now,
                version=1,
                **early,
            )
        actions.dissolve_committee(
            by=by,
            at=now,
            version=1,
            **end,
        )
        actions.found_committee(
            by=by,
            at=now,
            founding=founding(now),
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "meeting"),
    [
        ("present", {"present": []}),
        ("present", {"present": ["NOBODY"]}),
        ("happened_on", {"days": -3}),
        ("happened_on", {"days": 3000}),
    ],
)
def test_a_meeting_that_cannot_be_names_the_field(
    field,
    meeting,
    actor,
    now,
    committee,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            told = met(now, **meeting)
            actions.record_meeting(
                by=by,
                at=now,
                committee=committee,
                meeting=told,
            )
        assert set(refused.value.message_dict) == {field}


@pytest.mark.django_db
def test_a_meeting_is_counted_once_and_can_be_taken_back(
    actor,
    sign_in,
    now,
    committee,
):
    with actor(Role.CASE_WORKER) as by:
        key = actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=met(now),
        )
        with pytest.raises(ValidationError) as refused:
            actions.record_meeting(
                by=by,
                at=now,
                committee=committee,
                meeting=met(now),
            )
        assert set(refused.value.message_dict) == {"happened_on"}
    page = reverse("show_committee", args=[committee])
    assert (
        sign_in(Role.CASE_WORKER, "other").post(page, {"meeting": key}).status_code
        == 404
    )
    client = sign_in(Role.CASE_WORKER)
    assert client.post(page, {"meeting": key}).status_code == 302
    assert "No meeting is recorded" in client.get(page).content.decode()
    with actor(Role.CASE_WORKER) as by, connection.cursor() as cursor:
        actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=met(now),
        )
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute("UPDATE partnership_committeemeeting SET decisions = 9")


@pytest.mark.django_db
def test_a_committee_that_has_not_met_waits_for_the_secretariat(actor, now, committee):
    with actor(Role.ANALYST) as by:
        (line,) = worklist_items(by=by, today=now.date())
        assert (line.number, line.url) == (1, reverse("list_committees"))
    with actor(Role.CASE_WORKER) as by:
        assert worklist_items(by=by, today=now.date()) == []
        today = actions.Meeting(now.date(), ["LWU"])
        actions.record_meeting(
            by=by,
            at=now,
            committee=committee,
            meeting=today,
        )
    with actor(Role.ANALYST) as by:
        assert worklist_items(by=by, today=now.date()) == []
