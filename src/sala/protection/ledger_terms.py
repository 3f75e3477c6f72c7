"""What the entries of this room say in the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.protection.states import REFERRAL

Words = str | Promise

ACTIONS: dict[str, Words] = {
    **REFERRAL.ledger_terms,
    "protection.entitlements_opened": _("Entitlements opened"),
    "protection.entitlement_offered": _("Entitlement offered"),
    "protection.entitlement_accepted": _("Entitlement accepted by the person"),
    "protection.entitlement_declined": _("Entitlement declined by the person"),
    "protection.entitlement_corrected": _("Entitlement corrected"),
    "protection.entitlement_given": _("Entitlement given"),
    "protection.entitlement_not_available": _("Entitlement not available"),
    "protection.plan_started": _("Plan of support begun"),
    "protection.goal_added": _("Goal added to a plan"),
    "protection.goal_changed": _("Goal of a plan changed"),
    "protection.goal_reached": _("Goal of a plan reached"),
    "protection.goal_dropped": _("Goal of a plan dropped"),
    "protection.goal_open": _("Goal of a plan taken up again"),
    "protection.plan_agreed": _("Plan of support agreed with the person"),
    "protection.plan_ended": _("Plan of support ended"),
    "protection.plan_corrected": _("Plan of support put right"),
    "protection.goal_corrected": _("Goal of a plan put right"),
    "protection.plan_note_opened": _("Note on a goal opened"),
    "protection.service_given": _("Service given"),
    "protection.service_struck": _("Service struck out"),
    "protection.service_note_opened": _("Note on a service opened"),
    "protection.shelter_added": _("Shelter added"),
    "protection.beds_added": _("Beds added"),
    "protection.bed_retired": _("Bed taken away"),
    "protection.bed_held": _("Bed held"),
    "protection.bed_given": _("Person came to the shelter"),
    "protection.bed_freed": _("Bed given free"),
    "protection.shelter_left": _("Person left the shelter"),
    "protection.stay_corrected": _("Stay in a shelter put right"),
    "protection.return_planned": _("Return planned"),
    "protection.return_confirmed": _("Other country agreed to receive the person"),
    "protection.returned": _("Person returned"),
    "protection.return_cancelled": _("Return cancelled"),
    "protection.return_corrected": _("Return put right"),
    "protection.follow_up_done": _("Follow-up done"),
    "protection.follow_up_missed": _("Follow-up missed"),
    "protection.follow_up_corrected": _("Follow-up put right"),
}

KINDS: dict[str, Words] = {
    "entitlement": _("Entitlement"),
    "follow_up": _("Follow-up"),
    "plan": _("Plan of support"),
    "referral": _("Referral"),
    "return": _("Return"),
    "service": _("Service"),
    "shelter": _("Shelter"),
    "stay": _("Stay in a shelter"),
}

DETAILS: dict[str, Words] = {
    "code": _("code"),
    "follow_ups": _("follow-ups"),
    "found": _("found"),
    "number": _("number"),
    "reason": _("reason"),
    "service": _("service"),
    "taken_back": _("taken back"),
    "way": _("way"),
}
