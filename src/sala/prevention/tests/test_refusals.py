"""What each action refuses, at which field, and in which words."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from sala.access.roles import Role
from sala.countries import queries as countries
from sala.prevention import actions
from sala.prevention.rules.work import TrainedAgencies

pytestmark = pytest.mark.django_db

LONG_AGO, TO_COME = date(2001, 1, 1), date(2090, 1, 1)
CHOOSE, CHOOSE_SOME = "Choose from the list.", "Choose at least one from the list."
FUTURE = "The day is not in the future."
NO_PLACE = "Choose a place from the list."


def refused(act, **said):
    """The fields that an action refuses, each with its sentences."""
    with pytest.raises(ValidationError) as refusal:
        act(**said)
    return {
        field: [str(sentence) for sentence in sentences]
        for field, sentences in refusal.value.message_dict.items()
    }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"topics": []}, "topics", CHOOSE_SOME),
        ({"audiences": ["nobody"]}, "audiences", CHOOSE_SOME),
        ({"starts_on": TO_COME}, "starts_on", FUTURE),
        ({"paid_by": "luck"}, "paid_by", CHOOSE),
        ({"partner": "luck"}, "partner", CHOOSE),
        ({"place_code": "ATLANTIS"}, "place_code", NO_PLACE),
        ({"crossing_code": "ATLANTIS"}, "crossing_code", CHOOSE),
        ({"days": 0}, "days", "A training lasts a day or more."),
        (
            {"trained": [TrainedAgencies("LWU", "female", 1)] * 2},
            "trained",
            "Each agency stands in one line only.",
        ),
        (
            {"trained": [TrainedAgencies("LWU", "female", -1)]},
            "trained",
            "A number of people is 0 or more, by sex.",
        ),
        (
            {"trained": [TrainedAgencies("NOBODY", "female", 1)]},
            "trained",
            "There is no agency NOBODY.",
        ),
    ],
)
def test_a_training_that_cannot_be(changes, field, sentence, actor, now):
    usual = {"topics": ["law"], "audiences": ["judges"], "starts_on": now.date()}
    told = actions.Training(**usual | changes)
    with actor(Role.CASE_WORKER) as by:
        said = refused(actions.record_training, by=by, at=now, training=told)
    assert said == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"topics": []}, "topics", CHOOSE_SOME),
        ({"channel": "rumour"}, "channel", CHOOSE),
        ({"starts_on": TO_COME}, "starts_on", FUTURE),
        ({"ends_on": LONG_AGO}, "ends_on", "The last day is not before the first."),
    ],
)
def test_an_activity_that_cannot_be(changes, field, sentence, actor, now):
    usual = {
        "channel": "workshop",
        "topics": ["safe_migration"],
        "audiences": ["public"],
        "starts_on": now.date(),
    }
    told = actions.PreventionWorkInput(**usual | changes)
    with actor(Role.CASE_WORKER) as by:
        said = refused(actions.record_activity, by=by, at=now, activity=told)
    assert said == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"code": "ra 1"},
            "code",
            "A code is 2 to 32 capital letters, figures and dashes, for example RA-024.",
        ),
        ({"name": " "}, "name", "Give the name of the business."),
        (
            {"destinations": ["Thailand"]},
            "destinations",
            "Choose countries from the list.",
        ),
        ({"licensed_on": TO_COME}, "licensed_on", FUTURE),
        ({"until": LONG_AGO}, "until", "A licence does not end before it begins."),
        ({"place_code": "ATLANTIS"}, "place_code", NO_PLACE),
    ],
)
def test_a_recruiter_that_cannot_be(changes, field, sentence, actor, now):
    usual = {"code": "RA-1", "name": "Far Away", "licensed_on": now.date()}
    told = actions.Recruiter(**usual | changes)
    with actor(Role.SUPERVISOR) as by:
        said = refused(actions.register_recruiter, by=by, at=now, recruiter=told)
    assert said == {field: [sentence]}


@pytest.mark.parametrize(
    ("move", "changes", "field", "sentence"),
    [
        ("suspend", {}, "reason", "Choose why."),
        (
            "renew",
            {"reason": "crime"},
            "reason",
            "A reason is only for a licence that is taken. Leave this empty.",
        ),
        (
            "suspend",
            {"reason": "crime", "until": TO_COME},
            "until",
            (
                "A last day is only for a licence that is given or renewed. Leave this"
                " empty."
            ),
        ),
        (
            "renew",
            {"until": LONG_AGO},
            "until",
            "A licence does not end before it begins.",
        ),
        (
            "renew",
            {"happened_on": LONG_AGO},
            "happened_on",
            "The day is not before the last step.",
        ),
        ("renew", {"happened_on": TO_COME}, "happened_on", FUTURE),
    ],
)
def test_a_move_of_a_licence_that_cannot_be(
    move,
    changes,
    field,
    sentence,
    actor,
    now,
):
    told = actions.Recruiter("RA-1", "Far Away", now.date())
    with actor(Role.SUPERVISOR) as by:
        key = actions.register_recruiter(by=by, at=now, recruiter=told)
        usual = {"recruiter": key, "move": move, "happened_on": now.date(), "step": 1}
        said = refused(actions.move_licence, by=by, at=now, **usual | changes)
    assert said == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"kind": "home"}, "kind", CHOOSE),
        ({"sector": "space"}, "sector", CHOOSE),
        (
            {"recruiter": "RA-1"},
            "recruiter",
            "A worksite is no recruitment agency. Leave this empty.",
        ),
        (
            {"kind": "recruitment_agency"},
            "sector",
            "A sector is only for a worksite. Leave this empty.",
        ),
        (
            {"kind": "recruitment_agency", "sector": ""},
            "recruiter",
            "Choose which recruitment agency.",
        ),
        ({"findings": []}, "findings", CHOOSE_SOME),
        (
            {"findings": ["nothing_found", "debt"]},
            "findings",
            "Choose either nothing, or what there was.",
        ),
        (
            {"measures": ["none", "fine"]},
            "measures",
            "Choose either nothing, or what there was.",
        ),
        ({"place_code": "ATLANTIS"}, "place_code", NO_PLACE),
        ({"happened_on": TO_COME}, "happened_on", FUTURE),
    ],
)
def test_an_inspection_that_cannot_be(changes, field, sentence, actor, now):
    usual = {
        "kind": "worksite",
        "sector": "factory",
        "happened_on": now.date(),
        "findings": ["debt"],
        "measures": ["fine"],
    }
    told = actions.InspectionInput(**usual | changes)
    with actor(Role.CASE_WORKER) as by:
        said = refused(actions.record_inspection, by=by, at=now, look=told)
    assert said == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"managed_by": "luck"}, "managed_by", CHOOSE),
        ({"from_on": TO_COME}, "from_on", FUTURE),
        (
            {"all_day": True, "opens_at": time(8)},
            "opens_at",
            "Open day and night has no hours.",
        ),
        ({"opens_at": time(8)}, "closes_at", "Give both hours, or none."),
        ({"closes_at": time(8)}, "opens_at", "Give both hours, or none."),
        (
            {"opens_at": time(8), "closes_at": time(7)},
            "closes_at",
            "It closes after it opens.",
        ),
        ({}, "managed_by", "Say when it is open, or who runs it."),
    ],
)
def test_hours_that_cannot_be(changes, field, sentence, actor, now):
    told = actions.OpeningHoursInput(**{"from_on": now.date()} | changes)
    crossing = countries.border_crossings()[0].code
    with actor(Role.CASE_WORKER) as by:
        said = refused(
            actions.record_hours,
            by=by,
            at=now,
            crossing=crossing,
            hours=told,
        )
    assert said == {field: [sentence]}
