"""Why something that was recorded of somebody's care is taken back."""

CORRECTED = ("wrong_details", "wrong_person", "did_not_happen", "twice")
