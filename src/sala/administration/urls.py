"""Addresses of `access`, each with who may enter."""

from django.urls import path

from sala.access.guards import everyone, needs, signed_in
from sala.administration.views import (
    agencies,
    emergency_access,
    invitations,
    ledger,
    memberships,
    notices,
    permissions,
    second_person,
    sessions,
    users,
)

AGENCIES, USERS = "access.agency.manage", "access.user.manage"
LEDGER, EMERGENCY = "access.ledger.read", "access.glass.see"
SECOND = "access.authority.see"

urlpatterns = [
    path("role/", signed_in(memberships.choose_membership), name="choose_membership"),
    path(
        "invitation/<str:user>/<str:token>/",
        everyone(invitations.accept_invitation),
        name="accept_invitation",
    ),
    path("agencies/", needs(AGENCIES, agencies.list_agencies), name="list_agencies"),
    path("agencies/add/", needs(AGENCIES, agencies.add_agency), name="add_agency"),
    path(
        "agencies/<str:code>/",
        needs(AGENCIES, agencies.show_agency),
        name="show_agency",
    ),
    path("users/", needs(USERS, users.list_users), name="list_users"),
    path("users/add/", needs(USERS, users.add_user), name="add_user"),
    path("users/<str:username>/", needs(USERS, users.show_user), name="show_user"),
    path(
        "permissions/",
        signed_in(permissions.list_permissions),
        name="list_permissions",
    ),
    path(
        "permissions.csv",
        signed_in(permissions.list_permissions_csv),
        name="list_permissions_csv",
    ),
    path("sessions/", signed_in(sessions.list_sessions), name="list_sessions"),
    path(
        "second-person/",
        needs(SECOND, second_person.list_authority),
        name="list_authority",
    ),
    path(
        "second-person/<uuid:user>/",
        needs(SECOND, second_person.confirm_authority),
        name="confirm_authority",
    ),
    path("notices/", signed_in(notices.list_notices), name="list_notices"),
    path("ledger/", needs(LEDGER, ledger.search_ledger), name="search_ledger"),
    path(
        "emergency-looks/",
        needs(EMERGENCY, emergency_access.list_emergency_access),
        name="list_glass",
    ),
    path(
        "emergency-looks/<uuid:glass>/",
        needs(EMERGENCY, emergency_access.review_emergency_access),
        name="review_glass",
    ),
]
