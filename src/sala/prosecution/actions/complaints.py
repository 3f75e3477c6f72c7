"""Registering a complaint, screening it, and referring it or closing it for a reviewed
reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.ledger.entries import EntryPlace
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.access.steps import StepEntry, begin_history, take_step
from sala.kit.database_functions import ask_database
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions import cases
from sala.prosecution.actions.common import (
    case_entry,
    enter_in_ledger,
    new_code,
    require_choice,
    seal_words,
)
from sala.prosecution.models import Complaint, Incident, IncidentStep
from sala.prosecution.rules import complaints as rules
from sala.prosecution.states import COMPLAINT
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class ComplaintInput:
    """What somebody complained about."""

    channel: str
    about: str
    received_on: date
    place_code: str = ""
    account: str = ""
    official_agency: str = ""


@dataclass(frozen=True)
class RegisteredComplaint:
    """A complaint just registered: its key and the code to say."""

    id: UUID
    code: str


@transaction.atomic
def register_complaint(
    *, by: Actor, at: datetime, heard: ComplaintInput
) -> RegisteredComplaint:
    """Register a complaint. One about an official goes to oversight, and to nobody
    else.
    """
    require(may(by, "prosecution.complaint.register"))
    _check_complaint(by, heard, timezone.localdate(at))
    key = uuid4()
    made = Complaint(
        id=key,
        code=new_code(Complaint.objects.all()),
        agency_id=by.agency,
        channel=heard.channel,
        about=heard.about,
        received_on=heard.received_on,
        place_code=heard.place_code,
        account=seal_words(heard.account, sealed_place(Complaint, "account", key)),
        concerns_official=bool(heard.official_agency),
        official_agency_code=heard.official_agency,
        registered_by_id=by.user,
        registered_at=at,
    )
    made.save(force_insert=True)
    entry = _enter_complaint(by, "complaint_registered", made.id)
    begin_history(made, by=by, at=at, entry=entry, happened_on=heard.received_on)
    return RegisteredComplaint(made.id, made.code)


@transaction.atomic
def screen_complaint(
    *,
    by: Actor,
    at: datetime,
    complaint: UUID,
    answers: Mapping[str, str],
    version: int,
) -> tuple[str, ...]:
    """Write down which signs of trafficking were found; those answered with yes."""
    require(may(by, "prosecution.complaint.decide"))
    if set(answers) - set(rules.SIGNS) or set(answers.values()) - set(rules.ANSWERS):
        raise ValidationError(_("Choose an answer from the list."))
    kept = {sign: answers[sign] for sign in rules.SIGNS if sign in answers}
    found = rules.signs_found(kept)
    take_step(
        _own_complaint(by, complaint),
        "screen",
        by=by,
        at=at,
        version=version,
        entry=StepEntry(detail={"signs": len(found)}),
        columns={"signs": kept, "screened_by_id": by.user, "screened_at": at},
    )
    return found


@transaction.atomic
def refer_complaint(
    *,
    by: Actor,
    at: datetime,
    complaint: UUID,
    agency: UUID,
) -> UUID:
    """Refer a screened complaint to an agency that investigates: it is an incident
    there.

    Raises `NotAllowedError` before it is screened, `ValidationError` when nobody can
    take it up.
    """
    require(may(by, "prosecution.complaint.decide"))
    found = _own_complaint(by, complaint)
    COMPLAINT.after(found.state, "refer")
    code = new_code(Incident.objects.all())
    incident: UUID | None = ask_database(
        "prosecution_refer_complaint",
        complaint,
        agency,
        code,
    )
    if incident is None:
        raise ValidationError({"agency": _("This agency cannot take it up.")})
    detail = {"agency": str(agency), "incident": str(incident)}
    _enter_complaint(by, "complaint_referred", complaint, detail)
    record(
        by=by,
        action="prosecution.incident_recorded",
        kind="incident",
        subject=incident,
    )
    return incident


@transaction.atomic
def close_complaint(
    *,
    by: Actor,
    at: datetime,
    complaint: UUID,
    reason: str,
    version: int,
) -> None:
    """Close a complaint without police, for a reason that a second person reviews.

    Raises `ValidationError` where a sign was found and the reason does not stand beside
    one, or where some signs were not asked about.
    """
    require(may(by, "prosecution.complaint.decide"))
    found = _complaint_at_version(by, complaint, version)
    COMPLAINT.after(found.state, "close")
    if rules.unanswered_signs(found.signs):
        raise ValidationError(
            {"reason": _("Answer every question of the screening first.")},
        )
    require_choice(
        "reason", reason, rules.CLOSED_REASONS, _("Choose why it is closed.")
    )
    if not rules.may_close_for(reason, found.signs):
        message = _(
            "There are signs of trafficking. It cannot be closed for this: refer it.",
        )
        raise ValidationError({"reason": message})
    take_step(
        found,
        "close",
        by=by,
        at=at,
        reason=reason,
        columns={
            "closed_by_id": by.user,
            "closed_at": at,
            "reviewed_by_id": None,
            "reviewed_at": None,
        },
    )


@transaction.atomic
def review_closing(
    *,
    by: Actor,
    at: datetime,
    complaint: UUID,
    agrees: bool,
    version: int,
) -> None:
    """Agree that a complaint was rightly closed, or open it again. Nobody reviews their
    own.
    """
    require(may(by, "prosecution.complaint.review"))
    found = _complaint_at_version(by, complaint, version)
    if found.closed_by_id == by.user:
        raise ValidationError({"agrees": _("Somebody else reviews what you closed.")})
    # Who closed one that is opened again stands in its steps; the next closing starts
    # anew.
    emptied: dict[str, object] = {"closed_by_id": None, "closed_at": None}
    take_step(
        found,
        "agree" if agrees else "reopen",
        by=by,
        at=at,
        reason=found.closed_reason if agrees else "",
        entry=StepEntry(
            f"prosecution.complaint_{'reviewed' if agrees else 'reopened'}",
            {},
        ),
        columns={"reviewed_by_id": by.user, "reviewed_at": at}
        | ({} if agrees else emptied),
    )


@transaction.atomic
def open_case_on_official(
    *, by: Actor, at: datetime, complaint: UUID
) -> cases.OpenedCase:
    """Oversight makes a case of a screened complaint about an official."""
    require(may(by, "prosecution.case.open"))
    found = Complaint.objects.get(id=complaint, concerns_official=True)
    COMPLAINT.after(found.state, "refer")
    facts = cases.CaseFindings(place_code=found.place_code)
    case = cases.open_case(
        by=by,
        at=at,
        facts=facts,
        official_agency=found.official_agency_code,
    )
    incident = Incident(
        code=new_code(Incident.objects.all()),
        agency_id=by.agency,
        source="complaint",
        place_code=found.place_code,
        state="case",
        case_id=case.id,
        recorded_by_id=by.user,
        recorded_at=at,
    )
    incident.save(force_insert=True)
    take_step(
        found,
        "refer",
        by=by,
        at=at,
        entry=case_entry("complaint_referred", case.id),
        columns={
            "referred_to_id": by.agency,
            "referred_at": at,
            "incident_id": incident.id,
        },
    )
    _begin_as_case(by, at, incident, case.id)
    return case


def _begin_as_case(by: Actor, at: datetime, incident: Incident, case: UUID) -> None:
    """The two steps of an incident that is a case from its first moment: oversight sees
    none that is not.
    """
    entry = enter_in_ledger(
        by=by,
        action="incident_recorded",
        case=case,
        kind="incident",
        subject=incident.id,
    )
    first = begin_history(incident, by=by, at=at, entry=entry)
    IncidentStep.objects.create(
        incident=incident,
        number=first.number + 1,
        move="open_case",
        state="case",
        happened_on=timezone.localdate(at),
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        ledger_lane=entry.lane,
        ledger_seq=entry.seq,
    )


def _own_complaint(by: Actor, complaint: UUID) -> Complaint:
    """The complaint, if it is the actor's to move: of the own agency, or about an
    official. To whom it was referred sees it, and moves the incident.
    """
    mine = Q(agency_id=by.agency) | Q(concerns_official=True)
    return Complaint.objects.get(mine, id=complaint)


def _complaint_at_version(by: Actor, complaint: UUID, version: int) -> Complaint:
    """The complaint as it was read; raises where it is unseen or was changed since."""
    found = _own_complaint(by, complaint)
    if found.version != version:
        raise ChangedMeanwhileError
    return found


def _enter_complaint(
    by: Actor,
    action: str,
    complaint: UUID,
    detail: Mapping[str, object] | None = None,
) -> EntryPlace:
    return record(
        by=by,
        action=f"prosecution.{action}",
        kind="complaint",
        subject=complaint,
        detail=detail,
    )


def _check_complaint(by: Actor, heard: ComplaintInput, today: date) -> None:
    require_choice("channel", heard.channel, rules.CHANNELS, _("Choose how it came."))
    require_choice("about", heard.about, rules.ABOUT, _("Choose what it is about."))
    if heard.received_on > today:
        raise ValidationError({"received_on": _("This day is in the future.")})
    if heard.about == "official" and not heard.official_agency:
        message = _(
            "Choose the agency of the official: the complaint then goes to oversight.",
        )
        raise ValidationError({"official_agency": message})
    if by.role == Role.OVERSIGHT and not heard.official_agency:
        message = _("Oversight registers complaints about officials only.")
        raise ValidationError({"official_agency": message})
