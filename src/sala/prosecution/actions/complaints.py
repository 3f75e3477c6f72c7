"""Registering a complaint, screening it, and referring it or closing it for a reviewed
reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution.actions import cases
from sala.prosecution.actions.common import (
    account_place,
    ask_database,
    choose,
    enter,
    move,
    new_code,
    seal,
)
from sala.prosecution.models import Complaint, Incident
from sala.prosecution.rules import complaints as rules
from sala.prosecution.states import COMPLAINT


@dataclass(frozen=True)
class Heard:
    """What somebody complained about."""

    channel: str
    about: str
    received_on: date
    place_code: str = ""
    account: str = ""
    official_agency: str = ""


@dataclass(frozen=True)
class Registered:
    """A complaint just registered: its key and the code to say."""

    id: UUID
    code: str


@transaction.atomic
def register_complaint(*, by: Actor, at: datetime, heard: Heard) -> Registered:
    """Register a complaint. One about an official goes to oversight, and to nobody
    else.
    """
    require(may(by, "prosecution.complaint.register"))
    _check(by, heard, timezone.localdate(at))
    key = uuid4()
    made = Complaint(
        id=key,
        code=new_code(Complaint.objects.all()),
        agency_id=by.agency,
        channel=heard.channel,
        about=heard.about,
        received_on=heard.received_on,
        place_code=heard.place_code,
        account=seal(heard.account, account_place(Complaint, key)),
        concerns_official=bool(heard.official_agency),
        official_agency_code=heard.official_agency,
        registered_by_id=by.user,
        registered_at=at,
    )
    made.save(force_insert=True)
    _enter(by, "complaint_registered", made.id)
    return Registered(made.id, made.code)


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
    rows = _of(complaint, version)
    kept = {sign: answers[sign] for sign in rules.SIGNS if sign in answers}
    stamped = {
        "screened_by_id": by.user,
        "screened_at": at,
        "version": version + 1,
    }
    move(
        rows,
        COMPLAINT,
        "screen",
        signs=kept,
        **stamped,
    )
    found = rules.signs_found(kept)
    _enter(by, "complaint_screened", complaint, {"signs": len(found)})
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
    found = Complaint.objects.get(id=complaint)
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
    _enter(by, "complaint_referred", complaint, detail)
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
    rows = _of(complaint, version)
    found = rows.get()
    COMPLAINT.after(found.state, "close")
    if rules.unanswered(found.signs):
        raise ValidationError(
            {"reason": _("Answer every question of the screening first.")},
        )
    choose("reason", reason, rules.CLOSED_REASONS, _("Choose why it is closed."))
    if not rules.may_close_for(reason, found.signs):
        message = _(
            "There are signs of trafficking. It cannot be closed for this: refer it.",
        )
        raise ValidationError({"reason": message})
    move(
        rows,
        COMPLAINT,
        "close",
        closed_reason=reason,
        closed_by_id=by.user,
        closed_at=at,
        reviewed_by_id=None,
        reviewed_at=None,
        version=version + 1,
    )
    _enter(by, "complaint_closed", complaint, {"reason": reason})


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
    rows = _of(complaint, version)
    if rows.get().closed_by_id == by.user:
        raise ValidationError({"agrees": _("Somebody else reviews what you closed.")})
    stamped = {
        "version": version + 1,
        "reviewed_by_id": by.user,
        "reviewed_at": at,
    }
    if agrees:
        move(rows, COMPLAINT, "agree", **stamped)
    else:
        # Who reopened it stands in the ledger; the next closing starts anew.
        emptied = {
            "closed_reason": "",
            "closed_by_id": None,
            "closed_at": None,
        }
        move(rows, COMPLAINT, "reopen", **(stamped | emptied))
    _enter(by, f"complaint_{'reviewed' if agrees else 'reopened'}", complaint)


@transaction.atomic
def open_case_on_official(*, by: Actor, at: datetime, complaint: UUID) -> cases.Opened:
    """Oversight makes a case of a screened complaint about an official."""
    require(may(by, "prosecution.case.open"))
    found = Complaint.objects.get(id=complaint, concerns_official=True)
    COMPLAINT.after(found.state, "refer")
    facts = cases.Facts(place_code=found.place_code)
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
    referred = {
        "referred_to_id": by.agency,
        "referred_at": at,
        "incident_id": incident.id,
    }
    move(
        _of(complaint, found.version),
        COMPLAINT,
        "refer",
        **referred,
        version=found.version + 1,
    )
    enter(
        by=by,
        action="complaint_referred",
        case=case.id,
        kind="complaint",
        subject=complaint,
    )
    return case


def _of(complaint: UUID, version: int) -> QuerySet[Complaint]:
    """The complaint as it was read; raises where it is not seen, or was changed since."""
    found = Complaint.objects.get(id=complaint)
    if found.version != version:
        raise ChangedMeanwhileError
    return Complaint.objects.filter(id=complaint, version=version)


def _enter(
    by: Actor,
    action: str,
    complaint: UUID,
    detail: Mapping[str, object] | None = None,
) -> None:
    record(
        by=by,
        action=f"prosecution.{action}",
        kind="complaint",
        subject=complaint,
        detail=detail,
    )


def _check(by: Actor, heard: Heard, today: date) -> None:
    choose("channel", heard.channel, rules.CHANNELS, _("Choose how it came."))
    choose("about", heard.about, rules.ABOUT, _("Choose what it is about."))
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
