"""What an entry of the ledger says of published reports and of the year's own."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "narrative.report_read": _("Published report read"),
    "narrative.figure_accepted": _("Figure of a report accepted"),
    "narrative.figure_corrected": _("Figure of a report corrected"),
    "narrative.figure_rejected": _("Figure of a report rejected"),
    "narrative.figure_added": _("Figure of a report added"),
    "narrative.number_dismissed": _("Number of a report said to be no figure"),
    "narrative.difference_explained": _("Difference to a published report explained"),
    "narrative.year_report_opened": _("Report of a year opened"),
    "narrative.report_figures": _("Figures of the year’s report chosen"),
    "narrative.report_edited": _("Sentence of the year’s report edited"),
    "narrative.report_added": _("Sentence of the year’s report added"),
    "narrative.report_left_out": _("Sentence of the year’s report left out"),
    "narrative.report_restored": _("Sentence of the year’s report taken as composed"),
    "narrative.report_acknowledged": _("Number of no figure acknowledged"),
    "narrative.year_report_half_approved": _(
        "Report of a year approved by the first of two",
    ),
    "narrative.year_report_approved": _(
        "Report of a year approved by the second of two",
    ),
}

KINDS: dict[str, Words] = {
    "narrative": _("Published report"),
    "quoted_figure": _("Figure of a report"),
    "difference": _("Difference to a published report"),
    "year_report": _("Report of a year"),
}

DETAILS: dict[str, Words] = {
    "code": _("code"),
    "hash": _("hash"),
    "language": _("language"),
    "number": _("number"),
    "snapshot": _("frozen figures"),
    "year": _("year"),
}
