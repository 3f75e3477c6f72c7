"""An order, a refusal, a waiver or a verdict that was recorded wrongly is put right, and
no higher court is made up for it.
"""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.facts import queries as facts
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.models import ClaimStep, RestitutionClaim
from sala.prosecution.tests.conftest import OTHER, PAID_ON, checked
from sala.prosecution.tests.test_pages import day

pytestmark = pytest.mark.django_db

ORDERED_ON = date(2020, 2, 3)


@pytest.fixture
def correct_order(actor, now, ordered):
    """`correct_order(700)`: what the court ordered; nothing without a sum."""

    def put_right(share=None, on=ORDERED_ON, due=None, role=Role.COURT_CLERK, **said):
        order = share and actions.CorrectedOrder(share, on, due)
        told = {"claim": ordered, "reason": "misread", "order": order}
        with actor(role, OTHER) as by:
            actions.correct_claim(by=by, at=now, **told | said)
            checked()

    return put_right


def test_an_order_is_what_the_court_ordered(
    correct_order,
    claim_now,
    facts_of,
    actor,
    ordered,
):
    assert facts_of("restitution_ordered") == [(2020, 1000)]
    correct_order(700, date(2019, 12, 30), date(2020, 1, 31))
    row = claim_now()
    assert (row.state, row.share, row.owed) == ("ordered", 700, 700)
    assert (row.decided_on, row.due_on) == (date(2019, 12, 30), date(2020, 1, 31))
    assert facts_of("restitution_ordered") == [(2019, 700)]
    assert facts_of("restitution_lifted") == []
    with actor(Role.PROSECUTOR, OTHER):
        first, second = ClaimStep.objects.filter(move="order").order_by("number")
        assert (second.corrects_id, second.reason) == (first.id, "misread")
        assert RestitutionClaim.objects.get().reason == "", "it is no refusal"
    with actor(Role.SUPERVISOR, OTHER):
        entry = LedgerEntry.objects.get(action="prosecution.restitution_corrected")
        assert (entry.subject, "misread" in entry.detail) == (str(ordered), True)


def test_what_no_court_ordered_was_never_ordered(
    correct_order,
    claim_now,
    facts_of,
):
    correct_order()
    row = claim_now()
    assert (row.state, row.share, row.decided_on) == ("open", None, None)
    assert facts_of("restitution_ordered") == facts_of("restitution_lifted") == []


@pytest.mark.parametrize(
    ("share", "state", "owed"), [(1500, "ordered", 500), (1000, "paid", 0)]
)
def test_what_is_paid_stays_paid_under_another_order(
    share,
    state,
    owed,
    correct_order,
    claim_now,
    pay,
):
    pay(1000)
    correct_order(share, ORDERED_ON - timedelta(days=3))
    assert (claim_now().state, claim_now().owed) == (state, owed)
    correct_order(1600, PAID_ON)
    assert (claim_now().state, claim_now().owed) == ("ordered", 600)


def test_an_order_as_low_as_what_is_paid_is_settled(
    correct_order,
    claim_now,
    pay,
):
    pay(400)
    correct_order(400)
    assert (claim_now().state, claim_now().owed) == ("paid", 0)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"share": 399}, "share", "At least what is paid: 400."),
        ({}, "reason", "put the payments right first"),
        ({"share": 1000}, "share", "recorded already"),
        ({"share": 900, "on": PAID_ON + timedelta(1)}, "ordered_on", "was paid before"),
        ({"share": 900, "due": ORDERED_ON - timedelta(1)}, "due_on", "after it is"),
        ({"share": 900, "reason": "annoying"}, "reason", "Choose why"),
    ],
)
def test_an_order_is_not_put_wrong(
    said,
    field,
    words,
    correct_order,
    claim_now,
    pay,
):
    pay(400)
    with pytest.raises(ValidationError, match=words) as refused:
        correct_order(**said)
    assert set(refused.value.message_dict) == {field}
    assert (claim_now().share, claim_now().paid) == (1000, 400)


def test_who_does_not_try_the_case_puts_nothing_right(
    correct_order,
    claim_now,
):
    for role in (Role.INVESTIGATOR, Role.SUPERVISOR):
        with pytest.raises(RefusedError):
            correct_order(700, role=role)
    assert claim_now().share == 1000


@pytest.mark.parametrize(
    ("way", "reason", "how"),
    [("refuse", "no_damage_shown", ""), ("waive", "settled_otherwise", "signed")],
)
def test_what_nobody_refused_or_waived_is_open_as_it_was(
    way, reason, how, actor, now, charge
):
    with actor(Role.COURT_CLERK, OTHER) as by:
        claim = RestitutionClaim.objects.get().id
        closing = actions.ClaimClosing(way, reason, date(2020, 3, 3), how)
        actions.close_claim(by=by, at=now, claim=claim, closing=closing)
        told = {"by": by, "at": now, "claim": claim, "reason": "other_record"}
        with pytest.raises(ValidationError, match="Nothing is ordered"):
            actions.correct_claim(
                **told, order=actions.CorrectedOrder(5, date(2020, 3, 3))
            )
        actions.correct_claim(**told)
        checked()
        row = RestitutionClaim.objects.get()
        assert (row.state, row.reason, row.waived_how) == ("open", "", "")
        assert row.decided_on is None
        with pytest.raises(ValidationError, match="Nothing is decided"):
            actions.correct_claim(**told)


def test_a_corrected_order_is_named_behind_its_figure(
    actor,
    now,
    ordered,
):
    later = now + timedelta(seconds=1)
    with actor(Role.COURT_CLERK, OTHER) as by:
        order = actions.CorrectedOrder(700, ORDERED_ON)
        told = {"claim": ordered, "reason": "mistyped", "order": order}
        actions.correct_claim(by=by, at=later, **told)
    with actor(Role.ANALYST):
        told = {"year": 2020, "since": now, "until": later}
        counts = facts.count_steps("restitution_ordered", **told)
    assert (counts.late, counts.corrections) == (0, 1)


def test_the_page_puts_an_order_right(sign_in, ordered, claim_now):
    clerk = sign_in(Role.COURT_CLERK, OTHER)
    page = reverse("correct_claim", args=[ordered])
    claim = reverse("show_claim", args=[ordered])
    assert page in clerk.get(claim).text
    assert "1,000" in clerk.get(page).text
    form = {"reason": "mistyped", "share": "2 000"}
    undated = clerk.post(page, form)
    assert set(undated.context["form"].errors) == {"ordered_on"}
    assert clerk.post(page, form | day("ordered_on", ORDERED_ON)).url == claim
    assert claim_now().share == 2000
    assert clerk.post(page, {"reason": "other_record"}).url == claim
    assert claim_now().state == "open"
    assert page not in clerk.get(claim).text
    assert clerk.get(page).url == claim, "nothing is decided any more"
    assert clock.today() >= ORDERED_ON
