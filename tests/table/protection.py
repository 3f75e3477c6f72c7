"""Pages of `protection`."""

from tests.table.rows import (
    CASE_WORKER,
    CASES,
    CONSUL,
    FRONTLINE,
    OWN_PEOPLE,
    SUPERVISOR,
    record,
    same,
    shared,
)

from sala.access.roles import Role
from sala.protection.actions import plans, referrals, returns, services, shelters
from sala.protection.actions.entitlements import open_entitlements
from sala.protection.models import Bed, FollowUp, PersonEntitlement
from sala.screening.models import Screening

CARE = CASES | {SUPERVISOR}
SEES_CARE = CARE | {CONSUL}
CARES = frozenset({CASE_WORKER})
SUPERVISES, HOUSE = frozenset({SUPERVISOR}), frozenset({CASE_WORKER, SUPERVISOR})

TABLE = {
    "protection_of_person": record(SEES_CARE, code="code"),
    "show_entitlement": record(SEES_CARE, entitlement="entitlement"),
    "list_referrals": same(CARE | {FRONTLINE, CONSUL}),
    "list_unreferred": same(SEES_CARE),
    "refer_person": record(OWN_PEOPLE, code="code"),
    "show_referral": shared(SEES_CARE, SEES_CARE, referral="referral"),
    "show_plan": record(SEES_CARE, code="code"),
    "list_plans": same(SEES_CARE),
    "list_versions": record(SEES_CARE, plan="plan"),
    "add_goal": record(CARES, plan="plan"),
    "agree_plan": record(CARES, plan="plan"),
    "end_plan": record(CARES, plan="plan"),
    "show_goal": record(SEES_CARE, goal="goal"),
    "change_goal": record(CARES, goal="goal"),
    "record_service": record(CARES, code="code"),
    "list_services": same(SEES_CARE),
    "show_service": record(SEES_CARE, service="service"),
    "list_places": same(CARE | {FRONTLINE, CONSUL, Role.ANALYST}),
    "add_shelter": same(SUPERVISES),
    "show_shelter": record(HOUSE, shelter="shelter"),
    "add_beds": record(SUPERVISES, shelter="shelter"),
    "retire_bed": record(SUPERVISES, bed="bed"),
    "give_bed": record(CARES, code="code"),
    "show_stay": record(SEES_CARE, stay="stay"),
    "list_gaps": same(CARE | {Role.ANALYST}),
    "plan_return": record(CARES | {CONSUL}, code="code"),
    "show_return": record(SEES_CARE, returned="return"),
    "list_follow_ups": same(SEES_CARE),
    "record_follow_up": record(CARES | {CONSUL}, follow_up="follow_up"),
}
POSTS = {
    "show_entitlement": {"move": "offer", "version": "1"},
    "refer_person": {"urgency": "now"},
    "show_plan": {},
    "add_goal": {"need": "work", "version": "2"},
    "agree_plan": {"agreed_by": "person", "version": "2"},
    "end_plan": {"reason": "other", "version": "2"},
    "show_goal": {"move": "reach", "version": "2"},
    "change_goal": {"version": "2"},
    "record_service": {"service": "work"},
    "show_service": {"reason": "twice"},
    "add_beds": {"number": "1"},
    "retire_bed": {},
    "give_bed": {"arrived": "yes"},
    "show_stay": {"move": "come", "version": "1"},
    "plan_return": {"kind": "home"},
    "show_return": {
        "outcome": "cancel",
        "reason": "other",
        "version": "1",
    },
    "record_follow_up": {"missed": "other"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, on the person that `people` made."""
    described = {
        "sex": "female",
        "age_group": "adult",
        "citizenship": "LA",
    }
    house = sheltered(actor, now, made["person"])
    with actor(CASE_WORKER, "other") as by:
        other = by.agency
    with actor(CASE_WORKER) as by:
        screening = Screening.objects.create(
            id="11111111-2222-3333-4444-555555555555",
            receipt="4829137064",
            person_id=made["person"],
            agency_id=by.agency,
            screened_by_id=by.user,
            instrument="triage",
            instrument_version="1",
            written_at=now,
            received_at=now,
            outcome="indicated",
            **described,
        )
        open_entitlements(
            by=by,
            at=now,
            person=made["person"],
            basis="presumed",
            rests_on=screening.id,
            described=described,
        )
        plan = returns.ReturnInput(
            "home",
            "person",
            "safe",
            "nobody",
            now.date(),
            place_code="LA01",
        )
        key = returns.plan_return(
            by=by,
            at=now,
            person=made["person"],
            plan=plan,
        )
        returns.record_return(
            by=by,
            at=now,
            returned=key,
            happened_on=now.date(),
            version=1,
        )
        law = "vital_interest"
        asked = referrals.ReferralRequest(
            other,
            ["shelter"],
            "days",
            law,
            "help",
            **described,
        )
        referral = referrals.send_referral(
            by=by,
            at=now,
            person=made["person"],
            asked=asked,
        )
        plan = plans.start_plan(
            by=by,
            at=now,
            person=made["person"],
        )
        wanted = plans.Goal("work", by.agency)
        goal = plans.add_goal(
            by=by,
            at=now,
            plan=plan,
            version=1,
            goal=wanted,
        )
        given = services.Service("health_care", now.date())
        service = services.give_service(
            by=by,
            at=now,
            person=made["person"],
            given=given,
        )
        return house | {
            "service": str(service),
            "plan": str(plan),
            "goal": str(goal),
            "referral": str(referral),
            "entitlement": str(PersonEntitlement.objects.earliest("code").id),
            "return": str(key),
            "follow_up": str(FollowUp.objects.earliest("due_on").id),
        }


def sheltered(actor, now, person: str) -> dict[str, str]:
    """A shelter with a bed that the person has."""
    with actor(SUPERVISOR) as by:
        house = shelters.add_shelter(
            by=by,
            at=now,
            code="TABLE-1",
            name="House",
        )
        shelters.add_beds(
            by=by,
            at=now,
            shelter=house,
            number=2,
            kind=shelters.BedKind(),
        )
    with actor(CASE_WORKER) as by:
        bed = Bed.objects.earliest("number").id
        booking = shelters.BedBooking(
            bed=bed,
            from_on=now.date(),
            arrived=True,
        )
        stay = shelters.give_bed(
            by=by,
            at=now,
            person=person,
            booking=booking,
        )
    return {
        "shelter": str(house),
        "bed": str(bed),
        "stay": str(stay),
    }
