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
    "screening.draft_started": _("Screening begun"),
    "screening.draft_saved": _("Draft of a screening saved"),
    "screening.draft_discarded": _("Draft of a screening thrown away"),
    "screening.draft_sent": _("Draft of a screening sent"),
    "screening.recorded": _("Person screened"),
    "screening.set_aside": _("Screening set aside: it could not be taken in"),
    "screening.envelope_opened": _(
        "Screening that was set aside opened, to correct it",
    ),
    "screening.envelope_handed_over": _(
        "Screening that was set aside handed to another officer",
    ),
    "screening.envelope_closed": _(
        "Screening that was set aside closed without being taken in",
    ),
    "screening.envelope_opened_again": _("Closed screening taken up again"),
    "screening.answers_opened": _("Answers of a screening opened"),
    "screening.original_opened": _(
        "Screening opened as it had arrived before it was put right",
    ),
    "screening.htcds_checked": _("HTCDS file checked"),
    "screening.htcds_discarded": _("HTCDS file thrown away"),
    "screening.htcds_imported": _("HTCDS file brought in"),
    "screening.htcds_exported": _("HTCDS file given out"),
    "screening.htcds_export_ordered": _("HTCDS file to give out ordered"),
    "screening.htcds_export_discarded": _("HTCDS file to give out thrown away"),
    "screening.htcds_taken": _("HTCDS file taken by who ordered it"),
    "screening.htcds_import_ordered": _("Bringing in of an HTCDS file ordered"),
    "screening.drafts_forgotten": _("Screenings nobody went on with forgotten"),
    "screening.htcds_forgotten": _("HTCDS files nobody decided on forgotten"),
}
KINDS: dict[str, Words] = {
    "htcds": _("HTCDS file"),
    "operation": _("Operation"),
    "identification": _("Identification"),
    "screening": _("Screening"),
    "envelope": _("Sealed screening"),
    "draft": _("Draft of a screening"),
}
DETAILS: dict[str, Words] = {
    "number": _("number"),
    "outcome": _("outcome"),
    "fault": _("fault"),
    "reason": _("reason"),
    "way": _("way"),
    "to": _("to"),
    "corrects": _("corrects"),
    "new": _("new"),
    "unchanged": _("unchanged"),
    "rows": _("rows"),
    "with_identity": _("with identity"),
}
