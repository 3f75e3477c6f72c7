"""By when a referral is to be answered, and what may be asked for."""

from datetime import date, timedelta

SERVICES = (
    "shelter",
    "health_care",
    "psychosocial",
    "legal_advice",
    "interpreter",
    "education",
    "work",
    "reintegration_aid",
    "return_home",
    "family_tracing",
    "basic_needs",
    "documents",
)
URGENCY = ("now", "days", "weeks")
DECLINED = (
    "no_place",
    "not_for_men",
    "not_for_children",
    "not_for_foreigners",
    "no_provider",
    "no_money",
    "too_far",
    "other",
)
ENDED = ("consent_withdrawn", "handed_back", "access_closed")  # why one was taken back
CONSENT = "consent"
USUAL = 3  # days, where the pack says nothing


def due_on(sent_on: date, urgency: str, days: int | None) -> date:
    """The last day to answer: the same day where it is urgent, else as the pack says."""
    return (
        sent_on
        if urgency == "now"
        else sent_on + timedelta(days=USUAL if days is None else days)
    )


def is_late(state: str, due: date, today: date) -> bool:
    """Whether nobody answered in time."""
    return state == "sent" and due < today
