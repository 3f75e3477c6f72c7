"""Who sees and takes the steps of each noun of this room."""

from sala.access.law.asking import AGENCY, may_word
from sala.access.law.seats import seated_history_law, seated_writes
from sala.access.law.steps import history_law
from sala.kit.law import joined_law
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

ASSIGNED, OVERSEES = cases.ASSIGNED, cases.OVERSEES


def row_where(noun: str, key: str, condition: str) -> str:
    """SQL: the thing whose step it is, as the session sees it, fulfils a condition."""
    return (
        f"EXISTS (SELECT 1 FROM prosecution_{noun} r WHERE r.id = {key} "
        f"AND {condition})"
    )


OF_COMPLAINT = f"(r.agency_id = {AGENCY} OR r.concerns_official)"
# Referring is a step of the database's own function, but of a complaint about an official.
HEARS = f"""{row_where("complaint", "complaint_id", OF_COMPLAINT)}
    AND CASE WHEN move IN ('agree', 'reopen') THEN {may_word("prosecution.complaint.review")}
        WHEN move = 'refer' THEN {OVERSEES}
        ELSE {may_word("prosecution.complaint.decide")} END"""
DECIDES = row_where(
    "incident",
    "incident_id",
    f"r.agency_id = {AGENCY} AND ({may_word('prosecution.incident.record')} "
    f"OR {OVERSEES} AND move = 'open_case')",
)
# So is handing a case on, and opening it again.
HOLDS = f"{may_word('prosecution.case.change')} AND move = 'close' AND " + (
    row_where("case", "case_id", f"(r.held_by_id = {AGENCY} OR r.id = {ASSIGNED})")
)

TAKES = (
    f"{row_where('forfeiture', 'forfeiture_id', 'prosecution_tries_case(r.case_id)')} "
    f"AND {may_word('prosecution.forfeiture.record')}"
)

# Sending back is the prosecutor's, closing either's, the rest the investigator's.
INVESTIGATES = f"""{may_word("prosecution.investigation.change")} AND CASE move
    WHEN 'return' THEN {may_word("prosecution.charge.file")}
    WHEN 'close' THEN true
    ELSE {may_word("prosecution.investigation.open")} END"""

# Of a charge two share the moves; that one of them never was, says whoever makes all of them.
PROSECUTES = (
    f"{row_where('charge', 'charge_id', 'prosecution_tries_case(r.case_id)')} "
    f"AND {may_word('prosecution.charge.file')} "
    f"AND {may_word('prosecution.verdict.record')}"
)
CHARGES = (
    f"({seated_writes(ChargeStep)}\n"
    f" OR (move = '' AND corrects_id IS NOT NULL AND {PROSECUTES}))"
)

LAW = joined_law(
    history_law(ComplaintStep, writes=HEARS),
    history_law(IncidentStep, writes=DECIDES),
    history_law(CaseStep, writes=HOLDS),
    history_law(InvestigationStep, writes=INVESTIGATES),
    seated_history_law(IdentityRequestStep),
    seated_history_law(CooperationStep),
    history_law(ChargeStep, writes=CHARGES),
    history_law(ForfeitureStep, writes=TAKES),
    seated_history_law(ClaimStep),
)
