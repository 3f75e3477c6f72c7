"""Why something that was recorded of somebody's care is taken back."""

# Why a follow-up is not to be done: the return that it came of was taken back.
FELL_AWAY = "return_corrected"
CORRECTED = ("wrong_details", "wrong_person", "did_not_happen", "twice")
