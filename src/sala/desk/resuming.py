"""A form is interrupted: put off, thrown away, or sent after the session ended. See
docs/adr/0006.

A form takes part by including `kit/finish_later.html`. Pages around signing in never
do.
"""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from sala.access import guards
from sala.access.context import Actor, NotAMemberError, acting_member
from sala.access.models import User
from sala.access.permissions import may
from sala.desk import drafts
from sala.kit import clock

FORM, TITLE, WISH = "_form", "_title", "_later"
KEEP, QUIETLY, DISCARD = "keep", "quietly", "discard"
RESUME = "resume"
# How long after a session ended what its user still sends is kept for them.
GRACE = timedelta(hours=24)
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
    for own in (FORM, TITLE, WISH, RESUME, "csrfmiddlewaretoken"):
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
    form = form_of(request)
    session = ended_session(request) if form else None
    user = user_of(session) if session else None
    if form is None or session is None or user is None:
        return None
    return _kept_for(request, mark, form, user.id, session.get("membership"))


def keep_unsent(request: HttpRequest, mark: str) -> drafts.UnfinishedForm | None:
    """Keep a form that could not be taken, for the user who sent it."""
    form, user = form_of(request), request.user
    if form is None or not isinstance(user, User):
        return None
    chosen = request.session.get("membership")
    return _kept_for(request, mark, form, user.id, chosen)


def _kept_for(
    request: HttpRequest,
    mark: str,
    form: UUID,
    user: UUID,
    membership: object,
) -> drafts.UnfinishedForm | None:
    try:
        with acting_member(user, UUID(str(membership))) as actor:
            allowed = mark == guards.SIGNED_IN or may(actor, mark)
            return keep_typed(request, actor, form) if allowed else None
    except (NotAMemberError, ValueError, drafts.TooMuchError, drafts.AlreadySentError):
        return None


def ended_session(request: HttpRequest) -> dict[str, object] | None:
    """What was remembered of the session whose cookie came, if it ended within the last
    day.
    """
    now = clock.now()
    cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = Session.objects.filter(
        session_key=cookie,
        expire_date__lte=now,
        expire_date__gt=now - GRACE,
    ).first()
    return SessionStore().decode(row.session_data) if row else None


def user_of(session: dict[str, object]) -> User | None:
    """The user who was signed in, unless their sessions were ended for them."""
    key = _uuid_or_none(str(session.get(SESSION_KEY)))
    user = User.objects.filter(id=key, is_active=True).first() if key else None
    valid = user and constant_time_compare(
        str(session.get(HASH_SESSION_KEY, "")),
        user.get_session_auth_hash(),
    )
    return user if valid else None


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
