"""A misspelt name of a defendant is put right; the wrong one stays sealed in its row."""

from datetime import timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.prosecution import actions
from sala.prosecution.models import Case, Defendant, DefendantCorrection
from sala.prosecution.queries.courts import find_defendants
from sala.prosecution.tests.conftest import OTHER, checked, going_on

pytestmark = pytest.mark.django_db

RIGHT = "Synthetic Right Name"


@pytest.fixture
def defendant(actor, charge):
    """The key of the only defendant, named "Synthetic Defendant"."""
    with actor(Role.PROSECUTOR, OTHER):
        return Defendant.objects.get().id


@pytest.fixture
def rename(actor, now, defendant):
    """Put the name right, each time a second later."""
    turns = count(1)

    def put_right(name=RIGHT, role=Role.PROSECUTOR, reason="mistyped"):
        told = {"defendant": defendant, "name": name, "reason": reason}
        with actor(role, OTHER) as by:
            at = now + timedelta(seconds=next(turns))
            actions.correct_defendant(by=by, at=at, **told)
            checked()

    return put_right


@pytest.fixture
def called(actor):
    """How the page of a case calls its defendants."""

    def read(case, role=Role.PROSECUTOR):
        with actor(role, OTHER) as by:
            return [row.name for row in find_defendants(by=by, case_id=case)]

    return read


def test_the_last_name_holds_and_the_first_stays_sealed(
    rename, called, case, actor, defendant
):
    with actor(Role.PROSECUTOR, OTHER):
        before = bytes(Defendant.objects.get().name)
    rename("Synthetic Nearly")
    rename()
    assert called(case.id) == [RIGHT]
    with actor(Role.PROSECUTOR, OTHER):
        assert bytes(Defendant.objects.get().name) == before
        rows = DefendantCorrection.objects.values_list("name", "reason")
        assert [reason for _name, reason in rows] == ["mistyped", "mistyped"]
        assert not any(b"Synthetic" in bytes(name) for name, _reason in rows)
    with actor(Role.SUPERVISOR, OTHER):
        entries = LedgerEntry.objects.filter(
            action="prosecution.defendant_corrected", subject=str(defendant)
        )
        assert len(entries) == 2
        assert not any("Synthetic" in entry.detail for entry in entries)


def test_it_is_refused_at_its_field(rename, called, case):
    for said, field in (({"name": " "}, "name"), ({"reason": "x"}, "reason")):
        with pytest.raises(ValidationError) as refused:
            rename(**said)
        assert set(refused.value.message_dict) == {field}
    for role in (Role.COURT_CLERK, Role.INVESTIGATOR, Role.SUPERVISOR):
        with pytest.raises(RefusedError):
            rename(role=role)
    assert called(case.id) == ["Synthetic Defendant"]


def test_no_other_agency_and_no_sql_names_anybody(actor, now, defendant, case):
    told = {"defendant": defendant, "name": RIGHT, "reason": "mistyped"}
    with actor(Role.PROSECUTOR) as by, pytest.raises(Defendant.DoesNotExist):
        actions.correct_defendant(by=by, at=now, **told)
    with (
        actor(Role.COURT_CLERK, OTHER) as by,
        pytest.raises(DatabaseError, match="row-level"),
        transaction.atomic(),
    ):
        DefendantCorrection.objects.create(
            case_id=case.id,
            defendant_id=defendant,
            reason="mistyped",
            agency_id=by.agency,
            recorded_by_id=by.user,
            recorded_at=now,
        )
    with actor(Role.PROSECUTOR, OTHER), connection.cursor() as cursor:
        for change in ("UPDATE", "DELETE"):
            ask = "SELECT has_table_privilege('prosecution_defendantcorrection', %s)"
            cursor.execute(ask, [change])
            assert cursor.fetchone() == (False,), change


def test_the_right_name_goes_with_a_case_that_was_taken_over(
    rename, called, actor, now, case, defendant
):
    rename()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"case": case.id, "reason": "too_large", "official_agency": ""}
        actions.take_over_case(by=by, at=now, **told)
    assert called(case.id) == [RIGHT]
    with pytest.raises(Case.DoesNotExist):
        rename("Synthetic Other")
    with actor(Role.OVERSIGHT) as by:
        live = going_on(case.id)
        (row,) = find_defendants(by=by, case_id=live.id)
        assert row.name == RIGHT
        actions.give_back_case(by=by, at=now, case=live.id)
        checked()
    assert called(case.id) == [RIGHT]
    rename("Synthetic Last")
    assert called(case.id) == ["Synthetic Last"]


def test_a_name_put_right_by_whom_oversight_assigned_comes_back(
    actor, now, case, defendant, give_to, called
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"case": case.id, "reason": "too_large", "official_agency": ""}
        actions.take_over_case(by=by, at=now, **told)
    with actor(Role.OVERSIGHT):
        live = going_on(case.id)
    give_to(live, Role.PROSECUTOR, "third")
    with actor(Role.PROSECUTOR, "third") as by:
        (row,) = find_defendants(by=by, case_id=live.id)
        told = {"defendant": row.id, "name": RIGHT, "reason": "misread"}
        actions.correct_defendant(by=by, at=now, **told)
        (row,) = find_defendants(by=by, case_id=live.id)
        assert row.name == RIGHT
        checked()
    assert called(case.id) == ["Synthetic Defendant"], "as it stood"
    with actor(Role.OVERSIGHT) as by:
        actions.give_back_case(by=by, at=now, case=live.id)
        checked()
    assert called(case.id) == [RIGHT]


def test_the_page_puts_it_right(sign_in, case, defendant, called):
    prosecutor, clerk = (
        sign_in(role, OTHER) for role in (Role.PROSECUTOR, Role.COURT_CLERK)
    )
    shown = reverse("show_case", args=[case.code])
    page = reverse("correct_defendant", args=[case.code, defendant])
    assert page in prosecutor.get(shown).text
    assert page not in clerk.get(shown).text
    assert "Synthetic Defendant" in prosecutor.get(page).text
    form = {"name": RIGHT, "reason": "mistyped"}
    assert prosecutor.post(page, form).url == shown
    assert RIGHT in prosecutor.get(shown).text
    assert called(case.id) == [RIGHT]
