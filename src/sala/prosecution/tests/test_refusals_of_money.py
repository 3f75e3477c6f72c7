"""What is refused of forfeitures, orders and payments: where, and in which words."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from sala.access.roles import Role
from sala.access.tests.refusals import (
    Refusal,
    assert_refused,
    refusals,
    with_changes,
)
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.prosecution import actions
from sala.prosecution.models import (
    Charge,
    Forfeiture,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.tests.conftest import OTHER

DAY = timedelta(days=1)
SINCE_CHARGE = "Choose a day between the charge and today."
SINCE_CHANGE = "Choose a day between the last change and today."
BEFORE_THE_CHARGE = date(2019, 10, 31)


def take(by, at, who, kind="money", on=None):
    """Record that a court took money from a defendant."""
    taken = actions.ForfeitureInput(kind, on or at.date(), value=500)
    told = {"defendant": who, "taken": taken}
    return actions.record_forfeiture(by=by, at=at, **told)


@refusals(
    Refusal(
        "of nothing of the list",
        with_changes(take, kind="x"),
        "kind",
        "Choose what was taken.",
    ),
    Refusal(
        "before the charge",
        with_changes(take, on=BEFORE_THE_CHARGE),
        "ordered_on",
        SINCE_CHARGE,
    ),
    Refusal(
        "tomorrow",
        lambda by, at, who: take(by, at, who, on=at.date() + DAY),
        "ordered_on",
        SINCE_CHARGE,
    ),
)
@pytest.mark.django_db
def test_a_forfeiture_is_not_recorded(row, actor, charge, now):
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = Charge.objects.get().defendant_id
        assert_refused(row, by=by, at=now, who=who)
        assert not Forfeiture.objects.exists()


@pytest.mark.django_db
def test_from_who_is_not_charged_nothing_is_taken(actor, with_prosecution, now):
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"case": with_prosecution.id, "kind": "person"}
        who = actions.add_defendant(by=by, at=now, **told)
        row = Refusal("uncharged", take, "ordered_on", SINCE_CHARGE)
        assert_refused(row, by=by, at=now, who=who)


def collect(by, at, key, days=0, collected=500):
    """What was taken is in the hands of the state, so many days from now."""
    on = at.date() + days * DAY
    told = {"on": on, "collected": collected}
    actions.collect_forfeiture(by=by, at=at, forfeiture=key, **told)


def lift(by, at, key, days=0):
    """A higher court lifted it, so many days from now."""
    on = at.date() + days * DAY
    actions.lift_forfeiture(by=by, at=at, forfeiture=key, on=on)


@pytest.mark.django_db
def test_a_forfeiture_moves_in_its_order_and_on_days_that_can_be(actor, charge, now):
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = Charge.objects.get().defendant_id
        told = {"by": by, "at": now, "key": take(by, now, who, on=now.date() - 3 * DAY)}
        for act in (collect, lift):
            for days in (-4, 1):
                row = Refusal("day", with_changes(act, days=days), "on", SINCE_CHANGE)
                assert_refused(row, **told)
        collect(**told, days=-2)
        early = with_changes(lift, days=-3)
        assert_refused(Refusal("before", early, "on", SINCE_CHANGE), **told)
        twice = Refusal("collected twice", collect, raises=NotAllowedError)
        assert_refused(twice, **told)
        lift(**told)
        for act in (collect, lift):
            late = Refusal("lifted", act, raises=NotAllowedError)
            assert_refused(late, **told)


def order(by, at, case, total=1000, on=0, due=None, shares=None):
    """Order restitution, so many days from now."""
    ordered_on = at.date() + on * DAY
    due_on = None if due is None else ordered_on + due * DAY
    told = actions.RestitutionOrder(total, ordered_on, due_on, shares or {})
    actions.order_restitution(by=by, at=at, case=case.id, order=told)


def order_share(by, at, case, share=1000, total=1000):
    """Order a share of the one claim."""
    claim = RestitutionClaim.objects.get().id
    order(by, at, case, total=total, shares={claim: share})


@refusals(
    Refusal(
        "tomorrow",
        with_changes(order, on=1),
        "ordered_on",
        "This day is in the future.",
    ),
    Refusal(
        "due before it is ordered",
        with_changes(order, due=-1),
        "due_on",
        "It is due after it is ordered.",
    ),
    Refusal(
        "of nothing",
        with_changes(order, total=0),
        "total",
        "Every share is at least one.",
    ),
    Refusal(
        "with a share of nothing",
        with_changes(order_share, share=0),
        "total",
        "Every share is at least one.",
    ),
    Refusal(
        "whose shares make less",
        with_changes(order_share, share=999),
        "total",
        "The shares make 999, and not the whole.",
    ),
    Refusal(
        "for a claim that is not open",
        with_changes(order, shares={uuid4(): 1000}),
        raises=ChangedMeanwhileError,
    ),
)
@pytest.mark.django_db
def test_restitution_is_not_ordered(row, actor, case, charge, now):
    with actor(Role.COURT_CLERK, OTHER) as by:
        assert_refused(row, by=by, at=now, case=case)
        assert RestitutionClaim.objects.get().state == "open"


@pytest.mark.django_db
def test_nothing_is_ordered_where_nothing_is_claimed(actor, with_prosecution, now):
    row = Refusal("no claim", order, "total", "No claim is open in this case.")
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert_refused(row, by=by, at=now, case=with_prosecution)


def close(by, at, key, way="refuse", reason="acquitted", days=0, how=""):
    """Close a claim without an order, so many days from now."""
    on = at.date() + days * DAY
    closing = actions.ClaimClosing(way, reason, on, how)
    actions.close_claim(by=by, at=at, claim=key, closing=closing)


def open_again(by, at, key, way="ask_again", on=None):
    """Open a claim again."""
    actions.open_claim_again(by=by, at=at, claim=key, way=way, on=on)


def pay(by, at, key, days=0, **changes):
    """Pay towards a claim, so many days from now."""
    said = {"amount": 400, "manner": "to_court", "paid_on": at.date() + days * DAY}
    paid = actions.PaymentInput(**(said | changes))
    return actions.record_payment(by=by, at=at, claim=key, paid=paid)


FITS = "Choose a reason that fits."


@refusals(
    Refusal(
        "closed in no way",
        with_changes(close, way="forget"),
        "way",
        "Choose what is done.",
    ),
    Refusal("refused for no reason", with_changes(close, reason=""), "reason", FITS),
    Refusal(
        "waived for a reason of refusing",
        with_changes(close, way="waive"),
        "reason",
        FITS,
    ),
    Refusal(
        "waived, and nobody says how",
        with_changes(close, way="waive", reason="person_does_not_want"),
        "how",
        "Choose how the victim said it.",
    ),
    Refusal(
        "refused tomorrow",
        with_changes(close, days=1),
        "on",
        "This day is in the future.",
    ),
    Refusal(
        "opened in no way",
        with_changes(open_again, way="order"),
        "way",
        "Choose what is done.",
    ),
    Refusal("claimed again while open", open_again, raises=NotAllowedError),
    Refusal("lifted", with_changes(open_again, way="lift"), raises=NotAllowedError),
    Refusal("paid before an order", pay, "amount", "Nothing is owed."),
)
@pytest.mark.django_db
def test_an_open_claim_is_not(row, actor, charge, now):
    with actor(Role.COURT_CLERK, OTHER) as by:
        key = RestitutionClaim.objects.get().id
        assert_refused(row, by=by, at=now, key=key)
        assert RestitutionClaim.objects.get().state == "open"


PAID_ON = "Choose a day between the order and today."


@refusals(
    Refusal(
        "paid to somebody else",
        with_changes(pay, manner="to_police"),
        "manner",
        "Choose who has the money.",
    ),
    Refusal("paid before", with_changes(pay, days=-3), "paid_on", PAID_ON),
    Refusal("paid tomorrow", with_changes(pay, days=1), "paid_on", PAID_ON),
    Refusal(
        "paid more than is owed",
        with_changes(pay, amount=1001),
        "amount",
        "At most 1,000 is owed.",
    ),
    Refusal(
        "paid nothing",
        with_changes(pay, amount=0),
        "amount",
        "At most 1,000 is owed.",
    ),
    Refusal(
        "paid out of what nobody took",
        with_changes(pay, out_of=uuid4()),
        "out_of",
        "Choose what was collected before this day.",
    ),
    Refusal("refused once ordered", close, raises=NotAllowedError),
    Refusal(
        "lifted before it was ordered",
        lambda by, at, key: open_again(by, at, key, "lift", on=at.date() - 3 * DAY),
        "on",
        "This does not fit with what is recorded before and after this day.",
    ),
    Refusal(
        "lifted tomorrow",
        lambda by, at, key: open_again(by, at, key, "lift", on=at.date() + DAY),
        "on",
        "The day is not in the future.",
    ),
)
@pytest.mark.django_db
def test_an_ordered_claim_is_not(row, actor, case, charge, now):
    with actor(Role.COURT_CLERK, OTHER) as by:
        order(by, now, case, on=-2)
        key = RestitutionClaim.objects.get().id
        assert_refused(row, by=by, at=now, key=key)
        assert not RestitutionPayment.objects.exists()


@pytest.mark.django_db
def test_out_of_a_forfeiture_no_more_is_paid_than_it_brought(actor, case, charge, now):
    with actor(Role.COURT_CLERK, OTHER) as by:
        order(by, now, case, on=-3)
        key = RestitutionClaim.objects.get().id
        who = Charge.objects.get().defendant_id
        out_of = take(by, now, who, on=now.date() - 3 * DAY)
        told = {"by": by, "at": now, "key": key}
        says = "Choose what was collected before this day."
        act = with_changes(pay, out_of=out_of)
        assert_refused(Refusal("not collected", act, "out_of", says), **told)
        collect(by, now, out_of, days=-1, collected=300)
        early = with_changes(pay, out_of=out_of, days=-2)
        assert_refused(Refusal("before", early, "out_of", says), **told)
        most = Refusal("too much", act, "amount", "At most 300 is left of it.")
        assert_refused(most, **told)
        pay(**told, out_of=out_of, amount=300)
        says = "A victim was paid out of it already."
        row = Refusal("lifted", lift, "way", says)
        assert_refused(row, by=by, at=now, key=out_of)


@pytest.mark.django_db
def test_what_the_court_keeps_is_handed_over_once_on_a_day_that_can_be(
    actor,
    case,
    charge,
    now,
):
    def hand_over(by, at, key, days=0):
        told = {"payment": key, "reached_on": at.date() + days * DAY}
        actions.hand_over_payment(by=by, at=at, **told)

    with actor(Role.COURT_CLERK, OTHER) as by:
        order(by, now, case, on=-3)
        claim = RestitutionClaim.objects.get().id
        told = {"by": by, "at": now, "key": pay(by, now, claim, days=-2)}
        says = "Choose a day between the payment and today."
        for days in (-3, 1):
            act = with_changes(hand_over, days=days)
            assert_refused(Refusal(f"{days}", act, "reached_on", says), **told)
        hand_over(**told, days=-1)
        twice = Refusal("twice", hand_over, raises=RestitutionPayment.DoesNotExist)
        assert_refused(twice, **told)
        act = with_changes(open_again, way="lift")
        paid = Refusal("lifted", act, "way", "Something of it is paid already.")
        assert_refused(paid, by=by, at=now, key=claim)
