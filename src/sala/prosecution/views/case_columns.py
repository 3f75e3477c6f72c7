"""The list of cases: its columns, and what it can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.desk import places
from sala.desk.list_filters import ListFilter
from sala.desk.listing import ListColumn
from sala.kit.tags import StateTag, in_words
from sala.prosecution import queries
from sala.prosecution.labels import cases as labels
from sala.prosecution.queries import CaseRow

CASE_COLUMNS: list[ListColumn[CaseRow]] = [
    ListColumn("code", _("Case"), lambda r: r.spoken_code),
    ListColumn(
        "place",
        _("Place"),
        lambda r: r.place_code,
        lambda r: places.place_name(r.place_code),
    ),
    ListColumn("opened", _("Day"), lambda r: r.opened_at),
    ListColumn(
        "state",
        _("State"),
        lambda r: r.state,
        lambda r: [
            labels.CASE_STATES[r.state],
            StateTag(_("Concerns an official"), "purple")
            if r.concerns_official
            else None,
        ],
    ),
    ListColumn(
        "concerns_official",
        _("Concerns an official"),
        lambda r: r.concerns_official,
        shown=False,
    ),
    ListColumn(
        "meets",
        _("Definition of trafficking"),
        lambda r: r.definition.meets,
        words=labels.MEETS,
    ),
    ListColumn(
        "missing",
        _("Missing"),
        lambda r: r.definition.missing,
        lambda r: (
            ", ".join(str(labels.MISSING[name]) for name in r.definition.missing) or "–"
        ),
    ),
]


def case_filters(request: ActingRequest) -> tuple[ListFilter[CaseRow], ...]:
    """What the list of cases can be narrowed by."""
    assigns = queries.assigns_cases(request.actor)
    return (
        ListFilter("state", _("State"), in_words(labels.CASE_STATES)),
        ListFilter("meets", _("Definition of trafficking"), in_words(labels.MEETS)),
        ListFilter(
            "free",
            _("Who works on it"),
            {"yes": _("Nobody works on it")} if assigns else {},
        ),
    )
