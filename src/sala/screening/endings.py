"""What of screenings a restored backup must not bring back (access/endings.py)."""

from sala.access.endings import RightEnding, known_user, steps_again
from sala.screening.models import EnvelopeStep

# Whom it was handed to may be unknown again: then it is with whoever sent it.
TO = "SELECT u.id FROM access_user u WHERE u.id = (%(detail)s::jsonb ->> 'to')::uuid"
HANDED = (
    f"holder_id = ({TO}),"
    " moved_reason = %(detail)s::jsonb ->> 'reason', moved_at = %(at)s,"
    f" moved_by_id = {known_user('n.sent_by_id')}"
)

ENDINGS = {
    # What had arrived of an erased person, where somebody had put it right.
    "people.erased": RightEnding(
        "person erased",
        (
            """
            UPDATE screening_envelope SET body = '' WHERE body <> '' AND id IN (
                SELECT s.id FROM screening_screening s WHERE s.person_id = %(subject)s)
            """,
        ),
    ),
    "screening.envelope_handed_over": RightEnding(
        "screening in the hand of somebody else",
        steps_again(
            EnvelopeStep,
            "hand_over",
            where="n.id = %(subject)s::uuid",
            reason="%(detail)s::jsonb ->> 'reason'",
            columns=HANDED,
        ),
    ),
    "screening.htcds_export_discarded": RightEnding(
        "file to give out thrown away",
        (
            "DELETE FROM access_workpart WHERE order_id = %(subject)s",
            "DELETE FROM access_workorder WHERE id = %(subject)s",
        ),
    ),
}
