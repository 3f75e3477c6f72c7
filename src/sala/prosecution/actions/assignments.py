"""Who works on a case: given to somebody, and taken from them."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.kit.database_functions import ask_database
from sala.prosecution.actions.common import (
    enter_in_ledger,
    record_event,
    worked_case,
)
from sala.prosecution.models import CaseAssignment


@transaction.atomic
def assign_case(
    *,
    by: Actor,
    at: datetime,
    case: UUID,
    user: UUID,
    agency: UUID,
    role: str,
) -> UUID:
    """Give a case to somebody. For one about an official only oversight may, and never
    to anybody with a post in the official's agency.
    """
    require(may(by, "prosecution.case.assign"))
    worked_case(case)
    made: UUID | None = ask_database(
        "prosecution_assign",
        case,
        user,
        agency,
        role,
    )
    if made is None:
        raise ValidationError(
            {"who": _("This person cannot be given the case, or has it.")},
        )
    record_event(
        by=by,
        at=at,
        case=case,
        kind="assigned",
        about=made,
    )
    detail = {"user": str(user), "role": role}
    enter_in_ledger(
        by=by,
        action="case_assigned",
        case=case,
        kind="assignment",
        subject=made,
        detail=detail,
    )
    return made


@transaction.atomic
def end_assignment(*, by: Actor, at: datetime, assignment: UUID) -> None:
    """Take a case from somebody. Raises `CaseAssignment.DoesNotExist` where it is not
    theirs to.
    """
    require(may(by, "prosecution.case.assign"))
    rows = CaseAssignment.objects.filter(id=assignment, ended_at=None)
    found = rows.get()
    if not rows.update(ended_at=at, ended_by_id=by.user):
        raise CaseAssignment.DoesNotExist
    record_event(
        by=by,
        at=at,
        case=found.case_id,
        kind="unassigned",
        about=assignment,
    )
    enter_in_ledger(
        by=by,
        action="assignment_ended",
        case=found.case_id,
        kind="assignment",
        subject=assignment,
        detail={"user": str(found.user_id)},
    )
