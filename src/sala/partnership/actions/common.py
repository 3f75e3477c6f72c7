"""What the actions of this room share."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access import queries as access
from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require

EDIT, WORK = "partnership.plan.edit", "partnership.work.record"


def keeping(by: Actor) -> None:
    """Stop whoever does not keep the plan."""
    require(may(by, EDIT))


def working(by: Actor) -> None:
    """Stop whoever may not record the own agency's work."""
    require(may(by, WORK))


def enter(
    by: Actor,
    action: str,
    kind: str,
    subject: UUID,
    **detail: object,
) -> None:
    """Enter in the ledger what was done; parts that are not recorded stay out."""
    told = {name: value for name, value in detail.items() if value not in {None, ""}}
    record(
        by=by,
        action=f"partnership.{action}",
        kind=kind,
        subject=subject,
        detail=told,
    )


def signed(by: Actor, at: datetime) -> dict[str, object]:
    """Who writes, and when."""
    return {"recorded_by_id": by.user, "recorded_at": at}


def agency(field: str, code: str) -> UUID:
    """The key of an open agency; refuses a code that is none."""
    found = access.agency_by_code(code)
    if found is None or found.retired_on is not None:
        raise ValidationError({field: _("Choose an agency.")})
    return found.id


def worded(field: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Texts by language without the blanks; refuses none at all."""
    said = {language: text.strip() for language, text in texts.items() if text.strip()}
    if not said:
        raise ValidationError({field: _("Write it in at least one language.")})
    return said


def today(at: datetime) -> date:
    """The day on which something is recorded."""
    return timezone.localdate(at)
