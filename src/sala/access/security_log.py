"""What is watched for attacks: one line of JSON an event, in the server's log.

A line names the event, the user where there is one, the address and the page by its
name in the code. It holds no path, no code of a person or case, nothing that was typed:
a password is often typed into the field for the name. `kit.errors.QuietFormatter`
writes the moment with its time zone. See docs/adr/0020 for the events.
"""

import json
import logging
from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

LOGGER = logging.getLogger("sala.security")
EVENTS = {
    "signed_in": logging.INFO,
    "signed_out": logging.INFO,
    "password_failed": logging.WARNING,
    "code_failed": logging.WARNING,
    "number_failed": logging.WARNING,
    "too_many_tries": logging.WARNING,
    "confirmed_again": logging.INFO,
    "confirmation_asked": logging.INFO,
    "sign_in_changed": logging.WARNING,
    "sessions_ended": logging.INFO,
    "refused": logging.WARNING,
    "not_found": logging.INFO,
    "forged_form": logging.WARNING,
    "method_refused": logging.WARNING,
    "policy_report": logging.WARNING,
    "impossible_value": logging.INFO,
}


def log_event(
    event: str,
    request: HttpRequest | None = None,
    *,
    user: UUID | None = None,
    **detail: str | int | bool,
) -> None:
    """Write one event; `detail` holds words of the code only, never what was typed."""
    said: dict[str, Any] = {"event": event}
    if user is not None:
        said["user"] = str(user)
    if request is not None:
        said["address"] = address_of(request)
        match = getattr(request, "resolver_match", None)
        said["page"] = (match.view_name if match else "") or ""
    LOGGER.log(EVENTS[event], "%s", json.dumps(said | detail, sort_keys=True))


def address_of(request: HttpRequest) -> str:
    """The network address that a request came from; behind a proxy, what it saw."""
    return str(get_client_ip(request) or "")
