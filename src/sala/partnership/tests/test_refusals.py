"""What each action refuses, at which field, and in which words."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError

from sala.access.roles import Role
from sala.kit.uploaded_files import SentFile
from sala.partnership import actions

pytestmark = pytest.mark.django_db

LONG_AGO, TO_COME = date(2001, 1, 1), date(2090, 1, 1)
CHOOSE = "Choose from the list."
FUTURE = "The day is not in the future."
EARLIER = "The day is not before the last step."
YEAR = "Enter a year, for example 2018."
UNITS = "Enter whole units of the currency: 0 or more, without cents."


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
        ({"titles": {"en": " "}}, "titles", "Write it in at least one language."),
        (
            {"to_on": LONG_AGO},
            "to_on",
            "The plan does not end before it begins.",
        ),
    ],
)
def test_a_plan_that_cannot_be(changes, field, sentence, actor, now):
    usual = {"titles": {"en": "Plan"}, "from_on": now.date(), "to_on": now.date()}
    plan = actions.ActionPlanInput(**usual | changes)
    with actor(Role.ANALYST) as by:
        said = refused(actions.write_plan, by=by, at=now, plan=plan)
    assert said == {field: [sentence]}


def test_a_second_plan_in_force(actor, now, plan):
    with actor(Role.ANALYST) as by:
        other = actions.write_plan(
            by=by,
            at=now,
            plan=actions.ActionPlanInput({"en": "Other"}, now.date(), now.date()),
        )
        with pytest.raises(ValidationError) as refusal:
            actions.move_plan(by=by, at=now, plan=other, move="adopt", version=1)
    assert refusal.value.messages == ["Another plan is in force. End it first."]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"number": " "},
            "number",
            "Give the number of the objective, for example 2.1.",
        ),
        (
            {"number": "1.1"},
            "number",
            "The plan has an objective of this number.",
        ),
        ({"texts": {"en": ""}}, "texts", "Write it in at least one language."),
        ({"agency": "NOBODY"}, "agency", "Choose an agency."),
        ({"indicators": {}}, "indicators", "Say what the target counts."),
    ],
)
def test_an_objective_that_cannot_be(
    changes,
    field,
    sentence,
    actor,
    now,
    plan,
    objective,
    aim,
):
    told = aim(**{"number": "2.1"} | changes)
    with actor(Role.ANALYST) as by:
        said = refused(actions.add_objective, by=by, at=now, plan=plan, aim=told)
    assert said == {field: [sentence]}


def test_an_objective_due_outside_its_plan_is_told_its_days(
    actor,
    now,
    plan,
    objective,
    aim,
):
    with actor(Role.ANALYST) as by:
        for day in (LONG_AGO, TO_COME):
            told = aim(due_on=day)
            said = refused(
                actions.change_objective,
                by=by,
                at=now,
                objective=objective,
                aim=told,
                version=1,
            )
            (sentence,) = said.pop("due_on")
            assert sentence.startswith("The day lies within the plan: from ")
            assert said == {}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"happened_on": TO_COME}, "happened_on", FUTURE),
        ({"happened_on": LONG_AGO}, "happened_on", EARLIER),
        ({"move": "drop"}, "reason", CHOOSE),
        ({"move": "drop", "reason": "tired"}, "reason", CHOOSE),
        (
            {"reason": "no_money"},
            "reason",
            "A reason is only for what is dropped. Leave this empty.",
        ),
    ],
)
def test_progress_that_cannot_be(
    changes,
    field,
    sentence,
    actor,
    now,
    objective,
):
    begun = actions.ProgressInput("begin", now.date(), 0)
    usual = {"move": "report", "happened_on": now.date(), "step": 1}
    told = actions.ProgressInput(**usual | changes)
    with actor(Role.ANALYST) as by:
        signed = {"by": by, "at": now, "objective": objective}
        actions.report_progress(**signed, progress=begun)
        assert refused(actions.report_progress, **signed, progress=told) == {
            field: [sentence],
        }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"source": " "}, "source", "Say which report it stands in."),
        ({"year": 1800}, "year", YEAR),
        ({"number": 0}, "number", "Number the recommendations from 1."),
        (
            {"number": 4},
            "number",
            "Recommendation 4 of this report and year is kept already.",
        ),
        ({"texts": {}}, "texts", "Write it in at least one language."),
        ({"priority": "urgent"}, "priority", CHOOSE),
        (
            {"repeats": uuid4()},
            "repeats",
            "Choose a recommendation of an earlier year.",
        ),
    ],
)
def test_a_recommendation_that_cannot_be(
    changes,
    field,
    sentence,
    actor,
    now,
    recommendation,
):
    usual = {"source": "TIP", "year": 2019, "number": 5, "texts": {"en": "Train."}}
    told = actions.RecommendationInput(**usual | changes)
    with actor(Role.ANALYST) as by:
        said = refused(
            actions.record_recommendation,
            by=by,
            at=now,
            recommended=told,
        )
    assert said == {field: [sentence]}


def test_a_recommendation_repeats_no_later_one_and_is_given_to_an_agency_there_is(
    actor,
    now,
    recommendation,
):
    with actor(Role.ANALYST) as by:
        signed = {"by": by, "at": now, "recommendation": recommendation, "version": 2}
        assert refused(
            actions.link_repeated,
            **signed,
            earlier=recommendation,
        ) == {"repeats": ["Choose a recommendation of an earlier year."]}
        for ownership, field, sentence in (
            (actions.OwnershipInput("NOBODY"), "agency", "Choose an agency."),
            (actions.OwnershipInput("LWU", "urgent"), "priority", CHOOSE),
        ):
            assert refused(
                actions.assign_recommendation,
                **signed,
                ownership=ownership,
            ) == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"happened_on": TO_COME}, "happened_on", FUTURE),
        ({"happened_on": LONG_AGO}, "happened_on", EARLIER),
        ({"objective": uuid4()}, "objective", CHOOSE),
        ({"budget_line": uuid4()}, "budget_line", CHOOSE),
        ({"move": "decline"}, "reason", CHOOSE),
        (
            {"reason": "disagrees"},
            "reason",
            "A reason is only for what is declined. Leave this empty.",
        ),
        (
            {"file": SentFile("pdf", b"%PDF-1.7 synthetic")},
            "evidence",
            "Say which document the file is.",
        ),
        (
            {"move": "answer", "evidence": "Report 7"},
            "note",
            "Say what was done: an objective, a budget line or a note.",
        ),
        (
            {"move": "answer", "note": "Trained."},
            "evidence",
            "Say where the answer can be checked.",
        ),
    ],
)
def test_an_answer_that_cannot_be(
    changes,
    field,
    sentence,
    actor,
    now,
    recommendation,
):
    taken_up = actions.RecommendationAnswer("take_up", now.date(), 0)
    usual = {"move": "report", "happened_on": now.date(), "step": 1}
    told = actions.RecommendationAnswer(**usual | changes)
    with actor(Role.ANALYST) as by:
        signed = {"by": by, "at": now, "recommendation": recommendation}
        actions.answer_recommendation(**signed, answer=taken_up)
        assert refused(actions.answer_recommendation, **signed, answer=told) == {
            field: [sentence],
        }


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"fiscal_year": 1800}, "fiscal_year", YEAR),
        ({"purpose": "cars"}, "purpose", CHOOSE),
        ({"source": "luck"}, "source", CHOOSE),
        ({"allocated": -1}, "allocated", UNITS),
        ({"objective": uuid4()}, "objective", CHOOSE),
        ({"agency": "NOBODY"}, "agency", "Choose an agency."),
    ],
)
def test_a_budget_line_that_cannot_be(changes, field, sentence, actor, now):
    usual = {
        "fiscal_year": 2018,
        "purpose": "training",
        "agency": "LWU",
        "source": "government",
    }
    told = actions.AllocationInput(**usual | changes)
    with actor(Role.ANALYST) as by:
        said = refused(actions.add_budget_line, by=by, at=now, allocation=told)
    assert said == {field: [sentence]}


def test_an_amount_that_cannot_be(actor, now):
    told = actions.AllocationInput(2018, "training", "LWU", "government")
    with actor(Role.ANALYST) as by:
        line = actions.add_budget_line(by=by, at=now, allocation=told)
        signed = {"by": by, "at": now, "line": line}
        assert refused(
            actions.change_allocation,
            **signed,
            allocated=-1,
            version=1,
        ) == {"allocated": [UNITS]}
        for spent, day, field, sentence in (
            (-1, now.date(), "spent", UNITS),
            (1, TO_COME, "up_to", FUTURE),
        ):
            assert refused(
                actions.record_spending,
                **signed,
                spent=spent,
                up_to=day,
            ) == {field: [sentence]}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"level": "world"}, "level", CHOOSE),
        ({"founded_on": TO_COME}, "founded_on", FUTURE),
        (
            {"level": "national"},
            "place_code",
            "A national committee has no place. Leave this empty.",
        ),
        ({"place_code": ""}, "place_code", "Choose a province."),
        ({"level": "district"}, "place_code", "Choose a district."),
        ({"village": "Ban"}, "village", None),
        ({"agency": "NOBODY"}, "agency", "Choose an agency."),
    ],
)
def test_a_committee_that_cannot_be(changes, field, sentence, actor, now):
    usual = {
        "level": "province",
        "agency": "LWU",
        "founded_on": now.date(),
        "place_code": "LA02",
    }
    told = actions.FoundingInput(**usual | changes)
    with actor(Role.ANALYST) as by:
        said = refused(actions.found_committee, by=by, at=now, founding=told)
    wanted = (
        sentence or "A village is only for a village’s committee. Leave this empty."
    )
    assert said == {field: [wanted]}


def test_a_meeting_that_cannot_be(actor, now):
    day = now.date()
    founding = actions.FoundingInput("province", "LWU", day, place_code="LA02")
    with actor(Role.ANALYST) as by:
        committee = actions.found_committee(by=by, at=now, founding=founding)
        signed = {"by": by, "at": now, "committee": committee}
        assert refused(
            actions.found_committee,
            by=by,
            at=now,
            founding=founding,
        ) == {"place_code": ["There is a committee of this place."]}
        actions.record_meeting(**signed, meeting=actions.Meeting(day, ["LWU"]))
        earlier = day - timedelta(days=1)
        for meeting, field, sentence in (
            (
                actions.Meeting(day, []),
                "present",
                "Choose which agencies were there.",
            ),
            (actions.Meeting(TO_COME, ["LWU"]), "happened_on", FUTURE),
            (
                actions.Meeting(earlier, ["LWU"]),
                "happened_on",
                "The committee did not exist on this day.",
            ),
            (
                actions.Meeting(day, ["LWU"]),
                "happened_on",
                "A meeting of this day is recorded already.",
            ),
        ):
            assert refused(actions.record_meeting, **signed, meeting=meeting) == {
                field: [sentence],
            }
        for dissolved_on, sentence in (
            (TO_COME, FUTURE),
            (earlier, "The committee was not dissolved before it was founded."),
        ):
            assert refused(
                actions.dissolve_committee,
                **signed,
                dissolved_on=dissolved_on,
                version=1,
            ) == {"dissolved_on": [sentence]}


def test_an_assessment_that_cannot_be(actor, now):
    with actor(Role.ANALYST) as by:
        signed = {"by": by, "at": now}
        assert refused(actions.open_assessment, **signed, year=now.year + 1) == {
            "year": ["Enter a year that has begun."],
        }
        key = actions.open_assessment(**signed, year=now.year)
        assert refused(actions.open_assessment, **signed, year=now.year) == {
            "year": ["The assessment of this year is open already."],
        }
        item = signed | {"assessment": key, "item": "I09"}
        for judgement, field, sentence in (
            (actions.JudgementInput("perhaps", "So.", 0), "verdict", CHOOSE),
            (
                actions.JudgementInput("met", " ", 0),
                "reasons",
                "Give the reasons, also why it is not assessed.",
            ),
        ):
            assert refused(actions.judge_item, **item, judgement=judgement) == {
                field: [sentence],
            }
        for cited, field, sentence in (
            (actions.CitedDocument(" "), "document", "Say which document it is."),
            (actions.CitedDocument("A", dated_on=TO_COME), "dated_on", FUTURE),
        ):
            assert refused(actions.cite_document, **item, cited=cited) == {
                field: [sentence],
            }
        with pytest.raises(ValidationError) as refusal:
            actions.cite_figures(**item, figures=[])
        assert refusal.value.messages == [
            "Choose a figure that is not given already.",
        ]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"tier": "4"}, "tier", CHOOSE),
        (
            {"year": 2090},
            "year",
            "Enter the year of a report that was published, for example 2018.",
        ),
        ({"waiver": True}, "waiver", "A waiver is only for the Watch List."),
        (
            {"automatic": True},
            "automatic",
            "An automatic downgrade is to Tier 3 only.",
        ),
        (
            {"source": " "},
            "source",
            "Say which report places the country there.",
        ),
    ],
)
def test_a_tier_that_cannot_be(changes, field, sentence, actor, now):
    told = actions.PlacementInput(
        **{"year": 2018, "tier": "2", "source": "TIP"} | changes
    )
    with actor(Role.ANALYST) as by:
        said = refused(actions.record_tier, by=by, at=now, placement=told)
    assert said == {field: [sentence]}
