"""Recruitment agencies, what becomes of their licences, and inspections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Step
from sala.access.permissions import may, require
from sala.access.seats import get_seated_row
from sala.access.steps import StepEntry, begin_history, last_step, take_step
from sala.desk.recorded import take_back
from sala.kit.saving import (
    refuse_future_day,
    refuse_on_violation,
    refuse_unknown_code,
    refuse_unknown_codes,
)
from sala.kit.states import ChangedMeanwhileError
from sala.prevention.actions import common
from sala.prevention.models import Inspection, LicenceStep, RecruitmentAgency
from sala.prevention.rules import recruitment as rules
from sala.prevention.states import GIVES, LICENCE, LICENSES

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,31}")
COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class Recruiter:
    """A recruitment agency and its first licence."""

    code: str
    name: str
    licensed_on: date
    until: date | None = None
    place_code: str = ""
    destinations: Sequence[str] = ()


@dataclass(frozen=True)
class InspectionInput:
    """An inspection: of what, where, on which day, and what came of it."""

    kind: str
    happened_on: date
    findings: Sequence[str]
    measures: Sequence[str]
    recruiter: str = ""  # the code of a recruitment agency
    sector: str = ""
    place_code: str = ""
    workers: int | None = None


@transaction.atomic
def register_recruiter(*, by: Actor, at: datetime, recruiter: Recruiter) -> UUID:
    """Register a recruitment agency that the actor's agency licensed.

    Raises `ValidationError` naming the field: a code that is taken or none, a day that
    cannot be.
    """
    require(may(by, LICENSES))
    _check_recruiter(recruiter, at)
    made = RecruitmentAgency(
        code=recruiter.code,
        name=recruiter.name.strip(),
        place_code=recruiter.place_code,
        destinations=list(recruiter.destinations),
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    taken = _("The code %(code)s is taken.") % {"code": recruiter.code}
    with refuse_on_violation("code", ValidationError({"code": taken})):
        made.save(force_insert=True)
    entry = common.record_entry(
        by,
        "recruiter_registered",
        "recruiter",
        made.id,
        code=made.code,
    )
    begin_history(
        made,
        by=by,
        at=at,
        entry=entry,
        happened_on=recruiter.licensed_on,
        says={"until": recruiter.until},
    )
    return made.id


@transaction.atomic
def move_licence(
    *,
    by: Actor,
    at: datetime,
    recruiter: UUID,
    move: str,
    happened_on: date,
    step: int,
    until: date | None = None,
    reason: str = "",
) -> None:
    """Record that a licence was renewed, suspended, restored, revoked or given anew,
    after the step that the actor had in front of them.

    Raises `RecruitmentAgency.DoesNotExist` where the actor's agency licenses no such
    one, `NotAllowedError`, `ChangedMeanwhileError`, and `ValidationError` naming the
    field.
    """
    row = get_seated_row(LicenceStep, LICENCE, move, by=by, key=recruiter)
    last = last_step(row)
    if last.number != step:
        raise ChangedMeanwhileError
    LICENCE.after(row.state, move)
    refuse_future_day("happened_on", happened_on, at)
    if last.happened_on and happened_on < last.happened_on:
        raise ValidationError(
            {"happened_on": _("The day is not before the last step.")},
        )
    _check_move(move, happened_on, until, reason)
    detail = {"code": row.code} | ({"reason": reason} if reason else {})
    take_step(
        row,
        move,
        by=by,
        at=at,
        happened_on=happened_on,
        reason=reason,
        entry=StepEntry(f"prevention.licence_{move}", detail),
        says={"until": until if move in GIVES else _last_day(last)},
    )


@transaction.atomic
def record_inspection(*, by: Actor, at: datetime, look: InspectionInput) -> UUID:
    """Record an inspection by the actor's agency.

    Raises `ValidationError` naming the field: what was inspected, what was found and
    done.
    """
    common.require_worker(by)
    found = _inspected_recruiter(look)
    refuse_unknown_codes("findings", look.findings, rules.FINDINGS)
    refuse_unknown_codes("measures", look.measures, rules.MEASURES)
    for field, nothing in (("findings", rules.NOTHING), ("measures", rules.NONE_TAKEN)):
        if rules.contradicts_nothing(getattr(look, field), nothing):
            raise ValidationError(
                {field: _("Choose either nothing, or what there was.")},
            )
    common.known_place(look.place_code)
    refuse_future_day("happened_on", look.happened_on, at)
    told = {name: value for name, value in vars(look).items() if name != "recruiter"}
    made = Inspection.objects.create(
        agency_id=by.agency,
        recruitment_agency=found,
        recorded_by_id=by.user,
        recorded_at=at,
        **told,
    )
    common.record_entry(
        by,
        "inspection_recorded",
        "inspection",
        made.id,
        way=look.kind,
    )
    return made.id


@transaction.atomic
def take_back_inspection(*, by: Actor, at: datetime, inspection: UUID) -> None:
    """Take back an inspection that was recorded by mistake."""
    common.require_worker(by)
    take_back(
        Inspection.objects.filter(id=inspection),
        by=by,
        at=at,
    )
    common.record_entry(by, "inspection_taken_back", "inspection", inspection)


def _last_day(step: Step) -> date | None:
    """The last day of a licence, as its last step says."""
    assert isinstance(step, LicenceStep)  # noqa: S101 a programming error
    return step.until


def _check_recruiter(recruiter: Recruiter, at: datetime) -> None:
    if not CODE.fullmatch(recruiter.code):
        message = _(
            "A code is 2 to 32 capital letters, figures and dashes, for example"
            " RA-024.",
        )
        raise ValidationError({"code": message})
    if not recruiter.name.strip():
        raise ValidationError({"name": _("Give the name of the business.")})
    if not all(COUNTRY.fullmatch(code) for code in recruiter.destinations):
        raise ValidationError({"destinations": _("Choose countries from the list.")})
    common.known_place(recruiter.place_code)
    refuse_future_day("licensed_on", recruiter.licensed_on, at)
    if recruiter.until and recruiter.until < recruiter.licensed_on:
        raise ValidationError({"until": _("A licence does not end before it begins.")})


def _check_move(
    move: str,
    happened_on: date,
    until: date | None,
    reason: str,
) -> None:
    reasons = LICENCE.terms[move].reasons
    if reasons and reason not in reasons:
        raise ValidationError({"reason": _("Choose why.")})
    if reason and not reasons:
        message = _("A reason is only for a licence that is taken. Leave this empty.")
        raise ValidationError({"reason": message})
    if until and move not in GIVES:
        message = _(
            "A last day is only for a licence that is given or renewed. Leave this"
            " empty.",
        )
        raise ValidationError({"until": message})
    if until and until < happened_on:
        raise ValidationError({"until": _("A licence does not end before it begins.")})


def _inspected_recruiter(look: InspectionInput) -> RecruitmentAgency | None:
    refuse_unknown_code("kind", look.kind, rules.KINDS)
    if look.kind == "worksite":
        refuse_unknown_code("sector", look.sector, rules.SECTORS)
        if look.recruiter:
            message = _("A worksite is no recruitment agency. Leave this empty.")
            raise ValidationError({"recruiter": message})
        return None
    if look.sector:
        raise ValidationError(
            {"sector": _("A sector is only for a worksite. Leave this empty.")},
        )
    found = RecruitmentAgency.objects.filter(code=look.recruiter).first()
    if found is None:
        raise ValidationError({"recruiter": _("Choose which recruitment agency.")})
    return found
