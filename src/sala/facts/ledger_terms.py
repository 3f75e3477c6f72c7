"""What an entry of the ledger says of facts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "facts.exported": _("Facts made from the record"),
    "facts.export_ordered": _("Facts from the record ordered"),
    "facts.coverage_stated": _("Completeness of a year stated"),
}
KINDS: dict[str, Words] = {
    "facts": _("Facts"),
    "statement": _("Statement on completeness"),
}
DETAILS: dict[str, Words] = {
    "about": _("about"),
    "answer": _("answer"),
    "hash": _("hash"),
    "longitudinal": _("follows people from export to export"),
    "rows": _("rows"),
    "year": _("year"),
}
