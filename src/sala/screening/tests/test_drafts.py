"""A screening while it is written: sealed, its writer's alone, forgotten after three days."""

import json
from datetime import timedelta

import pytest

from sala.access.context import acting_operator
from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.people.models import Person
from sala.screening import jobs
from sala.screening.actions import drafts
from sala.screening.models import ScreeningDraft
from sala.screening.queries import envelopes as aside
from sala.screening.queries import screenings as queries
from sala.screening.tests.conftest import NAME, TRIAGE


@pytest.mark.django_db
def test_a_draft_is_its_writers_alone_and_sealed(actor, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        draft = drafts.start_draft(
            by=by,
            at=now,
            **TRIAGE,
        )
        said = {"person": {"name": NAME, "done": True}}
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said=said,
        )
        assert NAME.encode() not in bytes(ScreeningDraft.objects.get().sealed)
    for role in Role:
        for side in ("own", "other"):
            if (role, side) != (Role.FRONTLINE_OFFICER, "own"):
                with actor(role, side):
                    assert not ScreeningDraft.objects.exists(), (role, side)
    with actor(Role.CASE_WORKER) as by, pytest.raises(ScreeningDraft.DoesNotExist):
        drafts.discard_draft(by=by, draft=draft)
    with actor(Role.FRONTLINE_OFFICER) as by:
        drafts.discard_draft(by=by, draft=draft)
        assert not ScreeningDraft.objects.exists()


@pytest.mark.django_db
def test_a_draft_nobody_went_on_with_is_forgotten_after_three_days(actor, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        old = now - timedelta(hours=73)
        forgotten = drafts.start_draft(
            by=by,
            at=old,
            **TRIAGE,
        )
        assert not ScreeningDraft.objects.exists(), "not even its writer sees it"
        kept = drafts.start_draft(
            by=by,
            at=now - timedelta(hours=71),
            **TRIAGE,
        )
        assert forgotten != kept
    jobs.forget_what_is_over()
    with actor(Role.FRONTLINE_OFFICER):
        assert list(ScreeningDraft.objects.values_list("id", flat=True)) == [kept]
    with actor(Role.OVERSIGHT):
        entry = LedgerEntry.objects.get(action="screening.drafts_forgotten")
        assert json.loads(entry.detail)["number"] == 1, "the older one alone"


@pytest.mark.django_db
def test_a_person_is_registered_once_when_help_cannot_wait(actor, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        draft = drafts.start_draft(
            by=by,
            at=now,
            **TRIAGE,
        )
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said={"person": {"name": NAME, "sex": "female"}},
        )
        code = drafts.register_person(
            by=by,
            at=now,
            draft=draft,
        )
        assert (
            drafts.register_person(
                by=by,
                at=now,
                draft=draft,
            )
            == code
        )
        said = {"conclusion": {"outcome": "not_known"}}
        drafts.save_page(
            by=by,
            at=now,
            draft=draft,
            said=said,
        )
        received = drafts.send_draft(
            by=by,
            at=now,
            draft=draft,
        )
        assert queries.load_screening(by=by, key=received.id).person_code == code
        assert Person.objects.count() == 1
        with pytest.raises(ScreeningDraft.DoesNotExist):
            drafts.send_draft(
                by=by,
                at=now,
                draft=draft,
            )


def test_a_key_is_not_retired_while_a_draft_needs_it(
    scratch,
    owner,
    actor,
    now,
    rotating,
    sent,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        drafts.start_draft(
            by=by,
            at=now,
            **TRIAGE,
        )
    sent(version="9.9.9")
    sent()
    with owner(), acting_operator("keys retire"):
        assert aside.under_old_keys() == 0
        rotating.rotate()
        assert aside.under_old_keys() == 2, "the draft and what was set aside"
