"""What the entries of this room say in the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.prevention.states import LICENCE

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "prevention.training_recorded": _("Training recorded"),
    "prevention.training_taken_back": _("Training taken back"),
    "prevention.activity_recorded": _("Awareness activity recorded"),
    "prevention.activity_taken_back": _("Awareness activity taken back"),
    **LICENCE.ledger_terms,
    "prevention.inspection_recorded": _("Inspection recorded"),
    "prevention.inspection_taken_back": _("Inspection taken back"),
    "prevention.hours_recorded": _("Hours of a crossing recorded"),
    "prevention.hours_taken_back": _("Hours of a crossing taken back"),
}
KINDS: dict[str, Words] = {
    "training": _("Training"),
    "activity": _("Awareness activity"),
    "recruiter": _("Recruitment agency"),
    "inspection": _("Inspection"),
    "crossing": _("Border crossing"),
}
DETAILS: dict[str, Words] = {
    "code": _("code"),
    "number": _("number"),
    "reason": _("reason"),
    "way": _("way"),
}
