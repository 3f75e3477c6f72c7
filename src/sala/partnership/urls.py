"""Addresses of `partnership`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.partnership.policy import ASSESS
from sala.partnership.views import (
    assessments,
    budget,
    committees,
    evidence,
    overview,
    plans,
    recommendations,
    threads,
    tiers,
)

SEE, RECORD = "partnership.work.view", "partnership.work.record"
EDIT = "partnership.plan.edit"

urlpatterns = [
    path("", needs(SEE, overview.show_partnership), name="show_partnership"),
    path("committees/", needs(SEE, committees.list_committees), name="list_committees"),
    path(
        "committees/add/",
        needs(EDIT, committees.found_committee),
        name="found_committee",
    ),
    path(
        "committees/<uuid:committee>/",
        needs(SEE, committees.show_committee),
        name="show_committee",
    ),
    path(
        "committees/<uuid:committee>/meetings/add/",
        needs(RECORD, committees.record_meeting),
        name="record_meeting",
    ),
    path(
        "committees/<uuid:committee>/dissolve/",
        needs(EDIT, committees.dissolve_committee),
        name="dissolve_committee",
    ),
    path("plans/", needs(SEE, plans.list_plans), name="list_action_plans"),
    path("plans/add/", needs(EDIT, plans.write_plan), name="write_plan"),
    path("plans/<uuid:plan>/", needs(SEE, plans.show_plan), name="show_action_plan"),
    path(
        "plans/<uuid:plan>/objectives/add/",
        needs(EDIT, plans.add_objective),
        name="add_objective",
    ),
    path("objectives/", needs(SEE, plans.list_objectives), name="list_objectives"),
    path(
        "objectives/<uuid:objective>/",
        needs(SEE, plans.show_objective),
        name="show_objective",
    ),
    path(
        "objectives/<uuid:objective>/change/",
        needs(EDIT, plans.change_objective),
        name="change_objective",
    ),
    path("budget/", needs(SEE, budget.list_budget), name="list_budget"),
    path("budget/add/", needs(EDIT, budget.add_line), name="allocate"),
    path(
        "budget/<uuid:line>/",
        needs(SEE, budget.show_budget_line),
        name="show_budget_line",
    ),
    path(
        "budget/<uuid:line>/change/",
        needs(EDIT, budget.change_allocation),
        name="change_allocation",
    ),
    path(
        "recommendations/",
        needs(SEE, recommendations.list_recommendations),
        name="list_recommendations",
    ),
    path(
        "recommendations/years/",
        needs(SEE, threads.show_threads),
        name="show_threads",
    ),
    path(
        "recommendations/add/",
        needs(EDIT, recommendations.record_recommendation),
        name="record_recommendation",
    ),
    path(
        "recommendations/<uuid:recommendation>/",
        needs(SEE, recommendations.show_recommendation),
        name="show_recommendation",
    ),
    path(
        "recommendations/<uuid:recommendation>/owner/",
        needs(EDIT, recommendations.assign_recommendation),
        name="assign_recommendation",
    ),
    path(
        "recommendations/<uuid:recommendation>/repeats/",
        needs(EDIT, recommendations.link_recommendation),
        name="link_recommendation",
    ),
    path("tiers/", needs(SEE, tiers.show_tiers), name="show_tiers"),
    path("tiers/add/", needs(EDIT, tiers.record_tier), name="record_tier"),
    path(
        "assessments/",
        needs(SEE, assessments.list_assessments),
        name="list_assessments",
    ),
    path(
        "assessments/open/",
        needs(ASSESS, assessments.open_assessment),
        name="open_assessment",
    ),
    path(
        "assessments/<uuid:assessment>/",
        needs(SEE, assessments.show_assessment),
        name="show_assessment",
    ),
    path(
        "assessments/<uuid:assessment>/<slug:item>/",
        needs(ASSESS, assessments.judge_item),
        name="judge_item",
    ),
    path(
        "assessments/<uuid:assessment>/<slug:item>/document/",
        needs(ASSESS, assessments.cite_document),
        name="cite_document",
    ),
    path(
        "evidence/<uuid:file>/",
        needs(SEE, evidence.open_evidence_file),
        name="open_evidence_file",
    ),
]
