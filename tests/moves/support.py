"""How rights, plans, goals, stays and returns of a person are begun and moved."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.moves.screening import receive_good, register_person
from tests.moves.stage import Move, MovedNoun, Stage

from sala.access.actions import give_grant
from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.roles import Role
from sala.protection import states
from sala.protection.actions import entitlements, plans, returns, shelters
from sala.protection.models import (
    Bed,
    EntitlementStep,
    FollowUp,
    FollowUpStep,
    GoalStep,
    PersonEntitlement,
    PlanGoal,
    PlanStep,
    Return,
    ReturnStep,
    ShelterStay,
    StayStep,
    SupportPlan,
)
from sala.protection.queries import entitlements as entitlement_queries
from sala.protection.queries import plans as plan_queries
from sala.protection.queries import returns as return_queries
from sala.protection.queries import shelters as shelter_queries
from sala.protection.rules.entitlements import REASONS

VIEW = "protection.person.view"
DAY = timedelta(days=1)
HELPED = {
    "keeper": "own",
    "helper": "other",
}  # who keeps the person, and who else helps


def open_person(stage: Stage, person: UUID, agency: str) -> None:
    """Let another agency see somebody whom the agency `own` keeps."""
    with stage.look(Role.CASE_WORKER, agency) as by:
        other = by.agency
    with stage.enter(Role.CASE_WORKER, "own") as by:
        give_grant(
            by=by,
            at=stage.at,
            record_kind="person",
            record_id=person,
            agency=other,
            until=stage.at + 200 * DAY,
            basis="court_order",
        )


def person_for(stage: Stage, by: Actor) -> UUID:
    """Somebody whom the agency `own` keeps: the actor's, or open to the actor's agency."""
    with stage.look(Role.CASE_WORKER, "own") as keeper:
        own = keeper.agency
    if by.agency == own:
        return register_person(stage, by)
    with stage.enter(Role.CASE_WORKER, "own") as keeper:
        person = register_person(stage, keeper)
    open_person(stage, person, "other")
    return person


def opening_to(
    agency: str, model: type, path: str = "person_id"
) -> Callable[..., None]:
    """Open the person of a thing to another agency, as a keeper who sees it knows them."""

    def settle(stage: Stage, key: UUID) -> None:
        with stage.look(Role.CASE_WORKER, "own"):
            person = model._default_manager.values_list(path, flat=True).get(id=key)
        open_person(stage, person, agency)

    return settle


def version_of(model: type, key: UUID) -> int:
    """The version of a thing, for whoever sees it."""
    versions = model._default_manager.filter(id=key).values_list("version", flat=True)
    return int(versions.first() or 0)


def open_right(stage: Stage, by: Actor) -> UUID:
    """Screen somebody, who is presumed to be a victim: what the law owes opens."""
    screening = receive_good(stage, by)
    with stage.look(Role.CASE_WORKER, "own"):
        opened = PersonEntitlement.objects.filter(rests_on=screening)
        return opened.earliest("code").id


def move_right(move: str) -> Move:
    """How one step to a right is recorded."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        entitlements.move_entitlement(
            by=by,
            at=at,
            entitlement=key,
            move=move,
            happened_on=at.date(),
            version=version_of(PersonEntitlement, key),
            reason=REASONS[move][0] if move in REASONS else "",
        )

    return make


def offered_of_right(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a right offers."""
    if not (may(by, VIEW) and may(by, "protection.entitlement.change")):
        return None
    row = entitlement_queries.load_entitlement(by=by, key=key)
    return set(row.moves) if row else None


def start_plan(stage: Stage, by: Actor) -> UUID:
    """Begin a plan with one goal."""
    person = person_for(stage, by)
    key = plans.start_plan(by=by, at=stage.at, person=person)
    goal = plans.Goal("work", by.agency)
    plans.add_goal(by=by, at=stage.at, plan=key, version=1, goal=goal)
    return key


def change_plan(by: Actor, at: datetime, key: UUID) -> None:
    """Say by when a goal is to be reached."""
    plans.change_goal(
        by=by,
        at=at,
        goal=PlanGoal.objects.get(plan_id=key).id,
        version=version_of(SupportPlan, key),
        responsible=by.agency,
        by_when=at.date(),
    )


def go_on(by: Actor, at: datetime, key: UUID) -> None:
    """Say that a goal is reached."""
    move_goal("reach")(by, at, PlanGoal.objects.get(plan_id=key).id)


def agree(by: Actor, at: datetime, key: UUID) -> None:
    """Record that the person agreed."""
    plans.record_agreement(
        by=by,
        at=at,
        plan=key,
        version=version_of(SupportPlan, key),
        agreed_by="person",
        agreed_on=at.date(),
        review_on=at.date() + DAY,
    )


def end_plan(by: Actor, at: datetime, key: UUID) -> None:
    """End the plan."""
    version = version_of(SupportPlan, key)
    plans.end_plan(by=by, at=at, plan=key, version=version, reason="reached")


def offered_of_plan(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a plan offers."""
    row = plan_queries.load_plan(by=by, key=key) if may(by, VIEW) else None
    return set(row.moves) if row else None


def set_goal(stage: Stage, by: Actor) -> UUID:
    """Begin a plan with one goal: the goal."""
    return PlanGoal.objects.get(plan_id=start_plan(stage, by)).id


def move_goal(move: str) -> Move:
    """How a goal is reached, dropped or taken up again."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        plans.move_goal(
            by=by,
            at=at,
            goal=key,
            version=version_of(SupportPlan, PlanGoal.objects.get(id=key).plan_id),
            move=move,
            reason="not_needed" if move == "drop" else "",
        )

    return make


def offered_of_goal(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a goal offers."""
    if not (may(by, VIEW) and may(by, "protection.plan.change")):
        return None
    found = plan_queries.load_goal(by=by, key=key)
    return set(found[1].moves) if found else None


def hold_bed(stage: Stage, by: Actor, *, arrived: bool = False) -> UUID:
    """Hold a bed in a new shelter for somebody, or give it to them."""
    with stage.enter(Role.SUPERVISOR, "own") as head:
        house = shelters.add_shelter(by=head, at=stage.at, code="MOVES-1", name="House")
        kind = shelters.BedKind()
        shelters.add_beds(by=head, at=stage.at, shelter=house, number=1, kind=kind)
        bed = Bed.objects.get(shelter_id=house).id
    person = person_for(stage, by)
    booking = shelters.BedBooking(bed=bed, from_on=stage.at.date(), arrived=arrived)
    return shelters.give_bed(by=by, at=stage.at, person=person, booking=booking)


def give_bed(stage: Stage, by: Actor) -> UUID:
    """Give somebody a bed who is there."""
    return hold_bed(stage, by, arrived=True)


def arrive(by: Actor, at: datetime, key: UUID) -> None:
    """Record that they came."""
    version = version_of(ShelterStay, key)
    shelters.record_arrival(by=by, at=at, stay=key, on=at.date(), version=version)


def cancel_stay(by: Actor, at: datetime, key: UUID) -> None:
    """Give the bed free that was held."""
    version = version_of(ShelterStay, key)
    told = {"reason": "did_not_come", "version": version}
    shelters.cancel_stay(by=by, at=at, stay=key, **told)


def leave(by: Actor, at: datetime, key: UUID) -> None:
    """Record that they left."""
    shelters.record_departure(
        by=by,
        at=at,
        stay=key,
        on=at.date(),
        reason="goes_home",
        destination="home",
        version=version_of(ShelterStay, key),
    )


def offered_of_stay(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a stay offers."""
    if not may(by, "protection.shelter.view"):
        return None
    row = shelter_queries.load_stay(by=by, key=key)
    return set(row.moves) if row else None


def plan_return(stage: Stage, by: Actor) -> UUID:
    """Plan a return home."""
    day = stage.at.date()
    home = returns.ReturnInput(
        "home", "person", "safe", "nobody", day, place_code="LA01"
    )
    person = person_for(stage, by)
    return returns.plan_return(by=by, at=stage.at, person=person, plan=home)


def plan_abroad(stage: Stage, by: Actor) -> UUID:
    """Plan a return to another country."""
    abroad = returns.ReturnInput(
        kind="abroad",
        agreed="person",
        risk="safe",
        accompanied="consular",
        planned_on=stage.at.date(),
        country="TH",
        authority="Ministry",
        told="code",
    )
    person = person_for(stage, by)
    return returns.plan_return(by=by, at=stage.at, person=person, plan=abroad)


def confirm_return(by: Actor, at: datetime, key: UUID) -> None:
    """Record that the other country agreed."""
    day, version = at.date(), version_of(Return, key)
    told = {"confirmed_on": day, "version": version}
    returns.confirm_return(by=by, at=at, returned=key, **told)


def go_home(by: Actor, at: datetime, key: UUID) -> None:
    """Record that they went."""
    told = {"happened_on": at.date(), "version": version_of(Return, key)}
    returns.record_return(by=by, at=at, returned=key, **told)


def cancel_return(by: Actor, at: datetime, key: UUID) -> None:
    """Give the return up."""
    told = {"reason": "changed_mind", "version": version_of(Return, key)}
    returns.cancel_return(by=by, at=at, returned=key, **told)


def offered_of_return(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a return offers."""
    row = return_queries.one_return(by=by, key=key) if may(by, VIEW) else None
    return set(row.moves) if row else None


def fall_due(stage: Stage, by: Actor) -> UUID:
    """Send somebody home: the first look after them."""
    key = plan_return(stage, by)
    go_home(by, stage.at, key)
    return FollowUp.objects.filter(returned_id=key).earliest("due_on").id


def follow_up(missed: str = "") -> Move:
    """How it is recorded that somebody was asked after, or could not be."""

    def make(by: Actor, at: datetime, key: UUID) -> None:
        found = {} if missed else {"manner": "visit", "found": "well"}
        returns.record_follow_up(
            by=by,
            at=at,
            follow_up=key,
            happened_on=None if missed else at.date(),
            missed=missed,
            **found,
        )

    return make


def offered_of_follow_up(by: Actor, key: UUID) -> set[str] | None:
    """What the page of a follow-up offers."""
    if not may(by, "protection.return.change"):
        return None
    row = return_queries.follow_up(by=by, key=key)
    return set(row.moves) if row else None


def acting_user(by: Actor, _at: datetime) -> UUID | None:
    """Whoever makes the move."""
    return by.user_id


def acting_agency(by: Actor, _at: datetime) -> UUID:
    """The agency of whoever makes the move."""
    return by.agency


def this_moment(_by: Actor, at: datetime) -> datetime:
    """The moment of the move."""
    return at


def today(_by: Actor, at: datetime) -> date:
    """The day of the move."""
    return at.date()


ASKED = {"recorded_by_id": acting_user, "recorded_at": this_moment}
RETURN_MOVES: dict[str, Move] = {
    "confirm": confirm_return,
    "go": go_home,
    "cancel": cancel_return,
}
ENTITLEMENT = MovedNoun(
    name="entitlement",
    steps=EntitlementStep,
    seats=HELPED,
    begin=open_right,
    settle=opening_to("other", PersonEntitlement),
    moves={move: move_right(move) for move in ("offer", "accept", "decline", "give")}
    | {move: move_right(move) for move in ("lack", "correct")},
    reasons={move: reasons[0] for move, reasons in REASONS.items()},
    columns={
        move.name: {"agency_id": acting_agency} for move in states.ENTITLEMENT.moves
    },
    offered=offered_of_right,
)
PLAN = MovedNoun(
    name="support_plan",
    steps=PlanStep,
    seats=HELPED,
    begin=start_plan,
    settle=opening_to("other", SupportPlan),
    moves={"change": change_plan, "go_on": go_on, "agree": agree, "end": end_plan},
    reasons={"end": "reached"},
    columns={
        "agree": {"agreed_by": "person", "agreed_on": today, "review_on": today},
    },
    offered=offered_of_plan,
)
GOAL = MovedNoun(
    name="goal",
    steps=GoalStep,
    seats=HELPED,
    begin=set_goal,
    settle=opening_to("other", PlanGoal, "plan__person_id"),
    moves={move: move_goal(move) for move in ("reach", "drop", "reopen")},
    reasons={"drop": "not_needed"},
    offered=offered_of_goal,
)
STAY = MovedNoun(
    name="shelter_stay",
    steps=StayStep,
    seats={"house": "own"},
    begin=hold_bed,
    beginnings={"come": give_bed},
    settle=opening_to("third", ShelterStay),
    moves={"come": arrive, "cancel": cancel_stay, "leave": leave},
    reasons={"cancel": "did_not_come", "leave": "goes_home"},
    columns={
        "come": {"from_on": today},
        "leave": {"until_on": today, "destination": "home"},
    },
    offered=offered_of_stay,
)
RETURN = MovedNoun(
    name="return",
    scene="home",
    steps=ReturnStep,
    seats={"planner": "own"},
    begin=plan_return,
    settle=opening_to("third", Return),
    moves=RETURN_MOVES,
    reasons={"cancel": "changed_mind"},
    columns={"go": {"happened_on": today}},
    offered=offered_of_return,
)
RETURN_ABROAD = MovedNoun(
    name="return",
    scene="abroad",
    steps=ReturnStep,
    seats={"planner_abroad": "own"},
    begin=plan_abroad,
    settle=opening_to("third", Return),
    moves=RETURN_MOVES,
    reasons={"cancel": "changed_mind"},
    columns={"confirm": {"confirmed_on": today}, "go": {"happened_on": today}},
    offered=offered_of_return,
)
FOLLOW_UP = MovedNoun(
    name="follow_up",
    steps=FollowUpStep,
    seats=HELPED,
    begin=fall_due,
    settle=opening_to("other", FollowUp, "returned__person_id"),
    moves={"do": follow_up(), "miss": follow_up("not_found")},
    reasons={"miss": "not_found"},
    columns={
        "do": ASKED | {"happened_on": today, "found": "well"},
        "miss": ASKED,
    },
    offered=offered_of_follow_up,
)

NOUNS = (ENTITLEMENT, PLAN, GOAL, STAY, RETURN, RETURN_ABROAD, FOLLOW_UP)
