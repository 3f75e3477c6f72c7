"""Complaints, incidents and requests between countries: codes in words."""

from django.utils.translation import gettext_lazy as _

from sala.kit.tags import StateTag
from sala.prosecution.labels.cases import Words
from sala.prosecution.states import COOPERATION

COMPLAINT_STATES: dict[str, StateTag] = {
    "registered": StateTag(_("To be screened"), "yellow"),
    "screened": StateTag(_("To be decided"), "blue"),
    "referred": StateTag(_("Referred to police"), "green"),
    "closed": StateTag(_("Closed, waits for review"), "orange"),
    "reviewed": StateTag(_("Closed, reviewed"), "grey"),
}
INCIDENT_STATES: dict[str, StateTag] = {
    "recorded": StateTag(_("To be decided"), "yellow"),
    "case": StateTag(_("Became a case"), "green"),
    "not_a_case": StateTag(_("No case"), "grey"),
}
CHANNELS: dict[str, Words] = {
    "village_mediation": _("Brought to the village mediation unit"),
    "walk_in": _("Somebody came in"),
    "hotline": _("Telephone"),
    "letter": _("Letter or message"),
    "family": _("Through the family"),
    "other_agency": _("Through another agency"),
}
ABOUT: dict[str, Words] = {
    "work": _("Work and wages"),
    "recruitment": _("Somebody who offers work or travel"),
    "marriage": _("A marriage"),
    "debt": _("A debt"),
    "missing_person": _("Somebody who is missing"),
    "violence": _("Violence or threats"),
    "sexual_offence": _("A sexual offence"),
    "official": _("An official"),
    "other": _("Something else"),
}
SIGNS: dict[str, Words] = {
    "minor_involved": _("Is somebody involved who is under age, or may be?"),
    "deceived_about_work": _(
        "Was the work, the pay or the place different from what was promised?",
    ),
    "debt_to_recruiter": _(
        "Does somebody have to work off a debt to a recruiter or employer?",
    ),
    "documents_kept": _("Did somebody take away their identity card or passport?"),
    "wages_withheld": _("Are wages unpaid, or kept back?"),
    "cannot_leave": _("Are they kept from leaving, watched or locked in?"),
    "threatened": _("Were they or their family threatened or beaten?"),
    "taken_abroad": _("Were they taken abroad or far away, or is that planned?"),
    "marriage_arranged_for_money": _(
        "Was money paid for a marriage, or were they tricked into it?",
    ),
    "sexual_exploitation": _("Does somebody else earn from their sexual services?"),
    "missing_contact": _("Has the family lost contact with them?"),
}
ANSWERS: dict[str, Words] = {
    "yes": _("Yes"),
    "no": _("No"),
    "not_known": _("Not known"),
    "refused": _("They do not wish to say"),
}
CLOSED_REASONS: dict[str, Words] = {
    "settled_between_parties": _("Settled between the two sides"),
    "not_an_offence": _("It is no offence"),
    "other_offence_referred": _("It is another offence, passed on elsewhere"),
    "withdrawn_by_complainant": _("The person who complained takes it back"),
    "already_known": _("Police know of it already"),
    "nobody_found": _("Nobody it is about could be found"),
}
SOURCES: dict[str, Words] = {
    "complaint": _("A complaint"),
    "operation": _("An operation"),
    "screening": _("A screening"),
    "other": _("Another way"),
}
NOT_A_CASE: dict[str, Words] = {
    "no_offence": _("It is no offence"),
    "other_offence": _("It is another offence, handled elsewhere"),
    "already_a_case": _("There is a case already"),
    "nobody_found": _("Nobody it is about could be found"),
}

COOPERATION_STATES = COOPERATION.labels
DIRECTIONS: dict[str, Words] = {
    "outgoing": _("We ask the other country"),
    "incoming": _("The other country asks us"),
}
COOPERATION_KINDS: dict[str, Words] = {
    "information": _("Information"),
    "evidence": _("Evidence"),
    "statement": _("Hearing a witness"),
    "search_for_person": _("Finding a person"),
    "joint_investigation": _("Investigating together"),
    "extradition": _("Extradition"),
    "return_of_victim": _("Safe return of a victim"),
    "transfer_of_proceedings": _("Taking over the proceedings"),
    "service_of_papers": _("Delivering court papers"),
}
COOPERATION_MOVES = COOPERATION.buttons
