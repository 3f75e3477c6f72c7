"""What the entries of this room say in the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "screening.htcds_checked": _("HTCDS file checked"),
    "screening.htcds_discarded": _("HTCDS file thrown away"),
    "screening.htcds_imported": _("HTCDS file brought in"),
    "screening.htcds_exported": _("HTCDS file given out"),
}
KINDS: dict[str, Words] = {"htcds": _("HTCDS file")}
DETAILS: dict[str, Words] = {
    "new": _("new"),
    "unchanged": _("unchanged"),
    "rows": _("rows"),
    "with_identity": _("with identity"),
}
