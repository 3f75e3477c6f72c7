"""What an entry of the ledger says of facts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "facts.exported": _("Facts made from the record"),
}
KINDS: dict[str, Words] = {
    "facts": _("Facts"),
}
DETAILS: dict[str, Words] = {
    "hash": _("hash"),
    "longitudinal": _("follows people from export to export"),
    "rows": _("rows"),
}
