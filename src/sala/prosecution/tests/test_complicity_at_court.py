"""A case about an official that was judged: no page, list, sum or work list tells of it."""

from datetime import date

import pytest
from django.urls import reverse

from sala.access.roles import Role
from sala.prosecution import actions
from sala.prosecution.models import (
    Charge,
    Defendant,
    Forfeiture,
    RestitutionClaim,
    RestitutionPayment,
    Verdict,
)
from sala.prosecution.tests.conftest import CODE, NOTHING, OTHER, seen_of

pytestmark = pytest.mark.django_db
SIDES = ("own", OTHER)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("role", [r for r in Role if r != Role.OVERSIGHT])
def test_no_page_of_what_goes_on_is_there(role, side, hidden, actor, sign_in):
    """What others are shown of it is in tests/attacks/test_nothing_vanishes.py."""
    of_it = {"case": hidden.id}
    with actor(Role.OVERSIGHT):
        claim, charge = (
            RestitutionClaim.objects.get(**of_it),
            Charge.objects.get(**of_it),
        )
        verdict = Verdict.objects.get(**of_it)
        forfeiture = Forfeiture.objects.get(**of_it)
        defendant = Defendant.objects.get(**of_it)
        payment = RestitutionPayment.objects.get(**of_it)
    client = sign_in(role, side)
    pages = {
        "show_case": [hidden.code],
        "take_over_case": [hidden.code],
        "show_claim": [claim.id],
        "close_claim": [claim.id],
        "record_payment": [claim.id],
        "hand_over_payment": [claim.id, payment.id],
        "correct_claim": [claim.id],
        "correct_payment": [claim.id, payment.id],
        "order_restitution": [hidden.code],
        "add_defendant": [hidden.code],
        "file_charge": [hidden.code, defendant.id],
        "move_charge": [charge.id],
        "record_verdict": [charge.id],
        "correct_charge": [charge.id],
        "correct_verdict": [charge.id, verdict.id],
        "record_forfeiture": [hidden.code],
        "move_forfeiture": [forfeiture.id],
    }
    for name, arguments in pages.items():
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=arguments)).status_code == 404, name


def test_oversight_sees_what_is_owed_and_looks_at_the_sentence(hidden, sign_in):
    oversight = sign_in(Role.OVERSIGHT)
    (table,) = oversight.get(reverse("list_restitution")).context["tables"]
    (row,) = table.rows
    assert (row.case_code, row.ordered, row.kept) == (hidden.code, 1000, 400)
    page = reverse("list_sentences")
    ((_charge, line),) = oversight.get(page).context["lines"]
    assert oversight.post(page, {"verdict": line["row"].id}).status_code == 302
    assert not oversight.get(page).context["lines"]


def test_who_oversight_assigns_from_the_prosecution_charges_and_judges(
    hidden,
    give_to,
    actor,
    now,
):
    give_to(hidden, Role.INVESTIGATOR)
    with actor(Role.INVESTIGATOR, OTHER) as by:
        way = {"way": "hand_to_prosecution", "agency": by.agency}
        actions.hand_on(
            by=by,
            at=now,
            case=hidden.id,
            **way,
        )
    give_to(hidden, Role.PROSECUTOR, "own")
    with actor(Role.PROSECUTOR) as by:
        who = actions.add_defendant(
            by=by,
            at=now,
            case=hidden.id,
            kind="person",
        )
        under = actions.ChargeArticle(CODE, "215", "basic", date(2019, 10, 1))
        actions.file_charge(
            by=by,
            at=now,
            defendant=who,
            under=under,
            filed_on=now.date(),
        )
        paid = actions.PaymentInput(600, now.date(), "to_victim")
        claim = RestitutionClaim.objects.get(case=hidden.id).id
        actions.record_payment(
            by=by,
            at=now,
            claim=claim,
            paid=paid,
        )
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.COURT_CLERK):
        with actor(role):
            assert seen_of(hidden.id) == NOTHING
