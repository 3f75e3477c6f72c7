"""Restitution: codes in words, states in words and colours."""

from django.utils.translation import gettext_lazy as _

from sala.kit.tags import StateTag
from sala.people.forms.choices import MANNERS as HOW
from sala.prosecution.labels.cases import Words

CLAIM_STATES: dict[str, StateTag] = {
    "open": StateTag(_("Claimed, not decided"), "yellow"),
    "ordered": StateTag(_("Ordered, not paid in full"), "blue"),
    "paid": StateTag(_("Paid in full"), "green"),
    "refused": StateTag(_("Refused"), "red"),
    "waived": StateTag(_("Waived by the victim"), "grey"),
}
CLAIM_MOVES: dict[str, Words] = {
    "refuse": _("The court refused it"),
    "waive": _("The victim waives it"),
    "ask_again": _("Claim it again"),
    "lift": _("A higher court lifted the order: claim it again"),
}
REFUSED: dict[str, Words] = {
    "acquitted": _("Nobody was convicted"),
    "charges_withdrawn": _("The charges were withdrawn"),
    "no_damage_shown": _("No damage was shown"),
    "to_civil_court": _("It was sent to a civil court"),
    "paid_before": _("It was paid before the verdict"),
    "not_explained": _("The court did not say why"),
}
WAIVED: dict[str, Words] = {
    "person_does_not_want": _("The person does not want it"),
    "settled_otherwise": _("The person was paid otherwise"),
}
WAIVED_HOW: dict[str, Words] = {str(code): words for code, words in HOW.items()}
MANNERS: dict[str, Words] = {
    "to_victim": _("The victim has it"),
    "to_court": _("The court keeps it for the victim"),
}
SHOW: dict[str, Words] = {
    "forgotten": _("Judged, and a claim not decided"),
    "overdue": _("Overdue"),
    "kept": _("Paid, and kept by the court"),
    "open": _("Not decided"),
}
