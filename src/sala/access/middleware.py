"""Every request acts as one member in one transaction, or does not reach the records at
all.
"""

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from allauth.account.views import logout as sign_out
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from sala.access import (
    guards,
    known_browsers,
    queries,
    role_binding,
    second_factor,
    security_log,
    tickets,
)
from sala.access.confirming import ask_for_both, ask_if_away
from sala.access.context import Actor, NotAMemberError, acting_member
from sala.access.models import User
from sala.access.permissions import RefusedError, may, require
from sala.vault.client import VaultAwayError

# allauth's own pages: they work before anybody acts, on sign-in tables only.
FACTORS = "allauth.mfa"
SIGN_IN_PATHS = ("allauth.account", FACTORS)
READING = ("GET", "HEAD", "OPTIONS")


class ActingMiddleware:
    """Closed by default: a view without a mark in its URL is never run.

    What belongs to the work at a form is added above (`desk.middleware`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and keep pages of records out of every cache."""
        with tickets.holding_session(request.session):
            response = self.get_response(request)
        if getattr(request, "shown_ticket", False):
            tickets.show_ticket("")
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        elif request.method == "POST" and request.path == reverse("account_logout"):
            # Not "storage": a screening that was not sent yet may wait there.
            response.headers["Clear-Site-Data"] = '"cache"'
            response.headers["Cache-Control"] = "no-store"
        known_browsers.set_cookie(request, response)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Any,
        args: Any,
        kwargs: Any,
    ) -> HttpResponseBase | None:
        """Decide who acts before the view runs; then run it in their transaction."""
        mark = getattr(view, "permission", None)
        if mark == guards.EVERYONE:
            return None
        asked = None
        if request.user.is_authenticated and view is not sign_out:
            asked = self.ask_again(request, mark)
        if asked is not None:
            return asked
        if view.__module__.startswith(SIGN_IN_PATHS):
            return self.let_sign_in(request, view)
        if mark is None:
            raise Http404
        if not request.user.is_authenticated:
            return self.ask_to_sign_in(request, mark)
        return self.let_in(request, mark, lambda: view(request, *args, **kwargs))

    def let_sign_in(self, request: HttpRequest, view: Any) -> HttpResponseBase | None:
        """What is answered instead of a page around signing in; None where it is shown.

        Second factors are changed with a ticket, and begun with a link's number.
        """
        if tickets.has_ticket(request.session):
            if request.method == "POST":
                request.shown_ticket = True  # type: ignore[attr-defined]
                tickets.show_ticket(tickets.ticket_of(request.session))
        elif (
            view.__module__.startswith(FACTORS)
            and request.user.is_authenticated
            and not second_factor.may_begin(request.user)
        ):
            return render(request, "account/link_first.html", status=403)
        return ask_for_both(request)

    def let_in(
        self,
        request: HttpRequest,
        mark: str,
        run: Callable[[], HttpResponse],
    ) -> HttpResponseBase:
        """Run the view as the member, unless they may not, or are none any more."""
        user = cast("User", request.user)
        if missing := second_factor.still_to_enrol(user):
            return redirect(missing)
        try:
            return self.as_member(
                request,
                user,
                mark,
                run,
            )
        except NotAMemberError:
            # The role ended while the session was open.
            logout(request)
            return redirect("account_login")
        except RefusedError as error:
            security_log.log_event("refused", request, user=user.id, word=mark)
            raise Http404 from error
        except Http404:
            security_log.log_event("not_found", request, user=user.id, word=mark)
            raise
        except VaultAwayError:
            return self.answer_closed(request, mark)

    def process_exception(
        self,
        request: HttpRequest,
        exception: Exception,
    ) -> HttpResponseBase | None:
        """Say so on pages around signing in, too, while nothing can be opened."""
        if isinstance(exception, VaultAwayError):
            return self.answer_closed(request, guards.EVERYONE)
        return None

    def answer_closed(self, request: HttpRequest, mark: str) -> HttpResponseBase:
        """The answer to whoever asks for what cannot be opened for now."""
        said = {"sent": request.method == "POST"}
        return render(request, "kit/closed_for_now.html", said, status=503)

    def ask_to_sign_in(self, request: HttpRequest, mark: str) -> HttpResponseBase:
        """The answer to somebody who is not signed in, at a page that asks for it."""
        return redirect_to_login(request.get_full_path(), "account_login")

    def ask_again(
        self, request: HttpRequest, mark: str | None
    ) -> HttpResponseBase | None:
        """The page that asks who was away for a code; None for everybody else."""
        return ask_if_away(request)

    def answer_changed_role(
        self,
        request: HttpRequest,
        user: User,
        opened_in: UUID,
    ) -> HttpResponseBase:
        """The answer to a form that was opened in another role than is acted in now."""
        return role_binding.changed_role_page(request, user, opened_in)

    def as_member(
        self,
        request: HttpRequest,
        user: User,
        mark: str,
        run: Callable[[], HttpResponse],
    ) -> HttpResponseBase:
        """Run the view as the member the session chose, or ask which."""
        membership = chosen_membership(request, user)
        if membership is None and mark != guards.SIGNED_IN:
            return redirect("choose_membership")
        opened_in = role_binding.role_of_form(request)
        if mark != guards.SIGNED_IN and opened_in and opened_in != membership:
            if not role_binding.goes_on_as(request, opened_in):
                return self.answer_changed_role(request, user, opened_in)
            membership = opened_in
            request.session["membership"] = str(membership)
        read_only = request.method in READING and not connection.in_atomic_block
        with acting_member(user.id, membership) as actor:
            acting_request = cast("guards.ActingRequest", request)
            acting_request.actor = with_user_name(actor, user)
            if mark != guards.SIGNED_IN:
                require(may(actor, mark))
            if answer := self.answer_before_view(acting_request):
                return answer
            if read_only:
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL transaction_read_only = on")
            return self.run_view(acting_request, run)

    def answer_before_view(
        self,
        request: guards.ActingRequest,
    ) -> HttpResponseBase | None:
        """What is answered instead of the view; None where the view is to run."""
        return None

    def run_view(
        self,
        request: guards.ActingRequest,
        run: Callable[[], HttpResponse],
    ) -> HttpResponseBase:
        """What the view answers, inside the member's transaction."""
        return run()


def chosen_membership(request: HttpRequest, user: User) -> UUID | None:
    """The membership of this session; the only one there is needs no choosing."""
    chosen = request.session.get("membership")
    if chosen:
        return UUID(chosen)
    with acting_member(user.id, None) as bare:
        open_ones = queries.own_memberships(by=bare)
    if len(open_ones) != 1:
        return None
    request.session["membership"] = str(open_ones[0].id)
    return open_ones[0].id


def with_user_name(actor: Actor, user: User) -> Actor:
    """The actor with the user's name, for the page's header."""
    return Actor(
        actor.user_id,
        actor.membership_id,
        actor.agency_id,
        actor.unit_id,
        actor.role,
        actor.purpose,
        user.full_name,
    )
