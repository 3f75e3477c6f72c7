"""Defendants, charges, and what the courts said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.people.described import Described
from sala.prosecution.actions.common import (
    choose,
    enter,
    happened,
    move,
    name_place,
    new_code,
    seal,
    tried_case,
)
from sala.prosecution.actions.restitution import claims_opened
from sala.prosecution.models import CaseVictim, Charge, Defendant, Verdict
from sala.prosecution.rules import sentences as rules
from sala.prosecution.rules.courts import instance_fits
from sala.prosecution.states import CHARGE

# Where a case stands when charges are filed; a trigger of the database holds it too.
AT_COURT = frozenset({"with_prosecution", "in_court"})
KINDS = ("person", "company")
NONE = rules.Sentence()
# What a supervisor may have to look at: outside, or perhaps since an age was corrected.
TO_SEE = ~Q(outside_reason="") | Q(age_corrected_at__isnull=False)


@dataclass(frozen=True)
class Article:
    """Under which article somebody is charged, in which circumstance, for an offence on
    a day.

    `victim` is whom the charge is about; every victim of the case where it is None.
    """

    law: str
    article: str
    circumstance: str
    offence_on: date
    victim: UUID | None = None


@dataclass(frozen=True)
class Judgment:
    """What a court said of one charge."""

    instance: str
    outcome: str
    decided_on: date
    sentence: rules.Sentence = NONE
    outside_reason: str = ""


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
    choose("kind", kind, KINDS, _("Choose a person or a company."))
    choose("sex", sex, ["", *Described.Sex.values], _("Choose from the list."))
    key = uuid4()
    made = Defendant.objects.create(
        id=key,
        case_id=case,
        code=new_code(Defendant.objects.all()),
        kind=kind,
        name=seal(name, name_place(key)),
        sex=sex,
        citizenship=citizenship,
        added_by_id=by.user,
        added_at=at,
    )
    enter(
        by=by,
        action="defendant_added",
        case=case,
        kind="defendant",
        subject=made.id,
    )
    return made.id


@transaction.atomic
def file_charge(
    *,
    by: Actor,
    at: datetime,
    defendant: UUID,
    under: Article,
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
    _tell(
        by,
        at,
        made,
        "charge_filed",
        filed_on,
    )
    claims_opened(
        by=by,
        at=at,
        case=found.case_id,
    )
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
    require(may(by, "prosecution.charge.file"))
    choose("way", way, ("withdraw", "appeal", "finish"), _("Choose what is done."))
    found = Charge.objects.get(id=charge)
    tried_case(by, found.case_id)
    CHARGE.after(found.state, way)
    last = Verdict.objects.filter(charge_id=charge).order_by("-recorded_at").first()
    earliest = last.decided_on if last else found.filed_on
    if not earliest <= on <= timezone.localdate(at):
        raise ValidationError(
            {"on": _("Choose a day between the last change and today.")},
        )
    rows = Charge.objects.filter(id=charge)
    after = move(
        rows,
        CHARGE,
        way,
        changed_by_id=by.user,
        changed_at=at,
    )
    _tell(
        by,
        at,
        found,
        f"charge_{after}",
        on,
    )


@transaction.atomic
def record_verdict(
    *,
    by: Actor,
    at: datetime,
    charge: UUID,
    judgment: Judgment,
) -> UUID:
    """Record what a court said of a charge. The last recorded holds; earlier ones are
    kept.

    Raises `ValidationError` for a sentence outside the article's range without a reason,
    `NotAllowedError` once the verdict is final.
    """
    require(may(by, "prosecution.verdict.record"))
    found = Charge.objects.get(id=charge)
    tried_case(by, found.case_id)
    CHARGE.after(found.state, "judge")
    _check_judgment(found, judgment, timezone.localdate(at))
    said = judgment.sentence
    made = Verdict.objects.create(
        case_id=found.case_id,
        charge_id=charge,
        agency_id=by.agency,
        instance=judgment.instance,
        outcome=judgment.outcome,
        decided_on=judgment.decided_on,
        life=said.life,
        prison_months=said.prison_months,
        suspended_months=said.suspended_months,
        fine=said.fine,
        outside_reason=judgment.outside_reason,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    move(
        Charge.objects.filter(id=charge),
        CHARGE,
        "judge",
        changed_by_id=by.user,
        changed_at=at,
    )
    _tell(
        by,
        at,
        found,
        f"verdict_{judgment.outcome}",
        judgment.decided_on,
    )
    return made.id


@transaction.atomic
def see_sentence(*, by: Actor, at: datetime, verdict: UUID) -> None:
    """Note that a supervisor looked at a sentence outside the range."""
    require(may(by, "prosecution.sentence.review"))
    found = Verdict.objects.filter(TO_SEE).get(id=verdict, seen_at=None)
    seen = Verdict.objects.filter(id=verdict, seen_at=None)
    if not seen.update(seen_by_id=by.user, seen_at=at):
        raise Verdict.DoesNotExist
    enter(
        by=by,
        action="sentence_seen",
        case=found.case_id,
        kind="verdict",
        subject=verdict,
    )


def circumstances_of(law: str, article: str, on: date) -> list[str]:
    """The circumstances that an article distinguished on a day; basic where it names
    none.
    """
    return [p.case for p in countries.penalties_in_force(law, article, on)] or [
        countries.PenaltyCase.BASIC,
    ]


def range_of(charge: Charge) -> rules.Range:
    """What the article of a charge prescribed on the day of the offence; what its
    circumstance leaves open, the basic one says.

    Where a victim turned out to be a child after the usual case was charged, a child's
    counts.
    """
    rows = countries.penalties_in_force(charge.law, charge.article, charge.offence_on)
    found = {
        p.case: rules.Range(
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
        _ages(charge.case_id, charge.victim_id),
    )
    circumstance = countries.PenaltyCase.CHILD_VICTIM if less else charge.circumstance
    basic = found.get(countries.PenaltyCase.BASIC, rules.Range())
    return found.get(circumstance, rules.Range()).over(basic)


def _check_article(
    case: UUID,
    under: Article,
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
    if rules.says_less(under.circumstance, circumstances, _ages(case, under.victim)):
        message = _(
            "A victim is a child, or may be one, and the article says more for that:"
            " choose it, or say which victim the charge is about.",
        )
        raise ValidationError({"circumstance": message})


def _ages(case: UUID, victim: UUID | None) -> Sequence[str]:
    rows = CaseVictim.objects.filter(case_id=case)
    if victim is not None:
        rows = rows.filter(id=victim)
        if not rows.exists():
            raise ValidationError({"victim": _("Choose from the list.")})
    return list(rows.values_list("age_group", flat=True))


def _check_judgment(charge: Charge, judgment: Judgment, today: date) -> None:
    choose("instance", judgment.instance, rules.INSTANCES, _("Choose which court."))
    choose(
        "outcome",
        judgment.outcome,
        rules.OUTCOMES,
        _("Choose what the court said."),
    )
    if not instance_fits(charge.state, judgment.instance):
        raise ValidationError({"instance": _("After an appeal a higher court judges.")})
    if not charge.filed_on <= judgment.decided_on <= today:
        raise ValidationError(
            {"decided_on": _("Choose a day between the charge and today.")},
        )
    if judgment.outcome == "convicted":
        _check_sentence(charge, judgment)
    elif judgment.sentence != NONE or judgment.outside_reason:
        message = _("Only who is convicted is sentenced: leave the sentence empty.")
        raise ValidationError({"outcome": message})


def _check_sentence(charge: Charge, judgment: Judgment) -> None:
    said = judgment.sentence
    if said.life and said.prison_months is not None:
        message = _("For life, or a number of months: not both.")
        raise ValidationError({"prison_months": message})
    if (said.suspended_months or 0) > (said.prison_months or 0):
        message = _("The suspended part is not longer than the whole.")
        raise ValidationError({"suspended_months": message})
    left = rules.outside(said, range_of(charge))
    if left and not judgment.outside_reason:
        message = _("The sentence is outside the range of the article. Say why.")
        raise ValidationError({"outside_reason": message})
    if judgment.outside_reason:
        choose(
            "outside_reason",
            judgment.outside_reason,
            rules.OUTSIDE_REASONS,
            _("Choose why."),
        )
        if not left:
            message = _("The sentence is in the range: it needs no reason.")
            raise ValidationError({"outside_reason": message})


def _tell(
    by: Actor,
    at: datetime,
    charge: Charge,
    kind: str,
    on: date,
) -> None:
    happened(
        by=by,
        at=at,
        case=charge.case_id,
        kind=kind,
        on=on,
        about=charge.id,
    )
    enter(
        by=by,
        action=kind,
        case=charge.case_id,
        kind="charge",
        subject=charge.id,
    )
