"""A screening that was set aside is put right, handed on, or closed; and nothing of it is lost."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from sala.access import actions as access
from sala.access import notices
from sala.access.context import acting_member, acting_operator
from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.states import NotAllowedError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.people.models import Person
from sala.screening.actions import drafts, envelopes, quarantine
from sala.screening.actions.sealed_submissions import FaultError, open_envelope
from sala.screening.models import Envelope, Screening, ScreeningDraft
from sala.screening.queries import drafts as draft_queries
from sala.screening.queries import envelopes as queries
from sala.screening.queries import screenings
from sala.screening.tests.conftest import NAME, SIGNS

NOBODY = {"person": {"code": "0000000000"}}
SOMEBODY = {
    "name": NAME,
    "age": 30,
    "sex": "female",
    "age_group": "adult",
    "done": True,
}


@pytest.mark.django_db
def test_the_sender_opens_corrects_and_sends_what_was_set_aside(
    actor,
    now,
    raid,
    sent,
):
    left = sent(operation=str(raid), **NOBODY)
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert queries.set_aside(by=by, at=now)[0].may_correct
        draft = quarantine.open_to_correct(
            by=by,
            at=now,
            key=left.id,
        ).draft
        assert (
            quarantine.open_to_correct(
                by=by,
                at=now,
                key=left.id,
            ).draft
            == draft
        ), "opened once"
        page = draft_queries.load_draft(by=by, key=draft)
        assert (page.answers, page.next_step) == (SIGNS, "person"), (
            "who it is has to be said again"
        )
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said={"person": SOMEBODY},
        )
        received = drafts.send_draft(
            by=by,
            at=now,
            draft=draft,
        )
        assert (received.state, received.id) == ("processed", left.id)
        row = screenings.load_screening(by=by, key=left.id)
        assert (row.operation_id, row.outcome) == (raid, "indicated")
        assert not ScreeningDraft.objects.exists()
        assert open_envelope(Envelope.objects.get()).person.code == "0000000000", (
            "it is kept"
        )
    with actor(Role.OVERSIGHT):
        assert (
            LedgerEntry.objects.filter(action="screening.envelope_opened").count() == 1
        )


@pytest.mark.django_db
def test_a_correction_that_does_not_help_loses_neither_the_letter_nor_the_draft(
    actor,
    now,
    sent,
):
    left = sent(version="1.1.0", **NOBODY)
    with actor(Role.FRONTLINE_OFFICER) as by:
        before = bytes(Envelope.objects.get().body)
        draft = quarantine.open_to_correct(
            by=by,
            at=now,
            key=left.id,
        ).draft
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said={"person": {"code": "0000000001"}},
        )
        received = drafts.send_draft(
            by=by,
            at=now,
            draft=draft,
        )
        assert (received.state, received.fault) == ("set_aside", "unknown_person")
        assert ScreeningDraft.objects.filter(id=draft).exists()
        assert bytes(Envelope.objects.get().body) == before
        assert not Screening.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "next_step"),
    [
        ({"answers": {**SIGNS, "favourite_colour": "yes"}}, "check"),
        ({"operation": str(uuid4())}, "check"),
        ({"written_at": "2999-01-01T00:00:00Z"}, "check"),
    ],
)
def test_what_was_wrong_is_left_out_or_put_right_and_the_rest_stays(
    changes,
    next_step,
    actor,
    now,
    sent,
):
    left = sent(**changes)
    with actor(Role.FRONTLINE_OFFICER) as by:
        opened = quarantine.open_to_correct(
            by=by,
            at=now,
            key=left.id,
        )
        assert opened.left_out == (
            ("favourite_colour",) if "answers" in changes else ()
        )
        assert draft_queries.load_draft(by=by, key=opened.draft).next_step == next_step
        assert (
            drafts.send_draft(
                by=by,
                at=now,
                draft=opened.draft,
            ).state
            == "processed"
        )
        row = screenings.load_screening(by=by, key=left.id)
        assert row.sex == "female"
        assert row.written_at <= now


@pytest.mark.django_db
def test_what_does_not_open_is_not_opened(actor, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        key = uuid4()
        envelopes.receive_envelope(
            by=by,
            at=now,
            key=key,
            sealed=b"k1:nothing",
        )
        assert not queries.set_aside(by=by, at=now)[0].may_correct
        with pytest.raises(FaultError):
            quarantine.open_to_correct(
                by=by,
                at=now,
                key=key,
            )


@pytest.mark.django_db
def test_an_officer_opens_it_for_a_day_and_then_only_somebody_hands_it_on(
    actor,
    now,
    user_of,
    sent,
):
    left = sent(**NOBODY)
    later = now + timedelta(hours=24)
    with actor(Role.FRONTLINE_OFFICER) as by:
        row = queries.set_aside(by=by, at=later)[0]
        assert (row.may_try, row.may_correct) == (True, False)
        with pytest.raises(Envelope.DoesNotExist):
            quarantine.open_to_correct(
                by=by,
                at=later,
                key=left.id,
            )


@pytest.mark.django_db
def test_a_supervisor_hands_it_to_a_colleague_who_puts_it_right(
    actor,
    now,
    user_of,
    sent,
):
    left = sent(**NOBODY)
    sender, helper = user_of(Role.FRONTLINE_OFFICER), user_of(Role.CASE_WORKER)
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        with pytest.raises(Envelope.DoesNotExist):
            quarantine.open_to_correct(
                by=by,
                at=now,
                key=left.id,
            )
    with actor(Role.SUPERVISOR) as by:
        assert {one.user_id for one in queries.load_colleagues(by=by)} >= {
            sender.id,
            helper.id,
        }
        quarantine.hand_over(
            by=by,
            at=now,
            key=left.id,
            to=helper.id,
            reason="knows_the_person",
        )
        row = queries.load_envelope(
            by=by,
            key=left.id,
            at=now,
        )
        assert (row.holder, row.reason) == (helper.full_name, "knows_the_person")
        assert (row.may_try, row.may_correct, row.may_move) == (False, False, True)
        with pytest.raises(ValidationError, match="already"):
            quarantine.hand_over(
                by=by,
                at=now,
                key=left.id,
                to=helper.id,
                reason="away",
            )
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert [n.url for n in notices.latest_notices(by=by, at=now)] == [
            reverse("show_envelope", args=[left.id]),
        ]
        with pytest.raises(Envelope.DoesNotExist):
            quarantine.open_to_correct(
                by=by,
                at=now,
                key=left.id,
            )
    with actor(Role.CASE_WORKER) as by:
        assert any(
            "handed to you" in str(n.words)
            for n in notices.latest_notices(by=by, at=now)
        )
        draft = quarantine.open_to_correct(
            by=by,
            at=now,
            key=left.id,
        ).draft
        said = {**SOMEBODY, "code": person.code}
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said={"person": said},
        )
        assert (
            drafts.send_draft(
                by=by,
                at=now,
                draft=draft,
            ).state
            == "processed"
        )
        kept = Screening.objects.get(id=left.id)
        assert (kept.screened_by_id, kept.person_id) == (sender.id, person.id)


@pytest.fixture
def second_officer(actor, now, user_of, confirm_all):
    """Another frontline officer of the agency: everybody else in it sees its people anyway."""
    user = user_of(Role.INVESTIGATOR)
    with actor(Role.ADMINISTRATOR) as by:
        member = access.give_role(
            by=by,
            user=user,
            agency=by.agency,
            role=Role.FRONTLINE_OFFICER,
            starts_on=date(2020, 1, 1),
        )
    confirm_all(user)
    return user, member.id


@pytest.mark.django_db
def test_another_frontline_officer_takes_it_in_and_sees_it_for_a_day(
    actor,
    now,
    sent,
    second_officer,
):
    user, member = second_officer
    left = sent(**NOBODY)
    with acting_member(user.id, member) as by:
        assert (
            queries.load_envelope(
                by=by,
                key=left.id,
                at=now,
            )
            is None
        )
    with actor(Role.SUPERVISOR) as by:
        quarantine.hand_over(
            by=by,
            at=now,
            key=left.id,
            to=user.id,
            reason="away",
        )
    with acting_member(user.id, member) as by:
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
        assert (
            drafts.send_draft(
                by=by,
                at=now,
                draft=draft,
            ).state
            == "processed"
        )
        assert screenings.load_screening(by=by, key=left.id).outcome == "indicated"
        assert Person.objects.count() == 1
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert screenings.load_screening(by=by, key=left.id) is None, (
            "the person is the other one's"
        )
        assert screenings.load_receipt(by=by, key=left.id)


@pytest.mark.django_db
def test_a_supervisor_closes_what_nobody_can_take_in_and_it_stays(actor, now, sent):
    left = sent(version="9.9.9")
    with actor(Role.SUPERVISOR) as by:
        before = bytes(Envelope.objects.get().body)
        with pytest.raises(ValidationError, match="list"):
            quarantine.close_quarantined(
                by=by,
                at=now,
                key=left.id,
                reason="because",
            )
        quarantine.close_quarantined(
            by=by,
            at=now,
            key=left.id,
            reason="screened_again",
        )
        assert queries.set_aside(by=by, at=now) == []
        assert (
            queries.load_closed_envelopes(by=by, at=now)[0].reason == "screened_again"
        )
        with pytest.raises(NotAllowedError):
            quarantine.hand_over(
                by=by,
                at=now,
                key=left.id,
                to=uuid4(),
                reason="away",
            )
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert [n.unread for n in notices.latest_notices(by=by, at=now)] == [True]
        with pytest.raises(Envelope.DoesNotExist):
            envelopes.try_again(
                by=by,
                at=now,
                key=left.id,
            )
    with actor(Role.SUPERVISOR) as by:
        quarantine.open_again(
            by=by,
            at=now,
            key=left.id,
        )
        assert queries.set_aside(by=by, at=now)[0].reason == ""
        assert bytes(Envelope.objects.get().body) == before


@pytest.mark.django_db
def test_only_the_own_supervisor_moves_it_and_only_to_who_screens_there(
    actor,
    now,
    user_of,
    sent,
):
    left = sent(**NOBODY)
    stranger, mine = user_of(Role.CASE_WORKER, "other"), user_of(Role.CASE_WORKER)
    for role in (Role.CASE_WORKER, Role.FRONTLINE_OFFICER):
        with actor(role) as by:
            with pytest.raises(RefusedError):
                quarantine.close_quarantined(
                    by=by,
                    at=now,
                    key=left.id,
                    reason="sent_twice",
                )
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM screening_colleagues()")
                assert cursor.fetchall() == [], (
                    "who works there is the supervisor's to know"
                )
    with actor(Role.SUPERVISOR, "other") as by, pytest.raises(Envelope.DoesNotExist):
        quarantine.close_quarantined(
            by=by,
            at=now,
            key=left.id,
            reason="sent_twice",
        )
    with actor(Role.SUPERVISOR) as by:
        for user in (stranger, user_of(Role.INVESTIGATOR)):
            with pytest.raises(ValidationError, match="list"):
                quarantine.hand_over(
                    by=by,
                    at=now,
                    key=left.id,
                    to=user.id,
                    reason="away",
                )
    wrong = [
        (
            Role.SUPERVISOR,
            {
                "holder_id": stranger.id,
                "moved_by_id": True,
                "moved_at": now,
            },
        ),
        (Role.SUPERVISOR, {"state": "processed", "body": b""}),
        (Role.SUPERVISOR, {"fault": "clock"}),
        (
            Role.SUPERVISOR,
            {
                "holder_id": mine.id,
                "moved_by_id": mine.id,
                "moved_at": now,
            },
        ),
        (Role.SUPERVISOR, {"state": "closed", "moved_reason": "x"}),
        (
            Role.CASE_WORKER,
            {
                "holder_id": mine.id,
                "moved_by_id": True,
                "moved_at": now,
            },
        ),
        (
            Role.FRONTLINE_OFFICER,
            {
                "state": "closed",
                "moved_by_id": True,
                "moved_at": now,
            },
        ),
    ]
    for role, change in wrong:
        with actor(role) as by:
            said = {k: by.user if v is True else v for k, v in change.items()}
            with pytest.raises(ProgrammingError), transaction.atomic():
                Envelope.objects.filter(id=left.id).update(**said)


@pytest.mark.django_db
def test_who_comes_too_late_keeps_the_draft_and_is_told(
    actor,
    now,
    sent,
    sign_in,
    user_of,
):
    left = sent(operation=str(uuid4()))
    with actor(Role.FRONTLINE_OFFICER) as by:
        draft = quarantine.open_to_correct(
            by=by,
            at=now,
            key=left.id,
        ).draft
    with actor(Role.SUPERVISOR) as by:
        quarantine.close_quarantined(
            by=by,
            at=now,
            key=left.id,
            reason="screened_again",
        )
    client = sign_in(Role.FRONTLINE_OFFICER)
    page = client.post(reverse("write_screening", args=[draft, "check"]), follow=True)
    assert "A colleague took in, or closed" in page.content.decode()
    with actor(Role.FRONTLINE_OFFICER) as by:
        with pytest.raises(NotAllowedError):
            drafts.send_draft(
                by=by,
                at=now,
                draft=draft,
            )
        assert ScreeningDraft.objects.filter(id=draft).exists()


@pytest.mark.django_db
def test_the_pages_lead_from_the_count_to_the_end(
    actor,
    now,
    sent,
    sign_in,
    user_of,
):
    left = sent(**NOBODY)
    helper = user_of(Role.CASE_WORKER)
    supervisor, page = (
        sign_in(Role.SUPERVISOR),
        reverse("show_envelope", args=[left.id]),
    )
    assert page in supervisor.get(reverse("list_screenings")).content.decode()
    shown = supervisor.get(page).content.decode()
    assert "record is not open to whoever sent it" in shown
    assert NAME not in shown
    hand = reverse("hand_envelope", args=[left.id])
    assert helper.full_name in supervisor.get(hand).content.decode()
    missing = supervisor.post(hand, {"reason": "away"}).content.decode()
    assert "error-summary" in missing
    answer = supervisor.post(hand, {"to": str(helper.id), "reason": "needs_help"})
    assert answer.url == page
    worker = sign_in(Role.CASE_WORKER)
    answer = worker.post(reverse("correct_envelope", args=[left.id]))
    assert answer.url.startswith("/screening/screenings/drafts/")
    assert worker.get(answer.url).status_code == 200
    answer = supervisor.post(
        reverse("close_envelope", args=[left.id]),
        {"reason": "sent_twice"},
    )
    assert answer.url == page
    assert supervisor.get(hand, follow=True).redirect_chain[0][0] == page, (
        "closed already"
    )
    assert "Take it up again" in supervisor.get(page).content.decode()
    again = reverse("reopen_envelope", args=[left.id])
    assert supervisor.post(again).url == page
    assert supervisor.post(again, follow=True).status_code == 200
    assert worker.post(reverse("try_envelope", args=[left.id])).status_code == 302


def test_what_is_closed_keeps_no_key_in_use_and_is_noise_without_it(
    scratch,
    owner,
    actor,
    now,
    sent,
    rotating,
):
    """So that the next rotation is always possible, and reaches what old backups still hold."""
    left = sent(**NOBODY)
    rotating.rotate()
    with owner(), acting_operator("keys retire"):
        assert queries.under_old_keys() == 1, "a set-aside one is still to be read"
    with actor(Role.SUPERVISOR) as by:
        quarantine.close_quarantined(
            by=by,
            at=now,
            key=left.id,
            reason="screened_again",
        )
    with owner(), acting_operator("keys retire"):
        assert queries.under_old_keys() == 0
    with actor(Role.SUPERVISOR):
        kept = Envelope.objects.get(id=left.id)
        assert open_envelope(kept).person.code == "0000000000", (
            "until the key is retired"
        )
        rotating.retire()
        with pytest.raises(FaultError, match="unreadable"):
            open_envelope(kept)
