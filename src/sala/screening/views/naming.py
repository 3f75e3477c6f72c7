"""Whom and what an address of a screening names, as far as the actor sees them."""

from uuid import UUID

from django.http import Http404

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.people.queries import find_person as person_by_code
from sala.screening.queries import operations


def person_of(request: ActingRequest) -> str:
    """The code that the address names, of somebody whom the actor sees."""
    code = request.GET.get("person", "")
    if code and person_by_code(by=request.actor, code=code) is None:
        raise Http404
    return code


def operation_of(request: ActingRequest) -> UUID | None:
    """The operation that the address names, which must be one of the agency's."""
    named = request.GET.get("operation", "")
    if not named:
        return None
    try:
        key = UUID(named)
    except ValueError as error:
        raise Http404 from error
    if not may(request.actor, "screening.operation.view"):
        raise Http404
    if operations.load_operation(by=request.actor, key=key) is None:
        raise Http404
    return key
