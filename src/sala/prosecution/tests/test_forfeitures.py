"""What a court takes is worth something, brings something, and can reach the victims."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.roles import Role
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.models import (
    Charge,
    Forfeiture,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.queries.forfeitures import forfeiture_totals
from sala.prosecution.rules.forfeitures import left_of
from sala.prosecution.tests.conftest import OTHER
from sala.prosecution.tests.test_pages import day

money = st.integers(0, 10**15)


@pytest.fixture
def defendant(actor, charge):
    """The one who is charged."""
    with actor(Role.PROSECUTOR, OTHER):
        return Charge.objects.get().defendant_id


@pytest.fixture
def claim(
    actor,
    now,
    case,
    charge,
):
    """A thousand owed to the victim."""
    with actor(Role.PROSECUTOR, OTHER) as by:
        order = actions.RestitutionOrder(1000, now.date(), None, {})
        actions.order_restitution(
            by=by,
            at=now,
            case=case.id,
            order=order,
        )
        return RestitutionClaim.objects.get().id


@pytest.mark.django_db
def test_what_is_taken_is_collected_and_paid_to_the_victim(
    sign_in,
    actor,
    case,
    defendant,
    claim,
):
    clerk, today = sign_in(Role.PROSECUTOR, OTHER), clock.today()
    van = {
        "defendant": defendant,
        "kind": "vehicle",
        "what": "A van",
        **day("ordered_on", today),
    }
    record = reverse("record_forfeiture", args=[case.code])
    assert clerk.post(record, van | {"value": "70.000.000"}).status_code == 302
    with actor(Role.PROSECUTOR, OTHER):
        row = Forfeiture.objects.get()
    assert row.value == 70_000_000
    assert b"van" not in bytes(row.what), "it is sealed"
    move = reverse("move_forfeiture", args=[row.id])
    silent = clerk.post(move, {"way": "collect", **day("on", today)})
    assert set(silent.context["form"].errors) == {"collected"}
    brought = {
        "way": "collect",
        "collected": "600",
        **day("on", today),
    }
    assert clerk.post(move, brought).status_code == 302
    assert "A van" in clerk.get(reverse("show_case", args=[case.code])).text
    pay = reverse("record_payment", args=[claim])
    out = {
        "manner": "to_victim",
        "out_of": str(row.id),
        **day("paid_on", today),
    }
    too_much = clerk.post(pay, out | {"amount": 601})
    assert set(too_much.context["form"].errors) == {"amount"}
    assert clerk.post(pay, out | {"amount": 600}).status_code == 302
    page = clerk.get(reverse("list_restitution")).context
    assert (page["taken"].collected, page["totals"].owed) == (600, 400)
    assert clerk.get(move).status_code == 302, "what reached a victim is not lifted"
    assert "out_of" not in clerk.get(pay).context["form"].fields, (
        "nothing is left of it"
    )


@pytest.mark.django_db
def test_a_value_that_nobody_recorded_is_not_zero(actor, now, defendant):
    with actor(Role.PROSECUTOR, OTHER) as by:
        goods = actions.ForfeitureInput("goods", now.date())
        key = actions.record_forfeiture(
            by=by,
            at=now,
            defendant=defendant,
            taken=goods,
        )
        assert (forfeiture_totals(by=by).valued, forfeiture_totals(by=by).unvalued) == (
            0,
            1,
        )
        actions.lift_forfeiture(
            by=by,
            at=now,
            forfeiture=key,
            on=now.date(),
        )
        assert forfeiture_totals(by=by).unvalued == 0


@pytest.mark.django_db
def test_nothing_is_taken_from_who_is_not_charged(actor, now, with_prosecution):
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = actions.add_defendant(
            by=by,
            at=now,
            case=with_prosecution.id,
            kind="person",
        )
        five = actions.ForfeitureInput("money", now.date(), value=5)
        with pytest.raises(ValidationError):
            actions.record_forfeiture(
                by=by,
                at=now,
                defendant=who,
                taken=five,
            )


@pytest.mark.django_db
def test_nobody_pays_out_of_what_was_not_collected(
    actor,
    now,
    defendant,
    claim,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        five = actions.ForfeitureInput("money", now.date(), value=5000)
        key = actions.record_forfeiture(
            by=by,
            at=now,
            defendant=defendant,
            taken=five,
        )
        paid = actions.PaymentInput(10, now.date(), "to_victim", key)
        with pytest.raises(ValidationError) as refused:
            actions.record_payment(
                by=by,
                at=now,
                claim=claim,
                paid=paid,
            )
        assert set(refused.value.message_dict) == {"out_of"}
        with pytest.raises(DatabaseError), transaction.atomic():
            RestitutionPayment.objects.create(
                case_id=RestitutionClaim.objects.get().case_id,
                claim_id=claim,
                forfeiture_id=key,
                amount=10,
                paid_on=now.date(),
                manner="to_court",
                recorded_by_id=by.user,
                recorded_at=now,
            )


@pytest.mark.django_db
def test_who_only_sees_the_case_takes_nothing(actor, now, defendant):
    five = actions.ForfeitureInput("money", now.date(), value=5)
    with actor(Role.PROSECUTOR) as by, pytest.raises(ObjectDoesNotExist):
        actions.record_forfeiture(
            by=by,
            at=now,
            defendant=defendant,
            taken=five,
        )
    with actor(Role.INVESTIGATOR, OTHER):
        assert Forfeiture.objects.update(state="lifted") == 0


@given(st.none() | money, st.lists(money))
def test_no_more_is_left_than_was_collected(collected, payments):
    left = left_of(collected, payments)
    assert 0 <= left <= (collected or 0)
    assert left == (collected or 0) - sum(payments) or left == 0
