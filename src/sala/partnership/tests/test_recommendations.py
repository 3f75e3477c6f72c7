"""A recommendation is kept until something is done that can be checked; repeated ones are seen."""

import csv
from datetime import timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.partnership import actions
from sala.partnership.actions import common
from sala.partnership.models import Recommendation, RecommendationStep
from sala.partnership.queries import recommendations as queries
from sala.partnership.queries.worklist import worklist_items


def asked(**changes):
    usual = {
        "source": "TIP",
        "year": 2020,
        "number": 4,
        "texts": {"en": "Train officials."},
    }
    return actions.RecommendationInput(**usual | changes)


def answer(
    by,
    now,
    key,
    move,
    step,
    **changes,
):
    told = actions.RecommendationAnswer(move, now.date(), step, **changes)
    actions.answer_recommendation(
        by=by,
        at=now,
        recommendation=key,
        answer=told,
    )


@pytest.mark.django_db
def test_an_answer_is_something_done_that_can_be_checked(
    actor,
    now,
    recommendation,
    objective,
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            answer(
                by,
                now,
                recommendation,
                "answer",
                0,
                evidence="Report 7",
            )
        assert set(refused.value.message_dict) == {"note"}
        answer(
            by,
            now,
            recommendation,
            "take_up",
            0,
            objective=objective,
        )
        with pytest.raises(ValidationError) as refused:
            answer(
                by,
                now,
                recommendation,
                "answer",
                1,
            )
        assert set(refused.value.message_dict) == {"evidence"}
        answer(
            by,
            now,
            recommendation,
            "answer",
            1,
            evidence="Report 7 of the ministry",
        )
        row = queries.load_recommendation(by=by, key=recommendation)
        assert (row.state, row.moves) == ("answered", ("reopen",))
        assert row.steps[0].objective_number == "1.1"
        with pytest.raises(NotAllowedError):
            answer(
                by,
                now,
                recommendation,
                "answer",
                2,
                note="x",
                evidence="y",
            )


def step(by, now, recommendation, **changes):
    """A step past every check of Python."""
    entry = common.record_entry(
        by,
        "recommendation_moved",
        "recommendation",
        recommendation,
    )
    usual = {
        "recommendation_id": recommendation,
        "number": 9,
        "move": "report",
        "state": "under_way",
        "happened_on": now.date(),
        "agency_id": by.agency,
        "recorded_by_id": by.user,
        "recorded_at": now,
        "ledger_lane": entry.lane,
        "ledger_seq": entry.seq,
    }
    return RecommendationStep.objects.create(**usual | changes)


@pytest.mark.django_db
def test_the_database_too_wants_evidence_and_the_secretariat_to_decline(
    actor,
    now,
    recommendation,
):
    with actor(Role.CASE_WORKER) as by, connection.cursor() as cursor:
        with (
            pytest.raises(DatabaseError, match="answer_has_evidence"),
            transaction.atomic(),
        ):
            step(by, now, recommendation, state="answered")
        with pytest.raises(RefusedError):
            answer(
                by,
                now,
                recommendation,
                "decline",
                0,
                reason="disagrees",
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            step(
                by,
                now,
                recommendation,
                state="declined",
                reason="disagrees",
            )
        step(by, now, recommendation)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(
                "UPDATE partnership_recommendationstep SET state = 'answered'",
            )
        transaction.set_rollback(True)
    with actor(Role.ANALYST) as by:
        answer(
            by,
            now,
            recommendation,
            "decline",
            0,
            reason="disagrees",
        )
        assert (
            queries.load_recommendation(by=by, key=recommendation).state == "declined"
        )


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
def test_another_agency_answers_nothing_and_keeps_nothing(
    role,
    actor,
    now,
    recommendation,
):
    with actor(role, "other") as by:
        with pytest.raises(RefusedError):
            answer(
                by,
                now,
                recommendation,
                "take_up",
                0,
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            step(by, now, recommendation)
        with pytest.raises(RefusedError):
            actions.record_recommendation(
                by=by,
                at=now,
                recommended=asked(),
            )
        assert Recommendation.objects.update(priority="low") == 0
        assert queries.load_recommendation(by=by, key=recommendation).moves == ()


@pytest.mark.django_db
def test_two_at_once_do_not_both_take_the_next_step(actor, now, recommendation):
    with actor(Role.CASE_WORKER) as by:
        answer(
            by,
            now,
            recommendation,
            "take_up",
            0,
        )
        with pytest.raises(ChangedMeanwhileError):
            answer(
                by,
                now,
                recommendation,
                "take_up",
                0,
            )
        with (
            pytest.raises(DatabaseError, match="recommendation_step"),
            transaction.atomic(),
        ):
            step(by, now, recommendation, number=2)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("source", {"source": " "}),
        ("year", {"year": 20}),
        ("number", {"number": 0}),
        ("number", {"year": 2019}),
        ("texts", {"texts": {}}),
        ("priority", {"priority": "urgent"}),
        ("repeats", {"repeats": UUID(int=0)}),
    ],
)
def test_a_recommendation_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
    recommendation,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_recommendation(
                by=by,
                at=now,
                recommended=asked(**changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert Recommendation.objects.count() == 1


@pytest.mark.django_db
def test_repeated_from_an_earlier_year_is_seen_from_both(
    actor,
    sign_in,
    now,
    recommendation,
):
    with actor(Role.ANALYST) as by:
        again = actions.record_recommendation(
            by=by,
            at=now,
            recommended=asked(),
        )
        with pytest.raises(ValidationError) as refused:
            actions.link_repeated(
                by=by,
                at=now,
                recommendation=recommendation,
                earlier=again,
                version=2,
            )
        assert set(refused.value.message_dict) == {"repeats"}
        link = {"recommendation": again, "earlier": recommendation}
        actions.link_repeated(
            by=by,
            at=now,
            version=1,
            **link,
        )
        with pytest.raises(ChangedMeanwhileError):
            actions.link_repeated(
                by=by,
                at=now,
                version=1,
                **link,
            )
        assert queries.load_recommendation(by=by, key=again).repeats.year == 2019
        (later,) = queries.load_recommendation(by=by, key=recommendation).repeated
        assert later.year == 2020
    client = sign_in(Role.OVERSIGHT)
    page = client.get(reverse("show_recommendation", args=[again])).content.decode()
    assert "The same recommendation over the years" in page
    file = client.get(reverse("list_recommendations"), {"format": "csv"})
    rows = list(csv.DictReader(StringIO(file.content.decode("utf-8-sig"))))
    assert {row["Year"]: row["Repeats that of"] for row in rows} == {
        "2020": "2019",
        "2019": "",
    }


@pytest.mark.django_db
def test_one_without_an_answer_waits_for_its_agency_and_the_secretariat(
    actor,
    now,
    recommendation,
):
    url = reverse("list_recommendations")

    def found(by, later=0):
        lines = worklist_items(by=by, today=now.date() + timedelta(days=later))
        return [(line.number, line.late) for line in lines if line.url == url]

    with actor(Role.CASE_WORKER) as by:
        assert found(by) == [(1, 0)]
        assert found(by, later=6) == [(1, 1)]
    with actor(Role.CASE_WORKER, "other") as by:
        assert found(by) == []
    with actor(Role.ANALYST, "other") as by:
        assert found(by) == [(1, 0)]
        answer(
            by,
            now,
            recommendation,
            "take_up",
            0,
        )
        assert found(by) == []


@pytest.mark.django_db
def test_the_pages_keep_assign_and_answer(sign_in, now):
    client = sign_in(Role.ANALYST)
    said = {
        "source": "TIP",
        "year": "2019",
        "number": "7",
        "texts_en": "Cease the requirement.",
    }
    nothing = client.post(reverse("record_recommendation"), {**said, "texts_en": ""})
    assert "at least one language" in nothing.content.decode()
    made = client.post(reverse("record_recommendation"), said)
    assert made.status_code == 302
    page = made.url
    owner = reverse("assign_recommendation", args=[page.rstrip("/").rsplit("/", 1)[1]])
    assert client.post(owner, {"agency": "LWU", "version": "1"}).status_code == 302
    late = client.post(
        owner,
        {
            "agency": "LWU",
            "version": "1",
            "priority": "high",
        },
    )
    assert late.context["overtaken"] is not None
    again = {
        "agency": "LWU",
        "priority": "high",
        "version": late.context["form"]["version"].value(),
    }
    assert client.post(owner, again).status_code == 302, "sent again, it is saved"
    worker = sign_in(Role.CASE_WORKER)
    day = {
        f"happened_on_{part}": getattr(now.date(), part)
        for part in ("day", "month", "year")
    }
    done = {
        "move": "answer",
        "step": "0",
        "note": "The law was changed.",
        **day,
    }
    assert "can be checked" in worker.post(page, done).content.decode()
    assert worker.post(page, {**done, "evidence": "Law 7"}).status_code == 302
    assert "Law 7" in worker.get(page).content.decode()
