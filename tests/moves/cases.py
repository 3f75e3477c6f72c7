"""How a case and its investigations are made and moved.

Police of `third` open a case, prosecution of `other` charges, a court of `own` tries it.
"""

from dataclasses import replace
from datetime import datetime
from functools import cache
from uuid import UUID

from tests.moves.prosecution import (
    OFFICIAL,
    case_of_victim,
    open_case_with_victim,
    today,
)
from tests.moves.stage import Move, MovedNoun, Stage, find_member

from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.queries import agency_by_code
from sala.access.roles import Role
from sala.prosecution import actions
from sala.prosecution.models import CaseStep, Investigation, InvestigationStep
from sala.prosecution.queries import cases
from sala.prosecution.rules.cases import (
    CLOSED_REASONS,
    INVESTIGATION_CLOSED_REASONS,
    SUSPENDED_REASONS,
)

PROSECUTION, COURT = "ATD", "LWU"  # the codes of `other` and `own`
WORKS = (Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK)

# Cases ------------------------------------------------------------------------------


@cache
def agency_key(code: str) -> UUID:
    """The key of an agency: it outlives every test."""
    return agency_by_code(code).id


def hand_on(way: str, to: str = "") -> Move:
    """How a case is handed on, or back."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        agency = agency_key(to) if to else None
        actions.hand_on(by=by, at=at, case=key, way=way, agency=agency)

    return make


TO_PROSECUTION = hand_on("hand_to_prosecution", PROSECUTION)
TO_COURT = hand_on("hand_to_court", COURT)
SEND_BACK = hand_on("send_back")


def open_known_case(stage: Stage, by: Actor) -> UUID:
    """Open a case that was in court, and came back to police: all three see it from
    then on, whoever has it.
    """
    key = actions.open_case(by=by, at=stage.at, facts=actions.CaseFindings()).id
    TO_PROSECUTION(by, stage.at, key)
    for role, agency, way in (
        (Role.PROSECUTOR, "other", TO_COURT),
        (Role.COURT_CLERK, "own", SEND_BACK),
        (Role.PROSECUTOR, "other", SEND_BACK),
    ):
        with stage.enter(role, agency) as them:
            way(them, stage.at, key)
    return key


def open_case_on_official(stage: Stage, by: Actor) -> UUID:
    """Open a case about an official, which oversight gives to one of each role who
    works on cases.
    """
    facts, told = actions.CaseFindings(), {"by": by, "at": stage.at}
    key = actions.open_case(**told, facts=facts, official_agency=OFFICIAL).id
    with stage.look(Role.INVESTIGATOR, "other") as them:
        agency = them.agency
    with stage.enter(Role.OVERSIGHT, "own") as oversight:
        for role in WORKS:
            user, _membership = find_member(role, "other")
            given = {"user": user, "agency": agency, "role": role.value}
            actions.assign_case(by=oversight, at=stage.at, case=key, **given)
    return key


def close_case(by: Actor, at: datetime, key: UUID) -> None:
    """Close a case."""
    actions.close_case(by=by, at=at, case=key, reason=CASE_CLOSED)


def reopen_case(by: Actor, at: datetime, key: UUID) -> None:
    """Open a case again."""
    actions.reopen_case(by=by, at=at, case=key)


def take_over(by: Actor, at: datetime, key: UUID) -> None:
    """Have the central office take a case over."""
    actions.take_over_case(by=by, at=at, case=key, reason="too_large")


def offered_on_case(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a case offers."""
    if not may(by, "prosecution.case.view"):
        return None
    row = cases.case_by_id(by=by, case_id=key)
    page = cases.case_page(by=by, code=row.code) if row else None
    if page is None:
        return None
    return {*page.moves, *(["take_over"] if page.may_hand_over else [])}


CASE_CLOSED = CLOSED_REASONS[0]
HANDED = "SELECT prosecution_hand_on(%s, '{way}', {to}) IS NOT NULL"
TAKEN = "SELECT prosecution_take_over(%s, 'too_large', '', false) IS NOT NULL"
TO = "(SELECT id FROM access_agency WHERE code = '{code}')"
CASE = MovedNoun(
    name="case",
    steps=CaseStep,
    seats={"police": "third", "prosecution": "other", "court": "own"},
    nobody="",
    begin=open_known_case,
    moves={
        "hand_to_prosecution": TO_PROSECUTION,
        "hand_to_court": TO_COURT,
        "send_back": SEND_BACK,
        "close": close_case,
        "reopen": reopen_case,
        "take_over": take_over,
    },
    by_function={
        way: HANDED.format(way=way, to=TO.format(code=to) if to else "NULL")
        for way, to in (
            ("hand_to_prosecution", PROSECUTION),
            ("hand_to_court", COURT),
            ("send_back", ""),
            ("reopen", ""),
        )
    }
    | {"take_over": TAKEN},
    reasons={"close": CASE_CLOSED},
    written_beside=True,
    offered=offered_on_case,
)
# Those who opened it have no part in it any more.
CASE_ON_OFFICIAL = replace(
    CASE,
    scene="on_official",
    seats={"assigned": "other"},
    nobody="third",
    begin=open_case_on_official,
)

# Investigations ---------------------------------------------------------------------


def open_investigation(stage: Stage, by: Actor) -> UUID:
    """Open one in a case that prosecution saw, and gave back to police."""
    case = case_of_victim(stage, open_case_with_victim(stage))
    with stage.enter(Role.PROSECUTOR, "other") as prosecutor:
        SEND_BACK(prosecutor, stage.at, case)
    told = {"case": case, "opened_on": stage.at.date()}
    return actions.open_investigation(by=by, at=stage.at, **told)


def move_investigation(way: str) -> Move:
    """How one move of an investigation is made."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        told = {"on": at.date(), "reason": STOPPED.get(way, "")}
        actions.move_investigation(by=by, at=at, investigation=key, way=way, **told)

    return make


def offered_on_investigation(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a case offers on one of its investigations."""
    found = Investigation.objects.filter(id=key).first()
    if found is None or not may(by, "prosecution.case.view"):
        return None
    row = cases.case_by_id(by=by, case_id=found.case_id)
    page = cases.case_page(by=by, code=row.code) if row else None
    return {
        move
        for row in (page.investigations if page else ())
        if row.id == key and may(by, "prosecution.investigation.change")
        for move in row.moves
    }


STOPPED = {
    "suspend": SUSPENDED_REASONS[0],
    "close": INVESTIGATION_CLOSED_REASONS[0],
}
INVESTIGATION = MovedNoun(
    name="investigation",
    steps=InvestigationStep,
    seats={"police": "third", "beside": "other"},
    nobody="own",
    begin=open_investigation,
    moves={
        way: move_investigation(way)
        for way in ("suspend", "resume", "submit", "return", "close")
    },
    reasons=STOPPED,
    columns={
        way: {"state_since": today}
        for way in ("suspend", "resume", "submit", "return", "close")
    },
    offered=offered_on_investigation,
)

NOUNS = (
    CASE,
    *(
        replace(CASE, scene=f"closed_by_{seat}", kept_by={"closed": seat})
        for seat in CASE.seats
    ),
    CASE_ON_OFFICIAL,
    INVESTIGATION,
)
