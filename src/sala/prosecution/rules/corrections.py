"""Why an entry is put right, and when a victim's money is at stake: no Django here."""

REASONS = ("mistyped", "misread", "recorded_twice", "other_record", "told_wrong")
# Why somebody was named in a case that is not about them.
TAKEN_OUT = ("mistyped", "other_record", "told_wrong")
# How it is known that a victim does not have what was entered: by nobody's guess.
SHOWN_BY = ("victim_said", "receipt")


def takes_from_victim(in_hand: int, right_in_hand: int) -> bool:
    """Whether less would be in a victim's hands than was entered: then the entry alone
    may be wrong, and somebody must have asked the victim, or seen what they signed.
    """
    return right_in_hand < in_hand
