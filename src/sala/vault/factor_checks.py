"""Whether a code or a touch is that of a second factor. Of the vault's process alone.

A secret is opened here and nowhere else: what the site learns is yes or no.
"""

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Iterator
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
from sala.vault import opening, taken_codes
from sala.vault.keyring import Keyring
from sala.vault.sealed_places import SECOND_FACTOR, CannotOpenError
from sala.vault.tickets import FactorStatement

STEP, DIGITS = 30, 6  # seconds and digits, as every app counts them (RFC 6238)
# The step before and the one after count too: a phone's clock is wrong, a line is slow.
STEPS_AROUND = (0, -1, 1)
RECOVERY_CODES, RECOVERY_DIGITS = 10, 8  # as allauth makes them of a seed
Codes = Callable[[bytes, dict[str, Any]], Iterator[tuple[int, str]]]
Take = Callable[[str, bytes, int], None]


def right_number(ring: Keyring, stated: FactorStatement, code: str) -> int:
    """The step of the app, or the place in the list of recovery codes, that a code is
    right for; it is taken by that.

    Raises `CannotOpenError` for a wrong one, for one that was taken before, and for
    every one once too many were.
    """
    if stated.type not in KINDS:
        raise CannotOpenError("this factor has no codes")
    kept_in, codes, take = KINDS[stated.type]
    taken_codes.count_wrong(stated.user, stated.type)
    secret = _opened(ring, stated.data[kept_in])
    for number, right in codes(secret, stated.data):
        if hmac.compare_digest(right.encode(), code.encode()):
            take(stated.user, secret, number)
            taken_codes.forget_wrong(stated.user, stated.type)
            return number
    raise CannotOpenError("the code is not right")


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
        if key is None:
            raise CannotOpenError("this is no key")
        server.authenticate_complete(said["state"], [key], answer)
    except (ValueError, KeyError, TypeError) as error:
        raise CannotOpenError("the touch is not this key's") from error
    taken_codes.take_touch(stated.user, said["state"]["challenge"])


def _app_codes(secret: bytes, _data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    try:
        key = base64.b32decode(secret, casefold=True)
    except binascii.Error as error:
        raise CannotOpenError("the secret is none") from error
    app = HOTP(key, DIGITS, SHA1(), enforce_key_length=False)  # noqa: S303 RFC 6238
    now = int(clock.now().timestamp()) // STEP
    for step in (now + around for around in STEPS_AROUND):
        yield step, app.generate(step).decode()


def _recovery_codes(seed: bytes, data: dict[str, Any]) -> Iterator[tuple[int, str]]:
    made = hmac.new(seed, None, "sha1")
    for number in range(RECOVERY_CODES):
        made.update(f"{number:3},".encode())
        value = int.from_bytes(made.digest()[: RECOVERY_DIGITS // 2], "big")
        if not data["used_mask"] & (1 << number):
            yield number, str(value % 10**RECOVERY_DIGITS).zfill(RECOVERY_DIGITS)


def _opened(ring: Keyring, sealed: str) -> bytes:
    return opening.open_value(ring, SECOND_FACTOR, sealed.encode())


# Where the secret of each kind is kept, its codes, and how one is taken.
KINDS: dict[str, tuple[str, Codes, Take]] = {
    "totp": ("secret", _app_codes, taken_codes.take_step),
    "recovery_codes": ("seed", _recovery_codes, taken_codes.take_printed),
}
