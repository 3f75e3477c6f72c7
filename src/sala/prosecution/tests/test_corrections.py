"""What was entered wrongly is put right by a step that says so, and by nothing false."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from sala.access.ledger import record
from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.facts import queries as facts
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.models import (
    Forfeiture,
    PaymentCorrection,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.queries import restitution as queries
from sala.prosecution.queries.forfeitures import find_forfeiture
from sala.prosecution.tests.conftest import OTHER, PAID_ON, checked, going_on
from sala.prosecution.tests.test_pages import day

pytestmark = pytest.mark.django_db

IN_HAND = "what they hold is never booked back"


@pytest.fixture
def correct(actor, now):
    """`correct(payment, 700)`: somebody else puts the entry right."""

    def put_right(payment, amount=None, manner="to_victim", **said):
        role = said.pop("role", Role.PROSECUTOR)
        right = amount and actions.PaymentInput(amount, PAID_ON, manner)
        told = {"reason": "mistyped", "right": right, "shown_by": "victim_said"}
        with actor(role, OTHER) as by:
            correction = actions.CorrectedPayment(**told | said)
            actions.correct_payment(
                by=by, at=now, payment=payment, correction=correction
            )
            checked()

    return put_right


def test_what_was_never_paid_in_full_is_owed_again(
    pay, correct, claim_now, facts_of, actor, ordered
):
    payment = pay(1000)
    assert claim_now().state == "paid"
    assert facts_of("restitution_paid") == [(2020, 1000)]
    correct(payment, 100)
    row = claim_now()
    assert (row.state, row.paid, row.owed) == ("ordered", 100, 900)
    assert [(wrong.amount, wrong.wrong) for wrong in row.put_right] == [
        (1000, "mistyped")
    ]
    assert facts_of("restitution_paid") == [(2020, 100)]
    with actor(Role.SUPERVISOR, OTHER):
        entry = LedgerEntry.objects.get(
            action="prosecution.restitution_payment_corrected"
        )
        assert entry.subject == str(ordered)
        assert '"reason":"mistyped"' in entry.detail.replace(" ", "")
        assert RestitutionPayment.objects.get(id=payment).amount == 1000, "it stays"


def test_what_was_entered_too_low_settles_when_it_is_put_right(pay, correct, claim_now):
    correct(pay(100), 1000, shown_by="")
    assert (claim_now().state, claim_now().owed) == ("paid", 0)
    assert PaymentCorrection.objects.count() == 0, "nobody acts here"


def test_one_recorded_twice_goes_and_the_other_stays(pay, correct, claim_now):
    pay(500)
    twice = pay(500)
    assert claim_now().state == "paid"
    correct(twice, reason="recorded_twice")
    assert (claim_now().state, claim_now().paid) == ("ordered", 500)
    again = pay(500)
    assert claim_now().state == "paid"
    correct(again, 400)
    assert (claim_now().state, claim_now().paid) == ("ordered", 900)


def test_whoever_entered_a_payment_does_not_put_it_right(pay, correct, claim_now):
    payment = pay(1000)
    with pytest.raises(ValidationError, match="Somebody else puts it right"):
        correct(payment, 100, role=Role.COURT_CLERK)
    correct(payment, 100)
    (right,) = claim_now().payments
    with pytest.raises(ValidationError, match="Somebody else puts it right"):
        correct(right.id, 90)
    correct(right.id, 90, role=Role.COURT_CLERK)
    assert claim_now().paid == 90


@pytest.mark.parametrize("amount", [None, 999])
def test_money_that_a_victim_holds_is_not_booked_back(amount, pay, correct, claim_now):
    payment = pay(1000)
    with pytest.raises(ValidationError, match=IN_HAND):
        correct(payment, amount, shown_by="")
    with pytest.raises(ValidationError, match=IN_HAND):
        correct(payment, 1000, manner="to_court", shown_by="")
    assert claim_now().paid == 1000
    correct(payment, amount, shown_by="receipt")
    assert claim_now().paid == (amount or 0)


def test_what_the_court_keeps_needs_no_word_of_the_victim(pay, correct, claim_now):
    correct(pay(1000, "to_court"), 100, "to_court", shown_by="")
    assert claim_now().paid == 100


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"amount": 1001}, "amount"),
        ({"amount": 400}, "amount"),
        ({"amount": 300, "manner": "to_police"}, "manner"),
        ({"amount": 300, "reason": "annoying"}, "reason"),
    ],
)
def test_a_wrong_correction_is_refused_at_its_field(
    said, field, pay, correct, claim_now
):
    payment = pay(400)
    with pytest.raises(ValidationError) as refused:
        correct(payment, **said)
    assert set(refused.value.message_dict) == {field}
    assert (claim_now().paid, claim_now().put_right) == (400, ())


def test_what_was_put_right_is_not_handed_over_and_not_put_right_twice(
    pay, correct, actor, now
):
    payment = pay(400, "to_court")
    correct(payment, shown_by="")
    with pytest.raises(RestitutionPayment.DoesNotExist):
        correct(payment, shown_by="")
    with actor(Role.COURT_CLERK, OTHER) as by:
        told = {"payment": payment, "reached_on": now.date()}
        with pytest.raises(RestitutionPayment.DoesNotExist):
            actions.hand_over_payment(by=by, at=now, **told)
        wrong = RestitutionPayment.objects.filter(id=payment)
        assert wrong.update(reached_on=now.date()) == 0, "nor by SQL"


def test_what_was_taken_pays_again_after_a_wrong_entry(
    pay, correct, actor, now, charge
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = RestitutionClaim.objects.get().case.defendants.get().id
        taken = actions.ForfeitureInput("money", date(2020, 2, 3), value=300)
        van = actions.record_forfeiture(by=by, at=now, defendant=who, taken=taken)
        told = {"on": date(2020, 3, 1), "collected": 300}
        actions.collect_forfeiture(by=by, at=now, forfeiture=van, **told)
    correct(pay(300, out_of=van))
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert find_forfeiture(by=by, key=van).left == 300
        actions.lift_forfeiture(by=by, at=now, forfeiture=van, on=now.date())
        assert Forfeiture.objects.get().state == "lifted"


def test_the_database_holds_the_second_person_and_the_victims_money(
    pay, actor, user_of, now, ordered
):
    payment = pay(400)

    def strike(role, **said):
        with actor(role, OTHER) as by:
            record(
                by=by, action="prosecution.tried", kind="restitution", subject=ordered
            )
            told = {"payment_id": payment, "reason": "mistyped", "shown_by": "receipt"}
            PaymentCorrection.objects.create(
                case_id=RestitutionClaim.objects.get().case_id,
                agency_id=by.agency,
                recorded_by_id=by.user,
                recorded_at=now,
                **told | said,
            )
            checked()

    for role, said in (
        (Role.COURT_CLERK, {}),
        (Role.PROSECUTOR, {"shown_by": ""}),
        (Role.PROSECUTOR, {"shown_by": "", "right_id": payment}),
        (Role.INVESTIGATOR, {}),
        (Role.SUPERVISOR, {}),
    ):
        with pytest.raises(DatabaseError, match="row-level"), transaction.atomic():
            strike(role, **said)
    strike(Role.PROSECUTOR)
    with actor(Role.PROSECUTOR, OTHER), connection.cursor() as cursor:
        for change in ("UPDATE", "DELETE"):
            ask = "SELECT has_table_privilege('prosecution_paymentcorrection', %s)"
            cursor.execute(ask, [change])
            assert cursor.fetchone() == (False,), change


def test_a_correction_of_a_past_year_is_named_behind_its_figure(
    pay, correct, actor, now, ordered
):
    payment = pay(1000)
    later = now + timedelta(seconds=1)
    with actor(Role.PROSECUTOR, OTHER) as by:
        right = actions.PaymentInput(100, PAID_ON, "to_victim")
        correction = actions.CorrectedPayment("mistyped", right, "victim_said")
        actions.correct_payment(by=by, at=later, payment=payment, correction=correction)
        steps = facts.visible_steps(
            "restitution_paid", year=2020, since=now, until=later
        )
    assert [(step.corrects, step.reason) for step in steps] in (
        [(False, ""), (True, "mistyped")],
        [(True, "mistyped"), (False, "")],
    )
    with actor(Role.ANALYST) as by:
        since = now - timedelta(hours=1)
        told = {"year": 2020, "since": since, "until": now}
        before = facts.count_steps("restitution_paid", **told)
        told |= {"since": now, "until": later}
        after = facts.count_steps("restitution_paid", **told)
    assert (before.late, before.corrections) == (1, 0)
    assert (after.late, after.corrections) == (1, 1)


def test_whoever_keeps_the_record_is_told_what_was_paid(
    pay, correct, actor, person, ordered
):
    correct(pay(1000), 100)
    with actor(Role.CASE_WORKER) as by:
        (row,) = queries.restitution_of_person(
            by=by, person_id=person.id, today=clock.today()
        )
    assert (row.state, row.paid, row.reached) == ("ordered", 100, 100)


def test_it_goes_with_a_case_that_was_taken_over_and_comes_back(
    pay, correct, actor, now, case, claim_now
):
    correct(pay(1000), 100)
    before = claim_now()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"case": case.id, "reason": "too_large", "official_agency": ""}
        actions.take_over_case(by=by, at=now, **told)
        assert PaymentCorrection.objects.count() == 1, "as it stood"
    with actor(Role.OVERSIGHT) as by:
        live = going_on(case.id)
        (copy,) = queries.claims_of_case(by=by, case_id=live.id, today=clock.today())
        assert (copy.paid, [wrong.amount for wrong in copy.put_right]) == (100, [1000])
        actions.give_back_case(by=by, at=now, case=live.id)
        checked()
    assert claim_now() == before


def test_on_the_page_a_colleague_puts_it_right(pay, sign_in, ordered):
    payment = pay(1000)
    page = reverse("correct_payment", args=[ordered, payment])
    claim = reverse("show_claim", args=[ordered])
    clerk, prosecutor = (
        sign_in(role, OTHER) for role in (Role.COURT_CLERK, Role.PROSECUTOR)
    )
    assert page not in clerk.get(claim).text
    assert page in prosecutor.get(claim).text
    form = {"reason": "mistyped", "amount": "100", "manner": "to_victim"}
    form |= day("paid_on", PAID_ON)
    own = clerk.post(page, form | {"shown_by": "receipt"})
    assert set(own.context["form"].errors) == {"reason"}
    unproven = prosecutor.post(page, form)
    assert set(unproven.context["form"].errors) == {"shown_by"}
    assert prosecutor.post(page, form | {"shown_by": "receipt"}).url == claim
    shown = prosecutor.get(claim).text
    assert "The entry was wrong:" in shown
    assert "It was mistyped" in shown
    assert prosecutor.get(page).status_code == 404


def test_without_an_amount_nothing_of_it_was_paid(pay, sign_in, ordered, claim_now):
    page = reverse("correct_payment", args=[ordered, pay(1000)])
    form = {"reason": "other_record", "shown_by": "victim_said"}
    half = sign_in(Role.PROSECUTOR, OTHER).post(page, form | {"amount": "1"})
    assert set(half.context["form"].errors) == {"paid_on", "manner"}
    assert sign_in(Role.PROSECUTOR, OTHER).post(page, form).status_code == 302
    assert (claim_now().state, claim_now().paid) == ("ordered", 0)
