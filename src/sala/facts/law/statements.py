"""Who says and who knows how complete the facts of a year are."""

from sala.access.law.asking import OPERATING, may_word
from sala.kit.law import joined_law
from sala.kit.rowsecurity import protect_table

LAW = joined_law(
    protect_table(
        "facts_completenessstatement",
        select=f"{may_word('facts.coverage.view')} OR {OPERATING}",
        insert=(
            f"{may_word('facts.coverage.state')} AND said_by_id = (SELECT access_actor()) "
            "AND agency_id = (SELECT access_agency()) "
            "AND said_at <= (SELECT access_now()) + interval '1 minute'"
        ),
    ),
)
