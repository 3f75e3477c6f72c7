"""How the nouns of `prosecution` are made and moved.

Each case was opened by the police of `third` and handed to the prosecution of `other`:
who opened it sees all that hangs on it, and tries nothing.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.urls import resolve
from tests.moves.stage import Move, MovedNoun, Stage

from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.queries import agency_by_code
from sala.access.roles import Role
from sala.kit import clock
from sala.people import actions as people
from sala.people.rules import Identity
from sala.prosecution import actions, queries
from sala.prosecution.models import (
    Case,
    CaseVictim,
    Charge,
    ChargeStep,
    ClaimStep,
    Complaint,
    ComplaintStep,
    CooperationStep,
    ForfeitureStep,
    IdentityRequestStep,
    Incident,
    IncidentStep,
    RestitutionClaim,
)
from sala.prosecution.queries import courts, forfeitures, restitution
from sala.prosecution.rules.complaints import SIGNS
from sala.prosecution.rules.sentences import CourtSentence
from sala.prosecution.views.complaints import complaint_ways
from sala.prosecution.views.presenters import charge_line

REFERRED_TO = "LFTU"
OFFICIAL = "BORDER"
NO_SIGN = dict.fromkeys(SIGNS, "no")
A_DAY = timedelta(days=1)
ARTICLE = actions.ChargeArticle("penal_code_2017", "215", "basic", date(2019, 10, 1))
CHARGED_ON = date(2019, 11, 1)
SENTENCE = CourtSentence(prison_months=120, fine=50_000_000)


def acting_user(by: Actor, _at: datetime) -> UUID | None:
    """Whoever makes the move."""
    return by.user_id


def today(_by: Actor, at: datetime) -> date:
    """The day of the move."""
    return at.date()


def this_moment(_by: Actor, at: datetime) -> datetime:
    """The moment of the move."""
    return at


# Complaints -----------------------------------------------------------------------


def register_complaint(stage: Stage, by: Actor) -> UUID:
    """Register what somebody complained about."""
    heard = actions.ComplaintInput("walk_in", "work", stage.at.date())
    return actions.register_complaint(by=by, at=stage.at, heard=heard).id


def complain_of_official(stage: Stage, by: Actor) -> UUID:
    """Register a complaint about an official."""
    heard = actions.ComplaintInput(
        "walk_in",
        "official",
        stage.at.date(),
        official_agency=OFFICIAL,
    )
    return actions.register_complaint(by=by, at=stage.at, heard=heard).id


def complaint_version(key: UUID) -> int:
    """The version of a complaint, for whoever sees it."""
    return Complaint.objects.get(id=key).version


def screen_complaint(by: Actor, at: datetime, key: UUID) -> None:
    """Ask for the signs: there is none."""
    actions.screen_complaint(
        by=by,
        at=at,
        complaint=key,
        answers=NO_SIGN,
        version=complaint_version(key),
    )


def refer_complaint(by: Actor, at: datetime, key: UUID) -> None:
    """Refer a complaint to police."""
    agency = agency_by_code(REFERRED_TO).id
    actions.refer_complaint(by=by, at=at, complaint=key, agency=agency)


def take_up_complaint(by: Actor, at: datetime, key: UUID) -> None:
    """Make a case of what is about an official."""
    actions.open_case_on_official(by=by, at=at, complaint=key)


def close_complaint(by: Actor, at: datetime, key: UUID) -> None:
    """Close a complaint without police."""
    actions.close_complaint(
        by=by,
        at=at,
        complaint=key,
        reason="not_an_offence",
        version=complaint_version(key),
    )


def review_closing(*, agrees: bool) -> Move:
    """How the closing of a complaint is agreed to, or not."""

    def review(by: Actor, at: datetime, key: UUID) -> None:
        actions.review_closing(
            by=by,
            at=at,
            complaint=key,
            agrees=agrees,
            version=complaint_version(key),
        )

    return review


WAYS = {
    "screen_complaint": {"screen"},
    "refer_complaint": {"refer"},
    "take_up_complaint": {"refer"},
    "close_complaint": {"close"},
    "review_complaint": {"agree", "reopen"},
}


def offered_on_complaint(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a complaint offers."""
    found = Complaint.objects.filter(id=key).first()
    if found is None or not may(by, "prosecution.complaint.view"):
        return None
    row = queries.find_complaint(by=by, code=found.code)
    assert row
    pages = [resolve(url).url_name or "" for url, _words in complaint_ways(by, row)]
    return {move for page in pages for move in WAYS[page]}


COMPLAINT = MovedNoun(
    name="complaint",
    steps=ComplaintStep,
    scene="kept",
    seats={"keeper": "other"},
    begin=register_complaint,
    moves={
        "screen": screen_complaint,
        "refer": refer_complaint,
        "close": close_complaint,
        "agree": review_closing(agrees=True),
        "reopen": review_closing(agrees=False),
    },
    by_function={
        "refer": "SELECT prosecution_refer_complaint(%s, (SELECT id FROM access_agency "
        f"WHERE code = '{REFERRED_TO}'), '0000000000') IS NOT NULL",
    },
    reasons={"close": "not_an_offence", "agree": "not_an_offence"},
    columns={
        "close": {"closed_by_id": acting_user},
        "agree": {"reviewed_by_id": acting_user},
    },
    offered=offered_on_complaint,
)
# Oversight acts wherever it is: what another agency's oversight may not do, there is not.
ON_OFFICIAL = replace(
    COMPLAINT,
    scene="of_official",
    seats={"of_official": "other"},
    begin=complain_of_official,
    moves={**COMPLAINT.moves, "refer": take_up_complaint},
    by_function={},
    columns={
        **COMPLAINT.columns,
        "refer": {"referred_to_id": lambda by, _at: by.agency},
    },
    nobody="",
    brought_by={"close": "own"},
)

# Incidents ------------------------------------------------------------------------


def record_incident(stage: Stage, by: Actor) -> UUID:
    """Record what police came to know of, while they have another case."""
    with stage.enter(Role.INVESTIGATOR, "other") as police:
        actions.open_case(by=police, at=stage.at, facts=actions.CaseFindings())
    told = actions.IncidentInput("other")
    return actions.record_incident(by=by, at=stage.at, told=told).id


def show_case_of_incident(stage: Stage, key: UUID) -> None:
    """Let the agency without a part in it see the case, and so the incident."""
    with stage.enter(Role.INVESTIGATOR, "other") as by:
        case = Incident.objects.get(id=key).case_id
        if case:
            hand_to_prosecution(stage, by, case, "third")


def open_case_from_incident(by: Actor, at: datetime, key: UUID) -> None:
    """Make a case of an incident."""
    actions.open_case_from_incident(by=by, at=at, incident=key)


def reject_incident(by: Actor, at: datetime, key: UUID) -> None:
    """Find that an incident is no case."""
    actions.reject_incident(by=by, at=at, incident=key, reason="no_offence")


def reconsider_incident(by: Actor, at: datetime, key: UUID) -> None:
    """Take an incident up again."""
    actions.reconsider_incident(by=by, at=at, incident=key)


def offered_on_incident(by: Actor, key: UUID) -> set[str] | None:
    """What the page of an incident offers."""
    found = Incident.objects.filter(id=key).first()
    if found is None or not may(by, "prosecution.incident.view"):
        return None
    row = queries.find_incident(by=by, code=found.code)
    return set(row.moves) if row else None


def any_case(_by: Actor, _at: datetime) -> UUID | None:
    """A case that the actor sees."""
    return Case.objects.values_list("id", flat=True).first()


INCIDENT = MovedNoun(
    name="incident",
    steps=IncidentStep,
    seats={"holder": "other"},
    begin=record_incident,
    settle=show_case_of_incident,
    moves={
        "reject": reject_incident,
        "open_case": open_case_from_incident,
        "reconsider": reconsider_incident,
    },
    reasons={"reject": "no_offence"},
    columns={"open_case": {"case_id": any_case}},
    offered=offered_on_incident,
)

# What hangs on a case ---------------------------------------------------------------


def hand_to_prosecution(stage: Stage, by: Actor, case: UUID, side: str) -> None:
    """Hand a case to the prosecution of an agency."""
    with stage.look(Role.PROSECUTOR, side) as them:
        agency = them.agency
    actions.hand_on(
        by=by,
        at=stage.at,
        case=case,
        way="hand_to_prosecution",
        agency=agency,
    )


def open_case_with_victim(stage: Stage) -> UUID:
    """A case that `third` opened, about somebody whose record `own` keeps, with the
    prosecution of `other`; the key of its victim.
    """
    with stage.enter(Role.CASE_WORKER, "own") as by:
        person = people.register_person(by=by, at=stage.at, identity=Identity())
    with stage.enter(Role.INVESTIGATOR, "third") as by:
        case = actions.open_case(by=by, at=stage.at, facts=actions.CaseFindings()).id
        victim = actions.add_victim(
            by=by,
            at=stage.at,
            case=case,
            code=person.code,
            sex="female",
            age_group="adult",
        )
        hand_to_prosecution(stage, by, case, "other")
    return victim


def case_of_victim(stage: Stage, victim: UUID) -> UUID:
    """The case in which a victim is named."""
    with stage.look(Role.INVESTIGATOR, "third"):
        return CaseVictim.objects.get(id=victim).case_id


# Requests between countries -------------------------------------------------------


def make_request(stage: Stage, by: Actor, case: UUID | None = None) -> UUID:
    """Ask another country for evidence before there is a case."""
    wanted = actions.CooperationInput("outgoing", "TH", "evidence", stage.at.date())
    return actions.record_cooperation(by=by, at=stage.at, wanted=wanted, case=case)


def make_request_in_case(stage: Stage, by: Actor) -> UUID:
    """Ask another country for evidence within a case."""
    return make_request(stage, by, case_of_victim(stage, open_case_with_victim(stage)))


def move_request(way: str) -> Move:
    """How one move of a request between countries is made."""

    def move(by: Actor, at: datetime, key: UUID) -> None:
        actions.move_cooperation(by=by, at=at, request=key, way=way, on=at.date())

    return move


def offered_on_request(by: Actor, key: UUID) -> set[str] | None:
    """What the list of requests between countries offers on one."""
    if not may(by, "prosecution.cooperation.view"):
        return None
    row = queries.find_request(by=by, request_id=key, today=clock.today())
    return set(row.moves) if row else None


COOPERATION = MovedNoun(
    name="cooperation_request",
    steps=CooperationStep,
    scene="without_case",
    seats={"keeper": "other"},
    begin=make_request,
    moves={
        way: move_request(way)
        for way in ("acknowledge", "answer", "refuse", "withdraw")
    },
    sits_as={"of_case": "keeper", "beside": "keeper"},
    offered=offered_on_request,
)

# Requests to see a record ---------------------------------------------------------


def ask_identity(stage: Stage, by: Actor) -> UUID:
    """Ask for the record of the victim of a case."""
    victim = open_case_with_victim(stage)
    return actions.ask_identity(by=by, at=stage.at, victim=victim, reason="charge")


def grant_identity(by: Actor, at: datetime, key: UUID) -> None:
    """Open the record."""
    actions.grant_identity(by=by, at=at, request=key, until=at.date())


def decline_identity(by: Actor, at: datetime, key: UUID) -> None:
    """Say why the record is not opened."""
    actions.decline_identity(by=by, at=at, request=key, reason="danger")


def withdraw_identity_request(by: Actor, at: datetime, key: UUID) -> None:
    """Take the request back."""
    actions.withdraw_identity_request(by=by, at=at, request=key)


ANSWERED = "SELECT prosecution_answer_identity(%s, "
IDENTITY_REQUEST = MovedNoun(
    name="identity_request",
    steps=IdentityRequestStep,
    seats={"asker": "other", "custodian": "own"},
    begin=ask_identity,
    moves={
        "grant": grant_identity,
        "decline": decline_identity,
        "withdraw": withdraw_identity_request,
    },
    by_function={
        "grant": f"{ANSWERED} access_now() + interval '1 day', '')",
        "decline": f"{ANSWERED} NULL, 'danger')",
    },
    columns={
        "withdraw": {"answered_by_id": acting_user, "answered_at": this_moment},
    },
)

# Charges and claims ---------------------------------------------------------------


def file_charge(stage: Stage, by: Actor) -> UUID:
    """Charge a defendant of a case with one victim."""
    case = case_of_victim(stage, open_case_with_victim(stage))
    with stage.enter(Role.PROSECUTOR, "other") as prosecutor:
        defendant = actions.add_defendant(
            by=prosecutor,
            at=stage.at,
            case=case,
            kind="person",
            name="Synthetic Defendant",
        )
    return actions.file_charge(
        by=by,
        at=stage.at,
        defendant=defendant,
        under=ARTICLE,
        filed_on=CHARGED_ON,
    )


def move_charge(way: str) -> Move:
    """How one move of a charge is made, but a verdict."""

    def move(by: Actor, at: datetime, key: UUID) -> None:
        actions.move_charge(by=by, at=at, charge=key, way=way, on=at.date())

    return move


def record_verdict(by: Actor, at: datetime, key: UUID) -> None:
    """Record what a higher court said of a charge."""
    judgment = actions.Judgment("appeal", "convicted", at.date(), SENTENCE)
    actions.record_verdict(by=by, at=at, charge=key, judgment=judgment)


def offered_on_charge(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a case offers on a charge."""
    if not may(by, "prosecution.case.view"):
        return None
    row = courts.find_charge(by=by, key=key)
    if row is None:
        return None
    line = charge_line(row)
    return {*line["open"], *(["judge"] if line["judged"] else [])}


CHARGE = MovedNoun(
    name="charge",
    steps=ChargeStep,
    seats={"tries": "other"},
    begin=file_charge,
    moves={
        **{way: move_charge(way) for way in ("withdraw", "appeal", "finish")},
        "judge": record_verdict,
    },
    offered=offered_on_charge,
)


def claim_restitution(stage: Stage, by: Actor) -> UUID:
    """The claim that opens with a charge."""
    charge = file_charge(stage, by)
    return RestitutionClaim.objects.get(case__charges=charge).id


def order_restitution(by: Actor, at: datetime, key: UUID) -> None:
    """Order restitution for the only claim of its case."""
    case = RestitutionClaim.objects.get(id=key).case_id
    order = actions.RestitutionOrder(1000, at.date(), None, {})
    actions.order_restitution(by=by, at=at, case=case, order=order)


def close_claim(way: str, reason: str, how: str = "") -> Move:
    """How a claim is closed without an order."""

    def close(by: Actor, at: datetime, key: UUID) -> None:
        closing = actions.ClaimClosing(way, reason, at.date(), how)
        actions.close_claim(by=by, at=at, claim=key, closing=closing)

    return close


def open_claim_again(way: str) -> Move:
    """How a claim is opened again."""

    def open_again(by: Actor, at: datetime, key: UUID) -> None:
        actions.open_claim_again(by=by, at=at, claim=key, way=way)

    return open_again


def settle_claim(by: Actor, at: datetime, key: UUID) -> None:
    """Pay all that is owed."""
    paid = actions.PaymentInput(1000, at.date(), "to_victim")
    actions.record_payment(by=by, at=at, claim=key, paid=paid)


def offered_on_claim(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a claim offers."""
    if not may(by, "prosecution.case.view"):
        return None
    row = restitution.find_claim(by=by, key=key, today=clock.today())
    return set(row.moves) if row else None


EMPTIED = {"share": None, "decided_on": None, "due_on": None, "waived_how": ""}
CLAIM = MovedNoun(
    name="restitution_claim",
    steps=ClaimStep,
    seats={"tries": "other"},
    begin=claim_restitution,
    moves={
        "order": order_restitution,
        "refuse": close_claim("refuse", "acquitted"),
        "waive": close_claim("waive", "person_does_not_want", "signed"),
        "ask_again": open_claim_again("ask_again"),
        "lift": open_claim_again("lift"),
        "settle": settle_claim,
    },
    reasons={"refuse": "acquitted", "waive": "person_does_not_want"},
    columns={
        "order": {"share": 1000, "decided_on": today, "due_on": today},
        "refuse": {"decided_on": today},
        "waive": {"decided_on": today, "waived_how": "signed"},
        "ask_again": EMPTIED,
        "lift": EMPTIED,
    },
    offered=offered_on_claim,
)

# What a court took ------------------------------------------------------------------


def record_forfeiture(stage: Stage, by: Actor) -> UUID:
    """Record that a court took something from somebody who is charged."""
    with stage.enter(Role.PROSECUTOR, "other") as prosecutor:
        charge = file_charge(stage, prosecutor)
        defendant = Charge.objects.get(id=charge).defendant_id
    taken = actions.ForfeitureInput("vehicle", stage.at.date(), value=1000)
    told = {"defendant": defendant, "taken": taken}
    return actions.record_forfeiture(by=by, at=stage.at, **told)


def collect_forfeiture(by: Actor, at: datetime, key: UUID) -> None:
    """Record what it brought."""
    told = {"on": at.date(), "collected": 1000}
    actions.collect_forfeiture(by=by, at=at, forfeiture=key, **told)


def lift_forfeiture(by: Actor, at: datetime, key: UUID) -> None:
    """Record that a higher court gave it back."""
    actions.lift_forfeiture(by=by, at=at, forfeiture=key, on=at.date())


def offered_on_forfeiture(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a case offers on what a court took."""
    if not may(by, "prosecution.case.view"):
        return None
    row = forfeitures.find_forfeiture(by=by, key=key)
    offered = row and row.tries and may(by, "prosecution.forfeiture.record")
    return set(row.moves) if row and offered else None


FORFEITURE = MovedNoun(
    name="forfeiture",
    steps=ForfeitureStep,
    seats={"tries": "other"},
    begin=record_forfeiture,
    moves={"collect": collect_forfeiture, "lift": lift_forfeiture},
    columns={
        "collect": {"collected_on": today, "collected": 1000},
        "lift": {"collected_on": None, "collected": None},
    },
    says={"collect": {"amount": 1000}},
    offered=offered_on_forfeiture,
)

NOUNS = (
    COMPLAINT,
    replace(COMPLAINT, scene="of_frontline", seats={"of_frontline": "other"}),
    replace(COMPLAINT, scene="of_mediator", seats={"of_mediator": "other"}),
    ON_OFFICIAL,
    INCIDENT,
    COOPERATION,
    replace(
        COOPERATION,
        scene="in_case",
        seats={"of_case": "other", "beside": "third"},
        begin=make_request_in_case,
        nobody="own",
    ),
    IDENTITY_REQUEST,
    CHARGE,
    CLAIM,
    FORFEITURE,
)
