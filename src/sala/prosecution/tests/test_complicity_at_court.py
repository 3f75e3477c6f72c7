"""A case about an official that was judged: no page, list, sum or work list tells of it."""

from datetime import date

import pytest
from django.urls import reverse

from sala.access.permissions import may
from sala.access.roles import Role
from sala.prosecution import actions
from sala.prosecution.models import (
    Charge,
    Defendant,
    Forfeiture,
    RestitutionClaim,
    RestitutionPayment,
)
from sala.prosecution.queries.forfeitures import forfeiture_totals
from sala.prosecution.queries.restitution import restitution_totals
from sala.prosecution.queries.worklist import worklist_items
from sala.prosecution.tests.conftest import CODE, NOTHING, OFFICIAL, OTHER, seen

pytestmark = pytest.mark.django_db
SIDES = ("own", OTHER)
LISTS = (
    "list_cases",
    "list_restitution",
    "list_sentences",
    "list_incidents",
    "list_complaints",
)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("role", [r for r in Role if r != Role.OVERSIGHT])
def test_no_page_tells_of_it_neither_by_a_row_nor_by_a_number(
    role,
    side,
    tried_case,
    actor,
    sign_in,
    now,
):
    """Its pages are not there, and every list, sum and work list is as if it had never been."""
    with actor(Role.INVESTIGATOR, OTHER):
        claim, charge = RestitutionClaim.objects.get(), Charge.objects.get()
        forfeiture = Forfeiture.objects.get()
        defendant, payment = Defendant.objects.get(), RestitutionPayment.objects.get()
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=tried_case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
    client = sign_in(role, side)
    pages = {
        "show_case": [tried_case.code],
        "show_claim": [claim.id],
        "close_claim": [claim.id],
        "record_payment": [claim.id],
        "hand_over_payment": [claim.id, payment.id],
        "order_restitution": [tried_case.code],
        "add_defendant": [tried_case.code],
        "file_charge": [tried_case.code, defendant.id],
        "move_charge": [charge.id],
        "record_verdict": [charge.id],
        "record_forfeiture": [tried_case.code],
        "move_forfeiture": [forfeiture.id],
    }
    for name, arguments in pages.items():
        for ask in (client.get, client.post):
            assert ask(reverse(name, args=arguments)).status_code == 404, name
    for name in LISTS:
        answer = client.get(reverse(name))
        if answer.status_code == 200:
            assert not answer.context.get("lines"), name
            assert not answer.context.get("rows"), name
    with actor(role, side) as by:
        known = [str(line.words) for line in worklist_items(by=by, today=now.date())]
        assert known == []
        if may(by, "prosecution.case.view"):
            assert set(vars(restitution_totals(by=by, today=now.date())).values()) == {
                0
            }
            assert set(vars(forfeiture_totals(by=by)).values()) == {0}


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
        claim = RestitutionClaim.objects.get().id
        actions.record_payment(
            by=by,
            at=now,
            claim=claim,
            paid=paid,
        )
    for role in (Role.SUPERVISOR, Role.ADMINISTRATOR, Role.COURT_CLERK):
        with actor(role):
            assert seen() == NOTHING
