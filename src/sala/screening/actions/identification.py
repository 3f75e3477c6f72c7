"""Asking whether somebody is a victim, and the competent authority's answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access import notices
from sala.access import queries as access
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.access.steps import begin_history, take_step
from sala.countries import queries as countries
from sala.kit.saving import refuse_on_violation
from sala.kit.states import ChangedMeanwhileError
from sala.people import actions as people
from sala.people import queries as people_queries
from sala.screening import signals
from sala.screening.actions.screenings import send_on
from sala.screening.models import (
    IdentificationDecision,
    IdentificationRequest,
    Screening,
)
from sala.screening.rules import identification as rules
from sala.screening.states import REQUEST
from sala.standards.palermo import ACTS, MEANS
from sala.vault.sealed_columns import sealed_place

OPEN_FOR = timedelta(
    days=180,
)  # how long the authority sees the person it is asked about


@dataclass(frozen=True)
class DescriptionInput:
    """What is known of somebody without saying who they are."""

    sex: str = ""
    age_group: str = ""
    citizenship: str = ""


@dataclass(frozen=True)
class Finding:
    """What the authority found: the elements, each with the kinds of its evidence."""

    outcome: str
    act: str = ""
    means: Sequence[str] = ()
    form: str = ""
    act_evidence: Sequence[str] = ()
    means_evidence: Sequence[str] = ()
    form_evidence: Sequence[str] = ()
    exploited_in: str = ""
    exploited_at: str = ""
    described: DescriptionInput = field(default_factory=DescriptionInput)


@dataclass(frozen=True)
class DecisionAbroad:
    """That another country's authority had decided, and since when the person
    is here.
    """

    neighbour: str
    authority: str
    decided_on: date
    received_on: date


@transaction.atomic
def request_identification(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    described: DescriptionInput,
    screening: UUID | None = None,
) -> UUID:
    """Ask the authority that the country names; it sees the person from now on.

    Raises `Person.DoesNotExist` or `Screening.DoesNotExist` for what the actor cannot
    see, and `ValidationError` where it is asked already or the country names no
    authority.
    """
    require(may(by, "screening.identification.ask"))
    people_queries.require_person(person)
    made = _write_request(by, at, person, described)
    if screening is not None:
        made.screening_id = Screening.objects.get(id=screening, person_id=person).id
    asked = _settle_request(by, at, made)
    send_on(by=by, person=person)
    return asked


@transaction.atomic
def ask_review(
    *,
    by: Actor,
    at: datetime,
    decision: UUID,
    reason: str,
) -> UUID:
    """Ask that another officer looks at a decision again; the reason is sealed.

    Raises `IdentificationDecision.DoesNotExist`, and `ValidationError` without a
    reason.
    """
    require(may(by, "screening.identification.review"))
    found = IdentificationDecision.objects.exclude(outcome="more_information").get(
        id=decision,
    )
    if not reason.strip():
        raise ValidationError(
            {"reason": _("Say why the decision should be looked at again.")},
        )
    about = DescriptionInput(found.sex, found.age_group, found.citizenship)
    made = _write_request(by, at, found.person_id, about)
    made.review_of_id = decision
    made.review_reason = people.seal_about(
        by=by,
        person=found.person_id,
        place=sealed_place(IdentificationRequest, "review_reason", made.id),
        value={"reason": reason},
    )
    return _settle_request(by, at, made)


@transaction.atomic
def record_decision(
    *,
    by: Actor,
    at: datetime,
    request: UUID,
    finding: Finding,
) -> UUID:
    """Answer a request for the competent authority.

    Raises `IdentificationRequest.DoesNotExist`, `NotAllowedError` for one that is
    decided, `ChangedMeanwhileError` when somebody decides at the same time, and
    `ValidationError` naming the element that is missing or has no evidence.
    """
    require(may(by, "screening.identification.decide"))
    asked = IdentificationRequest.objects.get(id=request, authority_id=by.agency)
    move = rules.MOVES.get(finding.outcome, finding.outcome)
    REQUEST.after(asked.state, move)
    _check_finding(finding, "decided")
    made = _write_decision(by, at, asked.person_id, finding)
    made.request_id = request
    made.decided_on = timezone.localdate(at)
    if finding.outcome != "more_information":
        made.supersedes_id = asked.review_of_id
    _save_decision(made)
    take_step(asked, move, by=by, at=at, entry=_enter_decision(by, made))
    _announce_identified(by, at, made)
    return made.id


@transaction.atomic
def receive_identification(
    *,
    by: Actor,
    at: datetime,
    person: UUID,
    abroad: DecisionAbroad,
    finding: Finding,
) -> UUID:
    """Record that a neighbour's authority had identified somebody who is home now.

    Raises `Person.DoesNotExist`, and `ValidationError` naming the field.
    """
    require(may(by, "screening.identification.decide"))
    people_queries.require_person(person)
    _check_finding(finding, "by_neighbour")
    if not abroad.neighbour:
        raise ValidationError(
            {"neighbour": _("Choose the country whose authority decided.")},
        )
    if not abroad.decided_on <= abroad.received_on <= timezone.localdate(at):
        message = _("The person came home after the decision, and not in the future.")
        raise ValidationError({"received_on": message})
    made = _write_decision(by, at, person, finding)
    made.origin = "by_neighbour"
    made.neighbour, made.neighbour_authority = abroad.neighbour, abroad.authority
    made.decided_on, made.received_on = abroad.decided_on, abroad.received_on
    _save_decision(made)
    _enter_decision(by, made)
    _announce_identified(by, at, made)
    return made.id


def _write_request(
    by: Actor,
    at: datetime,
    person: UUID,
    about: DescriptionInput,
) -> IdentificationRequest:
    authority = access.agency_by_code(countries.identifying_agency_code())
    if authority is None:
        raise ValidationError(
            _("The country names no authority that identifies victims."),
        )
    days = countries.deadline_days(countries.DeadlineCode.IDENTIFICATION_DECISION)
    return IdentificationRequest(
        person_id=person,
        agency_id=by.agency,
        authority_id=authority.id,
        asked_by_id=by.user,
        asked_at=at,
        due_on=timezone.localdate(at) + timedelta(days=days),
        **vars(about),
    )


def _settle_request(by: Actor, at: datetime, made: IdentificationRequest) -> UUID:
    with refuse_on_violation(
        "one_open_identification_request",
        ValidationError(_("It is asked already, and not yet decided.")),
    ):
        made.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT screening_open_to_authority(%s, %s)",
            [made.id, at + OPEN_FOR],
        )
    action = "review_asked" if made.review_of_id else "identification_asked"
    entry = record(
        by=by,
        action=f"screening.{action}",
        kind="identification",
        subject=made.id,
        detail={"person": str(made.person_id)},
    )
    begin_history(made, by=by, at=at, entry=entry)
    notices.send_notice(
        by=by,
        at=at,
        agency=made.authority_id,
        kind=f"screening.{action}",
        page="decide_identification",
        args=[made.id],
        roles=[Role.IDENTIFICATION_OFFICER],
    )
    return made.id


def _write_decision(
    by: Actor,
    at: datetime,
    person: UUID,
    finding: Finding,
) -> IdentificationDecision:
    lists = ("means", "act_evidence", "means_evidence", "form_evidence")
    single = ("outcome", "act", "form", "exploited_in", "exploited_at")
    return IdentificationDecision(
        person_id=person,
        agency_id=by.agency,
        decided_by_id=by.user,
        recorded_at=at,
        **{name: list(getattr(finding, name)) for name in lists},
        **{name: getattr(finding, name) for name in single},
        **vars(finding.described),
    )


def _save_decision(made: IdentificationDecision) -> None:
    with refuse_on_violation("supersedes", ChangedMeanwhileError()):
        made.save(force_insert=True)


def _enter_decision(by: Actor, made: IdentificationDecision) -> EntryPlace:
    return record(
        by=by,
        action="screening.identification_decided",
        kind="identification",
        # The request's step stands under it; without a request it is of itself alone.
        subject=made.request_id or made.id,
        detail={"person": str(made.person_id), "outcome": made.outcome},
    )


def _announce_identified(
    by: Actor,
    at: datetime,
    made: IdentificationDecision,
) -> None:
    """Rights open with the decision, in the rooms above."""
    if made.outcome == "identified":
        described = {
            name: getattr(made, name) for name in ("sex", "age_group", "citizenship")
        }
        signals.identified.send(
            sender=IdentificationDecision,
            by=by,
            at=at,
            person=made.person_id,
            decision=made,
            described=described,
        )


def _check_finding(finding: Finding, origin: str) -> None:
    known = {
        "outcome": rules.OUTCOMES,
        "act": ("", *ACTS),
        "form": ("", *rules.FORMS),
        "means": MEANS,
        "act_evidence": rules.EVIDENCE,
        "means_evidence": rules.EVIDENCE,
        "form_evidence": rules.EVIDENCE,
    }
    for name, listed in known.items():
        said = getattr(finding, name)
        if not set([said] if isinstance(said, str) else said) <= set(listed):
            raise ValidationError({name: _("Choose from the list.")})
    elements = rules.DefinitionElements(
        age_group=finding.described.age_group,
        act=finding.act,
        means=tuple(finding.means),
        form=finding.form,
        act_evidence=tuple(finding.act_evidence),
        means_evidence=tuple(finding.means_evidence),
        form_evidence=tuple(finding.form_evidence),
    )
    lacking = rules.may_say(finding.outcome, elements, origin=origin)
    if lacking:
        message = _(
            "To identify a victim this must be shown. Without it, ask for more.",
        )
        raise ValidationError(dict.fromkeys(lacking, message))
