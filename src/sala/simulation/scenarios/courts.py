"""From prosecution to the judgment, and what it takes and gives: charges, sentences,
money.
"""

from uuid import UUID

from sala.access.context import Actor
from sala.access.roles import Role
from sala.countries import queries as countries
from sala.prosecution import actions as prosecution
from sala.prosecution.actions.courts import circumstances_of, range_of
from sala.prosecution.models import Charge, RestitutionClaim
from sala.prosecution.rules import sentences
from sala.simulation.scenario import Cases
from sala.simulation.scenarios.files import ChargedDefendant, File
from sala.simulation.world import SimulatedWorld, Timeline

FINAL_AFTER = (25, 45)  # days in which nobody appealed
PAID_AFTER = (20, 120)


def handed_on(world: SimulatedWorld, file: File) -> None:
    """Police hand the case to prosecution, and their investigation with it."""
    agencies = world.scenario.agencies
    prosecutes = world.staff.agencies[agencies.prosecutes]
    with world.acting(agencies.investigates, Role.INVESTIGATOR) as by:
        prosecution.hand_on(
            by=by,
            at=world.now,
            case=file.id,
            way="hand_to_prosecution",
            agency=prosecutes,
        )


def charge_defendants(world: SimulatedWorld, file: File) -> None:
    """Each defendant is charged under the first article that fits, and the case goes to
    court.
    """
    agencies = world.scenario.agencies
    article = _article_in_force(file)
    if article is None:
        return
    with world.acting(agencies.prosecutes, Role.PROSECUTOR) as by:
        for _ in range(file.row.defendants):
            file.charges.append(_one_charged(world, by, file, article))
        tries = world.staff.agencies[agencies.tries]
        prosecution.hand_on(
            by=by,
            at=world.now,
            case=file.id,
            way="hand_to_court",
            agency=tries,
        )


def judge_defendants(world: SimulatedWorld, file: File) -> Timeline:
    """What the court says of each charge; then money, and the end of the case."""
    row, court = file.row, world.scenario.agencies.tries
    with world.acting(court, Role.COURT_CLERK) as by:
        for n, charge in enumerate(file.charges):
            sentence = (
                _sentence_of(row, n)
                if row.outcome == "convicted"
                else sentences.CourtSentence()
            )
            _one_judged(
                world,
                by,
                charge,
                row.outcome,
                sentence,
            )
        if row.forfeited:
            taken = prosecution.ForfeitureInput(
                kind="money",
                ordered_on=world.today,
                value=row.forfeited,
            )
            prosecution.record_forfeiture(
                by=by,
                at=world.now,
                defendant=file.charges[0].defendant,
                taken=taken,
            )
        claims = _order_restitution(world, by, file)
    yield world.later(*FINAL_AFTER)
    with world.acting(world.scenario.agencies.prosecutes, Role.PROSECUTOR) as by:
        for charge in file.charges:
            prosecution.move_charge(
                by=by,
                at=world.now,
                charge=charge.id,
                way="finish",
                on=world.today,
            )
    with world.acting(court, Role.COURT_CLERK) as by:
        prosecution.close_case(
            by=by,
            at=world.now,
            case=file.id,
            reason="judgment_final",
        )
    if claims:
        yield world.later(*PAID_AFTER)
        _pay_restitution(world, claims)


def _article_in_force(file: File) -> prosecution.ChargeArticle | None:
    """The first article in force on the day, in the usual circumstance; a country may
    have none.
    """
    found = countries.articles_in_force(file.began_on)
    if not found:
        return None
    law, article = found[0].law, found[0].article
    known = circumstances_of(law, article, file.began_on)
    ages = [who.age_group for who in file.victims]
    return prosecution.ChargeArticle(
        law,
        article,
        sentences.usual_circumstance(known, ages),
        file.began_on,
    )


def _one_charged(
    world: SimulatedWorld,
    by: Actor,
    file: File,
    article: prosecution.ChargeArticle,
) -> ChargedDefendant:
    names = world.syllables.name(world.random)
    defendant = prosecution.add_defendant(
        by=by,
        at=world.now,
        case=file.id,
        kind="person",
        name=names[0].text,
        sex=world.random.choice(("male", "male", "female")),
        citizenship=world.random.choice((world.ground.country, file.country)),
    )
    charge = prosecution.file_charge(
        by=by,
        at=world.now,
        defendant=defendant,
        under=article,
        filed_on=world.today,
    )
    return ChargedDefendant(charge, defendant)


def _sentence_of(row: Cases, number: int) -> sentences.CourtSentence:
    """The sentence of one defendant; whoever has none of their own gets the last."""
    months, fines = row.prison_months, row.fines
    return sentences.CourtSentence(
        prison_months=months[min(number, len(months) - 1)] if months else None,
        fine=fines[min(number, len(fines) - 1)] if fines else None,
    )


def _one_judged(
    world: SimulatedWorld,
    by: Actor,
    charge: ChargedDefendant,
    outcome: str,
    sentence: sentences.CourtSentence,
) -> None:
    convicted = outcome == "convicted"
    known = range_of(Charge.objects.get(id=charge.id))
    outside = sentences.outside_range(sentence, known) if convicted else ()
    said = prosecution.Judgment(
        instance="first",
        outcome=outcome,
        decided_on=world.today,
        sentence=sentence,
        outside_reason="mitigating" if outside else "",
    )
    prosecution.record_verdict(
        by=by,
        at=world.now,
        charge=charge.id,
        judgment=said,
    )


def _order_restitution(world: SimulatedWorld, by: Actor, file: File) -> list[UUID]:
    """Shares for the victims where the court orders it; else it is refused, mostly
    unexplained.
    """
    open_claims = RestitutionClaim.objects.filter(case_id=file.id, state="open")
    claims = list(open_claims.order_by("opened_at", "id").values_list("id", flat=True))
    if claims and file.row.restitution:
        order = prosecution.RestitutionOrder(
            file.row.restitution, world.today, None, {}
        )
        prosecution.order_restitution(
            by=by,
            at=world.now,
            case=file.id,
            order=order,
        )
        return claims
    reason = "not_explained" if file.row.outcome == "convicted" else "acquitted"
    closing = prosecution.ClaimClosing("refuse", reason, world.today)
    for claim in claims:
        prosecution.close_claim(
            by=by,
            at=world.now,
            claim=claim,
            closing=closing,
        )
    return []


def _pay_restitution(world: SimulatedWorld, claims: list[UUID]) -> None:
    """What was ordered reaches every other victim; the rest is owed."""
    with world.acting(world.scenario.agencies.tries, Role.COURT_CLERK) as by:
        for claim in claims[::2]:
            share = RestitutionClaim.objects.values_list("share", flat=True).get(
                id=claim,
            )
            paid = prosecution.PaymentInput(share or 0, world.today, "to_victim")
            prosecution.record_payment(
                by=by,
                at=world.now,
                claim=claim,
                paid=paid,
            )
