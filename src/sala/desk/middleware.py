"""Every request of a member, with what belongs to the work at a form: put off, resumed,
sent after the session ended, and overtaken by somebody else.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from sala.access.guards import ActingRequest
from sala.access.middleware import ActingMiddleware
from sala.access.models import User
from sala.desk import resuming
from sala.desk.pages import MovedOnError, redirect_late
from sala.desk.requests import remember_unfinished


class DeskMiddleware(ActingMiddleware):
    """Keeps what is typed: nothing is lost when a form is interrupted or late."""

    def ask_to_sign_in(self, request: HttpRequest, mark: str) -> HttpResponseBase:
        """Ask to sign in; keep what was still sent into a session that had ended."""
        return resuming.signed_out(request, mark)

    def answer_closed(self, request: HttpRequest, mark: str) -> HttpResponseBase:
        """The answer while nothing can be opened; what was typed is kept."""
        said = {
            "sent": request.method == "POST",
            "kept": resuming.keep_unsent(request, mark),
        }
        return render(request, "kit/closed_for_now.html", said, status=503)

    def ask_again(
        self, request: HttpRequest, mark: str | None
    ) -> HttpResponseBase | None:
        """Ask who was away; what a page keeps by itself is kept without asking."""
        return resuming.kept_while_away(request, mark) or super().ask_again(
            request, mark
        )

    def answer_changed_role(
        self,
        request: HttpRequest,
        user: User,
        opened_in: UUID,
    ) -> HttpResponseBase:
        """Keep what was typed for the role it was typed in, and say what happened."""
        kept = resuming.keep_in_role(request, user, opened_in)
        if kept and resuming.keeps_quietly(request):
            return HttpResponse(status=204)
        return super().answer_changed_role(request, user, opened_in)

    def answer_before_view(self, request: ActingRequest) -> HttpResponseBase | None:
        """Let the page find what was typed before; answer whoever puts a form off."""
        remember_unfinished(
            request,
            resumed=partial(resuming.resumed_form, request, request.actor),
            begun=partial(resuming.forms_begun_here, request, request.actor),
        )
        return resuming.ask_for_files(request, request.actor) or resuming.put_off(
            request, request.actor
        )

    def run_view(
        self,
        request: ActingRequest,
        run: Callable[[], HttpResponse],
    ) -> HttpResponseBase:
        """What the view answers; what was kept of an accepted form is let go."""
        try:
            response = run()
        except MovedOnError as late:
            response = redirect_late(request, late)
        resuming.forget_sent(request, request.actor, response)
        return response
