"""What of evidence a restored backup must not bring back (access/endings.py)."""

from sala.access.endings import RightEnding

ENDINGS = {
    "partnership.file_taken_back": RightEnding(
        "document that was evidence removed",
        ("DELETE FROM partnership_evidencefile WHERE id = %(subject)s",),
    ),
}
