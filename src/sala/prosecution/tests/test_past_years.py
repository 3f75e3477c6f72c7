"""What is done today changes no figure of a past year, but what is said of that year does."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from sala.access.roles import Role
from sala.facts.pseudonyms import SaltedNumbers
from sala.prosecution import actions
from sala.prosecution.models import Case, RestitutionClaim
from sala.prosecution.rules.complaints import SIGNS
from sala.prosecution.rules.sentences import CourtSentence
from sala.prosecution.tests.conftest import CODE, OTHER

PADS = SaltedNumbers(b"k" * 32).hmac_pads()
NO_SIGN = dict.fromkeys(SIGNS, "no")
NOTHING = CourtSentence()
SENTENCE = CourtSentence(prison_months=72, fine=50_000_000)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class PastThings:
    """Things of 2019 and 2020 on which nobody said the last word."""

    case: UUID
    complaint: UUID
    incident: UUID
    open_case: UUID
    investigation: UUID
    cooperation: UUID
    request: UUID
    charge: UUID
    judged: UUID
    forfeiture: UUID
    claim: UUID


@pytest.fixture
def past(actor, now, case, victim, charge):
    """One open thing of each noun, from 2019 and 2020."""
    with actor(Role.CASE_WORKER, OTHER) as by:
        heard = actions.ComplaintInput("walk_in", "work", date(2019, 3, 1))
        complaint = actions.register_complaint(by=by, at=now, heard=heard).id
    with actor(Role.INVESTIGATOR, OTHER) as by:
        told = {"by": by, "at": now}
        happened = actions.IncidentInput("other", date(2019, 4, 1))
        incident = actions.record_incident(**told, told=happened).id
        open_case = actions.open_case(**told, facts=actions.CaseFindings()).id
        since = {"case": open_case, "opened_on": date(2019, 5, 1)}
        investigation = actions.open_investigation(**told, **since)
        wanted = actions.CooperationInput(
            "outgoing",
            "TH",
            "evidence",
            date(2019, 6, 1),
        )
        cooperation = actions.record_cooperation(**told, wanted=wanted)
        request = actions.ask_identity(**told, victim=victim, reason="charge")
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        who = actions.add_defendant(**told, case=case.id, kind="person")
        under = actions.ChargeArticle(CODE, "215", "basic", date(2019, 10, 1))
        filed = {"under": under, "filed_on": date(2019, 11, 5)}
        judged = actions.file_charge(**told, defendant=who, **filed)
        judge(**told, key=judged, on=date(2020, 2, 3))
        van = actions.ForfeitureInput("vehicle", date(2020, 2, 3), value=5000)
        taken = actions.record_forfeiture(**told, defendant=who, taken=van)
        order = actions.RestitutionOrder(1000, date(2020, 2, 3), None, {})
        actions.order_restitution(**told, case=case.id, order=order)
        claim = RestitutionClaim.objects.get().id
    return PastThings(
        case=case.id,
        complaint=complaint,
        incident=incident,
        open_case=open_case,
        investigation=investigation,
        cooperation=cooperation,
        request=request,
        charge=charge,
        judged=judged,
        forfeiture=taken,
        claim=claim,
    )


@pytest.fixture
def facts_of_past(actor, now):
    """Every fact of the years before this one."""

    def read():
        with actor(Role.ANALYST), connection.cursor() as cursor:
            cursor.execute("SELECT facts_events()")
            events = [event for (event,) in cursor.fetchall()]
            found = {}
            for event in events:
                cursor.execute(
                    "SELECT r::text FROM facts_rows(%s, %s, %s) r WHERE year < %s"
                    " ORDER BY 1",
                    [event, *PADS, now.year],
                )
                found[event] = [row for (row,) in cursor.fetchall()]
        return found

    return read


def judge(by, at, key, on, instance="first", outcome="convicted"):
    """Record what a court said of a charge."""
    sentence = SENTENCE if outcome == "convicted" else NOTHING
    judgment = actions.Judgment(instance, outcome, on, sentence)
    actions.record_verdict(by=by, at=at, charge=key, judgment=judgment)


def screen(by, at, past, answers=NO_SIGN):
    """Screen the complaint."""
    told = {"complaint": past.complaint, "answers": answers, "version": 1}
    actions.screen_complaint(by=by, at=at, **told)


def close_complaint(by, at, past):
    """Screen the complaint and close it."""
    screen(by, at, past)
    told = {"complaint": past.complaint, "reason": "not_an_offence", "version": 2}
    actions.close_complaint(by=by, at=at, **told)


def refer(by, at, past):
    """Screen the complaint and refer it."""
    screen(by, at, past, NO_SIGN | {"threatened": "yes"})
    told = {"complaint": past.complaint, "agency": by.agency}
    actions.refer_complaint(by=by, at=at, **told)


def open_case(by, at, past):
    """Make a case of the incident."""
    actions.open_case_from_incident(by=by, at=at, incident=past.incident)


def reject(by, at, past):
    """The incident is no case."""
    told = {"incident": past.incident, "reason": "no_offence"}
    actions.reject_incident(by=by, at=at, **told)


def hand_on(by, at, past):
    """Hand the case on, and its investigation with it."""
    told = {"case": past.open_case, "way": "hand_to_prosecution", "agency": by.agency}
    actions.hand_on(by=by, at=at, **told)


def close_case(by, at, past):
    """Close the case."""
    actions.close_case(by=by, at=at, case=past.open_case, reason="no_offence")


def suspend(by, at, past):
    """Suspend the investigation."""
    move_investigation(by, at, past, "suspend", "suspect_abroad")


def close_investigation(by, at, past):
    """Close the investigation."""
    move_investigation(by, at, past, "close", "no_offence")


def move_investigation(by, at, past, way, reason):
    """Move the investigation, today."""
    told = {"way": way, "on": at.date(), "reason": reason}
    actions.move_investigation(
        by=by,
        at=at,
        investigation=past.investigation,
        **told,
    )


def answer(by, at, past):
    """The other country answers."""
    told = {"request": past.cooperation, "way": "answer", "on": at.date()}
    actions.move_cooperation(by=by, at=at, **told)


def take_back(by, at, past):
    """Nobody waits for the other country any more."""
    told = {"request": past.cooperation, "way": "withdraw", "on": at.date()}
    actions.move_cooperation(by=by, at=at, **told)


def grant(by, at, past):
    """The record is opened."""
    actions.grant_identity(by=by, at=at, request=past.request, until=at.date())


def withdraw(by, at, past):
    """The charge is withdrawn."""
    told = {"charge": past.charge, "way": "withdraw", "on": at.date()}
    actions.move_charge(by=by, at=at, **told)


def convict(by, at, past):
    """The charge is judged."""
    judge(by, at, past.charge, at.date())


def appeal(by, at, past):
    """The verdict is appealed."""
    told = {"charge": past.judged, "way": "appeal", "on": at.date()}
    actions.move_charge(by=by, at=at, **told)


def finish(by, at, past):
    """The verdict is final."""
    told = {"charge": past.judged, "way": "finish", "on": at.date()}
    actions.move_charge(by=by, at=at, **told)


def acquit(by, at, past):
    """A higher court acquits."""
    appeal(by, at, past)
    judge(by, at, past.judged, at.date(), "appeal", "acquitted")


def confirm(by, at, past):
    """A higher court convicts as well."""
    appeal(by, at, past)
    judge(by, at, past.judged, at.date(), "appeal")


def collect(by, at, past):
    """What was taken is sold."""
    told = {"forfeiture": past.forfeiture, "on": at.date(), "collected": 4000}
    actions.collect_forfeiture(by=by, at=at, **told)


def lift_forfeiture(by, at, past):
    """A higher court lifts what was taken, after it is sold."""
    collect(by, at, past)
    told = {"forfeiture": past.forfeiture, "on": at.date()}
    actions.lift_forfeiture(by=by, at=at, **told)


def lift_order(by, at, past):
    """A higher court lifts the order."""
    actions.open_claim_again(by=by, at=at, claim=past.claim, way="lift")


def refuse(by, at, past):
    """The order is lifted, and restitution refused."""
    lift_order(by, at, past)
    closing = actions.ClaimClosing("refuse", "acquitted", at.date())
    actions.close_claim(by=by, at=at, claim=past.claim, closing=closing)


def order_again(by, at, past):
    """The order is lifted, and another one made."""
    lift_order(by, at, past)
    order = actions.RestitutionOrder(700, at.date(), None, {})
    actions.order_restitution(by=by, at=at, case=past.case, order=order)


def pay(by, at, past):
    """All that is owed is paid."""
    paid = actions.PaymentInput(1000, at.date(), "to_victim")
    actions.record_payment(by=by, at=at, claim=past.claim, paid=paid)


DEEDS = (
    *((Role.CASE_WORKER, OTHER, deed) for deed in (screen, close_complaint, refer)),
    *(
        (Role.INVESTIGATOR, OTHER, deed)
        for deed in (
            open_case,
            reject,
            hand_on,
            close_case,
            suspend,
            close_investigation,
            answer,
            take_back,
        )
    ),
    (Role.CASE_WORKER, "own", grant),
    *(
        (Role.PROSECUTOR, OTHER, deed)
        for deed in (
            withdraw,
            convict,
            appeal,
            finish,
            acquit,
            confirm,
            collect,
            lift_forfeiture,
            lift_order,
            refuse,
            order_again,
            pay,
        )
    ),
)


@pytest.mark.parametrize(
    ("role", "side", "deed"),
    DEEDS,
    ids=[deed.__name__ for _role, _side, deed in DEEDS],
)
def test_what_is_done_today_changes_no_past_year(
    role,
    side,
    deed,
    actor,
    now,
    past,
    facts_of_past,
):
    before = facts_of_past()
    with actor(role, side) as by:
        deed(by, now, past)
    assert facts_of_past() == before
    checked()


def checked():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def test_each_event_of_the_room_is_told_of_the_past(past, facts_of_past, now):
    """So that the test above has something to hold."""
    told = {event: len(rows) for event, rows in facts_of_past().items() if rows}
    years = now.year - 2019
    assert told == {
        "complaint": 1,
        "incident": 1,
        "investigation_opened": 1,
        "investigation_open": years,
        "cooperation": 1,
        "charged": 2,
        "prosecution_open": years + 1,  # the other one until it was judged in 2020
        "verdict": 1,
        "forfeiture": 1,
        "restitution_claimed": 1,
        "restitution_ordered": 1,
    }


def changed(before, after):
    """Of which events another thing is told, and how many more rows or fewer."""
    return {
        event: len(after[event]) - len(before[event])
        for event in before
        if before[event] != after[event]
    }


def test_what_is_recorded_late_is_of_its_own_year(actor, now, past, facts_of_past):
    before = facts_of_past()
    with actor(Role.PROSECUTOR, OTHER) as by:
        judge(by, now, past.charge, date(2020, 5, 5))
    late = changed(before, facts_of_past())
    assert late == {"verdict": 1, "prosecution_open": 2020 - now.year}


def test_the_same_court_corrects_and_a_higher_one_judges_anew(
    actor,
    now,
    past,
    facts_of_past,
):
    before = facts_of_past()
    with actor(Role.PROSECUTOR, OTHER) as by:
        judge(by, now, past.judged, date(2020, 2, 4), outcome="acquitted")
    corrected = facts_of_past()
    assert len(corrected["verdict"]) == 1
    assert "acquitted" in corrected["verdict"][0]
    assert changed(before, corrected) == {"verdict": 0}
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now, "charge": past.judged}
        actions.move_charge(**told, way="appeal", on=date(2020, 3, 1))
        judge(by, now, past.judged, date(2021, 1, 7), "appeal")
    assert changed(corrected, facts_of_past()) == {"verdict": 1}


def test_an_order_lifted_in_another_year_is_both(actor, now, past, facts_of_past):
    before = facts_of_past()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now, "claim": past.claim, "way": "lift"}
        actions.open_claim_again(**told, on=date(2021, 3, 3))
    assert changed(before, facts_of_past()) == {"restitution_lifted": 1}


def test_a_charge_is_withdrawn_on_its_day(actor, now, past, facts_of_past):
    before = facts_of_past()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"charge": past.charge, "way": "withdraw", "on": date(2021, 3, 3)}
        actions.move_charge(by=by, at=now, **told)
    late = changed(before, facts_of_past())
    assert late == {"prosecution_open": 2021 - now.year}
    assert Case.objects.count() == 0, "nobody acts here"
