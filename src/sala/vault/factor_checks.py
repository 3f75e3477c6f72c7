"""Whether a code or a touch is that of a second factor. Of the vault's process alone.

A secret is opened here and nowhere else: what the site learns is yes or no.
"""

import base64
import binascii
import hmac
import json
import threading
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from fido2.server import Fido2Server
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    RegistrationResponse,
)

from sala.kit import clock
from sala.vault import opening
from sala.vault.keyring import Keyring
from sala.vault.sealed_places import SECOND_FACTOR, CannotOpenError
from sala.vault.tickets import FactorStatement

STEP, DIGITS = 30, 6  # seconds and digits, as every app counts them (RFC 6238)
# The step before and the one after count too: a phone's clock is wrong, a line is slow.
STEPS_AROUND = (0, -1, 1)
RECOVERY_CODES, RECOVERY_DIGITS = 10, 8  # as allauth makes them of a seed

# Wrong codes of one user in a day, one after another; one in 330,000 is right. The site
# takes fewer in five minutes (access/tries.py): these are for a site that lies.
WRONG_CODES, REMEMBERED = 30, 24 * 60 * 60

_touched: set[str] = set()  # challenges that were answered
_wrong: dict[tuple[str, str], list[float]] = {}  # when, by user and kind of factor
_counting = threading.Lock()


def right_number(ring: Keyring, stated: FactorStatement, code: str) -> int:
    """The step of the app, or the place in the list of recovery codes, that a code is
    right for; raises `CannotOpenError` for a wrong one, and for every one once too many
    were.
    """
    codes = {"totp": _app_codes, "recovery_codes": _recovery_codes}
    if stated.type not in codes:
        raise CannotOpenError("this factor has no codes")
    _count_wrong(stated)
    for number, right in codes[stated.type](ring, stated.data):
        if hmac.compare_digest(right.encode(), code.encode()):
            with _counting:
                _wrong.pop((stated.user, stated.type), None)
            return number
    raise CannotOpenError("the code is not right")


def _count_wrong(stated: FactorStatement) -> None:
    """Count a code as wrong, until it is right; raises `CannotOpenError`."""
    whose, now = (stated.user, stated.type), clock.now().timestamp()
    with _counting:
        wrong = [at for at in _wrong.get(whose, ()) if at > now - REMEMBERED]
        if len(wrong) >= WRONG_CODES:
            raise CannotOpenError("too many codes were wrong")
        _wrong[whose] = [*wrong, now]


def open_seed(ring: Keyring, stated: FactorStatement) -> bytes:
    """What recovery codes are made of, for the page that shows them to their user, who
    must be signed in.
    """
    if stated.type != "recovery_codes" or not stated.signed_in:
        raise CannotOpenError("nobody is shown this")
    sealed: str = stated.data["seed"]
    return opening.open_value(ring, SECOND_FACTOR, sealed.encode())


def check_touch(stated: FactorStatement, touch: str) -> None:
    """Check that a passkey answered a challenge, once; raises `CannotOpenError`.

    Whether the page that it answered is the site's own, the site has checked.
    """
    try:
        said: dict[str, Any] = json.loads(touch)
        made = RegistrationResponse.from_dict(stated.data["credential"])
        key = made.response.attestation_object.auth_data.credential_data
        site = PublicKeyCredentialRpEntity(name=said["site"], id=said["site"])
        server = Fido2Server(site, verify_origin=lambda _origin: True)
        answer = AuthenticationResponse.from_dict(said["answer"])
        if key is None or said["state"]["challenge"] in _touched:
            raise CannotOpenError("the touch was used before")
        server.authenticate_complete(said["state"], [key], answer)
    except (ValueError, KeyError, TypeError) as error:
        raise CannotOpenError("the touch is not this key's") from error
    _touched.add(said["state"]["challenge"])


def _app_codes(ring: Keyring, data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    secret = _opened(ring, data["secret"])
    try:
        key = base64.b32decode(secret, casefold=True)
    except binascii.Error as error:
        raise CannotOpenError("the secret is none") from error
    app = HOTP(key, DIGITS, SHA1(), enforce_key_length=False)  # noqa: S303 RFC 6238
    now = int(clock.now().timestamp()) // STEP
    for step in (now + around for around in STEPS_AROUND):
        yield step, app.generate(step).decode()


def _recovery_codes(ring: Keyring, data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    made = hmac.new(_opened(ring, data["seed"]), None, "sha1")
    for number in range(RECOVERY_CODES):
        made.update(f"{number:3},".encode())
        value = int.from_bytes(made.digest()[: RECOVERY_DIGITS // 2], "big")
        if not data["used_mask"] & (1 << number):
            yield number, str(value % 10**RECOVERY_DIGITS).zfill(RECOVERY_DIGITS)


def _opened(ring: Keyring, sealed: str) -> bytes:
    return opening.open_value(ring, SECOND_FACTOR, sealed.encode())
