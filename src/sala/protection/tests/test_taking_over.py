"""The record follows the care: who takes a person over keeps the record from then on."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from sala.access import actions as grants
from sala.access import queries as access
from sala.access.models import Grant
from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.kit import clock
from sala.kit.states import NotAllowedError
from sala.kit.tests.test_uploaded_files import PDF
from sala.kit.uploaded_files import SentFile
from sala.people import actions as people
from sala.people import queries as people_queries
from sala.people import rules as people_rules
from sala.people.models import Consent, Person, PersonAttachment
from sala.people.queries import custody
from sala.protection.actions import referrals, returns
from sala.protection.models import Referral, Return
from sala.protection.queries import referrals as queries
from sala.protection.tests.test_returns import plan

pytestmark = pytest.mark.django_db
WORKER, OFFICER = Role.CASE_WORKER, Role.FRONTLINE_OFFICER


@pytest.fixture
def union(actor):
    """The key of the agency `third`, which cares for people like the agency `own`."""
    with actor(WORKER, "third") as by:
        return by.agency


@pytest.fixture
def met(actor, now):
    """Somebody whom an officer of the agency `own` met today."""
    with actor(OFFICER) as by:
        return people.register_person(
            by=by, at=now, identity=people_rules.Identity(names=())
        )


def consent(by, now, person, to, *, given=True):
    answer = people.ConsentInput(
        to, Purpose.REFERRAL, given, "spoken", "lo", now.date()
    )
    return people.record_consent(by=by, at=now, person=person.id, answer=answer)


@pytest.fixture
def taken_over(actor, now, refer, met, union):
    """Their record, referred by the officer and taken over by the agency `third`."""
    with actor(OFFICER) as by:
        consent(by, now, met, union)
        sent = refer(by, person=met, to=union, basis="consent", kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    return sent


def test_until_it_is_accepted_the_sender_keeps(actor, now, refer, met, union):
    with actor(OFFICER) as by:
        sent = refer(by, person=met, to=union, kind="take_over")
    with actor(WORKER, "third"):
        assert not Person.objects.filter(id=met.id).exists()
    with actor(WORKER, "third") as by:
        referrals.move_referral(
            by=by, at=now, referral=sent, move="decline", reason="no_place"
        )
    with actor(WORKER) as by:
        assert custody.keeper_of(met.id).agency == by.agency
        again = refer(by, person=met, to=union, kind="take_over")
        referrals.move_referral(by=by, at=now, referral=again, move="withdraw")
        assert custody.keeper_of(met.id).agency == by.agency
    with actor(WORKER, "third") as by, pytest.raises(NotAllowedError):
        referrals.accept_referral(by=by, at=now, referral=again)


def test_the_new_keeper_does_what_only_a_keeper_may(
    actor, now, taken_over, met, union, receiver, refer
):
    with actor(WORKER, "third") as by:
        page = people_queries.person_page(by=by, code=met.code)
        assert page.person.own
        assert all(
            (
                page.may_change,
                page.may_consent,
                page.may_share,
                page.may_erase,
                page.may_attach,
            )
        )
        identity = people.open_identity(
            by=by, person=met.id, purpose=Purpose.CORRECTION
        )
        people.change_identity(
            by=by,
            at=now,
            person=met.id,
            identity=people_rules.Identity(names=(people_rules.PersonName("Noy"),)),
            version=identity.version,
        )
        paper = SentFile("pdf", PDF)
        people.add_attachment(by=by, at=now, person=met.id, what="letter", file=paper)
        consent(by, now, met, receiver)
        onward = refer(by, person=met, to=receiver, basis="consent")
        assert Referral.objects.get(id=onward).state == "sent"
        people.ask_erasure(by=by, at=now, person=met.id, ground="asked_by_person")


def test_who_sent_keeps_what_it_did_and_loses_the_rest(
    actor, now, taken_over, met, refer, receiver
):
    for role in (WORKER, OFFICER, Role.SUPERVISOR, Role.IDENTIFICATION_OFFICER):
        with actor(role) as by:
            assert people_queries.find_person(by=by, code=met.code) is None, role
            assert not Consent.objects.filter(person_id=met.id).exists(), role
            row = queries.load_referral(by=by, key=taken_over)
            assert (row.state, row.person_code, row.keeps) == ("accepted", "", False)
            assert "withdraw" not in {move.name for move in row.moves}
    for role in (WORKER, OFFICER):
        with actor(role) as by, pytest.raises(Person.DoesNotExist):
            refer(by, person=met, to=receiver)
        with actor(role) as by, pytest.raises(NotAllowedError):
            referrals.move_referral(by=by, at=now, referral=taken_over, move="withdraw")
    with actor(WORKER, "third") as by:
        assert custody.keeper_of(met.id).agency == by.agency


def test_it_learns_in_one_word_whether_help_came(sign_in, taken_over):
    page = sign_in(WORKER).get(reverse("show_referral", args=[taken_over]))
    text = " ".join(re.sub("<[^>]+>", " ", page.text).split())
    assert "Did help come? Yes" in text
    assert "took the person over and keeps the record" in text


def test_one_take_over_waits_at_a_time(actor, now, refer, met, union, receiver):
    with actor(OFFICER) as by:
        first = refer(by, person=met, to=union, kind="take_over")
        with pytest.raises(ValidationError) as refused:
            refer(by, person=met, to=receiver, kind="take_over")
        assert set(refused.value.message_dict) == {"kind"}
        clinic = access.agency_by_code("MOH").id
        assert refer(by, person=met, to=clinic), "help may be asked meanwhile"
        referrals.move_referral(by=by, at=now, referral=first, move="withdraw")
        assert refer(by, person=met, to=receiver, kind="take_over")


def test_the_database_refuses_the_second_too(actor, refer, met, union, receiver):
    with actor(OFFICER) as by:
        refer(by, person=met, to=union, kind="take_over")
        row = Referral.objects.get(person_id=met.id)
        row.pk, row.receiver_id = uuid4(), receiver
        with pytest.raises(IntegrityError, match="one_take_over"), transaction.atomic():
            Referral.objects.bulk_create([row])


def test_police_and_courts_are_asked_to_help_once_somebody_is_in_care(
    actor, now, refer, alone, met, receiver
):
    with actor(WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            refer(by, person=alone, to=receiver, kind="take_over")
        assert set(refused.value.message_dict) == {"kind"}
        assert refer(by, person=alone, to=receiver)
        assert refer(by, person=met, to=receiver, kind="take_over"), (
            "who was only met may be handed to the police that looks after them"
        )


def test_nobody_is_handed_to_where_nobody_answers(actor, refer, alone):
    with actor(WORKER) as by:
        empty = access.agency_by_code("MOES").id
        with pytest.raises(ValidationError) as refused:
            refer(by, to=empty, kind="take_over")
        assert set(refused.value.message_dict) == {"receiver"}


def test_only_who_keeps_a_record_hands_it_over(
    actor, now, refer, alone, receiver, union
):
    with actor(WORKER) as by:
        sent = refer(by)
    with actor(WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
        with pytest.raises(ValidationError) as refused:
            refer(by, to=union, kind="take_over")
        assert set(refused.value.message_dict) == {"kind"}
        with pytest.raises(ValidationError) as unsaid:
            refer(by, to=union, kind="")
        assert set(unsaid.value.message_dict) == {"kind"}


def test_the_new_keeper_sees_whom_it_is_open_to_and_ends_that(
    actor, now, refer, alone, receiver, union
):
    with actor(WORKER) as by:
        shared = people.share_on_lawful_basis(
            by=by,
            at=now,
            person=alone.id,
            recipient=receiver,
            basis="vital_interest",
            until=clock.today() + timedelta(days=9),
        )
        sent = refer(by, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    with actor(WORKER) as by:
        with pytest.raises(Grant.DoesNotExist):
            grants.withdraw_grant(by=by, at=now, grant=shared.id)
        with pytest.raises(Person.DoesNotExist):
            people.share_on_lawful_basis(
                by=by,
                at=now,
                person=alone.id,
                recipient=receiver,
                basis="vital_interest",
                until=clock.today() + timedelta(days=9),
            )
    with actor(WORKER, "third") as by:
        (row,) = access.grants_of(by=by, record_kind="person", record_id=alone.id)
        assert (row.id, row.own) == (shared.id, True)
        grants.withdraw_grant(by=by, at=now, grant=shared.id)
    with actor(WORKER, "other"):
        assert not Person.objects.filter(id=alone.id).exists()


def test_papers_and_a_planned_journey_go_with_the_record(
    actor, now, refer, alone, union
):
    paper = SentFile("pdf", PDF)
    with actor(WORKER) as by:
        people.add_attachment(
            by=by, at=now, person=alone.id, what="statement", file=paper
        )
        home = returns.plan_return(by=by, at=now, person=alone.id, plan=plan(now))
        sent = refer(by, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
        kept = PersonAttachment.objects.get(person_id=alone.id)
        opened = people.open_attachment(
            by=by, attachment=kept.id, purpose=Purpose.SERVICES
        )
        assert opened.content == paper.content
        people.remove_attachment(by=by, attachment=kept.id)
        returns.cancel_return(by=by, at=now, returned=home, reason="other", version=1)
    with actor(WORKER) as by:
        assert not Return.objects.exists()
        with pytest.raises(Return.DoesNotExist):
            returns.cancel_return(
                by=by, at=now, returned=home, reason="other", version=2
            )


def test_a_consent_taken_back_before_the_answer_leaves_the_keeper(
    actor, now, refer, met, union
):
    with actor(OFFICER) as by:
        agreed = consent(by, now, met, union)
        sent = refer(by, person=met, to=union, basis="consent", kind="take_over")
        people.withdraw_consent(by=by, at=now, consent=agreed)
    with actor(WORKER, "third") as by, pytest.raises(NotAllowedError):
        referrals.accept_referral(by=by, at=now, referral=sent)
    with actor(WORKER) as by:
        assert custody.keeper_of(met.id).agency == by.agency


def test_a_consent_taken_back_after_it_takes_no_record_from_who_cares(
    actor, now, taken_over, met
):
    with actor(WORKER, "third") as by:
        people.withdraw_consent(by=by, at=now, consent=Consent.objects.get().id)
        assert custody.keeper_of(met.id).agency == by.agency
        assert queries.load_referral(by=by, key=taken_over).state == "accepted"


def test_what_the_former_keeper_asked_others_is_not_closed_by_it(
    actor, now, refer, alone, receiver, union
):
    with actor(WORKER) as by:
        helps = refer(by)
    with actor(WORKER, "other") as by:
        referrals.accept_referral(by=by, at=now, referral=helps)
    with actor(WORKER) as by:
        sent = refer(by, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    with actor(WORKER) as by:
        assert queries.load_referral(by=by, key=helps).moves == ()
        with pytest.raises(NotAllowedError):
            referrals.move_referral(by=by, at=now, referral=helps, move="withdraw")
    with actor(WORKER, "other"):
        assert Person.objects.filter(id=alone.id).exists()
    with actor(WORKER, "third") as by:
        grants.withdraw_grant(by=by, at=now, grant=Grant.objects.get(rests_on=helps).id)
    with actor(WORKER, "other") as by:
        assert queries.load_referral(by=by, key=helps).reason == "access_closed"


def test_it_is_handed_back_from_the_page_of_the_referral(
    actor, sign_in, now, refer, alone, union
):
    with actor(WORKER) as by:
        own = by.agency
        sent = refer(by, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
    client = sign_in(WORKER, "third")
    page = client.get(reverse("show_referral", args=[sent]))
    back = reverse("refer_person", args=[alone.code]) + f"?back={sent}"
    assert back in page.text
    form = client.get(back).context["form"]
    assert (form["kind"].value(), form["receiver"].value()) == ("take_over", str(own))
    with actor(WORKER, "third") as by:
        returned = refer(by, to=own, kind="take_over")
    with actor(WORKER) as by:
        referrals.accept_referral(by=by, at=now, referral=returned)
        kept = custody.load_keepers(by=by, person_id=alone.id)
        assert [(row.until is None) for row in kept] == [False, False, True]
        assert len({row.agency for row in kept}) == 2
        assert custody.keeper_of(alone.id).agency == own
    shown = sign_in(WORKER).get(reverse("show_person", args=[alone.code])).text
    assert shown.count("Kept before by") == 2


def test_it_is_taken_over_once(actor, now, refer, met, union):
    with actor(OFFICER) as by:
        sent = refer(by, person=met, to=union, kind="take_over")
    with actor(WORKER, "third") as by:
        referrals.accept_referral(by=by, at=now, referral=sent)
        with pytest.raises(NotAllowedError):
            referrals.accept_referral(by=by, at=now, referral=sent)


def test_a_role_that_cannot_answer_takes_nobody_over(actor, now, refer, met, union):
    with actor(OFFICER) as by:
        sent = refer(by, person=met, to=union, kind="take_over")
    with actor(Role.SUPERVISOR, "third") as by, pytest.raises(RefusedError):
        referrals.accept_referral(by=by, at=now, referral=sent)
