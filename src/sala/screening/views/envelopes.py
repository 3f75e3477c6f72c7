"""Envelopes of a phone, or of another program: the key to seal with, and the door
itself.
"""

import base64
import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse

from sala.access.guards import ActingRequest
from sala.kit import clock
from sala.screening.actions import envelopes
from sala.screening.actions.sealed_submissions import USE
from sala.screening.rules import frame
from sala.screening.rules.submission import FORM
from sala.vault import sealed_box

MOST = 50  # envelopes in one request; a phone sends the rest in the next


def exchange_envelopes(request: ActingRequest) -> HttpResponse:
    """GET: how to seal. POST: envelopes, each taken on its own, with one result
    each.
    """
    if request.method != "POST":
        return JsonResponse(how_to_seal())
    try:
        sent = json.loads(request.body)["envelopes"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return wrong_body('{"envelopes": [{"id": …, "sealed": …}]}')
    if not isinstance(sent, list) or len(sent) > MOST:
        return wrong_body(f"envelopes: a list of at most {MOST}")
    return JsonResponse({"results": [envelope_result(request, one) for one in sent]})


def how_to_seal() -> dict[str, object]:
    """The public key and how it is used (RFC 9180, base mode, one message)."""
    name, public = sealed_box.public_key()
    return {
        "key": name,
        "public": base64.b64encode(public).decode(),
        "suite": sealed_box.SUITE_NAME,
        "info": f"sala:{USE}:{{id}}",
        "sealed": "base64 of key, a colon, the encapsulated key and the ciphertext",
        "largest": envelopes.LARGEST,
        "most": MOST,
        "form": FORM,
        "frame": frame.as_data(),
    }


def envelope_result(request: ActingRequest, sent: Any) -> dict[str, object]:
    """What became of one envelope."""
    said = sent if isinstance(sent, dict) else {}
    try:
        key = UUID(said["id"])
        sealed = base64.b64decode(str(said["sealed"]), validate=True)
    except (LookupError, ValueError, TypeError, AttributeError):
        return {
            "id": str(said.get("id", "")),
            "state": "refused",
            "fault": "not_an_envelope",
        }
    received = envelopes.receive_envelope(
        by=request.actor,
        at=clock.now(),
        key=key,
        sealed=sealed,
    )
    return {
        "id": str(key),
        "state": received.state,
        "receipt": received.receipt,
        "fault": received.fault,
        "again": received.again,
    }


def wrong_body(right: str) -> HttpResponse:
    """The body is none; say what would be right."""
    return JsonResponse({"error": f"the body is not {right}"}, status=400)
