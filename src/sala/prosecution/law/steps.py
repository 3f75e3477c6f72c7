"""Who sees and takes the steps of each noun of this room."""

from sala.access.law.steps import history_law
from sala.kit.law import joined
from sala.prosecution.law import case_visibility as cases
from sala.prosecution.models import (
    CaseStep,
    ChargeStep,
    ClaimStep,
    ComplaintStep,
    CooperationStep,
    ForfeitureStep,
    IdentityRequestStep,
    IncidentStep,
    InvestigationStep,
)

ROLE, AGENCY, WORKS, ASSIGNED = cases.ROLE, cases.AGENCY, cases.WORKS, cases.ASSIGNED
WORKING = f"{ROLE} IN {WORKS}"


def row_where(noun: str, key: str, condition: str) -> str:
    """SQL: the thing whose step it is, as the session sees it, fulfils a condition."""
    return (
        f"EXISTS (SELECT 1 FROM prosecution_{noun} r WHERE r.id = {key} "
        f"AND {condition})"
    )


# Referring is a step of the database's own function, but of a complaint about an official.
HEARS = f"""{row_where("complaint", "complaint_id", f"(r.agency_id = {AGENCY} OR r.concerns_official)")}
    AND CASE WHEN move IN ('agree', 'reopen') THEN {ROLE} IN ('supervisor', 'oversight')
        WHEN move = 'refer' THEN {ROLE} = 'oversight'
        ELSE {ROLE} IN ('frontline_officer', 'case_worker', 'investigator', 'oversight') END"""
DECIDES = row_where(
    "incident",
    "incident_id",
    f"r.agency_id = {AGENCY} AND ({ROLE} = 'investigator' "
    f"OR {ROLE} = 'oversight' AND move = 'open_case')",
)
# So is handing on.
HOLDS = f"{WORKING} AND move IN ('close', 'reopen') AND " + row_where(
    "case",
    "case_id",
    f"(r.held_by_id = {AGENCY} OR r.id = {ASSIGNED})",
)
# And answering.
ASKED = f"{WORKING} AND move = 'withdraw' AND " + row_where(
    "caseidentityrequest",
    "request_id",
    f"r.agency_id = {AGENCY}",
)
CHARGES = (
    row_where("charge", "charge_id", "prosecution_tries_case(r.case_id)")
    + f" AND (move = 'judge' OR {ROLE} = 'prosecutor')"
)

LAW = joined(
    history_law(ComplaintStep, writes=HEARS),
    history_law(IncidentStep, writes=DECIDES),
    history_law(CaseStep, writes=HOLDS),
    history_law(InvestigationStep, writes=f"{ROLE} IN ('investigator', 'prosecutor')"),
    history_law(IdentityRequestStep, writes=ASKED),
    history_law(CooperationStep, writes=WORKING),
    history_law(ChargeStep, writes=CHARGES),
    history_law(
        ForfeitureStep,
        writes=row_where(
            "forfeiture",
            "forfeiture_id",
            "prosecution_tries_case(r.case_id)",
        ),
    ),
    history_law(
        ClaimStep,
        writes=row_where(
            "restitutionclaim",
            "claim_id",
            "prosecution_tries_case(r.case_id)",
        ),
    ),
)
