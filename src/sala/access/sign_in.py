"""Sala's rules for allauth: nobody signs up, secrets of second factors are encrypted,
sign-ins are in the ledger.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_password_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.account.signals import authentication_step_completed, password_changed
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import SESSION_KEY, authenticate
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sala.access import (
    known_browsers,
    own_changes,
    queries,
    second_factor,
    security_log,
    sessions,
    tickets,
    tries,
)
from sala.access.context import Actor, acting_member
from sala.access.ledger import record
from sala.access.models import User
from sala.access.session_store import SessionStore
from sala.kit import clock
from sala.vault.sealed_places import SECOND_FACTOR
from sala.vault.sealed_text import seal_text

EVENTS = {
    user_logged_in: ("access.signed_in", "signed_in"),
    user_logged_out: ("access.signed_out", "signed_out"),
    password_changed: ("access.password_changed", "sign_in_changed"),
    authenticator_added: ("access.second_factor_added", "sign_in_changed"),
    authenticator_removed: ("access.second_factor_removed", "sign_in_changed"),
    authenticator_reset: ("access.second_factor_added", "sign_in_changed"),
}
# So many failed tries before a sign-in are told to supervisors too.
TOLD_TO_SUPERVISORS = 5


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Counts tries as Sala does (`tries`), and says when the next one is taken."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _("Too many tries. Wait five minutes."),
    }
    counted: tuple[tries.Counted, ...] = ()

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Users are added by an administrator, never by themselves."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Write the password and nothing else: the site may change no other column.

        Entered and told here, while the session has its ticket: it is over by the time
        that allauth says so.
        """
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            own_changes.enter_own_act(user, "access.password_changed", tell="password")

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Sign-in names are kept in lower case."""
        return str(super().clean_username(username.lower(), shallow=shallow))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who gave the password a moment ago, and has no second step to give yet, is
        not asked for it once more.
        """
        request = context.request
        records = get_authentication_records(request, request.user)
        latest = max((said["at"] for said in records), default=0)
        if (
            clock.now().timestamp() - latest < REAUTHENTICATION_TIMEOUT
            and not is_mfa_enabled(request.user)
        ):
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try.

        Raises `TooManyTriesError` where too many came before it.
        """
        self.counted = password_tries(request, str(credentials.get("username", "")))
        _count_or_log(request, self.counted)

    def _rollback_login_failed_rl_usage(self) -> None:
        """The password was right: the try is counted no more."""
        tries.take_back(self.counted)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """The password was wrong: its user is told when they sign in next."""
        note_wrong_password(request, str(credentials.get("username", "")))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors readable only with the keyring."""

    def encrypt(self, text: str) -> str:
        """A second factor's secret as it is stored."""
        return seal_text(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """What recovery codes are made of, for the page that shows them; the secret of
        an app is opened for nobody.
        """
        request = context.request
        return tickets.open_seed(request.session, request.user, encrypted_text)


def enter_with_new_password(request: HttpRequest, user: User) -> HttpResponse:
    """The answer to who has just chosen a password with their link: they are in as far
    as with the password typed at sign-in, and no further.
    """
    answer: HttpResponse = perform_password_login(
        request, {"username": user.username}, Login(user=user)
    )
    return answer


def password_tries(
    request: HttpRequest | None, username: str
) -> tuple[tries.Counted, ...]:
    """How a try with a password is counted: where it comes from, and for whom."""
    name = username.lower()
    if request is None:  # on the server's command line
        return ((tries.IN_ONE_PLACE, f"{name} server"),)
    address = tries.counted_address(security_log.address_of(request))
    browser = known_browsers.known_browser(request, name)
    if browser:
        return ((tries.IN_ONE_PLACE, f"{name} browser {browser}"),)
    return (
        (tries.FROM_AN_ADDRESS, address),
        (tries.IN_ONE_PLACE, f"{name} address {address}"),
        (tries.OF_A_NAME, name),
    )


def _count_or_log(
    request: HttpRequest | None, counted: tuple[tries.Counted, ...]
) -> None:
    try:
        tries.count_tries(counted, clock.now())
    except tries.TooManyTriesError as error:
        security_log.log_event("too_many_tries", request, limit=error.limit.what)
        raise


def check_own_password(request: HttpRequest, user: User, password: str) -> bool:
    """Whether who is signed in gave their password; a wrong one is counted as a try to
    sign in is, since whoever sits at their screen may be guessing.

    Raises `TooManyTriesError` where too many came before it.
    """
    counted = password_tries(request, user.username)
    _count_or_log(request, counted)
    if user.check_password(password):
        tries.take_back(counted)
        return True
    note_wrong_password(request, user.username)
    return False


def note_wrong_password(request: HttpRequest | None, username: str) -> None:
    """Log a wrong password, and remember it for the user of the name, if there is one.

    A name that is none is not logged: it may be a password typed into the wrong field.
    """
    user = User.objects.filter(username=username.lower()).first()
    if user is not None:
        tries.note_failure(user, "password", clock.now())
    known = bool(request and known_browsers.known_browser(request, username))
    security_log.log_event(
        "password_failed", request, user=user.id if user else None, known_browser=known
    )


def check_code(
    request: HttpRequest | None,
    user: User,
    code: str,
    session: SessionBase | None = None,
) -> Authenticator | None:
    """The factor that a code is right for; None for a wrong one, which is counted. The
    session that it is given in, the request's if no other, has a ticket by then.

    Raises `TooManyTriesError` where too many came before it.
    """
    held = request.session if request is not None else session
    assert held is not None  # noqa: S101 a programming error
    counted = ((tries.OF_CODES, str(user.pk)),)
    _count_or_log(request, counted)
    factor = second_factor.accepted_factor(held, user, code)
    if factor is not None:
        tries.take_back(counted)
        return factor
    tries.note_failure(user, "code", clock.now())
    security_log.log_event("code_failed", request, user=user.id)
    return None


@contextmanager
def counted_number(request: HttpRequest, user: User) -> Iterator[None]:
    """A try with the number that a link asks for; counted no more where it was right.

    Raises `TooManyTriesError` where too many came before it.
    """
    counted = ((tries.OF_NUMBERS, str(user.pk)),)
    _count_or_log(request, counted)
    try:
        yield
    except ValidationError:
        security_log.log_event("number_failed", request, user=user.id)
        raise
    tries.take_back(counted)


def connect_signals() -> None:
    """Enter what happens around signing in into the ledger and the security log.

    The only signals Sala listens to: they are allauth's and Django's own way to say it.
    """
    user_logged_in.connect(_begin_here, dispatch_uid="sala.begin_here")
    authentication_step_completed.connect(_change_key, dispatch_uid="sala.change_key")
    for signal, (action, _event) in EVENTS.items():
        signal.connect(_enter_sign_in, dispatch_uid=f"sala.{action}")


def _enter_sign_in(signal: Any, user: User | None, **more: Any) -> None:
    if user is None or not user.is_active:
        return
    action, event = EVENTS[signal]
    request: HttpRequest | None = more.get("request")
    if event == "sign_in_changed":
        sessions.end_other_sessions(request, user)
    security_log.log_event(event, request, user=user.id)
    factor = more.get("authenticator")
    if signal is authenticator_added and factor and request is not None:
        # The code that set an app up is used, like any other; it need not be followed
        # by another for the page of codes that comes next.
        code = request.POST.get("code", "")
        second_factor.use_first_code(request.session, factor, code)
        record_authentication(request, user, "mfa", reauthenticated=True)
        _tell_of_failures(request, user)
    detail = factor_named(factor) if isinstance(factor, Authenticator) else None
    if signal is not password_changed:
        begins = signal is authenticator_added and own_changes.begins_second_steps(
            request, user
        )
        changed = event == "sign_in_changed" and not begins
        own_changes.enter_own_act(
            user, action, detail, tell="factor" if changed else ""
        )


def factor_named(factor: Authenticator) -> dict[str, object]:
    """A second factor as an entry names it: one that was removed has no key."""
    return {
        "factor": str(factor.type),
        "factor_made_at": factor.created_at.isoformat(),
    }


def _change_key(
    request: HttpRequest, *, reauthenticated: bool = False, **_more: Any
) -> None:
    """Another key for a session whose user was asked once more; at signing in Django
    changes it.
    """
    if reauthenticated:
        sessions.change_key(request)


def _begin_here(request: HttpRequest, user: User, **_more: Any) -> None:
    """Count the session from now, know the browser again, tell of failed tries."""
    sessions.begin_session(request, clock.now())
    known_browsers.remember_browser(request, user)
    _tell_of_failures(request, user)


def _tell_of_failures(request: HttpRequest, user: User) -> None:
    """Tell a user, and of many their supervisors, of tries that failed: once the user
    has a ticket to tell others with.
    """
    if not tickets.has_ticket(request.session):
        return
    request.session.save()  # the ticket is good in a session that is the user's
    passwords = tries.count_failures(user, "password")
    codes = tries.count_failures(user, "code")
    if not (passwords or codes) or not hasattr(request, "_messages"):
        return
    said = ngettext(
        "Since you last signed in, %(n)d try with your name failed.",
        "Since you last signed in, %(n)d tries with your name failed.",
        passwords + codes,
    ) % {"n": passwords + codes}
    if codes:
        asked = _("The password was right. If that was not you, change it now.")
    else:
        asked = _("If that was not you, tell your supervisor.")
    messages.warning(request, f"{said} {asked}")
    if passwords + codes >= TOLD_TO_SUPERVISORS:
        own_changes.tell_of_tries(user, passwords + codes)
    tries.forget_failures(user)


@contextmanager
def on_the_server(*, username: str, password: str, code: str) -> Iterator[Actor | None]:
    """One transaction of a member of staff who signs in on the command line; None when
    refused.

    Both factors are asked as on the page, with the same limits; the first role that is
    in force today is acted in. Raises `TooManyTriesError`.
    """
    session = SessionStore()
    session.create()
    try:
        user = _checked_on_server(session, username.lower(), password, code)
        with tickets.holding_session(session), _as_first_member(user) as actor:
            yield actor
    finally:
        session.delete()


@contextmanager
def _as_first_member(user: User | None) -> Iterator[Actor | None]:
    if user is None:
        yield None
        return
    with acting_member(user.id, None) as bare:
        own = queries.own_memberships(by=bare)
        record(
            by=bare,
            action="access.signed_in",
            kind="user",
            subject=user.id,
        )
    if not own:
        yield None
        return
    with acting_member(user.id, own[0].id) as actor:
        yield actor


def _checked_on_server(
    session: SessionBase, username: str, password: str, code: str
) -> User | None:
    counted = password_tries(None, username)
    _count_or_log(None, counted)
    user = authenticate(username=username, password=password)
    if not isinstance(user, User):
        note_wrong_password(None, username)
        return None
    tries.take_back(counted)
    if check_code(None, user, code, session) is None:
        return None
    session[SESSION_KEY] = str(user.pk)
    session.save()
    return user
