"""Pages of `prosecution`."""

from datetime import timedelta

from tests.table.rows import (
    CASE_WORKER,
    COURT,
    FRONTLINE,
    INVESTIGATOR,
    KEEPERS,
    MEDIATOR,
    OVERSIGHT,
    PROSECUTOR,
    SUPERVISOR,
    record,
    same,
    shared,
)

from sala.kit.uploaded_files import SentFile
from sala.people.actions import register_person
from sala.people.rules import Identity
from sala.prosecution import actions
from sala.prosecution.actions import attachments as papers
from sala.prosecution.models import RestitutionClaim
from sala.prosecution.rules.complaints import SIGNS

HEARS = frozenset({FRONTLINE, CASE_WORKER, MEDIATOR, INVESTIGATOR, OVERSIGHT})
DECIDES = frozenset({CASE_WORKER, INVESTIGATOR})
WORKS = frozenset({INVESTIGATOR, PROSECUTOR, COURT})
SEES = WORKS | {SUPERVISOR}
POLICE, SUPERVISES = frozenset({INVESTIGATOR}), frozenset({SUPERVISOR})
OVERSEES = frozenset({OVERSIGHT})
PROSECUTES, AT_COURT = frozenset({PROSECUTOR}), frozenset({PROSECUTOR, COURT})

TABLE = {
    "list_complaints": same(HEARS | SUPERVISES),
    "register_complaint": same(HEARS),
    "show_complaint": record(DECIDES | SUPERVISES, code="complaint"),
    "screen_complaint": record(DECIDES, code="complaint"),
    "refer_complaint": record(DECIDES, code="complaint"),
    "close_complaint": record(DECIDES, code="complaint"),
    "review_complaint": record(SUPERVISES, code="closed_complaint"),
    "take_up_complaint": shared(OVERSEES, OVERSEES, code="official_complaint"),
    "list_incidents": same(POLICE | SUPERVISES | OVERSEES),
    "record_incident": same(POLICE),
    "show_incident": record(POLICE | SUPERVISES, code="incident"),
    "decide_incident": record(POLICE, code="incident"),
    "list_cases": same(SEES | OVERSEES),
    "open_case": same(POLICE | OVERSEES),
    "show_case": record(SEES, code="case"),
    "change_case": record(WORKS, code="case"),
    "move_case": record(WORKS, code="case"),
    "take_over_case": record(SEES, code="case"),
    "assign_case": record(SUPERVISES, code="case"),
    "end_assignment": record(
        SUPERVISES,
        code="case",
        assignment="assignment",
    ),
    "describe_victim": record(
        WORKS,
        code="case",
        victim="case_victim",
    ),
    "take_out_victim": record(WORKS, code="case", victim="case_victim"),
    "add_victim": record(WORKS, code="case"),
    "ask_identity": record(
        WORKS,
        code="case",
        victim="case_victim",
    ),
    "open_investigation": record(POLICE, code="case"),
    "move_investigation": record(
        POLICE | {PROSECUTOR},
        code="case",
        investigation="investigation",
    ),
    "case_attachments": record(WORKS, code="case"),
    "add_case_attachment": record(WORKS, code="case"),
    "open_case_attachment": record(
        WORKS,
        code="case",
        attachment="case_attachment",
    ),
    "list_identity_requests": same(KEEPERS),
    "answer_identity": record(KEEPERS, asked="identity_request"),
    "list_cooperation": same(SEES | OVERSEES),
    "record_cooperation": same(WORKS),
    "move_cooperation": record(WORKS, asked="cooperation"),
    "prosecution_of_person": record(KEEPERS, code="code"),
    "add_defendant": record(PROSECUTES, code="charged_case"),
    "correct_defendant": record(
        PROSECUTES,
        code="charged_case",
        defendant="defendant",
    ),
    "file_charge": record(
        PROSECUTES,
        code="charged_case",
        defendant="defendant",
    ),
    "move_charge": record(PROSECUTES, charge="charge"),
    "record_verdict": record(AT_COURT, charge="charge"),
    "correct_charge": record(PROSECUTES, charge="judged_charge"),
    "correct_verdict": record(AT_COURT, charge="judged_charge", verdict="verdict"),
    "record_forfeiture": record(AT_COURT, code="charged_case"),
    "move_forfeiture": record(AT_COURT, forfeiture="forfeiture"),
    "list_sentences": same(SUPERVISES | OVERSEES),
    "list_restitution": same(SEES | OVERSEES),
    "show_claim": record(SEES, claim="claim"),
    "order_restitution": record(AT_COURT, code="charged_case"),
    "close_claim": record(AT_COURT, claim="claim"),
    "correct_claim": record(AT_COURT, claim="ordered_claim"),
    "record_payment": record(AT_COURT, claim="ordered_claim"),
    "hand_over_payment": record(
        AT_COURT,
        claim="ordered_claim",
        payment="payment",
    ),
    "correct_payment": record(
        AT_COURT,
        claim="ordered_claim",
        payment="payment",
    ),
}
POSTS = {
    "add_case_attachment": {},
    "open_case_attachment": {},
    "screen_complaint": {"threatened": "yes", "version": "1"},
    "refer_complaint": {"agency": "11111111-2222-3333-4444-555555555555"},
    "close_complaint": {"reason": "already_known", "version": "2"},
    "review_complaint": {"agrees": "yes", "version": "3"},
    "decide_incident": {"way": "open_case"},
    "change_case": {"version": "1"},
    "move_case": {"way": "close", "reason": "no_offence"},
    "take_over_case": {"reason": "official", "official_agency": "BORDER"},
    "assign_case": {"who": "nobody"},
    "end_assignment": {},
    "add_victim": {"code": "1234567890"},
    "take_out_victim": {"reason": "told_wrong"},
    "describe_victim": {"sex": "female"},
    "ask_identity": {"reason": "charge"},
    "open_investigation": {
        "opened_on_day": "1",
        "opened_on_month": "1",
        "opened_on_year": "2020",
    },
    "move_investigation": {"way": "submit"},
    "answer_identity": {"answer": "decline", "reason": "not_needed"},
    "move_cooperation": {"way": "answer"},
    "add_defendant": {"kind": "person"},
    "correct_defendant": {"name": "Synthetic", "reason": "mistyped"},
    "file_charge": {"article": "penal_code_2017/215", "circumstance": "basic"},
    "move_charge": {"way": "withdraw"},
    "record_verdict": {"instance": "first", "outcome": "acquitted"},
    "correct_charge": {"reason": "mistyped"},
    "correct_verdict": {"reason": "mistyped", "instance": "first"},
    "record_forfeiture": {"kind": "money"},
    "move_forfeiture": {"way": "collect", "collected": "1"},
    "list_sentences": {"verdict": "11111111-2222-3333-4444-555555555555"},
    "order_restitution": {"total": "1000"},
    "close_claim": {"way": "refuse", "refused": "no_damage_shown"},
    "record_payment": {"amount": "1", "manner": "to_victim"},
    "hand_over_payment": {},
    "correct_claim": {"reason": "mistyped"},
    "correct_payment": {"reason": "recorded_twice"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, on the person that `people` made."""
    return complaints(actor, now) | cases(actor, now, made) | courts(actor, now, made)


def complaints(actor, now) -> dict[str, str]:
    heard = actions.ComplaintInput("walk_in", "work", now.date())
    on_official = actions.ComplaintInput(
        "walk_in",
        "official",
        now.date(),
        official_agency="BORDER",
    )
    told = dict.fromkeys(SIGNS, "no")
    with actor(CASE_WORKER) as by:
        asked = actions.register_complaint(
            by=by,
            at=now,
            heard=heard,
        )
        closed = actions.register_complaint(
            by=by,
            at=now,
            heard=heard,
        )
        official = actions.register_complaint(
            by=by,
            at=now,
            heard=on_official,
        )
        for made in (asked, closed):
            actions.screen_complaint(
                by=by,
                at=now,
                complaint=made.id,
                answers=told,
                version=1,
            )
        actions.close_complaint(
            by=by,
            at=now,
            complaint=closed.id,
            reason="not_an_offence",
            version=2,
        )
    with actor(OVERSIGHT) as by:
        actions.screen_complaint(
            by=by,
            at=now,
            complaint=official.id,
            answers=told,
            version=1,
        )
    return {
        "complaint": asked.code,
        "closed_complaint": closed.code,
        "official_complaint": official.code,
    }


def cases(actor, now, made: dict[str, str]) -> dict[str, str]:
    today = now.date()
    with actor(INVESTIGATOR) as by:
        incident = actions.record_incident(
            by=by,
            at=now,
            told=actions.IncidentInput("other"),
        )
        case = actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(),
        )
        victim = actions.add_victim(
            by=by,
            at=now,
            case=case.id,
            code=made["code"],
        )
        asked = actions.ask_identity(
            by=by,
            at=now,
            victim=victim,
            reason="charge",
        )
        opened = today - timedelta(days=1)
        investigation = actions.open_investigation(
            by=by,
            at=now,
            case=case.id,
            opened_on=opened,
        )
        wanted = actions.CooperationInput("outgoing", "TH", "evidence", today)
        abroad = actions.record_cooperation(
            by=by,
            at=now,
            wanted=wanted,
            case=case.id,
        )
        paper = papers.add_attachment(
            by=by,
            at=now,
            case=case.id,
            what="statement",
            file=SentFile("pdf", b"%PDF-1.7 synthetic"),
        )
        investigator, agency = by.user, by.agency
    with actor(SUPERVISOR) as by:
        assignment = actions.assign_case(
            by=by,
            at=now,
            case=case.id,
            user=investigator,
            agency=agency,
            role=INVESTIGATOR.value,
        )
    return {
        "incident": incident.code,
        "case": case.code,
        "case_attachment": str(paper),
        "case_victim": str(victim),
        "identity_request": str(asked),
        "investigation": str(investigation),
        "cooperation": str(abroad),
        "assignment": str(assignment),
    }


def courts(actor, now, made: dict[str, str]) -> dict[str, str]:
    """A case with two victims and one charge: one claim is open, one is ordered."""
    today = now.date()
    with actor(CASE_WORKER) as by:
        second = register_person(
            by=by,
            at=now,
            identity=Identity(),
        )
    with actor(INVESTIGATOR) as by:
        case = actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(),
        )
        for code in (made["code"], second.code):
            actions.add_victim(
                by=by,
                at=now,
                case=case.id,
                code=code,
            )
        way = {"way": "hand_to_prosecution", "agency": by.agency}
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            **way,
        )
    with actor(PROSECUTOR) as by:
        defendant = actions.add_defendant(
            by=by,
            at=now,
            case=case.id,
            kind="person",
            name="",
        )
        under = actions.ChargeArticle("penal_code_2017", "215", "basic", today)
        charge = actions.file_charge(
            by=by,
            at=now,
            defendant=defendant,
            under=under,
            filed_on=today,
        )
        judged = actions.file_charge(
            by=by,
            at=now,
            defendant=defendant,
            under=under,
            filed_on=today,
        )
        verdict = actions.record_verdict(
            by=by,
            at=now,
            charge=judged,
            judgment=actions.Judgment("first", "acquitted", today),
        )
        taken = actions.ForfeitureInput("vehicle", today, "A synthetic van", 5000)
        forfeiture = actions.record_forfeiture(
            by=by,
            at=now,
            defendant=defendant,
            taken=taken,
        )
        waiting, ordered = RestitutionClaim.objects.filter(case_id=case.id)
        order = actions.RestitutionOrder(1000, today, today, {ordered.id: 1000})
        actions.order_restitution(
            by=by,
            at=now,
            case=case.id,
            order=order,
        )
        paid = actions.PaymentInput(10, today, "to_court")
        payment = actions.record_payment(
            by=by,
            at=now,
            claim=ordered.id,
            paid=paid,
        )
    return {
        "charged_case": case.code,
        "defendant": str(defendant),
        "charge": str(charge),
        "judged_charge": str(judged),
        "verdict": str(verdict),
        "forfeiture": str(forfeiture),
        "claim": str(waiting.id),
        "ordered_claim": str(ordered.id),
        "payment": str(payment),
    }
