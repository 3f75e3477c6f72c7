"""Licences step by step, two people at once, and inspections that say what they found."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.periods import year_before
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.prevention import actions
from sala.prevention.actions import common
from sala.prevention.models import Inspection, LicenceStep, RecruitmentAgency
from sala.prevention.policy import LICENSES
from sala.prevention.queries import recruitment as queries


def recruiter(now, **changes):
    day = now.date() - timedelta(days=400)
    return actions.Recruiter(
        **{
            "code": "RA-1",
            "name": "Far Away",
            "licensed_on": day,
        }
        | changes,
    )


@pytest.fixture
def registered(actor, now):
    with actor(Role.SUPERVISOR) as by:
        return actions.register_recruiter(
            by=by,
            at=now,
            recruiter=recruiter(now),
        )


def move(
    by,
    now,
    key,
    name,
    step,
    **changes,
):
    day = now.date() - timedelta(days=100 - step)
    usual = {
        "recruiter": key,
        "move": name,
        "happened_on": day,
        "step": step,
    }
    actions.move_licence(
        by=by,
        at=now,
        **usual | changes,
    )


def hand_made(by, now, registered, **changes):
    """A step past every check of Python."""
    entry = common.record_entry(by, "licence_renew", "recruiter", registered)
    usual = {
        "recruitment_agency_id": registered,
        "number": 2,
        "move": "renew",
        "state": "licensed",
        "happened_on": now.date(),
        "agency_id": by.agency,
        "recorded_by_id": by.user,
        "recorded_at": now,
        "ledger_lane": entry.lane,
        "ledger_seq": entry.seq,
    }
    return LicenceStep.objects.create(**usual | changes)


@pytest.mark.django_db
def test_a_licence_is_what_it_was_on_the_day(actor, now, registered):
    today = now.date()
    with actor(Role.SUPERVISOR) as by:
        move(
            by,
            now,
            registered,
            "suspend",
            1,
            reason="fees_charged",
        )
        move(
            by,
            now,
            registered,
            "restore",
            2,
        )
        move(
            by,
            now,
            registered,
            "revoke",
            3,
            reason="crime",
        )
        (row,) = queries.recruitment_agencies(by=by, on=today)
        assert (row.state, len(row.steps)) == ("revoked", 4)
        assert [move.name for move in row.moves] == ["license_anew"]
        for days, state in ((98, "restored"), (99, "suspended"), (200, "licensed")):
            (row,) = queries.recruitment_agencies(
                by=by,
                on=today - timedelta(days=days),
            )
            assert row.state == {"restored": "licensed"}.get(state, state)
        assert queries.recruitment_agencies(by=by, on=today - timedelta(days=500)) == []


@pytest.mark.django_db
def test_two_at_once_do_not_both_move_it(actor, now, registered):
    with actor(Role.SUPERVISOR) as by:
        move(
            by,
            now,
            registered,
            "suspend",
            1,
            reason="other",
        )
        with pytest.raises(ChangedMeanwhileError):
            move(
                by,
                now,
                registered,
                "revoke",
                1,
                reason="other",
            )
        with pytest.raises(NotAllowedError):
            move(
                by,
                now,
                registered,
                "renew",
                2,
            )
        with pytest.raises(DatabaseError, match="licence_step"), transaction.atomic():
            hand_made(
                by,
                now,
                registered,
                move="restore",
            )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "name", "changes"),
    [
        ("reason", "suspend", {}),
        ("reason", "renew", {"reason": "crime"}),
        ("until", "suspend", {"reason": "crime", "until": date(2090, 1, 1)}),
        ("until", "renew", {"until": date(2001, 1, 1)}),
        ("happened_on", "renew", {"happened_on": date(2001, 1, 1)}),
        ("happened_on", "renew", {"happened_on": date(2090, 1, 1)}),
    ],
)
def test_a_step_that_cannot_be_names_the_field(
    field,
    name,
    changes,
    actor,
    now,
    registered,
):
    with actor(Role.SUPERVISOR) as by:
        with pytest.raises(ValidationError) as refused:
            move(
                by,
                now,
                registered,
                name,
                1,
                **changes,
            )
        assert set(refused.value.message_dict) == {field}
        assert LicenceStep.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("code", {"code": "ra 1"}),
        ("name", {"name": " "}),
        ("destinations", {"destinations": ["Thailand"]}),
        ("licensed_on", {"licensed_on": date(2090, 1, 1)}),
        ("until", {"until": date(2001, 1, 1)}),
        ("place_code", {"place_code": "ATLANTIS"}),
    ],
)
def test_a_recruiter_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
):
    with actor(Role.SUPERVISOR) as by:
        with pytest.raises(ValidationError) as refused:
            actions.register_recruiter(
                by=by,
                at=now,
                recruiter=recruiter(now, **changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not RecruitmentAgency.objects.exists()


@pytest.mark.django_db
def test_a_code_is_given_once(actor, now, registered):
    with actor(Role.SUPERVISOR, "other") as by:
        with pytest.raises(ValidationError) as refused:
            actions.register_recruiter(
                by=by,
                at=now,
                recruiter=recruiter(now),
            )
        assert "RA-1" in str(refused.value.message_dict["code"])


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_only_who_licenses_moves_the_licence(
    role,
    actor,
    now,
    registered,
):
    with actor(role, "other") as by:
        with pytest.raises((RefusedError, RecruitmentAgency.DoesNotExist)):
            move(
                by,
                now,
                registered,
                "renew",
                1,
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            hand_made(by, now, registered)
    if role not in LICENSES:
        with actor(role) as by:
            with pytest.raises(RefusedError):
                move(
                    by,
                    now,
                    registered,
                    "renew",
                    1,
                )
            with (
                pytest.raises(DatabaseError, match="row-level security"),
                transaction.atomic(),
            ):
                hand_made(by, now, registered)


@pytest.mark.django_db
def test_no_step_is_changed(actor, registered):
    with (
        actor(Role.SUPERVISOR),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE prevention_licencestep SET state = 'revoked'")


@pytest.mark.django_db
def test_the_page_moves_the_licence_and_says_who_was_faster(sign_in, now, registered):
    client, page = (
        sign_in(Role.SUPERVISOR),
        reverse("show_recruiter", args=[registered]),
    )
    day = {
        f"happened_on_{part}": getattr(now.date(), part)
        for part in ("day", "month", "year")
    }
    said = {
        "move": "suspend",
        "reason": "complaints",
        "step": "1",
        **day,
    }
    assert client.post(page, said).status_code == 302
    assert "Suspended" in client.get(page).content.decode()
    again = client.post(page, {**said, "move": "revoke"})
    assert "changed this meanwhile" in again.content.decode()
    other = sign_in(Role.SUPERVISOR, "other")
    assert (
        "<form"
        not in other.get(page).content.decode().split("<main")[1].split("</main")[0]
    )


def look(now, **changes):
    usual = {
        "kind": "worksite",
        "happened_on": now.date(),
        "findings": ["debt"],
        "measures": ["fine", "police_referral"],
        "sector": "plantation",
    }
    return actions.InspectionInput(**usual | changes)


@pytest.mark.django_db
def test_an_inspection_stands_on_the_page_of_whom_it_inspected(
    actor,
    sign_in,
    now,
    registered,
):
    asked = look(
        now,
        kind="recruitment_agency",
        sector="",
        recruiter="RA-1",
        findings=["fees_charged"],
    )
    with actor(Role.FRONTLINE_OFFICER, "other") as by:
        key = actions.record_inspection(
            by=by,
            at=now,
            look=asked,
        )
        (row,) = queries.load_inspections(
            by=by,
            period=year_before(now.date()),
            recruiter=registered,
        )
        assert (row.id, row.workers, row.recruiter_code) == (key, None, "RA-1")
    page = reverse("show_recruiter", args=[registered])
    assert "Workers pay fees" in sign_in(Role.OVERSIGHT).get(page).content.decode()
    with actor(Role.FRONTLINE_OFFICER, "other") as by:
        actions.take_back_inspection(
            by=by,
            at=now,
            inspection=key,
        )
        assert queries.load_inspections(by=by) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("kind", {"kind": "ship"}),
        ("sector", {"sector": ""}),
        ("recruiter", {"recruiter": "RA-1"}),
        ("recruiter", {"kind": "recruitment_agency", "sector": ""}),
        ("sector", {"kind": "recruitment_agency", "recruiter": "RA-1"}),
        ("findings", {"findings": []}),
        ("findings", {"findings": ["nothing_found", "debt"]}),
        ("measures", {"measures": ["none", "fine"]}),
        ("happened_on", {"happened_on": date(2090, 1, 1)}),
    ],
)
def test_an_inspection_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
    registered,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_inspection(
                by=by,
                at=now,
                look=look(now, **changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not Inspection.objects.exists()
