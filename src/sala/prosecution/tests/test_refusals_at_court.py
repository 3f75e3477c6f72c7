"""What is refused of charges and verdicts: at which field, and in which words."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from sala.access.roles import Role
from sala.access.tests.refusals import (
    Refusal,
    assert_refused,
    refusals,
    with_changes,
)
from sala.kit.states import NotAllowedError
from sala.prosecution import actions
from sala.prosecution.models import Case, Charge, Defendant, Verdict
from sala.prosecution.rules.sentences import CourtSentence
from sala.prosecution.tests.conftest import CODE, OTHER

DAY = timedelta(days=1)
OFFENCE = date(2019, 10, 1)


def accuse(by, at, case, kind="person", sex=""):
    """Name a defendant."""
    told = {"kind": kind, "sex": sex}
    return actions.add_defendant(by=by, at=at, case=case.id, **told)


@refusals(
    Refusal(
        "nobody and nothing",
        with_changes(accuse, kind="x"),
        "kind",
        "Choose a person or a company.",
    ),
    Refusal(
        "of a sex of no list",
        with_changes(accuse, sex="x"),
        "sex",
        "Choose from the list.",
    ),
)
@pytest.mark.django_db
def test_a_defendant_is_not_named(row, actor, with_prosecution, now):
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert_refused(row, by=by, at=now, case=with_prosecution)
        assert not Defendant.objects.exists()


def charge_with(by, at, who, filed_on=None, **changes):
    """Charge somebody under an article."""
    said = {"law": CODE, "article": "215", "circumstance": "basic"}
    under = actions.ChargeArticle(**(said | {"offence_on": OFFENCE} | changes))
    told = {"under": under, "filed_on": filed_on or at.date()}
    return actions.file_charge(by=by, at=at, defendant=who, **told)


FILED = "The charge is filed after the offence, and not in the future."


@refusals(
    Refusal(
        "filed tomorrow",
        lambda by, at, who: charge_with(by, at, who, at.date() + DAY),
        "filed_on",
        FILED,
    ),
    Refusal(
        "filed before the offence",
        with_changes(charge_with, filed_on=OFFENCE - DAY),
        "filed_on",
        FILED,
    ),
    Refusal(
        "under an article that is none",
        with_changes(charge_with, article="9999"),
        "article",
        "This article was not in force on the day of the offence.",
    ),
    Refusal(
        "in a circumstance that the article has not",
        with_changes(charge_with, circumstance="on_the_moon"),
        "circumstance",
        "Choose a circumstance that the article has.",
    ),
    Refusal(
        "about a victim of another case",
        with_changes(charge_with, victim=uuid4()),
        "victim",
        "Choose from the list.",
    ),
)
@pytest.mark.django_db
def test_a_charge_is_not_filed(row, actor, with_prosecution, now):
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = accuse(by, now, with_prosecution)
        assert_refused(row, by=by, at=now, who=who)
        assert not Charge.objects.exists()


@pytest.mark.django_db
def test_a_charge_is_filed_once_the_case_is_with_the_prosecution(
    actor,
    with_prosecution,
    now,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = accuse(by, now, with_prosecution)
        way = {"way": "send_back", "case": with_prosecution.id}
        actions.hand_on(by=by, at=now, **way)
        says = "Charges are filed once the case is with the prosecution."
        row = Refusal("with police", charge_with, "", says)
        assert_refused(row, by=by, at=now, who=who)


@pytest.mark.django_db
def test_where_a_victim_may_be_a_child_the_usual_case_is_refused(
    actor,
    case,
    victim,
    with_prosecution,
    now,
):
    before = {"sex": "female", "age_group": "adult", "citizenship": ""}
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.describe_victim(
            by=by,
            victim=victim,
            now=before | {"age_group": "in_doubt"},
            before=before,
        )
    says = (
        "A victim is a child, or may be one, and the article says more for that:"
        " choose it, or say which victim the charge is about."
    )
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = accuse(by, now, case)
        row = Refusal("usual", charge_with, "circumstance", says)
        assert_refused(row, by=by, at=now, who=who)


def move(by, at, key, way="withdraw", on=None):
    """Move a charge."""
    actions.move_charge(by=by, at=at, charge=key, way=way, on=on or at.date())


def judge(by, at, key, **changes):
    """Record what a court said of a charge."""
    said = {"instance": "first", "outcome": "convicted", "decided_on": at.date()}
    said |= {"sentence": CourtSentence(prison_months=120, fine=50_000_000)}
    said |= {
        name: value(at) if callable(value) else value for name, value in changes.items()
    }
    judgment = actions.Judgment(**said)
    return actions.record_verdict(by=by, at=at, charge=key, judgment=judgment)


def judged_with(**changes):
    """Recording a verdict with some of it changed."""
    return lambda by, at, key: judge(by, at, key, **changes)


BETWEEN = "Choose a day between the last change and today."
JUDGED = "Choose a day between the charge and today."


@refusals(
    Refusal(
        "moved in no way",
        with_changes(move, way="judge"),
        "way",
        "Choose what is done.",
    ),
    Refusal(
        "withdrawn tomorrow",
        lambda by, at, key: move(by, at, key, on=at.date() + DAY),
        "on",
        BETWEEN,
    ),
    Refusal(
        "withdrawn before it is filed",
        with_changes(move, on=date(2019, 10, 31)),
        "on",
        BETWEEN,
    ),
    Refusal(
        "appealed unjudged",
        with_changes(move, way="appeal"),
        raises=NotAllowedError,
    ),
    Refusal(
        "judged by no court",
        judged_with(instance="x"),
        "instance",
        "Choose which court.",
    ),
    Refusal(
        "judged to nothing",
        judged_with(outcome="x"),
        "outcome",
        "Choose what the court said.",
    ),
    Refusal(
        "judged before it is filed",
        judged_with(decided_on=date(2019, 10, 31)),
        "decided_on",
        JUDGED,
    ),
    Refusal(
        "judged tomorrow",
        judged_with(decided_on=lambda at: at.date() + DAY),
        "decided_on",
        JUDGED,
    ),
    Refusal(
        "acquitted and sentenced",
        judged_with(outcome="acquitted"),
        "outcome",
        "Only who is convicted is sentenced: leave the sentence empty.",
    ),
    Refusal(
        "for life and for months",
        judged_with(sentence=CourtSentence(life=True, prison_months=120)),
        "prison_months",
        "For life, or a number of months: not both.",
    ),
    Refusal(
        "suspended longer than the whole",
        judged_with(sentence=CourtSentence(prison_months=120, suspended_months=121)),
        "suspended_months",
        "The suspended part is not longer than the whole.",
    ),
    Refusal(
        "outside the range for no reason",
        judged_with(sentence=CourtSentence(prison_months=59, fine=50_000_000)),
        "outside_reason",
        "The sentence is outside the range of the article. Say why.",
    ),
    Refusal(
        "without any prison for no reason",
        judged_with(sentence=CourtSentence(fine=50_000_000)),
        "outside_reason",
        "The sentence is outside the range of the article. Say why.",
    ),
    Refusal(
        "outside the range for a reason of no list",
        judged_with(sentence=CourtSentence(prison_months=13), outside_reason="x"),
        "outside_reason",
        "Choose why.",
    ),
    Refusal(
        "in the range for a reason",
        judged_with(outside_reason="mitigating"),
        "outside_reason",
        "The sentence is in the range: it needs no reason.",
    ),
)
@pytest.mark.django_db
def test_a_filed_charge_is_not(row, actor, charge, now):
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert_refused(row, by=by, at=now, key=charge)
        assert Charge.objects.get().state == "filed"
        assert not Verdict.objects.exists()


@pytest.mark.django_db
def test_a_judged_charge_goes_to_a_higher_court_and_is_final_once(actor, charge, now):
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now, "key": charge}
        judge(**told)
        for days in (-1, 1):
            day = now.date() + days * DAY
            act = with_changes(move, way="appeal", on=day)
            assert_refused(Refusal("appeal", act, "on", BETWEEN), **told)
        withdrawn = Refusal("withdrawn", move, raises=NotAllowedError)
        assert_refused(withdrawn, **told)
        move(**told, way="appeal")
        says = "After an appeal a higher court judges."
        assert_refused(Refusal("lower", judge, "instance", says), **told)
        move(**told, way="finish")
        for act in (judge, with_changes(move, way="appeal"), move):
            final = Refusal("final", act, raises=NotAllowedError)
            assert_refused(final, **told)


@pytest.mark.django_db
def test_only_who_tries_a_case_moves_its_charges(actor, charge, now):
    with actor(Role.PROSECUTOR) as by:
        unseen = Refusal("of another agency", move, raises=Charge.DoesNotExist)
        assert_refused(unseen, by=by, at=now, key=charge)
    with actor(Role.PROSECUTOR, OTHER) as by:
        move(by, now, charge)
        case = Case.objects.get()
        told = {"way": "send_back", "case": case.id}
        actions.hand_on(by=by, at=now, **told)
        withdrawn = Refusal("withdrawn", judge, raises=NotAllowedError)
        assert_refused(withdrawn, by=by, at=now, key=charge)


@pytest.mark.django_db
def test_a_sentence_is_looked_at_once_and_only_outside_the_range(actor, charge, now):
    def see(by, at, verdict):
        actions.see_sentence(by=by, at=at, verdict=verdict)

    with actor(Role.PROSECUTOR, OTHER) as by:
        within = judge(by, now, charge)
        short = CourtSentence(prison_months=13, fine=50_000_000)
        outside = judge(
            by,
            now + timedelta(microseconds=1),
            charge,
            sentence=short,
            outside_reason="mitigating",
        )
    with actor(Role.SUPERVISOR, OTHER) as by:
        see(by, now, outside)
        for verdict in (within, outside):
            row = Refusal("nothing to see", see, raises=Verdict.DoesNotExist)
            assert_refused(row, by=by, at=now, verdict=verdict)
