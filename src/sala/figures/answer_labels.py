"""Answers in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.figures.answers import NONE, NOT_ASKED, NOT_RECORDED, NUMBER, FigureAnswer
from sala.kit.templatetags import kit

STATES: dict[str, str | Promise] = {
    NOT_RECORDED: gettext_lazy("not recorded"),
    NOT_ASKED: gettext_lazy("nobody asked"),
    NONE: gettext_lazy("none"),
}
REASONS: dict[str, str | Promise] = {
    "first": gettext_lazy("The first for this year"),
    "late_records": gettext_lazy("Records arrived late"),
    "correction": gettext_lazy("Records were corrected"),
    "definition": gettext_lazy("A definition changed"),
    "completeness": gettext_lazy("A year was found complete, or not"),
}


def answer_in_words(answer: FigureAnswer) -> str:
    """An answer as a page says it; never a zero for what is not recorded."""
    if answer.state != NUMBER:
        return str(STATES[answer.state])
    number = kit.number(answer.value)
    return _("at least %(number)s") % {"number": number} if answer.at_least else number


ANSWERS: dict[str, str | Promise] = {
    "complete": gettext_lazy("All there was is recorded: none is zero"),
    "partial": gettext_lazy("Some is missing: the number is a least"),
    "not_recorded": gettext_lazy("It is not clear: no number is told"),
    "not_asked": gettext_lazy("Nobody asked for it"),
}
EVENT_NAMES: dict[str, str | Promise] = {
    "met": gettext_lazy("People met in operations"),
    "not_screened": gettext_lazy("People met whom nobody screened"),
    "screened": gettext_lazy("Screenings"),
    "identification_asked": gettext_lazy("Requests for identification"),
    "identified": gettext_lazy("Identifications as a victim"),
    "not_identified": gettext_lazy("Decisions that somebody is no victim"),
    "referred": gettext_lazy("Referrals"),
    "referral_accepted": gettext_lazy("Referrals accepted"),
    "entitlement_opened": gettext_lazy("Entitlements opened"),
    "entitlement_given": gettext_lazy("Entitlements given"),
    "service_given": gettext_lazy("Services"),
    "sheltered": gettext_lazy("Stays in shelters"),
    "returned": gettext_lazy("Returns"),
    "complaint": gettext_lazy("Complaints"),
    "incident": gettext_lazy("Incidents"),
    "case_opened": gettext_lazy("Cases"),
    "suspected": gettext_lazy("Persons suspected"),
    "investigation_opened": gettext_lazy("Investigations opened"),
    "investigation_open": gettext_lazy("Investigations going on at the end of a year"),
    "charged": gettext_lazy("Charges"),
    "prosecution_open": gettext_lazy("Cases before a court at the end of a year"),
    "verdict": gettext_lazy("Verdicts and sentences"),
    "forfeiture": gettext_lazy("Forfeitures"),
    "restitution_claimed": gettext_lazy("Claims for restitution"),
    "restitution_ordered": gettext_lazy("Orders of restitution"),
    "restitution_paid": gettext_lazy("Payments of restitution"),
    "cooperation": gettext_lazy("Requests between countries"),
    "trained": gettext_lazy("Training"),
    "trained_audience": gettext_lazy("Training by audience"),
    "reached": gettext_lazy("Awareness activities"),
    "inspection": gettext_lazy("Inspections"),
    "recruiter": gettext_lazy("Recruitment agencies"),
    "recruiter_sanctioned": gettext_lazy("Sanctions of recruitment agencies"),
    "crossing": gettext_lazy("Border crossings"),
    "shelter": gettext_lazy("Shelters"),
    "committee": gettext_lazy("Committees"),
    "committee_met": gettext_lazy("Meetings of committees"),
    "allocated": gettext_lazy("Budget allocated"),
    "spent": gettext_lazy("Budget spent"),
    "population": gettext_lazy("Population"),
}
