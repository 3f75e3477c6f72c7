"""What `prosecution` tells, under row-level security: frozen values, nobody's identity."""

from sala.prosecution.queries.cases import (
    CASE_PAGE,
    CaseFilter,
    CasePage,
    CaseRow,
    assigns,
    case,
    case_page,
    cases,
    cases_of_person,
)
from sala.prosecution.queries.complaints import (
    ComplaintRow,
    IncidentRow,
    complaint,
    complaints,
    incident,
    incidents,
)
from sala.prosecution.queries.cooperation import (
    CooperationRow,
    cooperation,
    cooperation_request,
)
from sala.prosecution.queries.people import (
    Assignable,
    IdentityRow,
    assignable,
    identity_request,
    identity_requests,
)

__all__ = [
    "CASE_PAGE",
    "Assignable",
    "CaseFilter",
    "CasePage",
    "CaseRow",
    "ComplaintRow",
    "CooperationRow",
    "IdentityRow",
    "IncidentRow",
    "assignable",
    "assigns",
    "case",
    "case_page",
    "cases",
    "cases_of_person",
    "complaint",
    "complaints",
    "cooperation",
    "cooperation_request",
    "identity_request",
    "identity_requests",
    "incident",
    "incidents",
]
