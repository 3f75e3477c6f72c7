"""The person an address names, for the one who asks; nothing of them to anybody
else.
"""

from django.http import Http404

from sala.access.guards import ActingRequest
from sala.people import queries
from sala.people.queries import PersonPage, PersonRow


def person_or_404(request: ActingRequest, code: str) -> PersonRow:
    """The person with this code; "not found" where there is none that the asker
    sees.
    """
    found = queries.find_person(by=request.actor, code=code)
    if found is None:
        raise Http404
    return found


def person_page_or_404(request: ActingRequest, code: str) -> PersonPage:
    """The same with what the asker may do."""
    found = queries.person_page(by=request.actor, code=code)
    if found is None:
        raise Http404
    return found
