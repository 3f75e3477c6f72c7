"""What the entries of this room say in the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "screening.operation_recorded": _("Operation recorded"),
    "screening.operation_changed": _("Operation corrected"),
    "screening.not_screened_explained": _("Recorded why people are not screened"),
    "screening.explanation_taken_back": _("Reason for not screening taken back"),
    "screening.identification_asked": _("Identification asked for"),
    "screening.review_asked": _("Review of a decision asked for"),
    "screening.identification_decided": _("Decided on identification"),
    "screening.htcds_checked": _("HTCDS file checked"),
    "screening.htcds_discarded": _("HTCDS file thrown away"),
    "screening.htcds_imported": _("HTCDS file brought in"),
    "screening.htcds_exported": _("HTCDS file given out"),
}
KINDS: dict[str, Words] = {
    "htcds": _("HTCDS file"),
    "operation": _("Operation"),
    "identification": _("Identification"),
}
DETAILS: dict[str, Words] = {
    "number": _("number"),
    "outcome": _("outcome"),
    "reason": _("reason"),
    "way": _("way"),
    "new": _("new"),
    "unchanged": _("unchanged"),
    "rows": _("rows"),
    "with_identity": _("with identity"),
}
