"""Everything that an action of this room refuses: at which field, and in which words."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sala.access.context import Actor
from sala.access.roles import Role
from sala.access.tests.refusals import Refusal, assert_refused
from sala.protection.actions import entitlements, plans, returns, services, shelters
from sala.protection.models import FollowUp
from sala.protection.queries import entitlements as rights
from sala.protection.queries import shelters as houses

LIST = "Choose from the list."
WHY = "Choose why."
NOT_FUTURE = "The day is not in the future."
DAY = timedelta(days=1)


@dataclass
class Told:
    """Who acts, when, on what."""

    by: Actor
    at: datetime
    keys: dict[str, UUID]

    @property
    def today(self) -> date:
        """The day of the action."""
        return self.at.date()


def beds(told: Told, **changes):
    usual = {"number": 1, "kind": shelters.BedKind()}
    shelters.add_beds(
        by=told.by,
        at=told.at,
        shelter=told.keys["house"],
        **usual | changes,
    )


def house(told: Told, code: str):
    shelters.add_shelter(by=told.by, at=told.at, code=code, name="Champa")


def bed(told: Told, **changes):
    usual = {
        "bed": told.keys["bed"],
        "from_on": told.today,
        "arrived": True,
        "exception": "family",
    }
    shelters.give_bed(
        by=told.by,
        at=told.at,
        person=told.keys["person"],
        booking=shelters.BedBooking(**usual | changes),
    )


def left(told: Told, **changes):
    usual = {"on": told.today, "reason": "own_wish", "destination": "home"}
    shelters.record_departure(
        by=told.by,
        at=told.at,
        stay=told.keys["stay"],
        version=1,
        **usual | changes,
    )


def came(told: Told, **changes):
    shelters.record_arrival(
        by=told.by,
        at=told.at,
        stay=told.keys["held"],
        version=1,
        **{"on": told.today} | changes,
    )


def not_came(told: Told):
    shelters.cancel_stay(
        by=told.by,
        at=told.at,
        stay=told.keys["held"],
        reason="rain",
        version=1,
    )


def retired(told: Told):
    shelters.retire_bed(by=told.by, at=told.at, bed=told.keys["bed"])


AFTER_COMING = "The day is after the person came and not in the future."
OF_A_HOUSE = [
    Refusal(
        "a code twice",
        lambda told: house(told, "HOUSE-1"),
        "code",
        "Another shelter has this code.",
    ),
    Refusal(
        "a code in words",
        lambda told: house(told, "house of women"),
        "code",
        "2 to 24 capital letters, figures and hyphens, a letter first: LWU-1.",
    ),
    Refusal(
        "no place",
        lambda told: beds(told, number=0),
        "number",
        "Between 1 and 60 places at once.",
    ),
    Refusal(
        "61 places",
        lambda told: beds(told, number=61),
        "number",
        "Between 1 and 60 places at once.",
    ),
    Refusal(
        "a sex", lambda told: beds(told, kind=shelters.BedKind("tall")), "sex", LIST
    ),
    Refusal(
        "an age", lambda told: beds(told, kind=shelters.BedKind("", "old")), "sex", LIST
    ),
    Refusal("a bed in use", retired, "", "Somebody has this bed, or is expected."),
]
OF_A_STAY = [
    Refusal(
        "come tomorrow",
        lambda told: bed(told, from_on=told.today + DAY),
        "from_on",
        "Who comes on a later day is not there yet: hold the bed.",
    ),
    Refusal(
        "until yesterday",
        lambda told: bed(told, expected_until=told.today - DAY),
        "expected_until",
        "The last day is not before the first.",
    ),
    Refusal(
        "a bed for others",
        lambda told: bed(told, exception="", sex="male"),
        "exception",
        "This bed is for others, as far as is recorded. Say why, or choose another.",
    ),
    Refusal("a bed taken", bed, "bed", "This bed was taken meanwhile. Choose another."),
    Refusal(
        "a second bed",
        lambda told: bed(told, bed=told.keys["free"]),
        "from_on",
        "The person has a bed in a shelter on these days already.",
    ),
    Refusal(
        "to come tomorrow",
        lambda told: came(told, on=told.today + DAY),
        "happened_on",
        NOT_FUTURE,
    ),
    Refusal("no reason why not", not_came, "reason", WHY),
    Refusal(
        "left for no reason", lambda told: left(told, reason="rain"), "reason", WHY
    ),
    Refusal(
        "left for nowhere",
        lambda told: left(told, destination=""),
        "destination",
        "Choose where to, or that it is not known.",
    ),
    Refusal(
        "left before",
        lambda told: left(told, on=told.today - DAY),
        "happened_on",
        AFTER_COMING,
    ),
    Refusal(
        "left tomorrow",
        lambda told: left(told, on=told.today + DAY),
        "happened_on",
        AFTER_COMING,
    ),
]


@pytest.mark.django_db
def test_of_a_shelter_and_who_lives_there(actor, now, person, alone):
    with actor(Role.SUPERVISOR) as by:
        key = shelters.add_shelter(by=by, at=now, code="HOUSE-1", name="Frangipani")
        kind = shelters.BedKind("female", "adult")
        shelters.add_beds(by=by, at=now, shelter=key, number=3, kind=kind)
    with actor(Role.CASE_WORKER) as by:
        (row,) = houses.load_shelters(by=by)
        first, second, third = (bed.id for bed in row.beds)
        keys = {"house": key, "bed": first, "free": third, "person": person.id}
        for name, who, where, arrived in (
            ("stay", person, first, True),
            ("held", alone, second, False),
        ):
            booking = shelters.BedBooking(
                where, now.date(), arrived, exception="family"
            )
            keys[name] = shelters.give_bed(
                by=by, at=now, person=who.id, booking=booking
            )
        for refusal in OF_A_STAY:
            assert_refused(refusal, told=Told(by, now, keys))
    with actor(Role.SUPERVISOR) as by:
        for refusal in OF_A_HOUSE:
            assert_refused(refusal, told=Told(by, now, keys))


def added(told: Told, **changes):
    usual = {"need": "work", "responsible": told.by.agency}
    plans.add_goal(
        by=told.by,
        at=told.at,
        plan=told.keys["plan"],
        version=2,
        goal=plans.Goal(**usual | changes),
    )


def agreed(told: Told, **changes):
    usual = {
        "plan": told.keys["plan"],
        "version": 2,
        "agreed_by": "person",
        "agreed_on": told.today,
        "review_on": told.today + DAY,
    }
    plans.record_agreement(by=told.by, at=told.at, **usual | changes)


def moved(told: Told, move: str, reason: str = ""):
    plans.move_goal(
        by=told.by,
        at=told.at,
        goal=told.keys["goal"],
        version=2,
        move=move,
        reason=reason,
    )


def ended(told: Told):
    plans.end_plan(
        by=told.by,
        at=told.at,
        plan=told.keys["plan"],
        version=2,
        reason="rain",
    )


WITHIN_A_YEAR = "Choose a day after today, within a year."
OF_A_PLAN = [
    Refusal(
        "no need",
        lambda told: added(told, need="gold"),
        "need",
        "Choose what the person needs.",
    ),
    Refusal(
        "nobody",
        lambda told: added(told, responsible=uuid4()),
        "responsible",
        "Choose an agency.",
    ),
    Refusal(
        "by yesterday",
        lambda told: added(told, by_when=told.today - DAY),
        "by_when",
        "The day is today or later.",
    ),
    Refusal("dropped unsaid", lambda told: moved(told, "drop"), "reason", WHY),
    Refusal(
        "reached, with why", lambda told: moved(told, "reach", "other"), "reason", WHY
    ),
    Refusal(
        "agreed by nobody",
        lambda told: agreed(told, agreed_by=""),
        "agreed_by",
        "Choose who agreed to it.",
    ),
    Refusal(
        "agreed tomorrow",
        lambda told: agreed(told, agreed_on=told.today + DAY),
        "agreed_on",
        NOT_FUTURE,
    ),
    Refusal(
        "seen today",
        lambda told: agreed(told, review_on=told.today),
        "review_on",
        WITHIN_A_YEAR,
    ),
    Refusal(
        "seen too late",
        lambda told: agreed(told, review_on=told.today + 367 * DAY),
        "review_on",
        WITHIN_A_YEAR,
    ),
    Refusal(
        "nothing to agree to",
        lambda told: agreed(told, plan=told.keys["empty"], version=1),
        "",
        "There is nothing to agree to: add what the person needs.",
    ),
    Refusal("ended for no reason", ended, "reason", WHY),
]


@pytest.mark.django_db
def test_of_a_plan(actor, now, person, alone):
    with actor(Role.CASE_WORKER) as by:
        plan = plans.start_plan(by=by, at=now, person=person.id)
        goal = plans.Goal("education", by.agency)
        keys = {
            "plan": plan,
            "goal": plans.add_goal(by=by, at=now, plan=plan, version=1, goal=goal),
            "empty": plans.start_plan(by=by, at=now, person=alone.id),
        }
        for refusal in OF_A_PLAN:
            assert_refused(refusal, told=Told(by, now, keys))
        agreed(Told(by, now, keys), review_on=now.date() + 366 * DAY)


def planned(act: Told, **changes):
    usual = {
        "kind": "abroad",
        "agreed": "person",
        "risk": "safe",
        "accompanied": "nobody",
        "planned_on": act.today,
        "country": "VN",
        "authority": "Social Affairs",
        "told": "code",
    }
    return returns.plan_return(
        by=act.by,
        at=act.at,
        person=act.keys["person"],
        plan=returns.ReturnInput(**usual | changes),
    )


def sent(told: Told, which: str, day: date | None = None):
    returns.record_return(
        by=told.by,
        at=told.at,
        returned=told.keys[which],
        happened_on=day or told.today,
        version=1,
    )


def asked_after(told: Told, **said):
    usual = {"happened_on": told.today, "manner": "visit", "found": "well"}
    returns.record_follow_up(
        by=told.by,
        at=told.at,
        follow_up=told.keys["follow_up"],
        **usual | said,
    )


def confirmed(told: Told):
    returns.confirm_return(
        by=told.by,
        at=told.at,
        returned=told.keys["abroad"],
        confirmed_on=told.today + DAY,
        version=1,
    )


def cancelled(told: Told):
    returns.cancel_return(
        by=told.by,
        at=told.at,
        returned=told.keys["abroad"],
        reason="rain",
        version=1,
    )


HOME = {"kind": "home", "country": "", "authority": "", "told": ""}
AFTER_RETURN = "The day is after the return and not in the future."
OF_A_RETURN = [
    *(
        Refusal(
            f"no {name}",
            lambda told, name=name: planned(told, **{name: "x"}),
            name,
            LIST,
        )
        for name in ("kind", "agreed", "risk", "accompanied")
    ),
    Refusal(
        "to no country",
        lambda told: planned(told, country=""),
        "country",
        "Choose the country the person goes to.",
    ),
    Refusal(
        "home to a country",
        lambda told: planned(told, **HOME | {"country": "VN"}),
        "country",
        "A country is only for a return to another country.",
    ),
    Refusal(
        "to nobody",
        lambda told: planned(told, authority=" "),
        "authority",
        "Say which authority receives the person there.",
    ),
    Refusal(
        "nothing said",
        lambda told: planned(told, told=""),
        "told",
        "Say what the authority is told.",
    ),
    Refusal(
        "home, and told",
        lambda told: planned(told, **HOME | {"told": "code"}),
        "told",
        "This is only for a return to another country.",
    ),
    Refusal(
        "abroad, and here",
        lambda told: planned(told, place_code="LA01"),
        "place_code",
        "A place of this country is not abroad.",
    ),
    Refusal(
        "a second return",
        lambda told: planned(told, kind="abroad"),
        "",
        "A return of this person is planned already. Finish or cancel it first.",
    ),
    Refusal(
        "to who has not agreed",
        lambda told: sent(told, "abroad"),
        "outcome",
        "The authority of the other country has not agreed to receive the person.",
    ),
    Refusal(
        "into danger",
        lambda told: sent(told, "danger"),
        "insists",
        "It is not safe. Only who insists on going, knowing the danger, may go.",
    ),
    Refusal("confirmed tomorrow", confirmed, "happened_on", NOT_FUTURE),
    Refusal("cancelled for no reason", cancelled, "reason", WHY),
    Refusal("found nothing", lambda told: asked_after(told, found=""), "found", LIST),
    Refusal("in no manner", lambda told: asked_after(told, manner=""), "manner", LIST),
    Refusal(
        "not asked, no reason",
        lambda told: asked_after(told, missed="x"),
        "reason",
        LIST,
    ),
    Refusal(
        "asked on no day",
        lambda told: asked_after(told, happened_on=None),
        "happened_on",
        "Say on which day.",
    ),
    Refusal(
        "asked before the return",
        lambda told: asked_after(told, happened_on=told.today - 2 * DAY),
        "happened_on",
        AFTER_RETURN,
    ),
    Refusal(
        "asked tomorrow",
        lambda told: asked_after(told, happened_on=told.today + DAY),
        "happened_on",
        AFTER_RETURN,
    ),
]


@pytest.mark.django_db
def test_of_a_return(actor, now, person, alone):
    usual = ("home", "person", "safe", "nobody", now.date())
    danger = ("home", "person", "not_safe", "nobody", now.date())
    with actor(Role.CASE_WORKER) as by:
        told = Told(by, now, {"person": alone.id})

        def plan(who, *said):
            return returns.plan_return(
                by=by,
                at=now,
                person=who.id,
                plan=returns.ReturnInput(*said),
            )

        went = told.keys["went"] = plan(alone, *usual)
        tomorrow = Refusal(
            "went tomorrow",
            lambda told: sent(told, "went", told.today + DAY),
            "happened_on",
            NOT_FUTURE,
        )
        assert_refused(tomorrow, told=told)
        sent(told, "went", now.date() - DAY)
        told.keys["follow_up"] = (
            FollowUp.objects.filter(returned_id=went).earliest("due_on").id
        )
        told.keys["danger"] = plan(alone, *danger)
        told.keys["person"] = person.id
        told.keys["abroad"] = planned(told)
        for refusal in OF_A_RETURN:
            assert_refused(refusal, told=told)


def given(told: Told, **changes):
    usual = {"service": "health_care", "happened_on": told.today}
    services.give_service(
        by=told.by,
        at=told.at,
        person=told.keys["person"],
        given=services.Service(**usual | changes),
    )


def struck(told: Told):
    services.strike_service(
        by=told.by,
        at=told.at,
        service=told.keys["person"],
        reason="rain",
    )


def moved_right(told: Told, **changes):
    usual = {"move": "offer", "reason": "", "happened_on": told.today}
    entitlements.move_entitlement(
        by=told.by,
        at=told.at,
        entitlement=told.keys["right"],
        version=1,
        **usual | changes,
    )


TIMES, MONEY = "A whole number from 1 to 10,000.", "A whole amount, at least 1."
OF_A_RIGHT = [
    Refusal(
        "no service",
        lambda told: given(told, service="gold"),
        "service",
        "Choose what was given.",
    ),
    Refusal(
        "given tomorrow",
        lambda told: given(told, happened_on=told.today + DAY),
        "happened_on",
        NOT_FUTURE,
    ),
    Refusal(
        "no right fulfilled",
        lambda told: given(told, fulfils=True),
        "entitlement",
        "Choose which of the things that the law gives it was.",
    ),
    Refusal("no times", lambda told: given(told, quantity=0), "quantity", TIMES),
    Refusal(
        "too many times", lambda told: given(told, quantity=10_001), "quantity", TIMES
    ),
    Refusal("no money", lambda told: given(told, amount=0), "amount", MONEY),
    Refusal(
        "too much money", lambda told: given(told, amount=10**12 + 1), "amount", MONEY
    ),
    Refusal("struck for no reason", struck, "reason", WHY),
    Refusal(
        "lacking, unsaid", lambda told: moved_right(told, move="lack"), "reason", WHY
    ),
    Refusal(
        "offered, with why",
        lambda told: moved_right(told, reason="other"),
        "reason",
        "This step has no reason.",
    ),
    Refusal(
        "offered tomorrow",
        lambda told: moved_right(told, happened_on=told.today + DAY),
        "happened_on",
        NOT_FUTURE,
    ),
]


@pytest.mark.django_db
def test_of_a_right_and_what_serves_it(actor, now, person, identify):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        right, *_rest = rights.entitlements_of(by=by, person=person.id)
        told = Told(by, now, {"person": person.id, "right": right.id})
        for refusal in OF_A_RIGHT:
            assert_refused(refusal, told=told)
