"""Pages of `prosecution`."""

from datetime import timedelta

from tests.table.rows import (
    CASE_WORKER,
    COURT,
    FRONTLINE,
    INVESTIGATOR,
    KEEPERS,
    OVERSIGHT,
    PROSECUTOR,
    SUPERVISOR,
    record,
    same,
    shared,
)

from sala.kit.sent_files import SentFile
from sala.prosecution import actions
from sala.prosecution.actions import attachments as papers
from sala.prosecution.rules.complaints import SIGNS

HEARS = frozenset({FRONTLINE, CASE_WORKER, INVESTIGATOR, OVERSIGHT})
DECIDES = frozenset({CASE_WORKER, INVESTIGATOR})
WORKS = frozenset({INVESTIGATOR, PROSECUTOR, COURT})
SEES = WORKS | {SUPERVISOR}
POLICE, SUPERVISES = frozenset({INVESTIGATOR}), frozenset({SUPERVISOR})
OVERSEES = frozenset({OVERSIGHT})

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
    "mark_case": record(SEES, code="case"),
    "assign_case": record(SUPERVISES, code="case"),
    "end_assignment": record(SUPERVISES, code="case", assignment="assignment"),
    "add_victim": record(WORKS, code="case"),
    "ask_identity": record(WORKS, code="case", victim="case_victim"),
    "open_investigation": record(POLICE, code="case"),
    "move_investigation": record(POLICE | {PROSECUTOR}, code="case", investigation="investigation"),
    "case_attachments": record(WORKS, code="case"),
    "add_case_attachment": record(WORKS, code="case"),
    "open_case_attachment": record(WORKS, code="case", attachment="case_attachment"),
    "list_identity_requests": same(KEEPERS),
    "answer_identity": record(KEEPERS, asked="identity_request"),
    "list_cooperation": same(SEES | OVERSEES),
    "record_cooperation": same(WORKS),
    "move_cooperation": record(WORKS, asked="cooperation"),
    "prosecution_of_person": record(KEEPERS, code="code"),
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
    "mark_case": {"official_agency": "BORDER"},
    "assign_case": {"who": "nobody"},
    "end_assignment": {},
    "add_victim": {"code": "1234567890"},
    "ask_identity": {"reason": "charge"},
    "open_investigation": {"opened_on_day": "1", "opened_on_month": "1", "opened_on_year": "2020"},
    "move_investigation": {"way": "submit"},
    "answer_identity": {"answer": "decline", "reason": "not_needed"},
    "move_cooperation": {"way": "answer"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, on the person that `people` made."""
    return complaints(actor, now) | cases(actor, now, made)


def complaints(actor, now) -> dict[str, str]:
    heard = actions.Heard("walk_in", "work", now.date())
    on_official = actions.Heard("walk_in", "official", now.date(), official_agency="BORDER")
    told = dict.fromkeys(SIGNS, "no")
    with actor(CASE_WORKER) as by:
        asked = actions.register_complaint(by=by, at=now, heard=heard)
        closed = actions.register_complaint(by=by, at=now, heard=heard)
        official = actions.register_complaint(by=by, at=now, heard=on_official)
        for made in (asked, closed):
            actions.screen_complaint(by=by, at=now, complaint=made.id, answers=told, version=1)
        actions.close_complaint(
            by=by, at=now, complaint=closed.id, reason="not_an_offence", version=2
        )
    with actor(OVERSIGHT) as by:
        actions.screen_complaint(by=by, at=now, complaint=official.id, answers=told, version=1)
    return {
        "complaint": asked.code,
        "closed_complaint": closed.code,
        "official_complaint": official.code,
    }


def cases(actor, now, made: dict[str, str]) -> dict[str, str]:
    today = now.date()
    with actor(INVESTIGATOR) as by:
        incident = actions.record_incident(by=by, at=now, told=actions.Told("other"))
        case = actions.open_case(by=by, at=now, facts=actions.Facts())
        victim = actions.add_victim(by=by, at=now, case=case.id, code=made["code"])
        asked = actions.ask_identity(by=by, at=now, victim=victim, reason="charge")
        opened = today - timedelta(days=1)
        investigation = actions.open_investigation(by=by, at=now, case=case.id, opened_on=opened)
        wanted = actions.Wanted("outgoing", "TH", "evidence", today)
        abroad = actions.record_cooperation(by=by, at=now, wanted=wanted, case=case.id)
        paper = papers.add_attachment(
            by=by,
            at=now,
            case=case.id,
            what="statement",
            file=SentFile("pdf", b"%PDF-1.7 synthetic"),
        )
        investigator, agency = by.user, by.agency
    with actor(SUPERVISOR) as by:
        assignment = actions.assign(
            by=by, at=now, case=case.id, user=investigator, agency=agency, role=INVESTIGATOR.value
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
