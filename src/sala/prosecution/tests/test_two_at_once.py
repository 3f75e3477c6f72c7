"""Two people at one case: the second sees what the first did, and nothing is overwritten unseen."""

import pytest
from django.urls import reverse

from sala.access.roles import Role
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError
from sala.people.tests.test_overtaken import browser
from sala.prosecution import actions
from sala.prosecution.models import Case, RestitutionClaim, RestitutionPayment, Verdict
from sala.prosecution.rules.complaints import SIGNS
from sala.prosecution.tests.conftest import OTHER
from sala.prosecution.tests.test_courts import ADULT
from sala.prosecution.tests.test_pages import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def opens(sign_in):
    """`opens(role, agency, page, *args)` opens a form in a window; what it answers sends it."""

    def window(role, agency, page, *args):
        client, address = sign_in(role, agency), reverse(page, args=args)
        shown = client.get(address).context["form"]

        def send(form=shown, **typed):
            return client.post(address, browser(form) | typed, follow=True)

        return send

    return window


def told(answer):
    return [
        (str(d.label), d.now, d.taken) for d in answer.context["overtaken"].differences
    ]


def test_a_victim_is_not_described_over_what_somebody_else_wrote(opens, case, victim):
    where = (Role.INVESTIGATOR, OTHER, "describe_victim", case.code, victim)
    first, second, third = (opens(*where) for _n in range(3))
    first(age_group="child")
    late = second(citizenship="LA")
    assert told(late) == [("Age", "Child", True)], (
        "what they had not touched is taken over"
    )
    late = third(age_group="in_doubt")
    assert told(late) == [("Age", "Child", False)]
    assert "Perhaps a child" in third(late.context["form"]).text, (
        "sent again, it is saved"
    )


def test_without_what_was_shown_nothing_is_overwritten(actor, case, victim):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        for before in ({}, ADULT | {"age_group": "child"}):
            with pytest.raises(ChangedMeanwhileError):
                actions.describe_victim(
                    by=by,
                    victim=victim,
                    now=ADULT,
                    before=before,
                )


def test_what_was_found_is_added_to_what_somebody_else_found(opens, actor, case):
    where = (Role.INVESTIGATOR, OTHER, "change_case", case.code)
    first, second = opens(*where), opens(*where)
    first(acts=["recruitment"])
    late = second(means_none="on")
    assert [label for label, _now, taken in told(late) if taken] == [
        "Act: what was done",
    ]
    assert late.context["overtaken"].name == "Investigator other"
    assert second(late.context["form"]).redirect_chain
    with actor(Role.INVESTIGATOR, OTHER):
        kept = Case.objects.get(id=case.id)
        assert (kept.acts, kept.means, kept.version) == (["recruitment"], [], 3)


def test_two_who_hear_one_complaint_both_have_their_answers(opens, sign_in):
    form = {
        "channel": "village_mediation",
        "about": "work",
        **day("received_on", clock.today()),
    }
    made = sign_in(Role.CASE_WORKER).post(reverse("register_complaint"), form)
    code = made.url.rstrip("/").split("/")[-1]
    where = (Role.CASE_WORKER, "own", "screen_complaint", code)
    first, second = opens(*where), opens(*where)
    first(**{SIGNS[0]: "yes"})
    late = second(**{SIGNS[1]: "no"})
    assert second(late.context["form"]).redirect_chain
    again = opens(*where)().context["line"]["row"]
    assert {n: again.signs[n] for n in SIGNS[:2]} == {SIGNS[0]: "yes", SIGNS[1]: "no"}


def test_who_moves_a_case_that_moved_meanwhile_is_told_where_it_is(
    opens,
    case,
    agency_of,
    sign_in,
):
    where = (Role.INVESTIGATOR, OTHER, "move_case", case.code)
    first, second = opens(*where), opens(*where)
    first(way="close", reason="no_offence")
    late = second(way="hand_to_prosecution", agency=str(agency_of(OTHER)))
    assert "It is now: Closed." in late.text
    assert [
        str(label) for _way, label in late.context["form"]["way"].field.choices
    ] == ["Open it again"]


def test_a_charge_that_was_withdrawn_is_not_judged(
    opens,
    sign_in,
    charge,
    with_prosecution,
):
    judge = opens(Role.COURT_CLERK, OTHER, "record_verdict", charge)
    opens(Role.PROSECUTOR, OTHER, "move_charge", charge)(way="withdraw")
    late = judge(outcome="acquitted", instance="first")
    assert late.redirect_chain == [
        (reverse("show_case", args=[with_prosecution.code]), 302),
    ]
    assert "Somebody was faster. It is now: Withdrawn." in late.text
    page = sign_in(Role.COURT_CLERK, OTHER).get(
        reverse("record_verdict", args=[charge]),
        follow=True,
    )
    assert "This can no longer be done. It is now: Withdrawn." in page.text


def test_one_verdict_is_not_recorded_twice_unseen(opens, actor, charge):
    where = (Role.COURT_CLERK, OTHER, "record_verdict", charge)
    first, second = opens(*where), opens(*where)
    said = {"outcome": "acquitted", "instance": "first"}
    first(**said)
    assert "It is now: Judged." in second(**said).text
    with actor(Role.COURT_CLERK, OTHER):
        assert Verdict.objects.count() == 1


def test_a_request_to_see_a_record_is_answered_once(
    opens,
    actor,
    now,
    case,
    victim,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        asked = actions.ask_identity(
            by=by,
            at=now,
            victim=victim,
            reason="charge",
        )
    where = (Role.CASE_WORKER, "own", "answer_identity", asked)
    first, second = opens(*where), opens(*where)
    first(answer="decline", reason="person_refuses")
    late = second(answer="grant", **day("until", clock.today()))
    assert "It is now: Declined." in late.text


def test_a_payment_is_not_recorded_twice_unseen(
    opens,
    actor,
    now,
    charge,
    with_prosecution,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        order = actions.RestitutionOrder(1000, now.date(), now.date(), {})
        actions.order_restitution(
            by=by,
            at=now,
            case=with_prosecution.id,
            order=order,
        )
        claim = RestitutionClaim.objects.get().id
    where = (Role.COURT_CLERK, OTHER, "record_payment", claim)
    first, second = opens(*where), opens(*where)
    first(amount="100", manner="to_victim")
    assert "paid" in second(amount="100", manner="to_victim").context["overtaken"].state
    with actor(Role.COURT_CLERK, OTHER):
        assert RestitutionPayment.objects.count() == 1
