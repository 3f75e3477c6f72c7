"""The way of one victim: met, decided on, referred, cared for, home."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from sala.access.context import Actor
from sala.access.roles import Purpose, Role
from sala.countries import queries as countries
from sala.countries.contract_codes import EntitlementCode, LawfulBasisCode
from sala.people import actions as people
from sala.people.rules import BirthInformation, BirthPrecision, Identity, SexCode
from sala.protection.actions import referrals, returns, services
from sala.protection.models import PersonEntitlement
from sala.screening.actions import identification
from sala.simulation.scenario import Victims
from sala.simulation.scenarios import shelters
from sala.simulation.scenarios.screenings import LABOUR, SEXUAL, screen_person
from sala.simulation.world import SimulatedPerson, SimulatedWorld, Timeline

# In days; all but the way home stays within the year in which somebody is met.
DECIDED_AFTER, ANSWERED_AFTER, CARED_FOR_AFTER, HOME_AFTER = (
    (5, 40),
    (1, 4),
    (1, 20),
    (10, 45),
)
AT_ONCE = (1, 3)
UNTIL_SERVED, UNTIL_DECIDED = 235, 300  # of the days of a year: for all that follows
ASKED = {"authority", "at_once", "left_open"}
# What is given, and the entitlements that it may be, by the codes of packs.
SERVICES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("health_care", (EntitlementCode.HEALTH_CARE,)),
    ("legal_advice", (EntitlementCode.LEGAL_ADVICE,)),
    ("reintegration_aid", (EntitlementCode.REINTEGRATION_AID,)),
    ("psychosocial", ()),
    ("family_tracing", ()),
)
ADULT_AGES, CHILD_AGES = (
    (0, 22),
    (12, 1),
)  # years from the age of majority, or an age and up to it


def victim_timelines(world: SimulatedWorld) -> Iterator[Timeline]:
    """One life for each victim of the scenario."""
    for group in world.scenario.victims:
        for _ in range(group.number):
            yield victim_timeline(world, group)


def victim_timeline(world: SimulatedWorld, group: Victims) -> Timeline:
    """From the first meeting to the return home. Care never waits for a decision."""
    agencies = world.scenario.agencies
    yield (
        world.moment(group.on)
        if group.on
        else world.early(group.year, _days_left(group))
    )
    keeper, role = _first_keeper(world, group)
    with world.acting(keeper, role) as by:
        who = _register_person(world, by, group)
        asked = (
            _ask_identification(world, by, who, group)
            if group.decided in ASKED
            else None
        )
        if group.decided == "neighbour":
            _receive_identified(world, by, group, who)
    if keeper == agencies.cares:
        yield world.later(*CARED_FOR_AFTER)
        stay = _cared_for(world, who, group)
        yield from _draw_answer(world, group, who, asked)
        yield from _return_home(world, who, stay)
        return
    yield from _draw_answer(world, group, who, asked)
    if group.care == "nobody":
        return
    sent = _refer_person(
        world,
        keeper,
        role,
        who,
        group,
    )
    yield world.later(*ANSWERED_AFTER)
    _answer_referral(world, sent, group)
    if group.care == "served":
        yield world.later(*CARED_FOR_AFTER)
        stay = _cared_for(world, who, group)
        yield from _return_home(world, who, stay)


def _draw_answer(
    world: SimulatedWorld,
    group: Victims,
    who: SimulatedPerson,
    asked: UUID | None,
) -> Timeline:
    if asked:
        yield world.later(*(AT_ONCE if group.decided == "at_once" else DECIDED_AFTER))
        _decide_identification(world, group, who, asked)


def _days_left(group: Victims) -> int:
    return UNTIL_SERVED if group.care == "served" else UNTIL_DECIDED


def _first_keeper(world: SimulatedWorld, group: Victims) -> tuple[str, Role]:
    """Who meets a victim first: the authority, the agency that cares, or the post at
    the border.
    """
    agencies = world.scenario.agencies
    if group.decided in {"neighbour", "at_once"} or group.care == "declined":
        return agencies.identifies, Role.IDENTIFICATION_OFFICER
    if group.care == "served":
        return agencies.cares, Role.CASE_WORKER
    return agencies.meets, Role.FRONTLINE_OFFICER


def _register_person(
    world: SimulatedWorld, by: Actor, group: Victims
) -> SimulatedPerson:
    made = people.register_person(
        by=by,
        at=world.now,
        identity=_invent_identity(world, group),
    )
    who = SimulatedPerson(
        id=made.id,
        code=made.code,
        sex=group.sex,
        age_group=group.age_group,
        citizenship=group.citizenship or world.ground.country,
        country=group.exploited_in or world.ground.country,
    )
    world.known[who.country, who.sex, who.age_group].append(who)
    return who


def _invent_identity(world: SimulatedWorld, group: Victims) -> Identity:
    majority, random = world.ground.majority, world.random
    if group.age_group == "adult":
        age = majority + 1 + random.randint(*ADULT_AGES)
    else:
        age = random.randint(CHILD_AGES[0], majority - CHILD_AGES[1])
    born = BirthInformation(BirthPrecision.YEAR, date(group.year - age, 1, 1))
    return Identity(
        names=world.syllables.name(random),
        sex=SexCode(group.sex or SexCode.NOT_RECORDED),
        birth=born if group.age_group else BirthInformation(),
        citizenships=(group.citizenship or world.ground.country,),
        origin_place=world.ground.district(random),
    )


def _description_of(who: SimulatedPerson) -> identification.DescriptionInput:
    return identification.DescriptionInput(who.sex, who.age_group, who.citizenship)


def _finding_of(
    world: SimulatedWorld,
    group: Victims,
    who: SimulatedPerson,
    evidence: tuple[str, ...],
) -> identification.Finding:
    at_home = who.country == world.ground.country
    concluded = group.decided != "left_open"
    return identification.Finding(
        outcome="identified" if concluded else "more_information",
        act=group.act if concluded else "",
        means=group.means if concluded else (),
        form=group.form,
        act_evidence=evidence if concluded else (),
        means_evidence=evidence if concluded and group.means else (),
        form_evidence=evidence,
        exploited_in=who.country,
        exploited_at=world.ground.district(world.random) if at_home else "",
        described=_description_of(who),
    )


def _receive_identified(
    world: SimulatedWorld,
    by: Actor,
    group: Victims,
    who: SimulatedPerson,
) -> None:
    """A neighbour's authority had decided; the person is handed over and the decision
    received.
    """
    said = identification.DecisionAbroad(who.country, "", world.today, world.today)
    finding = _finding_of(world, group, who, ("neighbour_finding",))
    identification.receive_identification(
        by=by,
        at=world.now,
        person=who.id,
        abroad=said,
        finding=finding,
    )


def _ask_identification(
    world: SimulatedWorld,
    by: Actor,
    who: SimulatedPerson,
    group: Victims,
) -> UUID:
    screening = None
    if group.decided != "at_once":
        kind = SEXUAL if group.form == "sexual_exploitation" else LABOUR
        screening = screen_person(
            world,
            by,
            who=who,
            exploitation=kind,
        )
    return identification.request_identification(
        by=by,
        at=world.now,
        person=who.id,
        described=_description_of(who),
        screening=screening,
    )


def _decide_identification(
    world: SimulatedWorld,
    group: Victims,
    who: SimulatedPerson,
    request: UUID,
) -> None:
    authority = world.scenario.agencies.identifies
    with world.acting(authority, Role.IDENTIFICATION_OFFICER, second=True) as by:
        finding = _finding_of(world, group, who, ("statement", "seen_on_site"))
        identification.record_decision(
            by=by,
            at=world.now,
            request=request,
            finding=finding,
        )


def _refer_person(
    world: SimulatedWorld,
    keeper: str,
    role: Role,
    who: SimulatedPerson,
    group: Victims,
) -> UUID:
    """A child is referred as the law says, an adult with their consent."""
    receiver = world.staff.agencies[world.scenario.agencies.cares]
    bases = {basis.code for basis in countries.lawful_bases()}
    child = who.age_group == "child" and LawfulBasisCode.CHILD_PROTECTION in bases
    with world.acting(keeper, role) as by:
        if not child:
            people.record_consent(
                by=by,
                at=world.now,
                person=who.id,
                answer=_consent_given(world, receiver),
            )
        asked = referrals.ReferralRequest(
            receiver=receiver,
            services=(
                ("shelter", "psychosocial")
                if group.sheltered
                else ("reintegration_aid",)
            ),
            urgency="days",
            basis=LawfulBasisCode.CHILD_PROTECTION if child else "consent",
            kind="take_over",
            sex=who.sex,
            age_group=who.age_group,
            citizenship=who.citizenship,
        )
        return referrals.send_referral(
            by=by,
            at=world.now,
            person=who.id,
            asked=asked,
        )


def _consent_given(world: SimulatedWorld, receiver: UUID) -> people.ConsentInput:
    return people.ConsentInput(
        recipient=receiver,
        purpose=Purpose.REFERRAL,
        given=True,
        manner="spoken",
        language=world.ground.languages[0],
        answered_on=world.today,
    )


def _answer_referral(world: SimulatedWorld, referral: UUID, group: Victims) -> None:
    with world.acting(world.scenario.agencies.cares, Role.CASE_WORKER) as by:
        if group.care == "served":
            referrals.accept_referral(
                by=by,
                at=world.now,
                referral=referral,
            )
        else:
            reason = group.declined
            referrals.move_referral(
                by=by,
                at=world.now,
                referral=referral,
                move="decline",
                reason=reason,
            )


def _cared_for(
    world: SimulatedWorld, who: SimulatedPerson, group: Victims
) -> UUID | None:
    with world.acting(world.scenario.agencies.cares, Role.CASE_WORKER) as by:
        return _give_services(world, by, who, group)


def _give_services(
    world: SimulatedWorld,
    by: Actor,
    who: SimulatedPerson,
    group: Victims,
) -> UUID | None:
    """A bed where there is one, and one thing more of what the law owes."""
    owed = {
        row.code: row.id for row in PersonEntitlement.objects.filter(person_id=who.id)
    }
    stay = None
    if group.sheltered:
        bed = owed.pop(EntitlementCode.ACCOMMODATION, None)
        stay = shelters.bed_given(world, by, who, bed)
    service, codes = world.random.choice(SERVICES)
    right = next((owed[code] for code in codes if code in owed), None)
    given = services.Service(
        service=service,
        happened_on=world.today,
        entitlement=right,
        fulfils=right is not None,
        sex=who.sex,
        age_group=who.age_group,
        citizenship=who.citizenship,
    )
    services.give_service(
        by=by,
        at=world.now,
        person=who.id,
        given=given,
    )
    return stay


def _return_home(
    world: SimulatedWorld, who: SimulatedPerson, stay: UUID | None
) -> Timeline:
    """Home as agreed, after which follow-ups fall due."""
    yield world.later(*HOME_AFTER)
    plan = returns.ReturnInput(
        kind="home",
        agreed="guardian" if who.age_group == "child" else "person",
        risk="safe_with_support",
        accompanied="case_worker",
        planned_on=world.today,
        place_code=world.ground.district(world.random),
        sex=who.sex,
        age_group=who.age_group,
        citizenship=who.citizenship,
    )
    with world.acting(world.scenario.agencies.cares, Role.CASE_WORKER) as by:
        planned = returns.plan_return(
            by=by,
            at=world.now,
            person=who.id,
            plan=plan,
        )
        returns.record_return(
            by=by,
            at=world.now,
            returned=planned,
            happened_on=world.today,
            version=1,
        )
        if stay:
            shelters.leave_shelter(world, by, who, stay)
