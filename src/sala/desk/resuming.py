"""A form is interrupted: put off, thrown away, or sent after the session ended. See
docs/adr/0006.

A form takes part by including `kit/finish_later.html`. Pages around signing in never
do.
"""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access import guards, role_binding, sessions, tickets
from sala.access.context import (
    Actor,
    NotAMemberError,
    acting_member,
    keeping_member,
)
from sala.access.models import User
from sala.access.permissions import may
from sala.desk import drafts
from sala.kit import clock

FORM, TITLE, WISH, ROLE = "_form", "_title", "_later", "_role"
KEEP, QUIETLY, DISCARD = "keep", "quietly", "discard"
RESUME = "resume"
SENT = range(300, 400)


def form_of(request: HttpRequest) -> UUID | None:
    """The form that was sent, if it is one that can be put off."""
    return (
        _uuid_or_none(request.POST.get(FORM, "")) if request.method == "POST" else None
    )


def page_of(request: HttpRequest) -> str:
    """The page's address, without the form that is resumed on it."""
    rest = request.GET.copy()
    rest.pop(RESUME, None)
    return f"{request.path}?{rest.urlencode()}" if rest else request.path


def put_off(request: HttpRequest, by: Actor) -> HttpResponseBase | None:
    """The answer to whoever puts a form off or throws it away; None to whoever sends
    it.
    """
    wish = request.POST.get(WISH, "") if request.method == "POST" else ""
    if wish not in {KEEP, QUIETLY, DISCARD} or by.agency_id is None:
        return None
    form = form_of(request) or uuid4()
    if wish == DISCARD:
        drafts.forget_form(
            by=by,
            at=clock.now(),
            form=form,
        )
        messages.success(request, _("It is thrown away."))
        return redirect("start")
    try:
        keep_typed(request, by, form)
    except drafts.TooMuchError:
        return render(
            request,
            "desk/too_much.html",
            {"most": drafts.LARGEST // 1024},
            status=413,
        )
    except drafts.AlreadySentError:
        if wish == KEEP:  # gone back to, to begin another
            keep_typed(request, by, uuid4())
    if wish == QUIETLY:
        return HttpResponse(status=204)
    messages.success(
        request,
        _("It is kept for you. You find it below, under what you began."),
    )
    return redirect("start")


def keep_typed(request: HttpRequest, by: Actor, form: UUID) -> drafts.UnfinishedForm:
    """Keep all that was typed but what the page itself put in."""
    values = request.POST.copy()
    for own in (FORM, TITLE, WISH, RESUME, ROLE, "csrfmiddlewaretoken"):
        values.pop(own, None)
    title = request.POST.get(TITLE, "")
    at, page = clock.now(), page_of(request)
    return drafts.keep_form(
        by=by,
        at=at,
        form=form,
        path=page,
        title=title,
        values=values,
    )


def forget_sent(request: HttpRequest, by: Actor, response: HttpResponseBase) -> None:
    """Forget what was kept of a form that has been sent and accepted."""
    form = form_of(request)
    if form is not None and response.status_code in SENT and by.agency_id is not None:
        drafts.forget_form(
            by=by,
            at=clock.now(),
            form=form,
        )


def resumed_form(request: HttpRequest, by: Actor) -> drafts.TypedForm | None:
    """What the actor had typed into the form that they resume on this page."""
    wanted = (request.GET if request.method == "GET" else request.POST).get(RESUME, "")
    form = _uuid_or_none(wanted)
    found = (
        drafts.typed_form(
            by=by,
            at=clock.now(),
            form=form,
        )
        if form and by.agency_id
        else None
    )
    return found if found and found.row.path == page_of(request) else None


def forms_begun_here(request: HttpRequest, by: Actor) -> list[drafts.UnfinishedForm]:
    """What the actor began on this page and did not send."""
    if by.agency_id is None or request.method != "GET":
        return []
    return drafts.unfinished_forms(
        by=by,
        at=clock.now(),
        path=page_of(request),
    )


def signed_out(request: HttpRequest, mark: str) -> HttpResponse:
    """Ask to sign in; what somebody still sent into a session that had just ended is
    kept.
    """
    row = keep_after_end(request, mark)
    if request.POST.get(WISH) == QUIETLY:
        return HttpResponse(status=401)
    if row is not None:
        said = _(
            "You were away for long and have been signed out. Nothing was sent yet."
            " Sign in: ",
        )
        messages.warning(
            request,
            said + _("what you typed is kept for you and nobody else."),
        )
    target = row.url if row else request.get_full_path()
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def keep_after_end(request: HttpRequest, mark: str) -> drafts.UnfinishedForm | None:
    """Keep a form for the user whose session ended by itself within the last day.

    The session's own cookie must come with it. It opens nothing: the one thing done in
    its user's name is to put this form where they alone find it.
    """
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    session = sessions.ended_session(cookie, clock.now()) if form_of(request) else None
    user = sessions.user_of_session(session) if session else None
    membership = _role_to_keep_in(request, session or {})
    if session is None or user is None or membership is None:
        return None
    ended = tickets.whole_ticket(cookie, session.get(tickets.TICKET))
    return keep_in_role(request, user, membership, mark, ended=ended)


def keep_in_role(
    request: HttpRequest,
    user: User,
    membership: UUID,
    mark: str = guards.SIGNED_IN,
    *,
    ended: str | None = None,
) -> drafts.UnfinishedForm | None:
    """Keep a form for its user in a role of theirs, where it has the page; nothing else
    is done. `ended` is the ticket of a session that is over.
    """
    form = form_of(request)
    if form is None:
        return None
    try:
        entering = (
            acting_member(user.id, membership)
            if ended is None
            else keeping_member(user.id, membership, ended)
        )
        with entering as actor:
            allowed = mark == guards.SIGNED_IN or may(actor, mark)
            return keep_typed(request, actor, form) if allowed else None
    except (NotAMemberError, drafts.TooMuchError, drafts.AlreadySentError):
        return None


def keep_unsent(request: HttpRequest, mark: str) -> drafts.UnfinishedForm | None:
    """Keep a form that could not be taken, for the user who sent it."""
    user = request.user
    membership = _role_to_keep_in(request, request.session)
    if membership is None or not isinstance(user, User):
        return None
    return keep_in_role(request, user, membership, mark)


def keeps_quietly(request: HttpRequest) -> bool:
    """Whether the page keeps what is typed by itself, and its user sends nothing."""
    return request.method == "POST" and request.POST.get(WISH) == QUIETLY


def kept_while_away(request: HttpRequest, mark: str | None) -> HttpResponse | None:
    """The answer to a page that keeps what is typed while its user is to be asked for a
    code; None to everything else.
    """
    if mark is None or not keeps_quietly(request):
        return None
    if not sessions.was_away(request, clock.now()):
        return None
    membership = _role_to_keep_in(request, request.session)
    user = cast("User", request.user)
    kept = membership and keep_in_role(request, user, membership, mark)
    return HttpResponse(status=204 if kept else 401)


def ask_for_files(request: HttpRequest, by: Actor) -> HttpResponse | None:
    """Back to the page with what was typed, where a file was sent and could not wait
    while its user was asked for something; None where there was none.
    """
    if not getattr(request, "files_left_out", False):
        return None
    form = form_of(request)
    try:
        row = keep_typed(request, by, form) if form and by.agency_id else None
    except (drafts.TooMuchError, drafts.AlreadySentError):
        row = None
    messages.warning(request, _("Nothing was sent yet. Choose the file again."))
    return redirect(row.url if row else request.get_full_path())


def _role_to_keep_in(
    request: HttpRequest, remembered: Mapping[str, Any] | SessionBase
) -> UUID | None:
    """The membership that the form was opened in, whichever was chosen since; where it
    does not say, the session's.
    """
    opened_in = role_binding.role_of_form(request)
    return opened_in or _uuid_or_none(str(remembered.get("membership")))


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
