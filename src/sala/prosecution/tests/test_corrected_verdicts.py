"""What was recorded wrongly of a verdict or a charge is put right, also once it is final."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.facts import queries as facts
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution import actions
from sala.prosecution.models import Charge, ChargeStep, Verdict
from sala.prosecution.queries.courts import find_charge, sentences_to_see
from sala.prosecution.rules.sentences import CourtSentence
from sala.prosecution.tests.conftest import OTHER, PADS, checked
from sala.prosecution.tests.test_pages import day

pytestmark = pytest.mark.django_db

JUDGED_ON = date(2020, 2, 3)
SENTENCE = CourtSentence(prison_months=72, fine=50_000_000)
ACQUITTED = actions.Judgment("first", "acquitted", JUDGED_ON)
CONVICTED = actions.Judgment("first", "convicted", JUDGED_ON, SENTENCE)


@pytest.fixture
def verdict(actor, now, charge):
    """The first court acquits; the key of what was recorded."""
    with actor(Role.COURT_CLERK, OTHER) as by:
        told = {"charge": charge, "judgment": ACQUITTED}
        return actions.record_verdict(by=by, at=now, **told)


@pytest.fixture
def move(actor, now, charge):
    """`move("appeal", on)`: what the prosecutor records of the charge."""

    def go(way, on=JUDGED_ON):
        with actor(Role.PROSECUTOR, OTHER) as by:
            actions.move_charge(by=by, at=now, charge=charge, way=way, on=on)
            checked()

    return go


@pytest.fixture
def correct(actor, now):
    """`correct(verdict)`: it was a conviction."""

    def put_right(key, judgment=CONVICTED, role=Role.PROSECUTOR, reason="misread"):
        told = {"verdict": key, "judgment": judgment, "reason": reason}
        with actor(role, OTHER) as by:
            made = actions.correct_verdict(by=by, at=now, **told)
            checked()
            return made

    return put_right


@pytest.fixture
def take_back(actor, now, charge):
    """Say that the last thing recorded of the charge never happened."""

    def put_right(role=Role.PROSECUTOR):
        told = {"charge": charge, "reason": "other_record"}
        with actor(role, OTHER) as by:
            actions.correct_charge(by=by, at=now, **told)
            checked()

    return put_right


@pytest.fixture
def charge_now(actor, charge):
    """What the page of the case says of the charge."""

    def read(role=Role.PROSECUTOR):
        with actor(role, OTHER) as by:
            return find_charge(by=by, key=charge)

    return read


@pytest.fixture
def verdicts_told(actor):
    """Year and outcome of each verdict in the facts."""

    def read():
        with actor(Role.ANALYST), connection.cursor() as cursor:
            ask = "SELECT year, outcome FROM facts_rows('verdict', %s, %s)"
            cursor.execute(ask, PADS)
            return sorted(cursor.fetchall())

    return read


@pytest.mark.parametrize("later", [(), ("finish",), ("appeal",), ("appeal", "finish")])
def test_a_verdict_is_what_the_court_said(
    later, verdict, move, correct, charge_now, verdicts_told, actor
):
    for way in later:
        move(way)
    before = charge_now().state
    assert verdicts_told() == [(2020, "acquitted")]
    made = correct(verdict)
    row = charge_now()
    assert row.state == before
    assert (row.last_verdict.id, row.last_verdict.outcome) == (made, "convicted")
    wrong = next(v for v in row.verdicts if v.id == verdict)
    assert (wrong.counts, wrong.wrong, wrong.outcome) == (False, "misread", "acquitted")
    assert verdicts_told() == [(2020, "convicted")]
    with actor(Role.PROSECUTOR, OTHER):
        assert ChargeStep.objects.get(id=made).corrects_id == verdict
    with actor(Role.SUPERVISOR, OTHER):
        entry = LedgerEntry.objects.get(action="prosecution.verdict_corrected")
        assert "misread" in entry.detail
        assert str(verdict) in entry.detail


def test_a_wrong_day_is_another_year(verdict, move, correct, verdicts_told):
    move("finish", date(2020, 5, 5))
    correct(verdict, actions.Judgment("first", "acquitted", date(2019, 12, 30)))
    assert verdicts_told() == [(2019, "acquitted")]


def test_the_first_courts_words_are_put_right_under_those_of_a_higher_one(
    verdict, move, correct, verdicts_told, actor, now, charge, charge_now
):
    move("appeal", date(2020, 3, 1))
    with actor(Role.COURT_CLERK, OTHER) as by:
        higher = actions.Judgment("appeal", "convicted", date(2021, 1, 7), SENTENCE)
        told = {"charge": charge, "judgment": higher}
        second = actions.record_verdict(by=by, at=now, **told)
    correct(verdict, actions.Judgment("first", "dismissed", JUDGED_ON))
    assert verdicts_told() == [(2020, "dismissed"), (2021, "convicted")]
    assert (charge_now().state, charge_now().last_verdict.id) == ("judged", second)
    with pytest.raises(ValidationError, match="higher court") as refused:
        correct(second, actions.Judgment("first", "convicted", date(2021, 1, 7)))
    assert set(refused.value.message_dict) == {"instance"}


@pytest.mark.parametrize(
    ("judgment", "field"),
    [
        (ACQUITTED, "outcome"),
        (actions.Judgment("first", "dismissed", date(2019, 10, 1)), "decided_on"),
        (actions.Judgment("first", "dismissed", date(2020, 7, 7)), "decided_on"),
        (
            actions.Judgment(
                "first", "convicted", JUDGED_ON, CourtSentence(prison_months=1)
            ),
            "outside_reason",
        ),
    ],
)
def test_a_verdict_is_not_put_wrong(
    judgment, field, verdict, move, correct, charge_now
):
    move("finish", date(2020, 5, 5))
    with pytest.raises(ValidationError) as refused:
        correct(verdict, judgment)
    assert set(refused.value.message_dict) == {field}
    with pytest.raises(ValidationError, match="Choose why"):
        correct(verdict, reason="annoying")
    assert charge_now().last_verdict.id == verdict


def test_one_is_put_right_once(verdict, correct):
    correct(verdict)
    with pytest.raises(ChangedMeanwhileError):
        correct(verdict)


def test_a_clerk_puts_right_what_nothing_came_of(verdict, move, correct, charge_now):
    assert charge_now(Role.COURT_CLERK).may_put_right(charge_now().last_verdict)
    made = correct(verdict, role=Role.COURT_CLERK)
    move("finish")
    assert not charge_now(Role.COURT_CLERK).may_put_right(charge_now().last_verdict)
    assert charge_now().may_put_right(charge_now().last_verdict)
    with pytest.raises(RefusedError):
        correct(made, ACQUITTED, role=Role.COURT_CLERK)
    with pytest.raises(RefusedError):
        correct(made, ACQUITTED, role=Role.INVESTIGATOR)
    assert charge_now().last_verdict.id == made


def test_what_was_put_right_waits_for_no_supervisor(verdict, actor, correct):
    low = CourtSentence(prison_months=13, fine=50_000_000)
    outside = actions.Judgment("first", "convicted", JUDGED_ON, low, "mitigating")
    made = correct(verdict, outside)
    with actor(Role.SUPERVISOR, OTHER) as by:
        assert [seen.id for _charge, seen in sentences_to_see(by=by)] == [made]
    correct(made)
    with actor(Role.SUPERVISOR, OTHER) as by:
        assert sentences_to_see(by=by) == []


def test_what_never_happened_of_a_charge_counts_no_more(
    verdict, move, take_back, charge_now, verdicts_told, charge, actor
):
    move("appeal")
    move("finish")
    for state in ("appealed", "judged", "filed"):
        take_back()
        assert charge_now().state == state
    assert verdicts_told() == []
    with pytest.raises(ValidationError, match="only filed"):
        take_back()
    move("withdraw")
    take_back()
    assert charge_now().state == "filed"
    with actor(Role.PROSECUTOR, OTHER):
        assert ChargeStep.objects.filter(charge_id=charge, move="").count() == 4
    move("withdraw", date(2019, 12, 1))


def test_only_who_prosecutes_says_that_it_never_happened(
    verdict, take_back, actor, now, charge
):
    for role in (Role.COURT_CLERK, Role.INVESTIGATOR, Role.SUPERVISOR):
        with pytest.raises(RefusedError):
            take_back(role)
    with actor(Role.PROSECUTOR) as by, pytest.raises(Charge.DoesNotExist):
        told = {"charge": charge, "reason": "mistyped"}
        actions.correct_charge(by=by, at=now, **told)
    with (
        actor(Role.COURT_CLERK, OTHER) as by,
        pytest.raises(DatabaseError, match="row-level"),
        transaction.atomic(),
    ):
        ChargeStep.objects.create(
            charge_id=charge,
            number=3,
            happened_on=JUDGED_ON,
            corrects_id=verdict,
            agency_id=by.agency,
            recorded_by_id=by.user,
            recorded_at=now,
            ledger_lane=0,
            ledger_seq=1,
        )


def test_a_corrected_verdict_is_named_behind_its_figure(verdict, actor, now):
    later = now + timedelta(seconds=1)
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"verdict": verdict, "judgment": CONVICTED, "reason": "misread"}
        actions.correct_verdict(by=by, at=later, **told)
    with actor(Role.ANALYST):
        told = {"year": 2020, "since": now, "until": later}
        counts = facts.count_steps("verdict", **told)
    assert (counts.late, counts.corrections) == (0, 1)


def test_the_pages_put_right(sign_in, verdict, charge, case, move, charge_now):
    move("finish")
    prosecutor, clerk = (
        sign_in(role, OTHER) for role in (Role.PROSECUTOR, Role.COURT_CLERK)
    )
    shown = reverse("show_case", args=[case.code])
    page = reverse("correct_verdict", args=[charge, verdict])
    gone = reverse("correct_charge", args=[charge])
    for address in (page, gone):
        assert address in prosecutor.get(shown).text
        assert address not in clerk.get(shown).text
    assert clerk.get(page).url == shown
    assert clerk.get(gone).status_code == 404
    filled = prosecutor.get(page).context["form"]
    assert (filled["outcome"].value(), next(iter(filled.fields))) == (
        "acquitted",
        "reason",
    )
    form = {"reason": "mistyped", "instance": "first", "outcome": "convicted"}
    form |= {"prison_months": "72", "fine": "50 000 000"} | day("decided_on", JUDGED_ON)
    assert prosecutor.post(page, form).url == shown
    assert charge_now().last_verdict.outcome == "convicted"
    assert "It was mistyped" in prosecutor.get(shown).text
    assert prosecutor.get(page).status_code == 404, "it counts no more"
    assert prosecutor.post(gone, {"reason": "other_record"}).url == shown
    assert charge_now().state == "judged"
    assert Verdict.objects.count() == 0, "nobody acts here"
