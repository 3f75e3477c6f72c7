"""Requests to and from other countries that the asker may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.seats import offered_moves
from sala.countries.queries import in_language
from sala.desk.paging import QueryRows
from sala.kit.rows import row_of
from sala.people import codes
from sala.prosecution.models import CooperationRequest
from sala.prosecution.rules.cooperation import OPEN, is_late
from sala.prosecution.states import COOPERATION


@dataclass(frozen=True)
class CooperationRow:
    """What one country asks of another, and what became of it."""

    id: UUID
    code: str
    agency: str
    case_code: str
    direction: str
    country: str
    kind: str
    made_on: date
    due_on: date | None
    state: str
    state_since: date
    late: bool
    moves: tuple[str, ...]

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.code)

    @property
    def spoken_case(self) -> str:
        """The code of its case in groups."""
        return codes.grouped_for_reading(self.case_code)


def find_requests(
    *,
    by: Actor,
    today: date,
    open_only: bool = False,
    case_id: UUID | None = None,
) -> QueryRows[CooperationRow]:
    """The requests the actor sees, the latest first."""
    require(may(by, "prosecution.cooperation.view"))
    rows = _requests_with_agency().order_by("-made_on", "id")
    if open_only:
        rows = rows.filter(state__in=OPEN)
    if case_id:
        rows = rows.filter(case_id=case_id)
    return QueryRows(
        rows,
        lambda some: [_cooperation_row(by, request, today) for request in some],
        {"made_on": "made_on", "due_on": "due_on"},
    )


def find_request(
    *,
    by: Actor,
    request_id: UUID,
    today: date,
) -> CooperationRow | None:
    """One request, if the actor sees it."""
    require(may(by, "prosecution.cooperation.view"))
    found = _requests_with_agency().filter(id=request_id).first()
    return _cooperation_row(by, found, today) if found else None


def _requests_with_agency() -> QuerySet[CooperationRequest]:
    return CooperationRequest.objects.select_related("agency", "case")


def _cooperation_row(
    by: Actor,
    found: CooperationRequest,
    today: date,
) -> CooperationRow:
    # Who sees a request is who keeps it.
    keeps = found.case is None or not found.case.is_frozen
    seats = {"keeper"} if keeps else set()
    offers = offered_moves(COOPERATION, by=by, row=found, sits_in=seats)
    return row_of(
        CooperationRow,
        found,
        agency=in_language(found.agency.names),
        case_code=found.case.code if found.case else "",
        late=is_late(found.state, found.due_on, today),
        moves=tuple(offer.name for offer in offers if offer.decision),
    )
