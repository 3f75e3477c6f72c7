"""What an entry of the ledger says of cases, complaints and requests."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.prosecution.states import (
    CHARGE,
    COOPERATION,
    IDENTITY_REQUEST,
    RESTITUTION,
)

Words = str | Promise

ACTIONS: dict[str, Words] = {
    **IDENTITY_REQUEST.ledger_terms,
    **COOPERATION.ledger_terms,
    **CHARGE.ledger_terms,
    **RESTITUTION.ledger_terms,
    "prosecution.attachment_opened": _("Paper or picture of a case opened"),
    "prosecution.attachment_added": _("Paper or picture added to a case"),
    "prosecution.attachment_removed": _("Paper or picture of a case taken back"),
    "prosecution.case_opened": _("Case opened"),
    "prosecution.case_changed": _("Findings of a case changed"),
    "prosecution.case_closed": _("Case closed"),
    "prosecution.case_reopened": _("Case opened again"),
    "prosecution.case_hand_to_prosecution": _("Case handed to prosecution"),
    "prosecution.case_hand_to_court": _("Case handed to court"),
    "prosecution.case_send_back": _("Case sent back"),
    "prosecution.case_assigned": _("Case given to somebody"),
    "prosecution.assignment_ended": _("Case taken from somebody"),
    "prosecution.official_marked": _("Case marked: about an official"),
    "prosecution.official_cleared": _("Mark taken away: about an official"),
    "prosecution.case_taken_over": _("Case taken over by the central office"),
    "prosecution.case_given_back": _("Case given back by the central office"),
    "prosecution.takeover_confirmed": _("Case kept by the central office"),
    "prosecution.takeover_lapsed": _("Case given back: the central office was silent"),
    "prosecution.takeover_reason": _("Why the central office took a case over"),
    "prosecution.victim_added": _("Victim named in a case"),
    "prosecution.victim_described": _("Victim described in a case"),
    "prosecution.investigation_opened": _("Investigation opened"),
    "prosecution.investigation_suspended": _("Investigation suspended"),
    "prosecution.investigation_resumed": _("Investigation resumed"),
    "prosecution.investigation_submitted": _("Investigation submitted to prosecution"),
    "prosecution.investigation_returned": _("Investigation sent back"),
    "prosecution.investigation_closed": _("Investigation closed"),
    "prosecution.complaint_registered": _("Complaint registered"),
    "prosecution.complaint_screened": _("Complaint screened"),
    "prosecution.complaint_referred": _("Complaint referred"),
    "prosecution.complaint_closed": _("Complaint closed"),
    "prosecution.complaint_reviewed": _("Closing of a complaint agreed"),
    "prosecution.complaint_reopened": _("Complaint opened again"),
    "prosecution.incident_recorded": _("Incident recorded"),
    "prosecution.incident_became_case": _("Incident became a case"),
    "prosecution.incident_rejected": _("Incident found to be no case"),
    "prosecution.incident_reconsidered": _("Incident taken up again"),
    "prosecution.defendant_added": _("Defendant named"),
    "prosecution.verdict_convicted": _("Convicted"),
    "prosecution.verdict_acquitted": _("Acquitted"),
    "prosecution.verdict_dismissed": _("Charge dismissed by the court"),
    "prosecution.sentence_seen": _("Sentence outside the range looked at"),
    "prosecution.forfeiture_ordered": _("Forfeiture ordered"),
    "prosecution.forfeiture_collected": _("Forfeiture collected"),
    "prosecution.forfeiture_lifted": _("Forfeiture lifted"),
    "prosecution.restitution_reached": _("Restitution in the victim’s hands"),
}

KINDS: dict[str, Words] = {
    "attachment": _("Paper or picture"),
    "assignment": _("Person on a case"),
    "case": _("Case"),
    "charge": _("Charge"),
    "complaint": _("Complaint"),
    "cooperation": _("Request between countries"),
    "defendant": _("Defendant"),
    "forfeiture": _("Forfeiture"),
    "identity_request": _("Request for a record"),
    "incident": _("Incident"),
    "investigation": _("Investigation"),
    "restitution": _("Restitution"),
    "verdict": _("Verdict"),
    "victim": _("Victim in a case"),
}

DETAILS: dict[str, Words] = {
    "case": _("case"),
    "incident": _("incident"),
    "reason": _("reason"),
    "signs": _("signs found"),
    "version": _("version"),
}
