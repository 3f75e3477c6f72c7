"""Browsers in which a user has signed in before: a cookie says so, signed.

It lets nobody in. It keeps the tries of strangers from being counted against whoever
signs in where they did before (`tries`).
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

from sala.access.models import User

COOKIE = f"{settings.COOKIE_PREFIX}known"
KEPT = timedelta(days=180)
MOST = 8  # users of one browser
SALT = "sala.known_browser"


def known_browser(request: HttpRequest, username: str) -> str:
    """A name of the browser, where this user has signed in before; else nothing."""
    browser, users = _read_cookie(request)
    return browser if _name_hash(username) in users else ""


def remember_browser(request: HttpRequest, user: User) -> None:
    """Let the answer to this request mark the browser as one of the user's."""
    browser, users = _read_cookie(request)
    name = _name_hash(user.username)
    kept = [name, *(u for u in users if u != name)][:MOST]
    request.known_browser = [  # type: ignore[attr-defined]
        browser or secrets.token_hex(8),
        kept,
    ]


def set_cookie(request: HttpRequest, response: HttpResponseBase) -> None:
    """Mark the browser, where somebody has just signed in."""
    known = getattr(request, "known_browser", None)
    if known is not None:
        response.set_cookie(
            COOKIE,
            signing.dumps(known, salt=SALT),
            max_age=KEPT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )


def _read_cookie(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        said: Any = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT
        )
    except signing.BadSignature:
        return "", []
    browser, users = said
    return browser, users


def _name_hash(username: str) -> str:
    """Whoever holds the browser does not read in it who works there."""
    digest = salted_hmac(SALT, username.lower(), algorithm="sha256").hexdigest()
    return digest[:16]
