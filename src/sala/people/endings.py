"""What of people a restored backup must not bring back (access/endings.py)."""

from sala.access.endings import RightEnding

ENDINGS = {
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
        ),
    ),
    "people.consent_withdrawn": RightEnding(
        "record closed, its consent withdrawn",
        (
            """
            UPDATE access_grant SET withdrawn_at = %(at)s, withdrawn_by_id = %(actor)s
            WHERE rests_on = %(subject)s AND withdrawn_at IS NULL
            """,
        ),
    ),
}
