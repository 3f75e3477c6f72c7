"""The acts and the means of trafficking: Palermo Protocol, article 3 (a)."""

ACTS = ("recruitment", "transport", "transfer", "harbouring", "receipt")
MEANS = (
    "threat",
    "force",
    "other_coercion",
    "abduction",
    "fraud",
    "deception",
    "abuse_of_power",
    "abuse_of_vulnerability",
    "payment",
)
