"""What an envelope holds: a form that is known, or a newer one whose later fields are kept."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from sala.access.context import for_purpose
from sala.access.roles import Purpose, Role
from sala.people import actions as people
from sala.screening import labels
from sala.screening.actions import drafts, envelopes, quarantine
from sala.screening.actions.sealed_submissions import USE
from sala.screening.models import Screening, ScreeningAnswers
from sala.screening.rules import frame
from sala.screening.rules.submission import (
    FORM,
    KnownPerson,
    Submission,
    identity_of,
    parse_submission,
    submission_fault,
    write_submission,
)
from sala.screening.tests.conftest import SIGNS, TRIAGE, written
from sala.vault import sealed_box
from sala.vault.sealed_columns import sealed_place

WRITTEN_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LATER = {"weather": "rain", "person": {"nickname": "Synthetic"}, "mood": {"calm": 1}}


def text(**changes):
    said = {**TRIAGE, "written_at": WRITTEN_AT.isoformat(), "outcome": "not_known"}
    return json.dumps(said | changes).encode()


def newer_text(**changes):
    who = {"name": "Bounmee", "nickname": "Synthetic"}
    return text(form=FORM + 1, person=who, weather="rain", mood={"calm": 1}, **changes)


@pytest.mark.parametrize(
    ("changes", "is_one"),
    [
        ({}, True),
        ({"form": FORM}, True),
        ({"form": FORM + 1}, True),
        ({"form": 0}, False),
        ({"form": "2"}, False),
        ({"weather": "rain"}, False),  # a known form has no such field
        ({"later": {"weather": "rain"}}, False),
        ({"person": {"nickname": "x"}}, False),
        ({"form": FORM + 1, "weather": "rain"}, True),
        ({"form": FORM + 1, "person": {"nickname": "x"}}, True),
        ({"form": FORM + 1, "person": {"code": "1234567890", "since": 3}}, True),
        ({"form": FORM + 1, "alone": "perhaps"}, False),  # what is known is as it was
        ({"form": FORM + 1, "person": "x"}, False),
        ({"form": FORM + 1, "answers": {"papers_kept": "maybe"}}, False),
        ({"interpreter": "cousin"}, False),
        ({"urgent": ["danger", "medical"]}, True),
        ({"urgent": [""]}, False),
        ({"outcome": ""}, False),
        ({"outcome": None}, False),
        ({"sex": "other", "age_group": "in_doubt"}, True),
    ],
)
def test_a_newer_form_may_say_more_and_a_known_one_may_not(changes, is_one):
    assert (parse_submission(text(**changes)) is not None) == is_one


@pytest.mark.parametrize("said", [b"", b"[]", b"{", b'"x"', b"[" * 100_000, b"\xff"])
def test_what_is_no_screening_is_none(said):
    assert parse_submission(said) is None


def test_what_a_newer_form_says_more_is_kept_and_written_where_it_stood():
    content = parse_submission(newer_text())
    assert content.later == LATER
    assert content.person.name == "Bounmee"
    again = json.loads(write_submission(content))
    assert again["form"] == FORM + 1
    assert again["weather"] == "rain"
    assert again["person"]["nickname"] == "Synthetic"
    assert parse_submission(write_submission(content)) == content


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"answers": {"nowhere": "yes"}}, "unknown_question"),
        ({"written_at": WRITTEN_AT + timedelta(minutes=10)}, ""),
        ({"written_at": WRITTEN_AT + timedelta(minutes=11)}, "clock"),
    ],
)
def test_what_speaks_against_taking_it_in(changes, fault):
    content = Submission(**{**TRIAGE, "written_at": WRITTEN_AT, "outcome": "not_known"})
    said = content.model_copy(update=changes)
    assert submission_fault(said, SIGNS, WRITTEN_AT) == fault


def test_who_is_registered_has_no_identity_to_make():
    said = written(WRITTEN_AT, person=KnownPerson(code="1234567890"))
    with pytest.raises(TypeError):
        identity_of(said)
    assert identity_of(written(WRITTEN_AT)).display_name == "Bounmee Synthetic"


def test_the_frame_says_the_order_and_when_one_may_ask():
    assert frame.page_order(["work", "control"]) == (
        "safety",
        "person",
        "q-work",
        "q-control",
        "conclusion",
    )
    safe = {"alone": "yes", "interpreter": "independent"}
    assert frame.is_safe({"safety": safe})
    for wrong in ({"alone": "no"}, {"interpreter": "linked"}, {"alone": ""}):
        assert not frame.is_safe({"safety": safe | wrong})
    assert not frame.is_safe({})
    assert [page.name for page in frame.FRAME if page.is_gate] == ["safety"]


def test_the_frame_is_data_for_a_phone_and_every_code_has_words():
    data = json.loads(json.dumps(frame.as_data()))
    pages = {page["name"]: page["fields"] for page in data["before"] + data["after"]}
    assert list(pages) == ["safety", "person", "conclusion"]
    for name in ("safety", "conclusion"):
        for field in pages[name]:
            assert set(field["codes"]) == set(labels.FRAME_WORDS[field["name"]].codes)
    asked = {field["name"] for fields in pages.values() for field in fields}
    assert asked - {"name", "phone", "age"} <= Submission.model_fields.keys()


def seal(said, key):
    return sealed_box.seal_box(said, use=USE, about=key)


def opened(by, key):
    row = Screening.objects.get(id=key)
    with for_purpose(by, Purpose.IDENTIFICATION.value):
        sealed = bytes(ScreeningAnswers.objects.get(screening_id=key).sealed)
    assert b"rain" not in sealed
    return people.open_about(
        by=by,
        person=row.person_id,
        place=sealed_place(ScreeningAnswers, "sealed", key),
        sealed=sealed,
        purpose=Purpose.IDENTIFICATION,
    )


@pytest.mark.django_db
def test_a_newer_phone_is_not_refused_and_what_it_adds_is_sealed_beside(actor, now):
    key = uuid4()
    said = newer_text(written_at=now.isoformat())
    with actor(Role.CASE_WORKER) as by:
        done = envelopes.receive_envelope(
            by=by, at=now, key=key, sealed=seal(said, key)
        )
        assert (done.state, done.fault) == ("processed", "")
        kept = opened(by, key)
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(s)::text FROM screening_screening s")
            assert "rain" not in cursor.fetchone()[0]
    assert (kept["form"], kept["later"]) == (FORM + 1, LATER)


@pytest.mark.django_db
def test_what_a_newer_form_added_outlives_a_correction(actor, now):
    key = uuid4()
    said = newer_text(written_at=now.isoformat(), answers={"nowhere": "yes"})
    with actor(Role.CASE_WORKER) as by:
        done = envelopes.receive_envelope(
            by=by, at=now, key=key, sealed=seal(said, key)
        )
        assert done.fault == "unknown_question"
        made = quarantine.open_to_correct(by=by, at=now, key=key)
        assert made.left_out == ("nowhere",)
        assert drafts.send_draft(by=by, at=now, draft=made.draft).state == "processed"
        assert opened(by, key)["later"] == LATER
