"""Defendants, and what they are charged with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.seats import get_seated_row
from sala.access.steps import begin_history, steps_that_count, take_step
from sala.countries import queries as countries
from sala.people.described import Described
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    naming_day,
    new_code,
    record_event,
    require_choice,
    seal_words,
    tried_case,
)
from sala.prosecution.actions.restitution import claims_opened
from sala.prosecution.models import (
    CaseVictim,
    Charge,
    ChargeStep,
    Defendant,
    DefendantCorrection,
)
from sala.prosecution.rules import corrections
from sala.prosecution.rules import sentences as rules
from sala.prosecution.states import CHARGE
from sala.vault.sealed_columns import sealed_place

# Where a case stands when charges are filed; a trigger of the database holds it too.
AT_COURT = frozenset({"with_prosecution", "in_court"})
KINDS = ("person", "company")


@dataclass(frozen=True)
class ChargeArticle:
    """Under which article somebody is charged, in which circumstance, for an offence on
    a day.

    `victim` is whom the charge is about; every victim of the case where it is None.
    """

    law: str
    article: str
    circumstance: str
    offence_on: date
    victim: UUID | None = None


@transaction.atomic
def add_defendant(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    kind: str,
    name: str = "",
    sex: str = "",
    citizenship: str = "",
) -> UUID:
    """Name a defendant of a case. The name is sealed and shown with the case only."""
    require(may(by, "prosecution.charge.file"))
    tried_case(by, case)
    require_choice("kind", kind, KINDS, _("Choose a person or a company."))
    require_choice("sex", sex, ["", *Described.Sex.values], _("Choose from the list."))
    key = uuid4()
    made = Defendant.objects.create(
        id=key,
        case_id=case,
        code=new_code(Defendant.objects.all()),
        kind=kind,
        name=seal_words(name, sealed_place(Defendant, "name", key)),
        sex=sex,
        citizenship=citizenship,
        added_by_id=by.user,
        added_at=at,
    )
    enter_in_ledger(
        by=by,
        action="defendant_added",
        case=case,
        kind="defendant",
        subject=made.id,
    )
    return made.id


@transaction.atomic
def correct_defendant(
    *,
    by: Actor,
    at: datetime,
    defendant: UUID,
    name: str,
    reason: str,
) -> UUID:
    """Say how a defendant is called in truth; the name that was wrong stays sealed."""
    require(may(by, "prosecution.charge.file"))
    require_choice("reason", reason, corrections.REASONS, _("Choose why."))
    found = Defendant.objects.get(id=defendant)
    tried_case(by, found.case_id)
    if not name.strip():
        raise ValidationError({"name": _("Write the name.")})
    key = uuid4()
    made = DefendantCorrection.objects.create(
        id=key,
        case_id=found.case_id,
        defendant_id=defendant,
        name=seal_words(name, sealed_place(DefendantCorrection, "name", key)),
        reason=reason,
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    enter_in_ledger(
        by=by,
        action="defendant_corrected",
        case=found.case_id,
        kind="defendant",
        subject=defendant,
        detail={"reason": reason},
    )
    return made.id


@transaction.atomic
def file_charge(
    *,
    by: Actor,
    at: datetime,
    defendant: UUID,
    under: ChargeArticle,
    filed_on: date,
) -> UUID:
    """Charge a defendant; the restitution of every victim of the case opens with it.

    Raises `ValidationError` naming the field: no such article on the day of the
    offence, a circumstance that does not fit the victims, or a day that cannot be.
    """
    require(may(by, "prosecution.charge.file"))
    found = Defendant.objects.get(id=defendant)
    if tried_case(by, found.case_id).state not in AT_COURT:
        raise ValidationError(
            _("Charges are filed once the case is with the prosecution."),
        )
    _check_article(found.case_id, under, filed_on, timezone.localdate(at))
    made = Charge.objects.create(
        case_id=found.case_id,
        defendant_id=defendant,
        victim_id=under.victim,
        law=under.law,
        article=under.article,
        circumstance=under.circumstance,
        offence_on=under.offence_on,
        filed_on=filed_on,
        filed_by_id=by.user,
        filed_at=at,
        changed_by_id=by.user,
        changed_at=at,
    )
    entry = enter_in_ledger(
        by=by,
        action="charge_filed",
        case=found.case_id,
        kind="charge",
        subject=made.id,
    )
    begin_history(made, by=by, at=at, entry=entry, happened_on=filed_on)
    record_charge_event(
        by,
        at,
        made,
        "charge_filed",
        filed_on,
    )
    claims_opened(by=by, at=at, case=found.case_id)
    return made.id


@transaction.atomic
def move_charge(
    *,
    by: Actor,
    at: datetime,
    charge: UUID,
    way: str,
    on: date,
) -> None:
    """Withdraw a charge, appeal its verdict, or say that the verdict is final."""
    require_choice(
        "way", way, ("withdraw", "appeal", "finish"), _("Choose what is done.")
    )
    found: Charge = get_seated_row(ChargeStep, CHARGE, way, by=by, key=charge)
    CHARGE.after(found.state, way)
    judged = [step for step in steps_that_count(found) if step.move == "judge"]
    earliest = (judged and judged[-1].happened_on) or found.filed_on
    if not earliest <= on <= timezone.localdate(at):
        raise ValidationError(
            {"on": _("Choose a day between the last change and today.")},
        )
    kind = f"charge_{CHARGE.after(found.state, way)}"
    with naming_day("on"):
        take_step(
            found,
            way,
            by=by,
            at=at,
            happened_on=on,
            entry=case_entry(kind, found.case_id),
        )
    record_charge_event(
        by,
        at,
        found,
        kind,
        on,
    )


def circumstances_of(law: str, article: str, on: date) -> list[str]:
    """The circumstances that an article distinguished on a day; basic where it names
    none.
    """
    return [p.case for p in countries.penalties_in_force(law, article, on)] or [
        countries.PenaltyCase.BASIC,
    ]


def range_of(charge: Charge) -> rules.PenaltyRange:
    """What the article of a charge prescribed on the day of the offence; what its
    circumstance leaves open, the basic one says.

    Where a victim turned out to be a child after the usual case was charged, a child's
    counts.
    """
    rows = countries.penalties_in_force(charge.law, charge.article, charge.offence_on)
    found = {
        p.case: rules.PenaltyRange(
            p.prison_months_min,
            p.prison_months_max,
            p.life,
            p.fine_min,
            p.fine_max,
        )
        for p in rows
    }
    less = rules.says_less(
        charge.circumstance,
        found,
        _victim_ages(charge.case_id, charge.victim_id),
    )
    circumstance = countries.PenaltyCase.CHILD_VICTIM if less else charge.circumstance
    basic = found.get(countries.PenaltyCase.BASIC, rules.PenaltyRange())
    return found.get(circumstance, rules.PenaltyRange()).over_basic(basic)


def _check_article(
    case: UUID,
    under: ChargeArticle,
    filed_on: date,
    today: date,
) -> None:
    if filed_on > today or under.offence_on > filed_on:
        message = _("The charge is filed after the offence, and not in the future.")
        raise ValidationError({"filed_on": message})
    known = {(a.law, a.article) for a in countries.articles_in_force(under.offence_on)}
    if (under.law, under.article) not in known:
        message = _("This article was not in force on the day of the offence.")
        raise ValidationError({"article": message})
    circumstances = circumstances_of(under.law, under.article, under.offence_on)
    if under.circumstance not in circumstances:
        raise ValidationError(
            {"circumstance": _("Choose a circumstance that the article has.")},
        )
    if rules.says_less(
        under.circumstance, circumstances, _victim_ages(case, under.victim)
    ):
        message = _(
            "A victim is a child, or may be one, and the article says more for that:"
            " choose it, or say which victim the charge is about.",
        )
        raise ValidationError({"circumstance": message})


def _victim_ages(case: UUID, victim: UUID | None) -> Sequence[str]:
    rows = CaseVictim.objects.filter(case_id=case)
    if victim is not None:
        rows = rows.filter(id=victim)
        if not rows.exists():
            raise ValidationError({"victim": _("Choose from the list.")})
    return list(rows.values_list("age_group", flat=True))


def record_charge_event(
    by: Actor,
    at: datetime,
    charge: Charge,
    kind: str,
    on: date,
) -> None:
    """Put what became of a charge on the timeline of its case."""
    record_event(
        by=by,
        at=at,
        case=charge.case_id,
        kind=kind,
        on=on,
        about=charge.id,
    )
