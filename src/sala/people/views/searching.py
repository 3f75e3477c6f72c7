"""Looking for a person. By POST: what somebody is looked for by is in no address and no
log.
"""

from django.http import HttpResponse
from django.shortcuts import render

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.people import actions, queries
from sala.people.forms.searching import SearchForm


def search_people(request: ActingRequest) -> HttpResponse:
    """Search, and offer to register whoever is not found."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    page: dict[str, object] = {"form": form}
    if form.is_valid():
        typed = form.cleaned_data
        page["searched"] = True
        found = actions.search_persons(
            by=request.actor,
            kind=typed["what"],
            text=typed["text"],
        )
        page["found"] = found
        page["cut"] = len(found) == queries.MOST_FOUND
        page["incomplete"] = queries.is_search_incomplete()
        page["carried"] = form.carried()
        page["may_register"] = may(request.actor, "people.person.register")
    return render(request, "people/search_people.html", page)
