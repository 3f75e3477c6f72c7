"""The codes of this room in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.kit.tags import StateTag

Words = str | Promise

LEVELS: dict[str, Words] = {
    "national": _("National"),
    "province": _("Province"),
    "district": _("District"),
    "village": _("Village"),
}
COVERAGE: dict[str, StateTag] = {
    "met": StateTag(_("Has met"), "green"),
    "idle": StateTag(_("Did not meet"), "yellow"),
    "none": StateTag(_("No committee"), "red"),
}
PLANS: dict[str, StateTag] = {
    "draft": StateTag(_("Draft"), "grey"),
    "in_force": StateTag(_("In force"), "green"),
    "ended": StateTag(_("Ended"), "grey"),
}
PLAN_MOVES: dict[str, Words] = {
    "adopt": _("Put the plan in force"),
    "end": _("End the plan"),
}
OBJECTIVES: dict[str, StateTag] = {
    "done": StateTag(_("Done"), "green"),
    "under_way": StateTag(_("Under way"), "blue"),
    "not_begun": StateTag(_("Not begun"), "grey"),
    "late": StateTag(_("Late"), "red"),
    "dropped": StateTag(_("Dropped"), "grey"),
}
OBJECTIVE_MOVES: dict[str, Words] = {
    "begin": _("It has begun"),
    "report": _("It goes on"),
    "finish": _("It is done"),
    "drop": _("It is dropped"),
    "reopen": _("It is not done after all"),
    "take_up": _("It is taken up again"),
}
DROPPED: dict[str, Words] = {
    "no_money": _("There is no money"),
    "no_mandate": _("The agency may not do it"),
    "done_by_others": _("Others do it"),
    "replaced": _("Another objective takes its place"),
    "other": _("Another reason"),
}
SOURCES: dict[str, Words] = {
    "government": _("State budget"),
    "international_organisation": _("An international organisation"),
    "foreign_government": _("Another government"),
    "ngo": _("A non-governmental organisation"),
    "mixed": _("Several of these"),
}
PURPOSES: dict[str, Words] = {
    "training": _("Training"),
    "awareness": _("Awareness"),
    "victim_services": _("Shelter and services for victims"),
    "reintegration": _("Return and reintegration"),
    "committees": _("Committees"),
    "investigation": _("Investigation and prosecution"),
    "inspection": _("Inspection"),
    "equipment": _("Equipment"),
    "general": _("All work against trafficking"),
    "other": _("Another purpose"),
}
RECOMMENDATIONS: dict[str, StateTag] = {
    "open": StateTag(_("Not answered"), "red"),
    "under_way": StateTag(_("Being answered"), "yellow"),
    "answered": StateTag(_("Answered"), "green"),
    "declined": StateTag(_("Not accepted"), "grey"),
}
RECOMMENDATION_MOVES: dict[str, Words] = {
    "take_up": _("We take it up"),
    "report": _("We report on it"),
    "answer": _("It is answered"),
    "decline": _("It is not accepted"),
    "reopen": _("It is not answered after all"),
}
DECLINED: dict[str, Words] = {
    "against_the_law": _("It is against the law"),
    "no_mandate": _("The state may not do it"),
    "no_money": _("There is no money"),
    "disagrees": _("The state does not agree"),
    "other": _("Another reason"),
}
PRIORITIES: dict[str, Words] = {
    "high": _("High"),
    "medium": _("Medium"),
    "low": _("Low"),
}
THREAD_CELLS: dict[str, StateTag] = {
    "new": StateTag(_("New"), "blue"),
    "again": StateTag(_("Asked again"), "yellow"),
    "answered": StateTag(_("Answered, asked no more"), "green"),
    "declined": StateTag(_("Not accepted, asked no more"), "grey"),
    "dropped": StateTag(_("Dropped without an answer"), "purple"),
}
TIERS: dict[str, Words] = {
    "1": _("Tier 1"),
    "2": _("Tier 2"),
    "2WL": _("Tier 2 Watch List"),
    "3": _("Tier 3"),
    "SC": _("Special case"),
}
SHORT_TIERS: dict[str, Words] = {**TIERS, "2WL": _("Watch List")}
MOVED: dict[str, Words] = {
    "up": _("Up from the year before"),
    "down": _("Down from the year before"),
    "same": _("As the year before"),
}
WARNINGS: dict[str, Words] = {
    "not_open": _(
        "By the rules the Watch List was no longer open: check the tier and the"
        " waiver.",
    ),
    "waiver_not_recorded": _(
        "By the rules this year needed a waiver; none is recorded.",
    ),
    "no_waiver": _(
        "By the rules this year needed a waiver; the record says there was none.",
    ),
    "needless_waiver": _(
        "By the rules this year needed no waiver; the record says there was one.",
    ),
    "not_automatic": _("The record says automatic; by the rules nothing forced it."),
    "automatic": _("The record says not automatic; by the rules it was forced."),
}
VERDICTS: dict[str, StateTag] = {
    "met": StateTag(_("Met"), "green"),
    "partly": StateTag(_("Partly met"), "yellow"),
    "not_met": StateTag(_("Not met"), "red"),
    "not_assessed": StateTag(_("Not assessed"), "grey"),
}
NOT_JUDGED = StateTag(_("Not judged yet"), "grey")
VERDICT_CHANGES: dict[str, Words] = {
    "better": _("Better than the year before"),
    "worse": _("Worse than the year before"),
    "same": _("As the year before"),
}
ASSESSMENTS: dict[str, StateTag] = {
    "draft": StateTag(_("Draft"), "grey"),
    "half_approved": StateTag(_("Approved by one of two"), "yellow"),
    "approved": StateTag(_("Approved"), "green"),
}
ITEMS: dict[str, Words] = {
    "MS1": _("Trafficking is prohibited and punished"),
    "MS2": _("Penalties for the gravest forms"),
    "MS3": _("Penalties that deter"),
    "MS4": _("Serious and sustained efforts"),
    "I01": _("Investigation, prosecution and sentences"),
    "I02": _("Protection of victims"),
    "I03": _("Prevention"),
    "I04": _("Cooperation with other governments"),
    "I05": _("Extradition"),
    "I06": _("Migration watched for trafficking"),
    "I07": _("Officials who take part"),
    "I08": _("Victims who are not citizens"),
    "I09": _("Partnerships with outcomes"),
    "I10": _("Monitoring and publication"),
    "I11": _("Progress since the year before"),
    "I12": _("Demand for commercial sex"),
}
