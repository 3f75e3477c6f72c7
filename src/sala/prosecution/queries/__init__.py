"""What `prosecution` tells under row-level security: values, nobody's identity."""

from sala.prosecution.queries.cases import (
    CaseFilter,
    CasePage,
    CaseRow,
    assigns_cases,
    case_page,
    cases_of_person,
    find_case,
    find_cases,
)
from sala.prosecution.queries.complaints import (
    ComplaintRow,
    IncidentRow,
    find_complaint,
    find_complaints,
    find_incident,
    find_incidents,
)
from sala.prosecution.queries.cooperation import (
    CooperationRow,
    find_request,
    find_requests,
)
from sala.prosecution.queries.people import (
    AssignablePost,
    IdentityRow,
    assignable_posts,
    identity_request,
    identity_requests,
)

__all__ = [
    "AssignablePost",
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "ComplaintRow",
    "CooperationRow",
    "IdentityRow",
    "IncidentRow",
    "assignable_posts",
    "assigns_cases",
    "case_page",
    "cases_of_person",
    "find_case",
    "find_cases",
    "find_complaint",
    "find_complaints",
    "find_incident",
    "find_incidents",
    "find_request",
    "find_requests",
    "identity_request",
    "identity_requests",
]
