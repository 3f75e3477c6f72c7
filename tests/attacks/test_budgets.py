"""One user who sends, keeps and tells without end (F11): others go on as before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sala.access import ledger, notices
from sala.access.roles import Role
from sala.desk import attachments
from sala.kit.tests.test_uploaded_files import PDF
from sala.kit.uploaded_files import SentFile
from sala.narrative.forms import published
from sala.people import actions as people
from sala.people.models import PersonAttachment
from sala.people.rules import Identity
from sala.screening.actions import envelope_budget, envelopes
from sala.screening.models import Envelope
from sala.vault import client

JUNK = b"x" * 46_000


@pytest.fixture
def sends(actor, now):
    """Send junk as a bribed officer; what becomes of each."""

    def send(times, role=Role.FRONTLINE_OFFICER):
        with actor(role) as by:
            return [
                envelopes.receive_envelope(by=by, at=now, key=uuid4(), sealed=JUNK)
                for _n in range(times)
            ]

    return send


@pytest.mark.django_db
def test_junk_is_kept_a_little_and_then_stays_with_its_sender(sends, monkeypatch):
    most = envelope_budget.SET_ASIDE_A_DAY
    made = sends(most + 5)
    assert [one.state for one in made] == ["set_aside"] * most + ["refused"] * 5
    assert {one.fault for one in made[most:]} == {"too_many"}
    (other,) = sends(1, role=Role.CASE_WORKER)
    assert other.state == "set_aside", "a colleague's is taken as before"
    monkeypatch.setattr(envelope_budget, "DAY", timedelta(0))
    (later,) = sends(1)
    assert later.state == "set_aside", "the next day begins anew"


@pytest.mark.django_db
def test_what_waits_for_the_vault_is_bounded_too(sends, monkeypatch):
    monkeypatch.setattr(envelope_budget, "SENT_A_DAY", 3)

    def away(*_args):
        raise client.VaultAwayError

    monkeypatch.setattr(envelopes, "open_submission", away)
    assert [one.fault for one in sends(4)] == ["closed"] * 3 + ["too_many"]


@pytest.mark.django_db
def test_a_refused_screening_is_still_what_its_writer_typed(
    sends, sign_in, actor, monkeypatch
):
    sends(1)
    monkeypatch.setattr(envelope_budget, "SENT_A_DAY", 1)
    officer = sign_in(Role.FRONTLINE_OFFICER)
    page = reverse("screen_on_one_page", args=["triage", "1.1.0"])
    said = {"safety-alone": "yes", "safety-interpreter": "not_needed"}
    said |= {"person-name": "Bounmee Synthetic", "person-sex": "female"}
    answer = officer.post(page, said | {"conclusion-outcome": "indicated"})
    text = answer.content.decode()
    assert "send it tomorrow" in text
    assert "Bounmee Synthetic" in text
    with actor(Role.FRONTLINE_OFFICER):
        assert Envelope.objects.count() == 1


@pytest.mark.django_db
def test_two_hundred_notices_bury_nobody_elses(actor, now, sign_in):
    with actor(Role.CASE_WORKER) as by:
        tell(by, now - timedelta(seconds=240), "access.sign_in_reset")
    with actor(Role.FRONTLINE_OFFICER) as by:
        for nth in range(200):
            tell(by, now - timedelta(seconds=nth), "access.sign_in_tried")
    with actor(Role.SUPERVISOR) as by:
        rows = notices.latest_notices(by=by, at=now)
        kinds = [row.words for row in rows]
        assert len(rows) == notices.ALIKE + 1
        assert kinds[-1] == notices.KINDS["access.sign_in_reset"]
        assert [row.folded for row in rows] == [0, 0, 0, 0, 195, 0]
        every = notices.latest_notices(by=by, at=now, like=rows[0].id)
        assert len(every) == 200, "and none of them is lost"
    client = sign_in(Role.SUPERVISOR)
    page = client.get(reverse("list_notices")).content.decode()
    assert f'href="?notice={rows[4].id}"' in page
    assert "195 older ones say the same" in page
    alike = client.get(reverse("list_notices"), {"notice": str(rows[4].id)})
    assert alike.content.decode().count('sala-entry"') == 25
    client.post(reverse("list_notices"), {})
    with actor(Role.SUPERVISOR) as by:
        assert notices.count_unread(by=by, at=now) == 0


def tell(by, at, kind):
    """A notice to the agency's supervisors, and the entry that each action makes."""
    notices.send_notice(
        by=by,
        at=at,
        agency=by.agency,
        kind=kind,
        page="start",
        roles=[Role.SUPERVISOR],
    )
    ledger.record(by=by, action="access.glass_seen", kind="glass", subject=by.user)


@pytest.mark.django_db
@pytest.mark.parametrize("limit", ["FILES_A_DAY", "BYTES_A_DAY"])
def test_files_of_any_number_of_records_are_bounded(actor, now, monkeypatch, limit):
    allowed = 2 if limit == "FILES_A_DAY" else 2 * len(PDF)
    monkeypatch.setattr(attachments, limit, allowed)
    with actor(Role.CASE_WORKER) as by:
        for _n in range(2):
            keep(by, now)
        with pytest.raises(ValidationError) as refused:
            keep(by, now)
        assert "Add the rest tomorrow" in refused.value.message_dict["file"][0]
        assert PersonAttachment.objects.count() == 2
        monkeypatch.setattr(attachments, "A_DAY", timedelta(0))
        keep(by, now)


def keep(by, at):
    """Register somebody and keep a paper of theirs."""
    person = people.register_person(by=by, at=at, identity=Identity())
    return people.add_attachment(
        by=by,
        at=at,
        person=person.id,
        what="statement",
        file=SentFile("pdf", PDF),
    )


def test_a_text_that_would_be_read_for_minutes_is_refused_at_once(monkeypatch):
    read = []
    monkeypatch.setattr(published, "read_report", lambda *a, **_k: read.append(a))
    long = "Ten victims were identified in 2019. " * 20_000
    form = published.ReadReportForm({"text": long})
    assert not form.is_valid()
    (said,) = form.non_field_errors()
    assert str(len(long)) in said
    assert "300000" in said
    assert read == []
