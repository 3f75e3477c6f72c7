"""Money not recorded is not zero; an agency spends its own; nothing is in cents."""

import csv
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError
from sala.partnership import actions
from sala.partnership.models import BudgetLine, Spending
from sala.partnership.queries import budget as queries
from sala.partnership.views.overview import money_lines


def allocation(**changes):
    usual = {
        "fiscal_year": 2020,
        "purpose": "training",
        "agency": "LWU",
        "source": "government",
        "allocated": 300_000_000,
    }
    return actions.AllocationInput(**usual | changes)


@pytest.fixture
def line(actor, now):
    with actor(Role.ANALYST) as by:
        return actions.add_budget_line(
            by=by,
            at=now,
            allocation=allocation(),
        )


@pytest.mark.django_db
def test_the_latest_day_says_what_was_spent(actor, now, line):
    with actor(Role.CASE_WORKER) as by:
        assert queries.budget_line(by=by, key=line).spent is None
        for spent, up_to in ((9, date(2020, 12, 31)), (4, date(2020, 6, 30))):
            actions.record_spending(
                by=by,
                at=now,
                line=line,
                spent=spent,
                up_to=up_to,
            )
        row = queries.budget_line(by=by, key=line)
        assert (row.spent, row.overspent) == (9, False)
        key = row.spendings[0].id
        actions.take_back_spending(
            by=by,
            at=now,
            spending=key,
        )
        assert queries.budget_line(by=by, key=line).spent == 4
        with pytest.raises(Spending.DoesNotExist):
            actions.take_back_spending(
                by=by,
                at=now,
                spending=key,
            )


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_only_its_agency_and_the_secretariat_record_spending(
    role,
    actor,
    now,
    line,
):
    with actor(role, "other") as by:
        day = now.date()
        if role == Role.ANALYST:
            actions.record_spending(
                by=by,
                at=now,
                line=line,
                spent=0,
                up_to=day,
            )
            assert queries.budget_line(by=by, key=line).spent == 0
            return
        with pytest.raises(RefusedError):
            actions.record_spending(
                by=by,
                at=now,
                line=line,
                spent=1,
                up_to=day,
            )
        with pytest.raises(RefusedError):
            actions.add_budget_line(
                by=by,
                at=now,
                allocation=allocation(),
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            Spending.objects.create(
                line_id=line,
                agency_id=by.agency,
                spent=1,
                up_to=day,
                recorded_by_id=by.user,
                recorded_at=now,
            )
        assert BudgetLine.objects.update(allocated=0) == 0


@pytest.mark.django_db
def test_an_agency_cannot_give_itself_more(actor, line):
    with actor(Role.SUPERVISOR), connection.cursor() as cursor:
        assert BudgetLine.objects.filter(id=line).update(allocated=10**12) == 0
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute("UPDATE partnership_spending SET spent = 0")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("fiscal_year", {"fiscal_year": 20}),
        ("purpose", {"purpose": "cars"}),
        ("source", {"source": "lottery"}),
        ("agency", {"agency": "NOBODY"}),
        ("allocated", {"allocated": -1}),
        ("allocated", {"allocated": 10**18}),
        ("objective", {"objective": "00000000-0000-0000-0000-000000000000"}),
    ],
)
def test_a_line_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            actions.add_budget_line(
                by=by,
                at=now,
                allocation=allocation(**changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not BudgetLine.objects.exists()


@pytest.mark.django_db
def test_spending_that_cannot_be_names_the_field(actor, now, line):
    tomorrow = now.date() + timedelta(days=2)
    with actor(Role.CASE_WORKER) as by:
        for field, spent, up_to in (("spent", -1, now.date()), ("up_to", 1, tomorrow)):
            with pytest.raises(ValidationError) as refused:
                actions.record_spending(
                    by=by,
                    at=now,
                    line=line,
                    spent=spent,
                    up_to=up_to,
                )
            assert set(refused.value.message_dict) == {field}


@pytest.mark.django_db
def test_a_line_is_corrected_by_who_read_it_last(actor, now, line):
    with actor(Role.ANALYST) as by:
        actions.change_allocation(
            by=by,
            at=now,
            line=line,
            allocated=None,
            version=1,
        )
        assert queries.budget_line(by=by, key=line).allocated is None
        with pytest.raises(ChangedMeanwhileError):
            actions.change_allocation(
                by=by,
                at=now,
                line=line,
                allocated=5,
                version=1,
            )


@pytest.mark.django_db
def test_a_year_adds_up_and_says_what_it_does_not_know(
    actor,
    sign_in,
    now,
    line,
):
    with actor(Role.ANALYST) as by:
        actions.add_budget_line(
            by=by,
            at=now,
            allocation=allocation(allocated=None),
        )
        actions.add_budget_line(
            by=by,
            at=now,
            allocation=allocation(source="ngo", allocated=0),
        )
        actions.add_budget_line(
            by=by,
            at=now,
            allocation=allocation(fiscal_year=2021),
        )
        lines = money_lines(queries.budget_lines(by=by, year=2020))
        total = lines[-1]
        assert (total.allocated.number, total.allocated.uncounted) == (300_000_000, 1)
        assert (total.spent.number, total.spent.uncounted) == (None, 3)
    page = sign_in(Role.OVERSIGHT).get(reverse("show_partnership"), {"year": "2020"})
    assert "300,000,000" in page.content.decode()
    file = sign_in(Role.OVERSIGHT).get(reverse("list_budget"), {"format": "csv"})
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
    assert sorted(row["There is"] for row in rows) == [
        "",
        "0",
        "300000000",
        "300000000",
    ]
    assert {row["Spent"] for row in rows} == {""}
