"""Who says and who knows how complete the facts of a year are."""

from sala.kit.law import joined
from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role())"

LAW = joined(
    protected(
        "facts_completenessstatement",
        select=f"{ROLE} IN ('analyst', 'supervisor', 'oversight', 'data_protection_officer', "
        "'operator')",
        insert=(
            f"{ROLE} = 'analyst' AND said_by_id = (SELECT access_actor()) "
            "AND agency_id = (SELECT access_agency()) "
            "AND said_at <= (SELECT access_now()) + interval '1 minute'"
        ),
    ),
)
