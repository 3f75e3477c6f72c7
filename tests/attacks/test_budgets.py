"""What one user may fill (F11): the store, and the attention of others."""

from datetime import timedelta
from uuid import uuid4

import pytest

from sala.access.models import Notice
from sala.access.roles import Role
from sala.screening.actions import envelopes
from sala.screening.models import Envelope
from sala.screening.queries import envelopes as sent

JUNK = b"k1:" + b"x" * 100


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(sent, "MOST_SET_ASIDE", 3)
    monkeypatch.setattr(sent, "MOST_A_DAY", 5)


def send(by, at, key=None):
    return envelopes.receive_envelope(by=by, at=at, key=key or uuid4(), sealed=JUNK)


@pytest.mark.django_db
def test_one_sender_fills_neither_the_store_nor_the_supervisors_page(
    few, actor, now, caplog
):
    with actor(Role.SUPERVISOR):
        before = Notice.objects.count()
    keys = [uuid4() for _n in range(5)]
    with actor(Role.CASE_WORKER) as by, caplog.at_level("INFO", "sala.security"):
        said = [send(by, now, key) for key in keys]
        assert [s.state for s in said] == ["set_aside"] * 3 + ["refused"] * 2
        assert {s.fault for s in said[3:]} == {"too_many"}
        assert Envelope.objects.filter(id__in=keys).count() == 3
        again = send(by, now, keys[0])
        assert (again.state, again.again) == ("set_aside", True)
    assert caplog.text.count('"limit": "envelopes"') == 2
    with actor(Role.SUPERVISOR):
        assert Notice.objects.count() - before <= 3


@pytest.mark.django_db
def test_another_sender_and_another_day_are_not_held_back(few, actor, now):
    with actor(Role.CASE_WORKER) as by:
        for _n in range(4):
            last = send(by, now)
        assert last.state == "refused"
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert send(by, now).state == "set_aside"
    with actor(Role.CASE_WORKER) as by:
        tomorrow = now + timedelta(hours=24, minutes=1)
        assert sent.sent_too_many(by=by, at=now)
        assert not sent.sent_too_many(by=by, at=tomorrow)


@pytest.mark.django_db
def test_what_waits_for_the_vault_is_nobodys_fault(few, actor, now, monkeypatch):
    def closed(*_said):
        raise envelopes.VaultAwayError

    monkeypatch.setattr(envelopes, "open_submission", closed)
    with actor(Role.CASE_WORKER) as by:
        said = [send(by, now).fault for _n in range(6)]
    assert said == [sent.CLOSED] * 5 + ["too_many"]
