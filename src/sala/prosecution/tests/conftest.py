"""Cases to look at: one of the investigators of the agency `other`, and its victim."""

from datetime import date

import pytest
from django.db import connection

from sala.access.roles import Role
from sala.access.steps import take_step
from sala.facts.pseudonyms import SaltedNumbers
from sala.kit import clock
from sala.people import actions as people
from sala.people import rules as identities
from sala.prosecution import actions
from sala.prosecution.actions.common import case_entry
from sala.prosecution.models import (
    STEPS,
    Case,
    CaseAssignment,
    CaseEvent,
    CaseIdentityRequest,
    CaseStep,
    CaseVictim,
    Charge,
    Complaint,
    ComplaintStep,
    CooperationRequest,
    Defendant,
    Forfeiture,
    Incident,
    Investigation,
    RestitutionClaim,
    RestitutionPayment,
    Verdict,
)
from sala.prosecution.queries import restitution as queries
from sala.prosecution.rules.sentences import CourtSentence

OTHER = "other"
CODE = "penal_code_2017"
OFFICIAL = "BORDER"
PADS = SaltedNumbers(b"k" * 32).hmac_pads()
PAID_ON = date(2020, 6, 1)
EVERYTHING = (
    Case,
    CaseAssignment,
    CaseEvent,
    CaseIdentityRequest,
    CaseVictim,
    Charge,
    Complaint,
    CooperationRequest,
    Defendant,
    Forfeiture,
    Incident,
    Investigation,
    RestitutionClaim,
    RestitutionPayment,
    Verdict,
    *STEPS,
)


def seen():
    """How many rows of each table the session sees."""
    return {model.__name__: model.objects.count() for model in EVERYTHING}


def seen_of(case):
    """How many rows of each table the session sees of one case, by its key."""
    found = {}
    for model in EVERYTHING:
        noun = getattr(model, "noun_field", "")
        path = f"{noun}__" if noun else ""
        if model is Case:
            path = "id"
        elif model is CaseStep:
            path = "case_id"
        elif model in {Complaint, ComplaintStep}:
            path += "incident__case_id"
        else:
            path += "case_id"
        found[model.__name__] = model.objects.filter(**{path: case}).count()
    return found


def going_on(case):
    """The case that goes on for one that was taken over, as the session sees it."""
    return Case.objects.get(continues=case, in_compartment=True)


NOTHING = {model.__name__: 0 for model in EVERYTHING}


@pytest.fixture
def case(actor, now):
    """An open case of the agency `other`."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        return actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(place_code="LA01"),
        )


@pytest.fixture
def official_case(actor, now, case):
    """What goes on of that case, once it is known to be about an official of the border police."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
    with actor(Role.OVERSIGHT):
        return going_on(case.id)


@pytest.fixture
def give_to(actor, user_of, now):
    """Let oversight give a case to the seeded user of a role in an agency."""

    def give(case, role=Role.INVESTIGATOR, agency=OTHER):
        user = user_of(role, agency)
        with actor(role, agency) as them:
            post = them.agency_id
        with actor(Role.OVERSIGHT) as by:
            return actions.assign_case(
                by=by,
                at=now,
                case=case.id,
                user=user.id,
                agency=post,
                role=role.value,
            )

    return give


@pytest.fixture
def person(actor, now):
    """A person whose record the agency `own` keeps."""
    identity = identities.Identity(names=(identities.PersonName("Synthetic Person"),))
    with actor(Role.CASE_WORKER) as by:
        return people.register_person(
            by=by,
            at=now,
            identity=identity,
        )


@pytest.fixture
def victim(
    actor,
    now,
    case,
    person,
):
    """That person as a victim of the case, an adult woman."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        return actions.add_victim(
            by=by,
            at=now,
            case=case.id,
            code=person.code,
            sex="female",
            age_group="adult",
        )


@pytest.fixture
def with_prosecution(
    actor,
    now,
    case,
    victim,
    agency_of,
):
    """The case with its victim in the hands of the prosecutor of `other`."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        way = {"way": "hand_to_prosecution", "agency": agency_of(OTHER)}
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            **way,
        )
    return case


@pytest.fixture
def charge(actor, now, with_prosecution):
    """One defendant charged with trafficking, on a day when article 215 was in force."""
    with actor(Role.PROSECUTOR, OTHER) as by:
        defendant = actions.add_defendant(
            by=by,
            at=now,
            case=with_prosecution.id,
            kind="person",
            name="Synthetic Defendant",
        )
        under = actions.ChargeArticle(CODE, "215", "basic", date(2019, 10, 1))
        return actions.file_charge(
            by=by,
            at=now,
            defendant=defendant,
            under=under,
            filed_on=date(2019, 11, 1),
        )


@pytest.fixture
def agency_of(actor):
    """The key of the agency `own` or `other`."""

    def find(side):
        with actor(Role.CASE_WORKER, side) as by:
            return by.agency_id

    return find


@pytest.fixture
def full_case(
    case,
    victim,
    actor,
    now,
):
    """A case with something in every table, from a complaint on."""
    heard = actions.ComplaintInput(
        channel="village_mediation",
        about="work",
        received_on=now.date(),
    )
    with actor(Role.CASE_WORKER, OTHER) as by:
        complaint = actions.register_complaint(
            by=by,
            at=now,
            heard=heard,
        )
        actions.screen_complaint(
            by=by,
            at=now,
            complaint=complaint.id,
            answers={"threatened": "yes"},
            version=1,
        )
        incident = actions.refer_complaint(
            by=by,
            at=now,
            complaint=complaint.id,
            agency=by.agency,
        )
    with actor(Role.INVESTIGATOR, OTHER) as by:
        take_step(
            Incident.objects.get(id=incident),
            "open_case",
            by=by,
            at=now,
            entry=case_entry("incident_became_case", case.id),
            columns={"case_id": case.id},
        )
        actions.open_investigation(
            by=by,
            at=now,
            case=case.id,
            opened_on=now.date(),
        )
        actions.ask_identity(
            by=by,
            at=now,
            victim=victim,
            reason="charge",
        )
        wanted = actions.CooperationInput("outgoing", "TH", "evidence", now.date())
        actions.record_cooperation(
            by=by,
            at=now,
            wanted=wanted,
            case=case.id,
        )
    with actor(Role.SUPERVISOR, OTHER) as by:
        user = Case.objects.get(id=case.id).opened_by_id
        actions.assign_case(
            by=by,
            at=now,
            case=case.id,
            user=user,
            agency=by.agency,
            role="investigator",
        )
    return case


@pytest.fixture
def tried_case(full_case, actor, now):
    """That case judged, with a sentence outside the range and restitution partly paid, and sent back
    to police."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        way = {"way": "hand_to_prosecution", "agency": by.agency}
        actions.hand_on(
            by=by,
            at=now,
            case=full_case.id,
            **way,
        )
    today = now.date()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        who = actions.add_defendant(
            **told,
            case=full_case.id,
            kind="person",
            name="Synthetic Man",
        )
        under = actions.ChargeArticle(CODE, "215", "basic", date(2019, 10, 1))
        charge = actions.file_charge(
            **told,
            defendant=who,
            under=under,
            filed_on=today,
        )
        said = actions.Judgment(
            "first",
            "convicted",
            today,
            CourtSentence(prison_months=13),
            "mitigating",
        )
        actions.record_verdict(
            **told,
            charge=charge,
            judgment=said,
        )
        van = actions.ForfeitureInput("vehicle", today, "A synthetic van", 5000)
        actions.record_forfeiture(
            **told,
            defendant=who,
            taken=van,
        )
        order = actions.RestitutionOrder(1000, today, today, {})
        actions.order_restitution(
            **told,
            case=full_case.id,
            order=order,
        )
        claim = RestitutionClaim.objects.get().id
        paid = actions.PaymentInput(400, today, "to_court")
        actions.record_payment(
            **told,
            claim=claim,
            paid=paid,
        )
        actions.hand_on(
            **told,
            case=full_case.id,
            way="send_back",
        )
    return full_case


@pytest.fixture
def hidden(
    tried_case,
    full_case,
    actor,
    now,
):
    """What goes on of that case once it is known to be about an official."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert 0 not in seen().values()
        actions.take_over_case(
            by=by,
            at=now,
            case=full_case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
    with actor(Role.OVERSIGHT):
        return going_on(full_case.id)


def checked():
    """What the database would refuse at commit, it refuses now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def ordered(actor, now, case, charge):
    """The claim of the only victim: 1,000 ordered in 2020."""
    with actor(Role.COURT_CLERK, OTHER) as by:
        order = actions.RestitutionOrder(1000, date(2020, 2, 3), None, {})
        actions.order_restitution(by=by, at=now, case=case.id, order=order)
        return RestitutionClaim.objects.get().id


@pytest.fixture
def pay(actor, now, ordered):
    """`pay(1000)`: the clerk records a payment; its key."""

    def enter(amount, manner="to_victim", out_of=None):
        paid = actions.PaymentInput(amount, PAID_ON, manner, out_of)
        with actor(Role.COURT_CLERK, OTHER) as by:
            told = {"claim": ordered, "paid": paid}
            return actions.record_payment(by=by, at=now, **told)

    return enter


@pytest.fixture
def claim_now(actor, ordered):
    """What the page of the claim says."""

    def read():
        with actor(Role.PROSECUTOR, OTHER) as by:
            return queries.find_claim(by=by, key=ordered, today=clock.today())

    return read


@pytest.fixture
def facts_of(actor):
    """`facts_of("verdict")`: the rows that the facts have of an event."""

    def read(event):
        with actor(Role.ANALYST), connection.cursor() as cursor:
            cursor.execute(
                "SELECT year, amount FROM facts_rows(%s, %s, %s)", [event, *PADS]
            )
            return sorted(cursor.fetchall())

    return read
