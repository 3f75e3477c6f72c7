"""Every move of six nouns, from every state, by every role of every seat."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.moves.walking import MoveScene, check_table, read_table, walk_moves

from sala.access import queries as access
from sala.access.ledger import record
from sala.access.roles import Role
from sala.prosecution import actions
from sala.prosecution.actions.common import ask_database, new_code
from sala.prosecution.models import (
    ChargeStep,
    ClaimStep,
    Complaint,
    ComplaintStep,
    CooperationStep,
    IdentityRequestStep,
    Incident,
    IncidentStep,
    RestitutionClaim,
)
from sala.prosecution.rules.complaints import SIGNS
from sala.prosecution.rules.sentences import CourtSentence
from sala.prosecution.tests.conftest import OFFICIAL, OTHER

DAY = timedelta(days=1)
NO_SIGN = dict.fromkeys(SIGNS, "no")
SENTENCE = CourtSentence(prison_months=120, fine=50_000_000)

pytestmark = pytest.mark.django_db


def version_of(key):
    """The version of a complaint, for whoever sees it."""
    return Complaint.objects.get(id=key).version


def register(by, at, official=""):
    """Register a complaint."""
    heard = actions.ComplaintInput(
        "walk_in",
        "official" if official else "work",
        at.date(),
        official_agency=official,
    )
    return actions.register_complaint(by=by, at=at, heard=heard).id


def screen(by, at, key):
    """Ask for the signs: there is none."""
    told = {"answers": NO_SIGN, "version": version_of(key)}
    actions.screen_complaint(by=by, at=at, complaint=key, **told)


def refer(by, at, key):
    """Refer it; oversight takes up what is about an official."""
    if by.role == Role.OVERSIGHT:
        actions.open_case_on_official(by=by, at=at, complaint=key)
    else:
        agency = access.agency_by_code("ATD").id
        actions.refer_complaint(by=by, at=at, complaint=key, agency=agency)


def close_complaint(by, at, key):
    """Close it without police."""
    told = {"reason": "not_an_offence", "version": version_of(key)}
    actions.close_complaint(by=by, at=at, complaint=key, **told)


def review(by, at, key, *, agrees):
    """Agree with the closing, or not."""
    told = {"agrees": agrees, "version": version_of(key)}
    actions.review_closing(by=by, at=at, complaint=key, **told)


def refer_in_database(by, at, key):
    """The database's own way to refer; what is about an official has none."""
    if by.role == Role.OVERSIGHT:
        return _written_referral(by, at, key)
    code = new_code(Incident.objects.all())
    agency = access.agency_by_code("ATD").id
    found = ask_database("prosecution_refer_complaint", key, agency, code)
    enter(by, "complaint", key)
    return found


def _written_referral(by, at, key):
    place = enter(by, "complaint", key)
    values = {"state": "referred", "referred_to_id": by.agency}
    changed = Complaint.objects.filter(id=key).update(**values)
    ComplaintStep.objects.create(
        complaint_id=key,
        number=ComplaintStep.objects.filter(complaint_id=key).count() + 1,
        move="refer",
        state="referred",
        happened_on=at.date(),
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        ledger_lane=place.lane,
        ledger_seq=place.seq,
    )
    return changed


def enter(by, kind, key):
    """The entry without which the database refuses a step."""

    return record(by=by, action="access.test_made", kind=kind, subject=key, detail={})


@pytest.fixture
def complaint_scene(actor, now):
    """Complaints that a case worker, an officer or a mediator took, or on an official."""
    writers = {
        "keeper": Role.CASE_WORKER,
        "of_frontline": Role.FRONTLINE_OFFICER,
        "of_mediator": Role.MEDIATOR,
        "of_official": Role.OVERSIGHT,
        "elsewhere": Role.CASE_WORKER,
    }

    def make(state, seat):
        official = seat == "of_official"
        side = "own" if official else OTHER
        with actor(writers[seat], side) as by:
            key = register(by, now, OFFICIAL if official else "")
            if state != "registered":
                screen(by, now, key)
            if state == "referred":
                refer(by, now, key)
            if state in {"closed", "reviewed"}:
                close_complaint(by, now, key)
        if state == "reviewed":
            second = (Role.OVERSIGHT, OTHER) if official else (Role.SUPERVISOR, OTHER)
            with actor(*second) as by:
                review(by, now, key, agrees=True)
        return key

    def closed(by, _at):
        return {"closed_reason": "not_an_offence", "closed_by_id": by.user}

    def reviewed(by, _at):
        return {"reviewed_by_id": by.user}

    return MoveScene(
        steps=ComplaintStep,
        seats={
            "keeper": OTHER,
            "of_frontline": OTHER,
            "of_mediator": OTHER,
            "of_official": OTHER,
            "elsewhere": "own",
        },
        make=make,
        acts={
            "screen": screen,
            "refer": refer,
            "close": close_complaint,
            "agree": lambda by, at, key: review(by, at, key, agrees=True),
            "reopen": lambda by, at, key: review(by, at, key, agrees=False),
        },
        sql={"refer": refer_in_database},
        columns={"close": closed, "agree": reviewed},
    )


@pytest.fixture
def incident_scene(actor, now, case):
    """Incidents of the police of `other`."""

    def reject(by, at, key):
        actions.reject_incident(by=by, at=at, incident=key, reason="no_offence")

    def open_case(by, at, key):
        actions.open_case_from_incident(by=by, at=at, incident=key)

    def reconsider(by, at, key):
        actions.reconsider_incident(by=by, at=at, incident=key)

    def make(state, _seat):
        with actor(Role.INVESTIGATOR, OTHER) as by:
            told = actions.IncidentInput("other")
            key = actions.record_incident(by=by, at=now, told=told).id
            if state == "case":
                open_case(by, now, key)
            if state == "not_a_case":
                reject(by, now, key)
        return key

    return MoveScene(
        steps=IncidentStep,
        seats={"holder": OTHER, "elsewhere": "own"},
        make=make,
        acts={"reject": reject, "open_case": open_case, "reconsider": reconsider},
        columns={
            "reject": lambda _by, _at: {"reason": "no_offence"},
            "open_case": lambda _by, _at: {"case_id": case.id},
            "reconsider": lambda _by, _at: {"reason": ""},
        },
    )


@pytest.fixture
def cooperation_request_scene(actor, now, case):
    """Requests of `other`, within a case or before there is one."""

    def move(way):
        def act(by, at, key):
            told = {"way": way, "on": at.date()}
            actions.move_cooperation(by=by, at=at, request=key, **told)

        return act

    ways = {
        "acknowledged": "acknowledge",
        "answered": "answer",
        "refused": "refuse",
        "withdrawn": "withdraw",
    }

    def make(state, seat):
        with actor(Role.INVESTIGATOR, OTHER) as by:
            wanted = actions.CooperationInput("outgoing", "TH", "evidence", now.date())
            within = case.id if seat in {"of_case", "elsewhere"} else None
            told = {"wanted": wanted, "case": within}
            key = actions.record_cooperation(by=by, at=now, **told)
            if state in ways:
                move(ways[state])(by, now, key)
        return key

    return MoveScene(
        steps=CooperationStep,
        seats={"keeper": OTHER, "of_case": OTHER, "elsewhere": "own"},
        make=make,
        acts={way: move(way) for way in ways.values()},
    )


@pytest.fixture
def identity_request_scene(actor, now, victim):
    """Requests of `other` to see a record that `own` keeps."""

    def grant(by, at, key):
        actions.grant_identity(by=by, at=at, request=key, until=at.date())

    def decline(by, at, key):
        actions.decline_identity(by=by, at=at, request=key, reason="danger")

    def withdraw(by, at, key):
        actions.withdraw_identity_request(by=by, at=at, request=key)

    def answered(until, reason):
        def act(by, at, key):
            end = at + DAY if until else None
            found = ask_database("prosecution_answer_identity", key, end, reason)
            enter(by, "identity_request", key)
            return found

        return act

    acts = {"grant": grant, "decline": decline, "withdraw": withdraw}

    def make(state, _seat):
        with actor(Role.INVESTIGATOR, OTHER) as by:
            told = {"victim": victim, "reason": "charge"}
            key = actions.ask_identity(by=by, at=now, **told)
            if state == "withdrawn":
                withdraw(by, now, key)
        with actor(Role.CASE_WORKER) as by:
            if state == "granted":
                grant(by, now, key)
            if state == "declined":
                decline(by, now, key)
        return key

    return MoveScene(
        steps=IdentityRequestStep,
        seats={"asker": OTHER, "custodian": "own"},
        make=make,
        acts=acts,
        sql={
            "grant": answered(until=True, reason=""),
            "decline": answered(None, "danger"),
        },
        columns={
            "withdraw": lambda by, at: {"answered_by_id": by.user, "answered_at": at}
        },
    )


def judge(by, at, key, instance="appeal"):
    """Record what a court said of a charge."""
    judgment = actions.Judgment(instance, "convicted", at.date(), SENTENCE)
    actions.record_verdict(by=by, at=at, charge=key, judgment=judgment)


def move_charge(way):
    """The action that moves a charge, today."""

    def act(by, at, key):
        actions.move_charge(by=by, at=at, charge=key, way=way, on=at.date())

    return act


@pytest.fixture
def charge_scene(actor, now, charge):
    """The charge of the case that `other` prosecutes."""
    to = {
        "withdrawn": ("withdraw",),
        "judged": ("judge",),
        "appealed": ("judge", "appeal"),
        "final": ("judge", "finish"),
    }
    acts = {way: move_charge(way) for way in ("withdraw", "appeal", "finish")}

    def make(state, _seat):
        with actor(Role.PROSECUTOR, OTHER) as by:
            for way in to.get(state, ()):
                (acts | {"judge": judge})[way](by, now, charge)
        return charge

    return MoveScene(
        steps=ChargeStep,
        seats={"tries": OTHER, "elsewhere": "own"},
        make=make,
        acts=acts | {"judge": judge},
    )


def order(by, at, key):
    """Order restitution for one claim."""
    case = RestitutionClaim.objects.get(id=key).case_id
    told = actions.RestitutionOrder(1000, at.date(), None, {key: 1000})
    actions.order_restitution(by=by, at=at, case=case, order=told)


def close_claim(way, reason, how=""):
    """The action that closes a claim without an order."""

    def act(by, at, key):
        closing = actions.ClaimClosing(way, reason, at.date(), how)
        actions.close_claim(by=by, at=at, claim=key, closing=closing)

    return act


def open_again(way):
    """The action that opens a claim again."""

    def act(by, at, key):
        actions.open_claim_again(by=by, at=at, claim=key, way=way)

    return act


def settle(by, at, key):
    """Pay all that is owed."""
    paid = actions.PaymentInput(1000, at.date(), "to_victim")
    actions.record_payment(by=by, at=at, claim=key, paid=paid)


def closed_columns(reason, how=""):
    """What closing a claim leaves in its row."""
    return lambda _by, at: {
        "reason": reason,
        "waived_how": how,
        "decided_on": at.date(),
    }


def ordered_columns(_by, at):
    """What an order leaves in the row of a claim."""
    return {"share": 1000, "decided_on": at.date(), "due_on": at.date()}


def opened_columns(_by, _at):
    """What is left of an order that is lifted: nothing."""
    emptied = dict.fromkeys(("share", "decided_on", "due_on"))
    return emptied | {"reason": "", "waived_how": ""}


@pytest.fixture
def restitution_claim_scene(actor, now, charge):
    """The claim of the victim of that case."""
    acts = {
        "order": order,
        "refuse": close_claim("refuse", "acquitted"),
        "waive": close_claim("waive", "person_does_not_want", "signed"),
        "ask_again": open_again("ask_again"),
        "lift": open_again("lift"),
        "settle": settle,
    }
    to = {
        "ordered": ("order",),
        "refused": ("refuse",),
        "waived": ("waive",),
        "paid": ("order", "settle"),
    }

    def make(state, _seat):
        with actor(Role.PROSECUTOR, OTHER) as by:
            key = RestitutionClaim.objects.get().id
            for way in to.get(state, ()):
                acts[way](by, now, key)
        return key

    return MoveScene(
        steps=ClaimStep,
        seats={"tries": OTHER, "elsewhere": "own"},
        make=make,
        acts=acts,
        columns={
            "order": ordered_columns,
            "refuse": closed_columns("acquitted"),
            "waive": closed_columns("person_does_not_want", "signed"),
            "ask_again": opened_columns,
            "lift": opened_columns,
        },
    )


NOUNS = {
    "complaint": ComplaintStep,
    "incident": IncidentStep,
    "cooperation_request": CooperationStep,
    "identity_request": IdentityRequestStep,
    "charge": ChargeStep,
    "restitution_claim": ClaimStep,
}
STATES = [(noun, state) for noun, steps in NOUNS.items() for state in steps.states.all]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_table_names_each_move_of_the_noun(noun, request):
    check_table(read_table(noun), request.getfixturevalue(f"{noun}_scene"))


@pytest.mark.parametrize(("noun", "state"), STATES)
def test_each_move_is_made_by_those_of_the_table_and_nobody_else(
    noun,
    state,
    request,
    actor,
    now,
):
    scene, table = request.getfixturevalue(f"{noun}_scene"), read_table(noun)
    wrong = []
    for seat in scene.seats:
        with connection.cursor() as cursor:
            cursor.execute("SAVEPOINT seat")
        wrong += walk_moves(
            scene,
            table,
            state=state,
            seat=seat,
            actor=actor,
            now=now,
        )
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK TO SAVEPOINT seat")
    assert wrong == []
