"""Cases, victims and investigations: codes in words, states in words and colours."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sala.kit.tags import StateTag
from sala.prosecution.rules.cases import DefinitionMet, ElementFound
from sala.prosecution.states import IDENTITY_REQUEST

Words = str | Promise


CASE_STATES: dict[str, StateTag] = {
    "open": StateTag(_("Under investigation"), "blue"),
    "with_prosecution": StateTag(_("With the prosecution"), "purple"),
    "in_court": StateTag(_("In court"), "blue"),
    "closed": StateTag(_("Closed"), "grey"),
}
INVESTIGATION_STATES: dict[str, StateTag] = {
    "open": StateTag(pgettext_lazy("state", "Open"), "blue"),
    "suspended": StateTag(_("Suspended"), "yellow"),
    "submitted": StateTag(_("Submitted to prosecution"), "purple"),
    "closed": StateTag(_("Closed"), "grey"),
}
IDENTITY_STATES = IDENTITY_REQUEST.labels
MEETS: dict[str, StateTag] = {
    DefinitionMet.YES: StateTag(_("Meets the definition of trafficking"), "green"),
    DefinitionMet.UNCLEAR: StateTag(
        _("Unclear whether it meets the definition"), "yellow"
    ),
    DefinitionMet.NO: StateTag(_("Does not meet the definition"), "grey"),
}
MISSING: dict[str, Words] = {
    "act": _("the act"),
    "means": _("the means"),
    "form": _("the purpose"),
}
ELEMENTS: dict[str, Words] = {
    "act": _("Act: what was done"),
    "means": _("Means: how it was done"),
    "form": _("Purpose: what for"),
}
FOUND: dict[str, StateTag] = {
    ElementFound.FOUND: StateTag(_("Found"), "green"),
    ElementFound.NOT_FOUND: StateTag(_("Looked for, not found"), "red"),
    ElementFound.NOT_YET: StateTag(_("Not looked into yet"), "yellow"),
    ElementFound.NOT_NEEDED: StateTag(
        _("Not needed: a victim is a child, or may be one"), "grey"
    ),
}

ACTS: dict[str, Words] = {
    "recruitment": _("Recruited them"),
    "transport": _("Transported them"),
    "transfer": _("Handed them over"),
    "harbouring": _("Kept or hid them"),
    "receipt": _("Received them"),
}
MEANS: dict[str, Words] = {
    "threat": _("Threats"),
    "force": _("Force"),
    "other_coercion": _("Other coercion"),
    "abduction": _("Abduction"),
    "fraud": _("Fraud"),
    "deception": _("Deception"),
    "abuse_of_power": _("Abuse of power"),
    "abuse_of_vulnerability": _("Abuse of a person who had no real choice"),
    "payment": _("Paying somebody who controls the person"),
}
FORMS: dict[str, Words] = {
    "sexual_exploitation": _("Sexual exploitation"),
    "child_sex_tourism": _("Child sex tourism"),
    "forced_labour": _("Forced labour"),
    "child_labour": _("Child labour"),
    "forced_marriage": _("Forced marriage"),
    "fraudulent_marriage": _("Fraudulent marriage"),
    "servitude": _("Servitude, also in a household"),
    "slavery": _("Slavery"),
    "forced_begging": _("Forced begging"),
    "forced_crime": _("Forced to commit crimes"),
    "organ_removal": _("Removal of organs"),
    "forced_adoption": _("Illegal adoption"),
    "surrogacy": _("Forced to bear a child for others"),
    "forced_military": _("Forced to fight"),
    "other": _("Another form of exploitation"),
}

REASONS: dict[str, Words] = {
    "judgment_final": _("The judgment is final"),
    "no_offence": _("It is no offence"),
    "other_offence": _("It is another offence, handled elsewhere"),
    "not_enough_evidence": _("There is not enough evidence"),
    "suspect_unknown": _("Nobody knows who did it"),
    "suspect_dead": _("The suspect is dead"),
    "suspect_abroad": _("The suspect is abroad"),
    "transferred_abroad": _("Another country has taken it over"),
    "joined_to_another": _("It was joined to another case"),
    "waits_for_evidence": _("It waits for evidence"),
    "waits_for_country": _("It waits for another country"),
}
IDENTITY_REASONS: dict[str, Words] = {
    "take_statement": _("To take a statement"),
    "protect_witness": _("To protect them as a witness"),
    "find_family": _("To find their family"),
    "charge": _("To write the charge"),
    "restitution": _("To claim restitution for them"),
}
DECLINED_REASONS: dict[str, Words] = {
    "person_refuses": _("The person does not want it"),
    "not_needed": _("The case does not need it"),
    "danger": _("It would put the person in danger"),
    "wrong_record": _("It is not the right record"),
}

EVENTS: dict[str, Words] = {
    "incident": _("The incident"),
    "case_opened": _("Case opened"),
    "case_closed": _("Case closed"),
    "case_reopened": _("Case opened again"),
    "hand_to_prosecution": _("Handed to prosecution"),
    "hand_to_court": _("Handed to court"),
    "send_back": _("Sent back"),
    "assigned": _("Given to somebody"),
    "unassigned": _("Taken from somebody"),
    "official_marked": _("Marked as about an official"),
    "official_cleared": _("No longer marked as about an official"),
    "taken_over": _("Taken over by the central office"),
    "given_back": _("Given back by the central office"),
    "victim_added": _("Victim named"),
    "identity_asked": _("Record of a victim asked for"),
    "investigation_opened": _("Investigation opened"),
    "investigation_suspended": _("Investigation suspended"),
    "investigation_resumed": _("Investigation resumed"),
    "investigation_submitted": _("Investigation submitted"),
    "investigation_returned": _("Investigation sent back"),
    "investigation_closed": _("Investigation closed"),
    "cooperation_outgoing": _("Another country was asked"),
    "cooperation_incoming": _("Another country asked"),
    "cooperation_acknowledged": _("Request between countries acknowledged"),
    "cooperation_answered": _("Request between countries answered"),
    "cooperation_refused": _("Request between countries refused"),
    "cooperation_withdrawn": _("Request between countries withdrawn"),
    "document_added": _("Document added"),
    "charge_filed": _("Charge filed"),
    "charge_withdrawn": _("Charge withdrawn"),
    "charge_appealed": _("Appeal"),
    "charge_final": _("Verdict final"),
    "verdict_convicted": _("Convicted"),
    "verdict_acquitted": _("Acquitted"),
    "verdict_dismissed": _("Charge dismissed by the court"),
    "verdict_corrected": _("Verdict put right"),
    "charge_corrected": _("What became of a charge put right"),
    "forfeiture_ordered": _("Forfeiture ordered"),
    "forfeiture_collected": _("Forfeiture collected"),
    "forfeiture_lifted": _("Forfeiture lifted"),
    "victim_taken_out": _("Not a victim of this case"),
    "restitution_claimed": _("Restitution claimed"),
    "restitution_ordered": _("Restitution ordered"),
    "restitution_lifted": _("Order of restitution lifted"),
    "restitution_refused": _("Restitution refused"),
    "restitution_waived": _("Restitution waived by the victim"),
    "restitution_open": _("Restitution claimed again"),
    "restitution_paid": _("Restitution paid"),
    "restitution_reached": _("Restitution in the victim’s hands"),
    "restitution_corrected": _("Decision on restitution put right"),
    "restitution_payment_corrected": _("Entry of a payment put right"),
}

LANES: dict[str, Words] = {
    "police": _("Investigation"),
    "court": _("Prosecution and court"),
    "victims": _("Victims"),
    "abroad": _("Between countries"),
}

CASE_MOVES: dict[str, Words] = {
    "hand_to_prosecution": _("Hand it to prosecution"),
    "hand_to_court": _("Hand it to court"),
    "send_back": _("Send it back"),
}
INVESTIGATION_MOVES: dict[str, Words] = {
    "suspend": _("Suspend it"),
    "resume": _("Resume it"),
    "submit": _("Submit it to prosecution"),
    "return": _("Send it back to the investigators"),
    "close": _("Close it"),
}
