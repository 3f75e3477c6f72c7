"""Recommendations of published reports, whose they are, and each step of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import require
from sala.kit.periods import FIRST, LAST
from sala.kit.saving import chosen, not_later, refuse_on_violation
from sala.kit.states import ChangedMeanwhileError
from sala.kit.uploaded_files import SentFile
from sala.partnership.actions import common
from sala.partnership.actions.evidence import keep_file
from sala.partnership.models import (
    BudgetLine,
    EvidenceOf,
    Objective,
    Recommendation,
    RecommendationStep,
)
from sala.partnership.queries.steps import may_move
from sala.partnership.rules import recommendations as rules
from sala.partnership.states import RECOMMENDATION


@dataclass(frozen=True)
class Recommended:
    """What a report of a year recommends, as its n-th recommendation."""

    source: str
    year: int
    number: int
    texts: Mapping[str, str]
    priority: str = ""
    repeats: UUID | None = None


@dataclass(frozen=True)
class Ownership:
    """Whose a recommendation is, how much it matters, and until when it is to be
    answered.
    """

    agency: str = ""
    priority: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Answer:
    """A step of the answer: what is done, and where that can be checked; `file` is the
    document.
    """

    move: str
    happened_on: date
    step: int
    objective: UUID | None = None
    budget_line: UUID | None = None
    note: str = ""
    evidence: str = ""
    reason: str = ""
    file: SentFile | None = None


@transaction.atomic
def record_recommendation(*, by: Actor, at: datetime, recommended: Recommended) -> UUID:
    """Keep a recommendation of a published report until it is answered.

    Raises `ValidationError` naming the field: one that is kept already, a year that
    cannot be, or one that would repeat a later one.
    """
    common.keeping(by)
    _check_recommended(recommended)
    made = Recommendation(
        source=recommended.source.strip(),
        year=recommended.year,
        number=recommended.number,
        texts=common.worded("texts", recommended.texts),
        priority=recommended.priority,
        repeats=_earlier(recommended.year, recommended.repeats),
        **common.signed(by, at),
    )
    kept = _("Recommendation %(number)s of this report and year is kept already.")
    there = ValidationError({"number": kept % {"number": made.number}})
    with refuse_on_violation("recommended_once", there):
        made.save(force_insert=True)
    detail = {"year": made.year, "number": made.number}
    common.enter(
        by,
        "recommendation_recorded",
        "recommendation",
        made.id,
        **detail,
    )
    return made.id


@transaction.atomic
def take_over_recommendations(
    *,
    by: Actor,
    at: datetime,
    recommended: Sequence[Recommended],
) -> list[UUID]:
    """Keep recommendations of a report, all or none. One that repeats an earlier one is
    of the same agency and matters as much; until when it is to be answered is said
    anew.

    Raises `ValidationError` as `record_recommendation` does.
    """
    common.keeping(by)
    return [_taken_over(by, at, each) for each in recommended]


def _taken_over(by: Actor, at: datetime, recommended: Recommended) -> UUID:
    earlier = _earlier(recommended.year, recommended.repeats)
    if earlier and not recommended.priority:
        recommended = replace(recommended, priority=earlier.priority)
    made = record_recommendation(
        by=by,
        at=at,
        recommended=recommended,
    )
    if earlier and earlier.agency and earlier.agency.retired_on is None:
        ownership = Ownership(earlier.agency.code, recommended.priority)
        assign_recommendation(
            by=by,
            at=at,
            recommendation=made,
            ownership=ownership,
            version=1,
        )
    return made


@transaction.atomic
def assign_recommendation(
    *,
    by: Actor,
    at: datetime,
    recommendation: UUID,
    ownership: Ownership,
    version: int,
) -> None:
    """Say whose a recommendation is, how much it matters and until when it is to be
    answered.

    Raises `Recommendation.DoesNotExist`, `ChangedMeanwhileError`, and
    `ValidationError`.
    """
    common.keeping(by)
    Recommendation.objects.get(id=recommendation)
    chosen("priority", ownership.priority, rules.PRIORITIES, blank=True)
    agency = common.agency("agency", ownership.agency) if ownership.agency else None
    found = Recommendation.objects.filter(id=recommendation, version=version)
    changed = found.update(
        agency_id=agency,
        priority=ownership.priority,
        due_on=ownership.due_on,
        version=version + 1,
    )
    if not changed:
        raise ChangedMeanwhileError
    common.enter(by, "recommendation_assigned", "recommendation", recommendation)


@transaction.atomic
def link_repeated(
    *,
    by: Actor,
    at: datetime,
    recommendation: UUID,
    earlier: UUID | None,
    version: int,
) -> None:
    """Say that a recommendation repeats one of an earlier year; None says that it
    repeats none.

    Raises `Recommendation.DoesNotExist`, `ChangedMeanwhileError`, and
    `ValidationError`.
    """
    common.keeping(by)
    row = Recommendation.objects.get(id=recommendation)
    found = Recommendation.objects.filter(id=recommendation, version=version)
    if not found.update(repeats=_earlier(row.year, earlier), version=version + 1):
        raise ChangedMeanwhileError
    common.enter(by, "recommendation_linked", "recommendation", recommendation)


@transaction.atomic
def answer_recommendation(
    *,
    by: Actor,
    at: datetime,
    recommendation: UUID,
    answer: Answer,
) -> None:
    """Report a step of the answer: by the agency whose recommendation it is, or the
    secretariat.

    Raises `Recommendation.DoesNotExist`, `RefusedError`, `NotAllowedError`,
    `ChangedMeanwhileError`, and `ValidationError` naming the field.
    """
    common.working(by)
    row = Recommendation.objects.get(id=recommendation)
    steps = list(row.steps.order_by("step"))
    if len(steps) != answer.step:
        raise ChangedMeanwhileError
    require(may_move(by, row.agency_id, answer.move))
    after = RECOMMENDATION.after(
        steps[-1].state if steps else RECOMMENDATION.initial,
        answer.move,
    )
    _check_answer(answer, after, at, steps)
    told = {
        name: getattr(answer, name)
        for name in ("move", "happened_on", "note", "evidence")
    }
    made = RecommendationStep(
        recommendation=row,
        step=answer.step + 1,
        state=after,
        reason=answer.reason,
        objective_id=answer.objective,
        budget_line_id=answer.budget_line,
        file_hash=answer.file.digest if answer.file else "",
        agency_id=by.agency,
        **told,
        **common.signed(by, at),
    )
    with refuse_on_violation("recommendation_step", ChangedMeanwhileError()):
        made.save(force_insert=True)
    if answer.file:
        keep_file(
            by=by,
            at=at,
            what=EvidenceOf.RECOMMENDATION,
            file=answer.file,
            step_id=made.id,
        )
    detail = {"state": after, "reason": answer.reason}
    common.enter(
        by,
        "recommendation_moved",
        "recommendation",
        recommendation,
        **detail,
    )


def _earlier(year: int, earlier: UUID | None) -> Recommendation | None:
    if earlier is None:
        return None
    found = Recommendation.objects.filter(id=earlier).first()
    if found is None or found.year >= year:
        raise ValidationError(
            {"repeats": _("Choose a recommendation of an earlier year.")},
        )
    return found


def _check_recommended(recommended: Recommended) -> None:
    if not recommended.source.strip():
        raise ValidationError({"source": _("Say which report it stands in.")})
    if not FIRST <= recommended.year <= LAST:
        raise ValidationError({"year": _("Enter a year, for example 2018.")})
    if recommended.number < 1:
        raise ValidationError({"number": _("Number the recommendations from 1.")})
    chosen("priority", recommended.priority, rules.PRIORITIES, blank=True)


def _check_answer(
    answer: Answer,
    after: str,
    at: datetime,
    steps: list[RecommendationStep],
) -> None:
    not_later("happened_on", answer.happened_on, at)
    if steps and answer.happened_on < steps[-1].happened_on:
        raise ValidationError(
            {"happened_on": _("The day is not before the last step.")},
        )
    for field, model in (("objective", Objective), ("budget_line", BudgetLine)):
        key = getattr(answer, field)
        if key and not model.objects.filter(id=key).exists():
            raise ValidationError({field: _("Choose from the list.")})
    if after == "declined":
        chosen("reason", answer.reason, rules.DECLINED)
    elif answer.reason:
        message = _("A reason is only for what is declined. Leave this empty.")
        raise ValidationError({"reason": message})
    if answer.file and not answer.evidence.strip():
        raise ValidationError({"evidence": _("Say which document the file is.")})
    acted = any(
        _acts(step.objective_id, step.budget_line_id, step.note) for step in steps
    )
    acted = acted or _acts(answer.objective, answer.budget_line, answer.note)
    if after == "answered" and not rules.may_answer(
        acted=acted,
        evidence=answer.evidence,
    ):
        field = "evidence" if acted else "note"
        message = (
            _("Say where the answer can be checked.")
            if acted
            else _("Say what was done: an objective, a budget line or a note.")
        )
        raise ValidationError({field: message})


def _acts(objective: UUID | None, budget_line: UUID | None, note: str) -> bool:
    return bool(objective or budget_line or note.strip())
