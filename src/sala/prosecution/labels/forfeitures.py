"""What was forfeited: codes in words, states in words and colours."""

from django.utils.translation import gettext_lazy as _

from sala.kit.tags import StateTag
from sala.prosecution.labels.cases import Words

KINDS: dict[str, Words] = {
    "money": _("Money"),
    "vehicle": _("A vehicle or boat"),
    "property": _("Land or a building"),
    "goods": _("Goods"),
    "other": _("Something else"),
}
STATES: dict[str, StateTag] = {
    "ordered": StateTag(_("Forfeited, not yet collected"), "yellow"),
    "collected": StateTag(_("Collected"), "green"),
    "lifted": StateTag(_("Lifted"), "grey"),
}
MOVES: dict[str, Words] = {
    "collect": _("It was collected"),
    "lift": _("A higher court lifted it"),
}
