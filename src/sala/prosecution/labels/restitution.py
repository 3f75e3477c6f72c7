"""Restitution: codes in words, states in words and colours."""

from django.utils.translation import gettext_lazy as _

from sala.people.labels import MANNERS as HOW
from sala.prosecution.labels.cases import Words
from sala.prosecution.states import RESTITUTION

CLAIM_STATES = RESTITUTION.labels
# Money that is ordered or paid has its own page.
CLAIM_MOVES = {
    move: said
    for move, said in RESTITUTION.buttons.items()
    if move not in {"order", "settle"}
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
