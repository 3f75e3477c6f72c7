"""The second of two people signs what they read, once, and no text that says something else."""

import hashlib
from datetime import timedelta

import pytest

from sala.access.roles import Role
from sala.desk.approvals import sign_second, signed_as
from sala.kit.states import ChangedMeanwhileError
from sala.partnership import actions
from sala.partnership.models import AssessmentText

pytestmark = pytest.mark.django_db


@pytest.fixture
def thing(actor, now):
    """Something that two people approve: an assessment, of which two people approved a text first."""
    with actor(Role.ANALYST, "other") as by:
        key = actions.open_assessment(
            by=by,
            at=now,
            year=2018,
        )
    for turn, role in enumerate((Role.OVERSIGHT, Role.ANALYST)):
        with actor(role) as by:
            approve(by, now - timedelta(seconds=9 - turn), key, "{}")
    return key


def approve(
    by,
    at,
    key,
    content,
):
    """Approve a text as the first of two."""
    AssessmentText.objects.create(
        assessment_id=key,
        content=content,
        digest=said(content)["digest"],
        entries=0,
        **signed_as("first", by, at),
    )


def said(content):
    return {"digest": hashlib.sha256(content.encode()).hexdigest()}


def signed():
    return list(AssessmentText.objects.filter(second_at__isnull=False))


def test_the_latest_text_that_says_what_was_read_is_signed(actor, now, thing):
    with actor(Role.OVERSIGHT) as by:
        sign_second(
            AssessmentText.objects.filter(**said("{}")),
            by=by,
            at=now,
        )
        (text,) = signed()
        assert (text.first_role, text.second_by_id) == (Role.ANALYST, by.user_id)
        assert (text.second_role, text.second_agency_id) == (
            Role.OVERSIGHT,
            by.agency_id,
        )
        assert text.second_at == now


def test_a_text_that_nobody_approved_is_not_signed(actor, now, thing):
    with actor(Role.OVERSIGHT) as by:
        with pytest.raises(ChangedMeanwhileError):
            sign_second(
                AssessmentText.objects.filter(**said("[]")),
                by=by,
                at=now,
            )
        assert signed() == []


def test_what_was_signed_is_not_signed_again(actor, now, thing):
    with actor(Role.OVERSIGHT) as by:
        one = AssessmentText.objects.filter(first_role=Role.ANALYST)
        sign_second(
            one,
            by=by,
            at=now,
        )
        with pytest.raises(ChangedMeanwhileError):
            sign_second(
                one,
                by=by,
                at=now,
            )
        assert len(signed()) == 1
