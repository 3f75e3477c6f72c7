"""By when a referral is to be answered, and what may be asked for."""

from datetime import date, timedelta

from sala.countries.contract_codes import AgencyKind, SharingRule

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
AGENCY_CLOSED = "agency_closed"  # why one was declined for whoever closed
CONSENT = SharingRule.CONSENT
TAKE_OVER, HELP = "take_over", "help"
KINDS = (TAKE_OVER, HELP)
TAKEN_ON = ("accepted", "completed")  # somebody helps, or keeps the record now
# Whom one asks for help, and not to keep the record of a person who is in care.
NEVER_CARE = (
    AgencyKind.POLICE,
    AgencyKind.BORDER,
    AgencyKind.PROSECUTION,
    AgencyKind.COURT,
)


def due_on(sent_on: date, urgency: str, days: int) -> date:
    """The last day to answer: the same one where it is urgent, else as the pack
    says.
    """
    return sent_on if urgency == "now" else sent_on + timedelta(days=days)


def is_late(state: str, due: date, today: date) -> bool:
    """Whether nobody answered in time."""
    return state == "sent" and due < today
