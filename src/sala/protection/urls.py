"""Addresses of `protection`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.protection.views import (
    corrections,
    entitlements,
    plans,
    referrals,
    returns,
    services,
    shelters,
)

VIEW, RETURN = "protection.person.view", "protection.return.change"

REFERRALS = "protection.referral.view"
PLAN = "protection.plan.change"
HOUSE, HOUSES = "protection.shelter.view", "protection.shelter.manage"

urlpatterns = [
    path(
        "referrals/",
        needs(REFERRALS, referrals.list_referrals),
        name="list_referrals",
    ),
    path(
        "referrals/nobody-asked/",
        needs("protection.referral.watch", referrals.list_unreferred),
        name="list_unreferred",
    ),
    path(
        "referrals/<uuid:referral>/",
        needs(REFERRALS, referrals.show_referral),
        name="show_referral",
    ),
    path(
        "people/<code:code>/refer/",
        needs("protection.referral.send", referrals.refer_person),
        name="refer_person",
    ),
    path(
        "people/<code:code>/",
        needs(VIEW, entitlements.person_fragment),
        name="protection_of_person",
    ),
    path(
        "entitlements/<uuid:entitlement>/",
        needs(VIEW, entitlements.show_entitlement),
        name="show_entitlement",
    ),
    path(
        "entitlements/<uuid:entitlement>/correct/",
        needs("protection.entitlement.change", corrections.correct_entitlement),
        name="correct_entitlement",
    ),
    path("people/<code:code>/plan/", needs(VIEW, plans.show_plan), name="show_plan"),
    path("plans/", needs(VIEW, plans.list_plans), name="list_plans"),
    path(
        "plans/<uuid:plan>/versions/",
        needs(VIEW, plans.list_versions),
        name="list_versions",
    ),
    path("plans/<uuid:plan>/goals/add/", needs(PLAN, plans.add_goal), name="add_goal"),
    path("plans/<uuid:plan>/agree/", needs(PLAN, plans.agree_plan), name="agree_plan"),
    path("plans/<uuid:plan>/end/", needs(PLAN, plans.end_plan), name="end_plan"),
    path(
        "plans/<uuid:plan>/correct/",
        needs(PLAN, corrections.correct_plan),
        name="correct_plan",
    ),
    path(
        "goals/<uuid:goal>/correct/",
        needs(PLAN, corrections.correct_goal),
        name="correct_goal",
    ),
    path("goals/<uuid:goal>/", needs(VIEW, plans.show_goal), name="show_goal"),
    path(
        "goals/<uuid:goal>/change/",
        needs(PLAN, plans.change_goal),
        name="change_goal",
    ),
    path(
        "people/<code:code>/services/add/",
        needs("protection.service.record", services.record_service),
        name="record_service",
    ),
    path("services/", needs(VIEW, services.list_services), name="list_services"),
    path(
        "services/<uuid:service>/",
        needs(VIEW, services.show_service),
        name="show_service",
    ),
    path(
        "places/",
        needs("protection.places.view", shelters.list_places),
        name="list_places",
    ),
    path("shelters/add/", needs(HOUSES, shelters.add_shelter), name="add_shelter"),
    path(
        "shelters/<uuid:shelter>/",
        needs(HOUSE, shelters.show_shelter),
        name="show_shelter",
    ),
    path(
        "shelters/<uuid:shelter>/beds/",
        needs(HOUSES, shelters.add_beds),
        name="add_beds",
    ),
    path(
        "beds/<uuid:bed>/take-away/",
        needs(HOUSES, shelters.retire_bed),
        name="retire_bed",
    ),
    path(
        "people/<code:code>/bed/",
        needs("protection.stay.change", shelters.give_bed),
        name="give_bed",
    ),
    path("stays/<uuid:stay>/", needs(VIEW, shelters.show_stay), name="show_stay"),
    path(
        "stays/<uuid:stay>/correct/",
        needs("protection.stay.change", corrections.correct_stay),
        name="correct_stay",
    ),
    path(
        "gaps/",
        needs("protection.gaps.view", entitlements.list_gaps),
        name="list_gaps",
    ),
    path(
        "people/<code:code>/returns/add/",
        needs(RETURN, returns.plan_return),
        name="plan_return",
    ),
    path(
        "returns/<uuid:returned>/",
        needs(VIEW, returns.show_return),
        name="show_return",
    ),
    path(
        "returns/<uuid:returned>/correct/",
        needs(RETURN, corrections.correct_return),
        name="correct_return",
    ),
    path("follow-ups/", needs(VIEW, returns.list_follow_ups), name="list_follow_ups"),
    path(
        "follow-ups/<uuid:follow_up>/",
        needs(RETURN, returns.record_follow_up),
        name="record_follow_up",
    ),
    path(
        "follow-ups/<uuid:follow_up>/correct/",
        needs(RETURN, corrections.correct_follow_up),
        name="correct_follow_up",
    ),
]
