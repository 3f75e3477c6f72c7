"""What of people a restored backup must not bring back (access/endings.py)."""

from sala.access.endings import RightEnding, close_again, known_user, steps_again
from sala.people.models import ConsentStep, CustodyStep, ErasureStep

# The request's own entry is the one that says who was erased.
REQUESTED = "n.person_id = %(subject)s::uuid"
DECIDED = f"decided_by_id = {known_user('n.asked_by_id')}, decided_at = %(at)s"
TAKEN_BACK = (
    f"withdrawn_at = %(at)s, withdrawn_by_id = {known_user('n.explained_by_id')}"
)

KEEPER = "(%(detail)s::jsonb ->> 'custodian')::uuid"
# An agency that was added after the backup keeps nothing in it.
KNOWN = f"EXISTS (SELECT 1 FROM access_agency a WHERE a.id = {KEEPER})"  # noqa: S608
HANDED_OVER = f"n.id = %(subject)s::uuid AND n.agency_id <> {KEEPER} AND {KNOWN}"

ENDINGS = {
    "people.handed_over": RightEnding(
        "record taken over by another agency",
        steps_again(
            CustodyStep,
            "take_over",
            where=HANDED_OVER,
            columns=f"agency_id = {KEEPER}",
            says=("keeper_id", KEEPER),
        ),
    ),
    "people.erased": RightEnding(
        "person erased",
        (
            "DELETE FROM people_personkey WHERE person_id = %(subject)s",
            "DELETE FROM people_sealedidentity WHERE person_id = %(subject)s",
            "DELETE FROM people_blindindex WHERE person_id = %(subject)s",
            "DELETE FROM people_personattachment WHERE person_id = %(subject)s",
            "UPDATE people_consent SET guardian = NULL WHERE person_id = %(subject)s",
            """
            UPDATE people_person SET erased_at = %(at)s
            WHERE id = %(subject)s AND erased_at IS NULL
            """,
            *steps_again(ErasureStep, "erase", where=REQUESTED, columns=DECIDED),
        ),
    ),
    "people.consent_withdrawn": RightEnding(
        "consent withdrawn, and what rests on it closed",
        (
            close_again("g.rests_on = %(subject)s"),
            *steps_again(
                ConsentStep,
                "withdraw",
                where="n.id = %(subject)s::uuid",
                columns=TAKEN_BACK,
            ),
        ),
    ),
    "people.attachment_removed": RightEnding(
        "paper or picture of a person removed",
        ("DELETE FROM people_personattachment WHERE id = %(subject)s",),
    ),
}
