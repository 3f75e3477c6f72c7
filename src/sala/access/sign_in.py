"""Sala's rules for allauth: nobody signs up, secrets of second factors are encrypted,
sign-ins are in the ledger.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.signals import password_changed
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from sala.access import queries
from sala.access.context import Actor, acting_member
from sala.access.ledger import record
from sala.access.models import User
from sala.vault.sealed_places import SealedPlace
from sala.vault.sealed_text import open_text, seal_text

EVENTS = {
    user_logged_in: "access.signed_in",
    user_logged_out: "access.signed_out",
    password_changed: "access.password_changed",
    authenticator_added: "access.second_factor_added",
    authenticator_removed: "access.second_factor_removed",
}


# allauth does not say for whose authenticator it seals.
SECOND_FACTOR = SealedPlace("mfa_authenticator", "data", "", "second factor")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Users are added by an administrator, never by themselves."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Write the password and nothing else: the site may change no other column."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """Sign-in names are kept in lower case."""
        return str(super().clean_username(username.lower(), shallow=shallow))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Keeps the secrets of second factors readable only with the keyring."""

    def encrypt(self, text: str) -> str:
        """A second factor's secret as it is stored."""
        return seal_text(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        """A second factor's secret as it is used."""
        return open_text(encrypted_text, SECOND_FACTOR)


def connect_signals() -> None:
    """Enter what happens around signing in into the ledger.

    The only signals Sala listens to: they are allauth's and Django's own way to say it.
    """
    for signal, action in EVENTS.items():
        signal.connect(_enter_sign_in, dispatch_uid=f"sala.{action}")


def _enter_sign_in(signal: Any, user: User | None, **more: object) -> None:
    if user is None or not user.is_active:
        return
    factor = more.get("authenticator")
    detail = factor_named(factor) if isinstance(factor, Authenticator) else None
    with acting_member(user.id, None) as actor:
        record(
            by=actor,
            action=EVENTS[signal],
            kind="user",
            subject=user.id,
            detail=detail,
        )


def factor_named(factor: Authenticator) -> dict[str, object]:
    """A second factor as an entry names it: one that was removed has no key."""
    return {
        "factor": str(factor.type),
        "factor_made_at": factor.created_at.isoformat(),
    }


@contextmanager
def on_the_server(*, username: str, password: str, code: str) -> Iterator[Actor | None]:
    """One transaction of a member of staff who signs in on the command line; None when
    refused.

    Both factors are asked as on the page; the first role that is in force today is
    acted in.
    """
    user = authenticate(username=username.lower(), password=password)
    if not isinstance(user, User) or not _knows_code(user, code):
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


def _knows_code(user: User, code: str) -> bool:
    """Whether the code is the one that the user's authenticator app shows now."""
    kind = Authenticator.Type.TOTP
    found = Authenticator.objects.filter(user=user, type=kind).first()
    return found is not None and bool(TOTP(found).validate_code(code))
