"""Asking for the second factor again of who was away, over the page they were at.

What was asked for or sent waits in the page (`held_requests`), and goes on once the
code is right.
"""

from urllib.parse import urlencode

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from sala.access import (
    held_requests,
    own_changes,
    role_binding,
    security_log,
    sessions,
    tickets,
)
from sala.access.forms import ConfirmingCodeForm, ConfirmingKeyForm
from sala.kit import clock

# What changes how somebody signs in, or shows what they could sign in with.
CHANGING = {
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
ASKED_AT = {"password": "account_reauthenticate", "mfa": "mfa_reauthenticate"}


def ask_if_away(request: HttpRequest) -> HttpResponseBase | None:
    """The page that asks who was away for a code, or who has no ticket of the vault;
    None for everybody else, and for who has just given it.

    Then the request is the one that had waited. A program, which can show no page, is
    told that it is not let in.
    """
    held = request.POST.get(held_requests.FIELD)
    away = sessions.was_away(request, clock.now())
    if away or not tickets.has_ticket(request.session):
        kinds = set(
            Authenticator.objects.filter(user=request.user).values_list(
                "type", flat=True
            )
        )
        if not kinds and not away:
            return None  # there is none to give yet
        if not kinds:
            logout(request)
            return redirect("account_login")
        if not held_requests.can_be_held(request):
            return HttpResponse(status=401)
        if not held:
            held = held_requests.hold_request(request)
            return _confirm_page(request, kinds, held)
        if not _confirms(request, kinds):
            return _confirm_page(request, kinds, held)
    sessions.note_use(request, clock.now())
    return _go_on(request, held) if held else None


def ask_for_both(request: HttpRequest) -> HttpResponse | None:
    """On to giving password and second step once more, before either is changed or
    printed codes are shown; None for who gave both in the last minutes, and for who is
    only setting up their first ones.
    """
    match = request.resolver_match
    if (
        match is None
        or match.url_name not in CHANGING
        or not request.user.is_authenticated
    ):
        return None
    if not is_mfa_enabled(request.user) or own_changes.begins_second_steps(
        request, request.user
    ):
        return None
    since = clock.now().timestamp() - REAUTHENTICATION_TIMEOUT
    records = get_authentication_records(request, request.user)
    given = {said["method"] for said in records if said["at"] > since}
    for method, page in ASKED_AT.items():
        if method not in given:
            back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
            return redirect(f"{reverse(page)}?{back}")
    return None


def _confirms(request: HttpRequest, kinds: set[str]) -> bool:
    """Whether what was sent is a right code, or the touch of a key."""
    form = ConfirmingCodeForm(request.POST, user=request.user)
    if not request.POST.get("code") and Authenticator.Type.WEBAUTHN in kinds:
        form = ConfirmingKeyForm(request.POST, user=request.user)
    if form.is_valid():
        # Who is there again is let on; a change of how they sign in asks once more.
        factor = form.cleaned_data.get("credential") or form.authenticator
        factor.record_usage()
        sessions.change_key(request)
        security_log.log_event("confirmed_again", request, user=request.user.id)
        return True
    request.refused_form = form  # type: ignore[attr-defined]
    return False


def _confirm_page(request: HttpRequest, kinds: set[str], held: str) -> HttpResponse:
    refused = getattr(request, "refused_form", None)
    security_log.log_event("confirmation_asked", request, user=request.user.id)
    waiting = held_requests.open_held(request, held)
    page = {
        "form": ConfirmingCodeForm(user=request.user),
        "held": held,
        "typed": waiting is not None and waiting.method == "POST",
        "has_code": kinds - {Authenticator.Type.WEBAUTHN},
    }
    # A touch that failed leaves both ways open, with a challenge of this page's own.
    if isinstance(refused, ConfirmingCodeForm):
        page["form"] = refused
    elif refused is not None:
        page["touch_failed"] = True
    if Authenticator.Type.WEBAUTHN in kinds:
        page["key_form"] = ConfirmingKeyForm(user=request.user)
        page["js_data"] = {"request_options": begin_authentication(request.user)}
    return render(request, "account/confirm_after_absence.html", page, status=403)


def _go_on(request: HttpRequest, held: str) -> HttpResponseBase | None:
    found = held_requests.open_held(request, held)
    if found is None or found.method != "POST":
        return redirect(request.get_full_path())
    request.as_role = request.POST.get(role_binding.GO_ON)  # type: ignore[attr-defined]
    held_requests.release_request(request, found)
    return None
