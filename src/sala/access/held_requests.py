"""What was typed into a form that cannot be taken yet, carried by the page that asks
for something first.

It is sealed in the page, for this session and address: whoever picks up the phone reads
nothing in it, and the server stores nothing. The key is made of the session's own name,
which no page says and no other session has, and of the server's secret. See
docs/adr/0019.
"""

import base64
import json
import zlib
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from sala.access.session_store import LONGEST, born_as

FIELD = "_held"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
NOT_TYPED = ("csrfmiddlewaretoken", FIELD)


@dataclass(frozen=True)
class HeldRequest:
    """What somebody asked for, or sent, that waits. A file is not carried."""

    method: str
    values: QueryDict
    had_files: bool


def hold_request(request: HttpRequest) -> str:
    """The request, sealed: an address that was asked for, or a form that was sent."""
    values = request.POST.copy()
    for own in NOT_TYPED:
        values.pop(own, None)
    said = [
        request.get_full_path(),
        request.method,
        values.urlencode(),
        bool(request.FILES) or getattr(request, "files_left_out", False),
    ]
    return _cipher(request).encrypt(zlib.compress(json.dumps(said).encode())).decode()


def open_held(request: HttpRequest, held: str) -> HeldRequest | None:
    """What was held, for this session and address; else nothing."""
    try:
        opened = _cipher(request).decrypt(held.encode(), int(LONGEST.total_seconds()))
    except InvalidToken:
        return None
    path, method, values, files = json.loads(zlib.decompress(opened))
    if path != request.get_full_path():
        return None
    return HeldRequest(method, QueryDict(values), files)


def release_request(request: HttpRequest, held: HeldRequest) -> None:
    """Make the request the one that was held."""
    request.method = held.method
    request._post = held.values  # type: ignore[attr-defined]  # noqa: SLF001
    request._files = MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001
    request.files_left_out = held.had_files  # type: ignore[attr-defined]


def can_be_held(request: HttpRequest) -> bool:
    """Whether a request is one of a page: a look at one, or an ordinary form."""
    return request.method in {"GET", "HEAD"} or request.content_type in FORMS


def _cipher(request: HttpRequest) -> Fernet:
    # Not of the session's key, which is another once the code was given in another tab.
    born = born_as(request.session.session_key)
    key = HKDF(SHA256(), 32, None, b"sala held request").derive(
        f"{settings.SECRET_KEY}\x1f{born}".encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))
