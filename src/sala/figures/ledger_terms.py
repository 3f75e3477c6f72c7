"""What an entry of the ledger says of frozen figures."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "figures.prepared": _("Figures of a year frozen for approval"),
    "figures.approved": _("Frozen figures approved"),
}
KINDS: dict[str, str | Promise] = {
    "snapshot": _("Frozen figures"),
}
DETAILS: dict[str, str | Promise] = {
    "hash": _("hash"),
    "reason": _("reason"),
    "year": _("year"),
}
