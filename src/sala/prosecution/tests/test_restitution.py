"""Restitution is never forgotten: it opens with the charge and ends in the victim's hand."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.roles import Role
from sala.kit import clock
from sala.people.actions import register_person
from sala.people.rules import Identity
from sala.prosecution import actions
from sala.prosecution.forms.common import money_field
from sala.prosecution.models import (
    Case,
    Charge,
    RestitutionClaim,
    RestitutionPayment,
    Verdict,
)
from sala.prosecution.queries import restitution as queries
from sala.prosecution.queries.worklist import worklist_items
from sala.prosecution.rules import restitution as rules
from sala.prosecution.tests.conftest import CODE, OFFICIAL, OTHER, going_on
from sala.prosecution.tests.test_pages import day


def owed_to(by, person):
    """What the page of a person shows of restitution."""
    return queries.restitution_of_person(
        by=by,
        person_id=person.id,
        today=clock.today(),
    )


@pytest.mark.django_db
def test_a_claim_opens_with_the_charge_and_for_a_victim_named_later(
    actor,
    now,
    with_prosecution,
    charge,
):
    with actor(Role.CASE_WORKER) as by:
        later = register_person(
            by=by,
            at=now,
            identity=Identity(),
        )
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert RestitutionClaim.objects.get().state == "open"
        actions.add_victim(
            by=by,
            at=now,
            case=with_prosecution.id,
            code=later.code,
        )
        assert RestitutionClaim.objects.count() == 2


@pytest.mark.django_db
def test_a_case_with_an_open_claim_is_not_closed(
    actor,
    now,
    with_prosecution,
    charge,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        close = {
            "by": by,
            "at": now,
            "case": with_prosecution.id,
            "reason": "judgment_final",
        }
        with pytest.raises(ValidationError) as refused:
            actions.close_case(**close)
        assert set(refused.value.message_dict) == {"reason"}
        claim = RestitutionClaim.objects.get().id
        waived = actions.ClaimClosing(
            "waive", "person_does_not_want", now.date(), "spoken"
        )
        actions.close_claim(
            by=by,
            at=now,
            claim=claim,
            closing=waived,
        )
        actions.close_case(**close)


@pytest.mark.django_db
def test_restitution_never_asked_for_is_paid_in_two_parts(
    sign_in,
    actor,
    case,
    charge,
):
    prosecutor = sign_in(Role.PROSECUTOR, OTHER)
    order = {"total": 50_000_001, **day("ordered_on", clock.today())}
    assert (
        prosecutor.post(
            reverse("order_restitution", args=[case.code]),
            order,
        ).status_code
        == 302
    )
    with actor(Role.PROSECUTOR, OTHER):
        claim = RestitutionClaim.objects.get().id
    pay = reverse("record_payment", args=[claim])
    part = {"manner": "to_victim", **day("paid_on", clock.today())}
    assert prosecutor.post(pay, part | {"amount": 20_000_000}).status_code == 302
    too_much = prosecutor.post(pay, part | {"amount": 30_000_002})
    assert set(too_much.context["form"].errors) == {"amount"}
    assert prosecutor.post(pay, part | {"amount": 30_000_001}).status_code == 302
    page = prosecutor.get(reverse("show_claim", args=[claim])).text
    assert "Paid in full" in page
    assert prosecutor.post(pay, part | {"amount": 1}).url == reverse(
        "show_claim",
        args=[claim],
    )
    totals = prosecutor.get(reverse("list_restitution")).context["totals"]
    assert (totals.ordered, totals.paid, totals.owed) == (50_000_001, 50_000_001, 0)


@pytest.mark.django_db
def test_who_keeps_the_record_sees_what_the_victim_is_owed_and_of_an_official_nothing(
    actor,
    now,
    case,
    charge,
    person,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        order = actions.RestitutionOrder(1000, now.date(), now.date(), {})
        actions.order_restitution(
            by=by,
            at=now,
            case=case.id,
            order=order,
        )
    with actor(Role.CASE_WORKER) as by:
        (row,) = owed_to(by, person)
        assert (row.state, row.share, row.paid) == ("ordered", 1000, 0)
    with actor(Role.CASE_WORKER, OTHER) as by:
        assert not owed_to(by, person)
    with actor(Role.PROSECUTOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
    with actor(Role.CASE_WORKER) as by:
        (still,) = owed_to(by, person)
        assert still == row, "it stays as it was"
    with actor(Role.OVERSIGHT):
        live = going_on(case.id)
        (worked_on,) = RestitutionClaim.objects.all()
        assert (worked_on.case_id, worked_on.share) == (live.id, 1000)
    for role in set(Role) - {Role.OVERSIGHT}:
        with actor(role, OTHER):
            assert not RestitutionClaim.objects.filter(case=live.id).exists()
            assert not Charge.objects.filter(case=live.id).exists()


@pytest.mark.django_db
def test_shares_that_do_not_make_the_whole_are_refused(
    actor,
    now,
    case,
    charge,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        claim = RestitutionClaim.objects.get().id
        order = actions.RestitutionOrder(1000, now.date(), None, {claim: 999})
        with pytest.raises(ValidationError) as refused:
            actions.order_restitution(
                by=by,
                at=now,
                case=case.id,
                order=order,
            )
        assert set(refused.value.message_dict) == {"total"}
        assert RestitutionClaim.objects.get().state == "open"


@pytest.mark.django_db
def test_silence_after_the_day_is_overdue(
    actor,
    now,
    case,
    charge,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        order = actions.RestitutionOrder(1000, now.date(), now.date(), {})
        actions.order_restitution(
            by=by,
            at=now,
            case=case.id,
            order=order,
        )
        tomorrow = now.date() + timedelta(days=1)
        (row,) = queries.restitution_by_case(by=by, today=tomorrow)
        assert (row.ordered, row.paid, row.owed, row.overdue) == (1000, 0, 1000, 1000)
        assert not list(
            queries.restitution_by_case(by=by, today=now.date(), show="overdue")
        )
        assert queries.restitution_totals(by=by, today=tomorrow).overdue == 1000
        assert [
            line.late for line in worklist_items(by=by, today=tomorrow) if line.late
        ] == [
            1,
        ]


@pytest.mark.django_db
def test_nothing_of_a_verdict_changes_and_nobody_else_pays(actor, now, charge):
    with actor(Role.PROSECUTOR, OTHER) as by:
        said = actions.Judgment("first", "acquitted", now.date())
        actions.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=said,
        )
        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            Verdict.objects.update(outcome="convicted")
    with actor(Role.INVESTIGATOR, OTHER):
        assert RestitutionClaim.objects.count() == 1
        assert RestitutionClaim.objects.update(state="waived", reason="afraid") == 0


money = st.integers(1, 10**15)


@given(money, st.integers(1, 200))
def test_equal_shares_make_exactly_the_whole(total, heads):
    if total < heads:
        with pytest.raises(ValueError, match="less than one"):
            rules.equal_shares(total, heads)
        return
    shares = rules.equal_shares(total, heads)
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


@given(money, st.lists(money))
def test_what_is_owed_is_never_less_than_nothing(share, payments):
    left = rules.owed_amount(share, payments)
    assert 0 <= left <= share
    assert left == share - sum(payments) or left == 0


@pytest.mark.django_db
def test_the_database_closes_no_case_over_an_open_claim(
    actor,
    now,
    case,
    charge,
):
    with (
        actor(Role.PROSECUTOR, OTHER) as by,
        pytest.raises(DatabaseError, match="restitution claim is open"),
        transaction.atomic(),
    ):
        Case.objects.filter(id=case.id).update(
            state="closed",
            closed_reason="no_offence",
            changed_by=by.user,
        )


@pytest.mark.django_db
def test_what_the_court_keeps_is_not_yet_in_the_victims_hands(
    sign_in,
    actor,
    case,
    charge,
    person,
):
    clerk = sign_in(Role.PROSECUTOR, OTHER)
    order = {"total": "1 000", **day("ordered_on", clock.today())}
    assert (
        clerk.post(reverse("order_restitution", args=[case.code]), order).status_code
        == 302
    )
    with actor(Role.PROSECUTOR, OTHER):
        claim = RestitutionClaim.objects.get().id
    paid = {
        "amount": "1,000",
        "manner": "to_court",
        **day("paid_on", clock.today()),
    }
    assert clerk.post(reverse("record_payment", args=[claim]), paid).status_code == 302
    known = clerk.get(reverse("list_restitution"), {"show": "kept"}).context
    assert (known["totals"].paid, known["totals"].reached, known["totals"].kept) == (
        1000,
        0,
        1000,
    )
    assert len(known["tables"][0].rows) == 1
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert [line.number for line in worklist_items(by=by, today=clock.today())] == [
            1,
            1,
        ]
        payment = RestitutionPayment.objects.get().id
    page = reverse("hand_over_payment", args=[claim, payment])
    early = day("reached_on", clock.today() - timedelta(days=1))
    assert set(clerk.post(page, early).context["form"].errors) == {"reached_on"}
    assert clerk.post(page, day("reached_on", clock.today())).status_code == 302
    assert clerk.get(page).url == reverse("show_claim", args=[claim])
    with actor(Role.PROSECUTOR, OTHER):
        kept = RestitutionPayment.objects.filter(id=payment)
        changed = [
            kept.update(reached_on=day)
            for day in (None, clock.today() - timedelta(days=1))
        ]
        assert changed == [0, 0], "that it reached the victim is never changed"
    with actor(Role.CASE_WORKER) as by:
        (row,) = owed_to(by, person)
        assert (row.state, row.paid, row.reached) == ("paid", 1000, 1000)


@pytest.mark.django_db
def test_fear_is_no_waiver_and_a_waiver_says_how(sign_in, actor, charge):
    clerk = sign_in(Role.PROSECUTOR, OTHER)
    with actor(Role.PROSECUTOR, OTHER):
        claim = RestitutionClaim.objects.get().id
    page = reverse("close_claim", args=[claim])
    waive = {
        "way": "waive",
        "waived": "person_does_not_want",
        **day("on", clock.today()),
    }
    afraid = clerk.post(page, waive | {"waived": "afraid", "how": "spoken"})
    assert set(afraid.context["form"].errors) == {"waived"}
    assert set(clerk.post(page, waive).context["form"].errors) == {"how"}
    assert clerk.post(page, waive | {"how": "spoken"}).status_code == 302
    assert clerk.post(page, {"way": "ask_again"}).status_code == 302
    with actor(Role.PROSECUTOR, OTHER):
        assert RestitutionClaim.objects.get().state == "open"


@pytest.mark.django_db
def test_an_order_is_lifted_only_before_anything_is_paid(
    actor,
    now,
    case,
    charge,
):
    order = actions.RestitutionOrder(1000, now.date(), None, {})
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        actions.order_restitution(
            **told,
            case=case.id,
            order=order,
        )
        claim = RestitutionClaim.objects.get()
        assert claim.due_on == now.date(), "no day: it is due with the order"
        actions.open_claim_again(
            **told,
            claim=claim.id,
            way="lift",
        )
        actions.order_restitution(
            **told,
            case=case.id,
            order=order,
        )
        paid = actions.PaymentInput(1, now.date(), "to_victim")
        actions.record_payment(
            **told,
            claim=claim.id,
            paid=paid,
        )
        with pytest.raises(ValidationError):
            actions.open_claim_again(
                **told,
                claim=claim.id,
                way="lift",
            )


@pytest.mark.django_db
def test_a_claim_refused_for_withdrawn_charges_opens_with_the_next(actor, now, charge):
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        actions.move_charge(
            **told,
            charge=charge,
            way="withdraw",
            on=now.date(),
        )
        claim = RestitutionClaim.objects.get().id
        refused = actions.ClaimClosing("refuse", "charges_withdrawn", now.date())
        actions.close_claim(
            **told,
            claim=claim,
            closing=refused,
        )
        old = Charge.objects.get()
        under = actions.ChargeArticle(CODE, "215", "basic", date(2019, 10, 1))
        actions.file_charge(
            **told,
            defendant=old.defendant_id,
            under=under,
            filed_on=now.date(),
        )
        assert RestitutionClaim.objects.get().state == "open"


@pytest.mark.django_db
def test_judged_and_not_decided_is_on_the_list_of_everybody_who_must_act(
    actor,
    now,
    charge,
):
    def forgotten(role):
        with actor(role, OTHER) as by:
            rows = queries.restitution_by_case(
                by=by,
                today=now.date(),
                show="forgotten",
            )
            late = [
                line.late
                for line in worklist_items(by=by, today=now.date())
                if line.late
            ]
            return [row.forgotten for row in rows], late

    assert forgotten(Role.SUPERVISOR) == ([], [])
    with actor(Role.PROSECUTOR, OTHER) as by:
        said = actions.Judgment("first", "acquitted", now.date())
        actions.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=said,
        )
    for role in (Role.SUPERVISOR, Role.PROSECUTOR, Role.COURT_CLERK):
        assert forgotten(role) == ([True], [1])
    assert forgotten(Role.INVESTIGATOR) == ([True], [])


@pytest.mark.django_db
def test_nothing_paid_is_taken_out_of_the_books(
    actor,
    now,
    case,
    charge,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        order = actions.RestitutionOrder(1000, now.date(), None, {})
        actions.order_restitution(
            by=by,
            at=now,
            case=case.id,
            order=order,
        )
        claim = RestitutionClaim.objects.get().id
        paid = actions.PaymentInput(10, now.date(), "to_victim")
        actions.record_payment(
            by=by,
            at=now,
            claim=claim,
            paid=paid,
        )
        for change in (
            "UPDATE prosecution_restitutionpayment SET amount = 1",
            "DELETE FROM prosecution_restitutionpayment",
            "DELETE FROM prosecution_restitutionclaim",
            "INSERT INTO prosecution_restitutionclaim SELECT * FROM prosecution_restitutionclaim",
        ):
            with (
                pytest.raises(DatabaseError, match="permission denied"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(change)


@given(st.text(st.sampled_from("0123456789 .,"), max_size=20))
def test_a_sum_is_read_as_it_is_written_or_not_at_all(text):
    """A sum is never read as another: whatever is understood has exactly the figures
    written, but for decimals that are zero.
    """
    try:
        read = money_field("Sum").clean(text)
    except ValidationError:
        return
    if not text.strip():
        assert read is None
        return
    without_zeros = re.sub(r"[.,]0+ *$", "", text)
    assert read in {int(re.sub(r"\D", "", said)) for said in (text, without_zeros)}


@pytest.mark.parametrize("text", ["1000.50", "-5", "1,05", "1e3", "1.000.00", "10^9"])
def test_what_is_no_whole_sum_is_refused(text):
    with pytest.raises(ValidationError):
        money_field("Sum").clean(text)
