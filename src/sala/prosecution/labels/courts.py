"""Charges and verdicts: codes in words, states in words and colours."""

from django.utils.translation import gettext_lazy as _

from sala.countries.contract_codes import PenaltyCase
from sala.prosecution.labels.cases import Words
from sala.prosecution.states import CHARGE

CHARGE_STATES = CHARGE.labels
# A verdict has its own page.
CHARGE_MOVES = {move: said for move, said in CHARGE.buttons.items() if move != "judge"}
KINDS: dict[str, Words] = {"person": _("A person"), "company": _("A company")}
INSTANCES: dict[str, Words] = {
    "first": _("The first court"),
    "appeal": _("The court of appeal"),
    "cassation": _("The supreme court"),
}
OUTCOMES: dict[str, Words] = {
    "convicted": _("Convicted"),
    "acquitted": _("Acquitted"),
    "dismissed": _("Charge dismissed by the court"),
}
OUTSIDE: dict[str, Words] = {
    "mitigating": _("Reasons that lessen the guilt"),
    "aggravating": _("Reasons that make it worse"),
    "joined_sentences": _("Several sentences were joined"),
    "other_article_too": _("Another article was applied too"),
    "minor_defendant": _("The defendant was under age"),
    "not_explained": _("The court did not say why"),
}
LEFT: dict[str, Words] = {
    "life": _("For life, where the article does not know it"),
    "prison_below": _("Less prison than the article says"),
    "prison_above": _("More prison than the article says"),
    "fine_below": _("A lower fine than the article says"),
    "fine_above": _("A higher fine than the article says"),
}
CIRCUMSTANCES: dict[str, Words] = {
    PenaltyCase.BASIC: _("The usual case"),
    PenaltyCase.CHILD_VICTIM: _("A victim is a child"),
    PenaltyCase.AGGRAVATED: _("A serious case"),
    PenaltyCase.LIFELONG_HARM_OR_DEATH: _("Lifelong harm, or death"),
}
