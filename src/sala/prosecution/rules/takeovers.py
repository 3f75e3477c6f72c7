"""When and why the central office takes a case over: no Django here."""

OFFICIAL = "official"
REASONS = (
    "several_provinces",
    "other_countries",
    "too_large",
    "safety",
    OFFICIAL,
)
TAKEOVERS_A_MONTH = 3  # of one person, for whatever reason
DAYS_OF_A_MONTH = 30
DAYS_TO_CONFIRM = 3  # working days; then the case goes back by itself
