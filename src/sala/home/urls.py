"""Addresses of `home`, each with who may enter."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from sala.access.guards import everyone, signed_in
from sala.home import views

urlpatterns = [
    path("", signed_in(views.show_start), name="start"),
    path("health", everyone(require_safe(views.show_health)), name="health"),
    path(
        "policy-report",
        everyone(csrf_exempt(require_POST(views.note_policy_report))),
        name="policy_report",
    ),
    path("language/", everyone(set_language), name="set_language"),
]
