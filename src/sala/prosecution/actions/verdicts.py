"""What the courts said of a charge, and sentences outside the range of the law."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.seats import get_seated_row
from sala.access.steps import last_step, take_step
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    naming_day,
    require_choice,
)
from sala.prosecution.actions.courts import range_of, record_charge_event
from sala.prosecution.models import Charge, ChargeStep, Verdict
from sala.prosecution.rules import sentences as rules
from sala.prosecution.rules.courts import instance_fits
from sala.prosecution.states import CHARGE

NONE = rules.CourtSentence()
# What a supervisor may have to look at: outside, or perhaps since an age was corrected.
TO_SEE = ~Q(outside_reason="") | Q(age_corrected_at__isnull=False)


@dataclass(frozen=True)
class Judgment:
    """What a court said of one charge."""

    instance: str
    outcome: str
    decided_on: date
    sentence: rules.CourtSentence = NONE
    outside_reason: str = ""


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

    Raises `ValidationError` for a sentence outside the article's range without a
    reason, `NotAllowedError` once the verdict is final.
    """
    found: Charge = get_seated_row(ChargeStep, CHARGE, "judge", by=by, key=charge)
    CHARGE.after(found.state, "judge")
    check_judgment(found, judgment, timezone.localdate(at), after=last_step(found))
    made = write_verdict(by, at, found, judgment)
    kind = f"verdict_{judgment.outcome}"
    with naming_day("decided_on"):
        take_step(
            found,
            "judge",
            by=by,
            at=at,
            happened_on=judgment.decided_on,
            says={"id": made.id},
            corrects=_corrected_step(found, judgment),
            entry=case_entry(kind, found.case_id),
        )
    record_charge_event(by, at, found, kind, judgment.decided_on)
    return made.id


def write_verdict(
    by: Actor, at: datetime, charge: Charge, judgment: Judgment
) -> Verdict:
    """Write down what a court said; its step has the same key."""
    said = judgment.sentence
    return Verdict.objects.create(
        case_id=charge.case_id,
        charge_id=charge.id,
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


@transaction.atomic
def see_sentence(*, by: Actor, at: datetime, verdict: UUID) -> None:
    """Note that a supervisor looked at a sentence outside the range."""
    require(may(by, "prosecution.sentence.review"))
    found = Verdict.objects.filter(TO_SEE).get(id=verdict, seen_at=None)
    seen = Verdict.objects.filter(id=verdict, seen_at=None)
    if not seen.update(seen_by_id=by.user, seen_at=at):
        raise Verdict.DoesNotExist
    enter_in_ledger(
        by=by,
        action="sentence_seen",
        case=found.case_id,
        kind="verdict",
        subject=verdict,
    )


def _corrected_step(charge: Charge, judgment: Judgment) -> UUID | None:
    """The verdict that another one of the same court puts right; a higher court judges
    anew, and corrects nothing.
    """
    last = last_step(charge)
    if last.move != "judge":
        return None
    same = Verdict.objects.filter(id=last.id, instance=judgment.instance)
    return last.id if same.exists() else None


def check_judgment(
    charge: Charge, judgment: Judgment, today: date, *, after: Step
) -> None:
    """Refuse, at its field, what no court can have said after a step of a charge."""
    require_choice(
        "instance", judgment.instance, rules.INSTANCES, _("Choose which court.")
    )
    require_choice(
        "outcome",
        judgment.outcome,
        rules.OUTCOMES,
        _("Choose what the court said."),
    )
    if not instance_fits(after.state, judgment.instance):
        raise ValidationError({"instance": _("After an appeal a higher court judges.")})
    if not charge.filed_on <= judgment.decided_on <= today:
        raise ValidationError(
            {"decided_on": _("Choose a day between the charge and today.")},
        )
    appealed_on = after.happened_on if after.move == "appeal" else None
    if appealed_on and judgment.decided_on < appealed_on:
        message = _("Choose a day between the last change and today.")
        raise ValidationError({"decided_on": message})
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
    left = rules.outside_range(said, range_of(charge))
    if left and not judgment.outside_reason:
        message = _("The sentence is outside the range of the article. Say why.")
        raise ValidationError({"outside_reason": message})
    if judgment.outside_reason:
        require_choice(
            "outside_reason",
            judgment.outside_reason,
            rules.OUTSIDE_REASONS,
            _("Choose why."),
        )
        if not left:
            message = _("The sentence is in the range: it needs no reason.")
            raise ValidationError({"outside_reason": message})
