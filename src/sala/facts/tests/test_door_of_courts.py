"""Courts, money, services and prevention by the same door: figures are what the record says."""

from datetime import date, timedelta

import pytest

from sala.access.roles import Role
from sala.facts import actions
from sala.figures.engine import evaluate_figures
from sala.prevention import actions as prevention
from sala.prevention.rules.work import TrainedAgencies
from sala.prosecution import actions as prosecution
from sala.prosecution.models import RestitutionClaim
from sala.prosecution.rules.sentences import CourtSentence
from sala.prosecution.tests.conftest import (  # noqa: F401 the fixtures of a case
    OTHER,
    agency_of,
    case,
    charge,
    person,
    victim,
    with_prosecution,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(actor, now, tmp_path):
    """What figures say of a year, after the analyst made the facts."""

    def ask(year, *codes):
        with actor(Role.ANALYST) as by:
            actions.export_record(
                by=by,
                at=now,
                folder=tmp_path / "facts",
            )
        found = evaluate_figures(
            tmp_path / "facts",
            years=[year],
            codes=codes,
            whole=True,
        )
        return {code: found.totals[code, year].value for code in codes}

    return ask


def convict_and_pay(actor, now, charge, with_prosecution):  # noqa: F811
    """A conviction in 2020, restitution ordered with it, and a part of it paid."""
    sentence = CourtSentence(
        prison_months=72,
        suspended_months=12,
        fine=50_000_000,
    )
    judgment = prosecution.Judgment("first", "convicted", date(2020, 2, 3), sentence)
    with actor(Role.PROSECUTOR, OTHER) as by:
        prosecution.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=judgment,
        )
        order = prosecution.RestitutionOrder(9_000_000, date(2020, 2, 3), None, {})
        prosecution.order_restitution(
            by=by,
            at=now,
            case=with_prosecution.id,
            order=order,
        )
        claim = RestitutionClaim.objects.get().id
        paid = prosecution.PaymentInput(4_000_000, date(2020, 6, 1), "to_victim")
        prosecution.record_payment(
            by=by,
            at=now,
            claim=claim,
            paid=paid,
        )


def test_a_case_from_charge_to_restitution(
    actor,
    now,
    charge,  # noqa: F811 pytest asks for it by name
    with_prosecution,  # noqa: F811
    said,
):
    convict_and_pay(actor, now, charge, with_prosecution)
    assert said(
        2019,
        "prosecutions_cases",
        "prosecutions_persons",
        "ongoing_prosecutions",
    ) == {
        "prosecutions_cases": 1,
        "prosecutions_persons": 1,
        "ongoing_prosecutions": 1,
    }
    assert said(
        2020,
        "convictions_persons",
        "convictions_cases",
        "sentence_max",
        "sentences_suspended",
        "fine_imposed_min",
        "cases_unclear_definition",
        "ongoing_prosecutions",
        "restitution_cases",
        "restitution_min",
        "restitution_paid",
        "restitution_paid_persons",
    ) == {
        "convictions_persons": 1,
        "convictions_cases": 1,
        "sentence_max": 72,
        "sentences_suspended": 1,
        "fine_imposed_min": 50_000_000,
        "cases_unclear_definition": 1,
        "ongoing_prosecutions": None,
        "restitution_cases": 1,
        "restitution_min": 9_000_000,
        "restitution_paid": 4_000_000,
        "restitution_paid_persons": 1,
    }


def test_trainings_and_activities(actor, now, said):
    came = [
        TrainedAgencies("LWU", "female", 20),
        TrainedAgencies("LWU", "male", 0),
        TrainedAgencies("", "", 332),
    ]
    training = prevention.Training(
        topics=["law"],
        audiences=["judges"],
        starts_on=now.date(),
        trained=came,
    )
    activity = prevention.PreventionWorkInput(
        channel="workshop",
        topics=["safe_migration"],
        audiences=["public"],
        starts_on=now.date(),
        reached=1080,
    )
    with actor(Role.CASE_WORKER) as by:
        prevention.record_training(
            by=by,
            at=now,
            training=training,
        )
        prevention.record_activity(
            by=by,
            at=now,
            activity=activity,
        )
    codes = ("training_sessions", "persons_trained", "people_reached")
    assert said(now.year, *codes) == {
        "training_sessions": 1,
        "persons_trained": 352,
        "people_reached": 1080,
    }


@pytest.mark.parametrize(
    ("higher", "convicted"),
    [("convicted", {2019: 1, 2020: 0}), ("acquitted", {2019: 1, 2020: 0})],
)
def test_a_conviction_stays_in_its_year_and_who_lifts_it_acquits_in_another(
    actor,
    now,
    charge,  # noqa: F811 a fixture
    said,
    higher,
    convicted,
):
    sentence = CourtSentence(prison_months=72, fine=50_000_000)
    first = prosecution.Judgment("first", "convicted", date(2019, 12, 3), sentence)
    then = sentence if higher == "convicted" else CourtSentence()
    second = prosecution.Judgment("appeal", higher, date(2020, 5, 3), then)
    with actor(Role.PROSECUTOR, OTHER) as by:
        earlier = now - timedelta(minutes=1)
        prosecution.record_verdict(
            by=by,
            at=earlier,
            charge=charge,
            judgment=first,
        )
        prosecution.move_charge(
            by=by,
            at=now,
            charge=charge,
            way="appeal",
            on=date(2020, 1, 3),
        )
        prosecution.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=second,
        )
    for year, persons in convicted.items():
        assert (
            said(year, "convictions_persons")["convictions_persons"] or 0
        ) == persons
    assert (said(2020, "acquittals_persons")["acquittals_persons"] or 0) == (
        higher == "acquitted"
    )
