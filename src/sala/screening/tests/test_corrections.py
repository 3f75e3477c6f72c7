"""What is put right stays its sender's: the original is kept, and who put it right is told."""

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from sala.access import notices
from sala.access.context import acting_operator
from sala.access.models import LedgerEntry
from sala.access.roles import Purpose, Role
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.screening.actions import drafts, envelopes, quarantine
from sala.screening.actions.sealed_submissions import open_envelope
from sala.screening.models import Envelope, Screening, ScreeningDraft
from sala.screening.queries import drafts as draft_queries
from sala.screening.queries import envelopes as queries
from sala.screening.queries import screenings
from sala.screening.tests.conftest import NAME, SIGNS, TRIAGE, written

NOBODY = {"person": {"code": "0000000000"}}
SOMEBODY = {
    "name": NAME,
    "age": 30,
    "sex": "female",
    "age_group": "adult",
    "done": True,
}
OTHERWISE = {
    "person": SOMEBODY,
    "answers": dict.fromkeys(SIGNS, "no"),
    "conclusion": {"outcome": "not_indicated", "done": True},
}


@pytest.fixture
def handed(
    actor,
    now,
    user_of,
    sent,
):
    """Hand an officer's screening that was set aside to a case worker; the envelope's id."""
    left = sent(**NOBODY)
    with actor(Role.SUPERVISOR) as by:
        to = user_of(Role.CASE_WORKER).id
        quarantine.hand_over(
            by=by,
            at=now,
            key=left.id,
            to=to,
            reason="needs_help",
        )
    return left.id


@pytest.fixture
def rewritten(actor, now, handed):
    """What a case worker makes of an officer's screening: the opposite."""
    with actor(Role.CASE_WORKER) as by:
        draft = quarantine.open_to_correct(
            by=by,
            at=now,
            key=handed,
        ).draft
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said=OTHERWISE,
        )
        assert (
            drafts.send_draft(
                by=by,
                at=now,
                draft=draft,
            ).state
            == "processed"
        )
    return handed


def made(
    by,
    now,
    key,
    person,
    **said,
):
    """A screening that somebody writes past every action."""
    usual = {
        "screened_by_id": by.user,
        "written_at": now,
        "received_at": now,
    }
    instrument = dict(
        zip(("instrument", "instrument_version"), TRIAGE.values(), strict=True),
    )
    Screening.objects.create(
        id=key,
        receipt="X",
        person_id=person,
        agency_id=by.agency,
        outcome="not_known",
        **usual | instrument | said,
    )


@pytest.mark.django_db
def test_nothing_is_emptied_that_was_not_taken_in_as_its_senders(actor, now, sent):
    left = sent(**NOBODY)
    emptied = {
        "state": "processed",
        "fault": "",
        "body": b"",
    }
    for role in (Role.FRONTLINE_OFFICER, Role.CASE_WORKER):
        with actor(role), pytest.raises(ProgrammingError), transaction.atomic():
            Envelope.objects.filter(id=left.id).update(**emptied)
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        made(by, now, left.id, person.id)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Envelope.objects.filter(id=left.id).update(**emptied)
        with pytest.raises(ProgrammingError), transaction.atomic():
            Envelope.objects.create(
                id=person.id,
                agency_id=by.agency,
                sent_by_id=by.user,
                received_at=now,
                state="processed",
            )
    with actor(Role.SUPERVISOR):
        assert Envelope.objects.get().body, "somebody's only record"


@pytest.mark.django_db
def test_what_a_colleague_puts_right_is_kept_as_it_arrived_and_its_sender_is_told(
    actor,
    now,
    rewritten,
    user_of,
    sign_in,
):
    helper = user_of(Role.CASE_WORKER).full_name
    with actor(Role.SUPERVISOR) as by:
        assert open_envelope(Envelope.objects.get()).answers == SIGNS
        assert screenings.load_screening(by=by, key=rewritten).corrected_by == helper
    with actor(Role.FRONTLINE_OFFICER) as by:
        (told,) = [
            n
            for n in notices.latest_notices(by=by, at=now)
            if "put right" in str(n.words)
        ]
        assert (told.url, told.unread) == (
            reverse("show_screening", args=[rewritten]),
            True,
        )
        assert screenings.load_receipt(by=by, key=rewritten).corrected_by == helper
    assert helper in sign_in(Role.FRONTLINE_OFFICER).get(told.url).content.decode()
    assert (
        f"{helper} put it right"
        in sign_in(Role.SUPERVISOR).get(told.url).content.decode()
    )
    shown = sign_in(Role.CASE_WORKER).post(told.url).content.decode()
    assert "What it said as it arrived" in shown
    assert shown.count("Signs of trafficking") == 1, "the officer's conclusion"
    with actor(Role.OVERSIGHT):
        assert (
            LedgerEntry.objects.filter(action="screening.original_opened").count() == 1
        )


@pytest.mark.django_db
def test_an_own_correction_is_kept_too_and_is_no_news(actor, now, sent):
    left = sent(**NOBODY)
    with actor(Role.FRONTLINE_OFFICER) as by:
        draft = quarantine.open_to_correct(
            by=by,
            at=now,
            key=left.id,
        ).draft
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said={"person": SOMEBODY},
        )
        drafts.send_draft(
            by=by,
            at=now,
            draft=draft,
        )
        assert notices.latest_notices(by=by, at=now) == []
        before = quarantine.open_original(
            by=by,
            screening=left.id,
            purpose=Purpose.IDENTIFICATION,
        )
        assert before.outcome == "indicated"


@pytest.mark.django_db
def test_what_is_kept_is_neither_emptied_nor_opened_by_another_agency(actor, rewritten):
    for role in (Role.FRONTLINE_OFFICER, Role.CASE_WORKER, Role.SUPERVISOR):
        with actor(role), pytest.raises(ProgrammingError), transaction.atomic():
            Envelope.objects.filter(id=rewritten).update(body=b"")
    with actor(Role.CASE_WORKER, "other") as by, pytest.raises(Screening.DoesNotExist):
        quarantine.open_original(
            by=by,
            screening=rewritten,
            purpose=Purpose.IDENTIFICATION,
        )


@pytest.mark.django_db
def test_erasing_the_person_erases_what_had_arrived(actor, now, rewritten):
    with actor(Role.CASE_WORKER) as by:
        person = Screening.objects.get().person_id
        assert Envelope.objects.get().body
        asked = people.ask_erasure(
            by=by,
            at=now,
            person=person,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        people.erase_person(by=by, request=asked)
    with actor(Role.SUPERVISOR):
        assert bytes(Envelope.objects.get().body) == b""


def test_what_is_kept_keeps_no_key_in_use(
    scratch,
    owner,
    actor,
    rewritten,
    rotating,
):
    rotating.rotate()
    with owner(), acting_operator("keys retire"):
        assert queries.under_old_keys() == 0
    rotating.retire()
    with actor(Role.CASE_WORKER) as by:
        assert Envelope.objects.get().body, "noise"
        said = {"screening": rewritten, "purpose": Purpose.IDENTIFICATION}
        assert quarantine.open_original(by=by, **said) is None


@pytest.fixture
def begun(
    actor,
    now,
    user_of,
    sent,
):
    """A draft that its sender began, of what is then handed to a case worker; both ids."""
    left = sent(**NOBODY)
    with actor(Role.FRONTLINE_OFFICER) as by:
        draft = quarantine.open_to_correct(
            by=by,
            at=now,
            key=left.id,
        ).draft
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said=OTHERWISE,
        )
    with actor(Role.SUPERVISOR) as by:
        to = user_of(Role.CASE_WORKER).id
        quarantine.hand_over(
            by=by,
            at=now,
            key=left.id,
            to=to,
            reason="away",
        )
    return left.id, draft


@pytest.mark.django_db
def test_a_draft_is_gone_with_the_hand_that_held_it(
    actor,
    now,
    begun,
    user_of,
    sign_in,
):
    key, draft = begun
    address = reverse("write_screening", args=[draft, "conclusion"])
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert draft_queries.load_draft(by=by, key=draft) is None
        with pytest.raises(ScreeningDraft.DoesNotExist):
            drafts.send_draft(
                by=by,
                at=now,
                draft=draft,
            )
        with pytest.raises(Envelope.DoesNotExist):
            envelopes.correct_envelope(
                by=by,
                at=now,
                key=key,
                said=written(now),
            )
    left = sign_in(Role.FRONTLINE_OFFICER).post(address)
    assert left.url == reverse("list_screenings"), "what became of it is told there"
    with actor(Role.CASE_WORKER) as by:
        anew = quarantine.open_to_correct(
            by=by,
            at=now,
            key=key,
        ).draft
        assert draft_queries.load_draft(by=by, key=anew).answers == SIGNS, (
            "what arrived"
        )
    with actor(Role.SUPERVISOR) as by:
        to = user_of(Role.FRONTLINE_OFFICER).id
        quarantine.hand_over(
            by=by,
            at=now,
            key=key,
            to=to,
            reason="away",
        )
    with actor(Role.FRONTLINE_OFFICER) as by:
        back = quarantine.open_to_correct(
            by=by,
            at=now,
            key=key,
        ).draft
        assert draft_queries.load_draft(by=by, key=back).answers == SIGNS


@pytest.mark.django_db
def test_nobody_puts_right_what_is_not_in_their_hand(actor, now, sent):
    left = sent(**NOBODY)
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(Envelope.DoesNotExist):
            envelopes.correct_envelope(
                by=by,
                at=now,
                key=left.id,
                said=written(now),
            )
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        sender = Envelope.objects.get().sent_by_id
        said = {"screened_by_id": sender, "corrected_by_id": by.user}
        with pytest.raises(ProgrammingError), transaction.atomic():
            made(
                by,
                now,
                left.id,
                person.id,
                **said,
            )


def test_the_draft_of_whoever_had_it_before_is_deleted(scratch, owner, begun):
    with owner(), acting_operator("keys retire"):
        assert not ScreeningDraft.objects.exists()
