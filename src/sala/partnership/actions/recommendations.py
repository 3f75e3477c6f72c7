"""Recommendations of published reports, whose they are, and each step of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Step
from sala.access.permissions import require
from sala.access.steps import begin_history, take_step
from sala.kit.periods import FIRST, LAST
from sala.kit.saving import refuse_future_day, refuse_on_violation, refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError
from sala.kit.uploaded_files import SentFile
from sala.partnership.actions import common
from sala.partnership.actions.evidence import keep_file
from sala.partnership.models import (
    BudgetLine,
    EvidenceOf,
    Objective,
    Recommendation,
)
from sala.partnership.queries.steps import may_move
from sala.partnership.rules import recommendations as rules
from sala.partnership.states import RECOMMENDATION


@dataclass(frozen=True)
class RecommendationInput:
    """What a report of a year recommends, as its n-th recommendation."""

    source: str
    year: int
    number: int
    texts: Mapping[str, str]
    priority: str = ""
    repeats: UUID | None = None


@dataclass(frozen=True)
class OwnershipInput:
    """Whose a recommendation is, how much it matters, and until when it is to be
    answered.
    """

    agency: str = ""
    priority: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class RecommendationAnswer:
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
def record_recommendation(
    *, by: Actor, at: datetime, recommended: RecommendationInput
) -> UUID:
    """Keep a recommendation of a published report until it is answered.

    Raises `ValidationError` naming the field: one that is kept already, a year that
    cannot be, or one that would repeat a later one.
    """
    common.require_secretariat(by)
    _check_recommended(recommended)
    made = Recommendation(
        source=recommended.source.strip(),
        year=recommended.year,
        number=recommended.number,
        texts=common.clean_texts("texts", recommended.texts),
        priority=recommended.priority,
        repeats=_earlier_recommendation(recommended.year, recommended.repeats),
        **common.signature_columns(by, at),
    )
    kept = _("Recommendation %(number)s of this report and year is kept already.")
    there = ValidationError({"number": kept % {"number": made.number}})
    with refuse_on_violation("recommended_once", there):
        made.save(force_insert=True)
    detail = {"year": made.year, "number": made.number}
    entry = common.record_entry(
        by,
        "recommendation_recorded",
        "recommendation",
        made.id,
        **detail,
    )
    begin_history(made, by=by, at=at, entry=entry)
    return made.id


@transaction.atomic
def take_over_recommendations(
    *,
    by: Actor,
    at: datetime,
    recommended: Sequence[RecommendationInput],
) -> list[UUID]:
    """Keep recommendations of a report, all or none. One that repeats an earlier one is
    of the same agency and matters as much; until when it is to be answered is said
    anew.

    Raises `ValidationError` as `record_recommendation` does.
    """
    common.require_secretariat(by)
    return [_take_over_one(by, at, each) for each in recommended]


def _take_over_one(by: Actor, at: datetime, recommended: RecommendationInput) -> UUID:
    earlier = _earlier_recommendation(recommended.year, recommended.repeats)
    if earlier and not recommended.priority:
        recommended = replace(recommended, priority=earlier.priority)
    made = record_recommendation(
        by=by,
        at=at,
        recommended=recommended,
    )
    if earlier and earlier.agency and earlier.agency.retired_on is None:
        ownership = OwnershipInput(earlier.agency.code, recommended.priority)
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
    ownership: OwnershipInput,
    version: int,
) -> None:
    """Say whose a recommendation is, how much it matters and until when it is to be
    answered.

    Raises `Recommendation.DoesNotExist`, `ChangedMeanwhileError`, and
    `ValidationError`.
    """
    common.require_secretariat(by)
    Recommendation.objects.get(id=recommendation)
    refuse_unknown_code("priority", ownership.priority, rules.PRIORITIES, blank=True)
    agency = (
        common.open_agency_key("agency", ownership.agency) if ownership.agency else None
    )
    found = Recommendation.objects.filter(id=recommendation, version=version)
    changed = found.update(
        agency_id=agency,
        priority=ownership.priority,
        due_on=ownership.due_on,
        version=version + 1,
    )
    if not changed:
        raise ChangedMeanwhileError
    common.record_entry(by, "recommendation_assigned", "recommendation", recommendation)


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
    common.require_secretariat(by)
    row = Recommendation.objects.get(id=recommendation)
    found = Recommendation.objects.filter(id=recommendation, version=version)
    if not found.update(
        repeats=_earlier_recommendation(row.year, earlier), version=version + 1
    ):
        raise ChangedMeanwhileError
    common.record_entry(by, "recommendation_linked", "recommendation", recommendation)


@transaction.atomic
def answer_recommendation(
    *,
    by: Actor,
    at: datetime,
    recommendation: UUID,
    answer: RecommendationAnswer,
) -> None:
    """Report a step of the answer: by the agency whose recommendation it is, or the
    secretariat.

    Raises `Recommendation.DoesNotExist`, `RefusedError`, `NotAllowedError`,
    `ChangedMeanwhileError`, and `ValidationError` naming the field.
    """
    common.require_worker(by)
    row = Recommendation.objects.get(id=recommendation)
    steps = common.reported_steps(row)
    if len(steps) != answer.step:
        raise ChangedMeanwhileError
    require(may_move(by, row.agency_id, answer.move))
    after = RECOMMENDATION.after(row.state, answer.move)
    _check_answer(answer, after, at, steps)
    step = take_step(
        row,
        answer.move,
        by=by,
        at=at,
        happened_on=answer.happened_on,
        reason=answer.reason,
        entry=common.step_entry(
            "recommendation_moved",
            state=after,
            reason=answer.reason,
        ),
        says=_answer_columns(answer),
    )
    if answer.file:
        keep_file(
            by=by,
            at=at,
            what=EvidenceOf.RECOMMENDATION,
            file=answer.file,
            step_id=step.id,
        )


def _answer_columns(answer: RecommendationAnswer) -> dict[str, object]:
    return {
        "objective_id": answer.objective,
        "budget_line_id": answer.budget_line,
        "note": answer.note,
        "evidence": answer.evidence,
        "file_hash": answer.file.digest if answer.file else "",
    }


def _earlier_recommendation(year: int, earlier: UUID | None) -> Recommendation | None:
    if earlier is None:
        return None
    found = Recommendation.objects.filter(id=earlier).first()
    if found is None or found.year >= year:
        raise ValidationError(
            {"repeats": _("Choose a recommendation of an earlier year.")},
        )
    return found


def _check_recommended(recommended: RecommendationInput) -> None:
    if not recommended.source.strip():
        raise ValidationError({"source": _("Say which report it stands in.")})
    if not FIRST <= recommended.year <= LAST:
        raise ValidationError({"year": _("Enter a year, for example 2018.")})
    if recommended.number < 1:
        raise ValidationError({"number": _("Number the recommendations from 1.")})
    refuse_unknown_code("priority", recommended.priority, rules.PRIORITIES, blank=True)


def _check_answer(
    answer: RecommendationAnswer,
    after: str,
    at: datetime,
    steps: list[Step],
) -> None:
    refuse_future_day("happened_on", answer.happened_on, at)
    common.refuse_before_last_step(answer.happened_on, steps)
    for field, model in (("objective", Objective), ("budget_line", BudgetLine)):
        key = getattr(answer, field)
        if key and not model.objects.filter(id=key).exists():
            raise ValidationError({field: _("Choose from the list.")})
    if after == "declined":
        refuse_unknown_code("reason", answer.reason, rules.DECLINED)
    elif answer.reason:
        message = _("A reason is only for what is declined. Leave this empty.")
        raise ValidationError({"reason": message})
    if answer.file and not answer.evidence.strip():
        raise ValidationError({"evidence": _("Say which document the file is.")})
    if after == "answered":
        _check_answered(answer, steps)


def _check_answered(answer: RecommendationAnswer, steps: Sequence[Any]) -> None:
    """Refuse an answer with nothing that was done, or nothing that can be checked."""
    acts = [(step.objective_id, step.budget_line_id, step.note) for step in steps]
    acts.append((answer.objective, answer.budget_line, answer.note))
    acted = any(goal or line or note.strip() for goal, line, note in acts)
    if rules.may_answer(acted=acted, evidence=answer.evidence):
        return
    if acted:
        message = _("Say where the answer can be checked.")
        raise ValidationError({"evidence": message})
    message = _("Say what was done: an objective, a budget line or a note.")
    raise ValidationError({"note": message})
