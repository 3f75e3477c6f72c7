"""What the entries of this room say in the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "partnership.committee_founded": _("Committee founded"),
    "partnership.committee_dissolved": _("Committee dissolved"),
    "partnership.meeting_recorded": _("Meeting of a committee recorded"),
    "partnership.meeting_taken_back": _("Meeting of a committee taken back"),
    "partnership.plan_written": _("Action plan written"),
    "partnership.plan_adopt": _("Action plan adopted"),
    "partnership.plan_end": _("Action plan ended"),
    "partnership.objective_added": _("Objective added"),
    "partnership.objective_changed": _("Objective changed"),
    "partnership.progress_reported": _("Progress on an objective reported"),
    "partnership.budget_allocated": _("Budget line added"),
    "partnership.allocation_changed": _("Budget line changed"),
    "partnership.spending_recorded": _("Spending recorded"),
    "partnership.spending_taken_back": _("Spending taken back"),
    "partnership.recommendation_recorded": _("Recommendation recorded"),
    "partnership.recommendation_assigned": _("Recommendation given to an agency"),
    "partnership.recommendation_linked": _("Recommendation linked to an earlier year"),
    "partnership.recommendation_moved": _("Answer to a recommendation reported"),
    "partnership.assessment_opened": _("Assessment of a year opened"),
    "partnership.item_judged": _("Standard or indicium judged"),
    "partnership.evidence_given": _("Evidence of an assessment given"),
    "partnership.evidence_removed": _("Evidence of an assessment taken back"),
    "partnership.file_added": _("Document added as evidence"),
    "partnership.file_opened": _("Document that is evidence opened"),
    "partnership.file_taken_back": _("Document that was evidence removed for ever"),
    "partnership.assessment_half_approved": _(
        "Assessment approved by the first of two",
    ),
    "partnership.assessment_approved": _("Assessment approved by the second of two"),
    "partnership.tier_recorded": _("Tier of a year recorded"),
    "partnership.tier_taken_back": _("Tier of a year taken back"),
}
KINDS: dict[str, Words] = {
    "committee": _("Committee"),
    "plan": _("Action plan"),
    "objective": _("Objective"),
    "budget_line": _("Budget line"),
    "recommendation": _("Recommendation"),
    "tier": _("Tier of a year"),
    "assessment": _("Assessment of a year"),
    "evidence_file": _("Document that is evidence"),
}
DETAILS: dict[str, Words] = {
    "amount": _("amount"),
    "code": _("code"),
    "hash": _("hash"),
    "number": _("number"),
    "reason": _("reason"),
    "state": _("state"),
    "way": _("way"),
    "year": _("year"),
}
