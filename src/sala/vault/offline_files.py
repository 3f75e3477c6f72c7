"""Files sealed to a key that the site does not have: whoever runs it cannot read them.

A fresh key for each file, sealed to the offline public key (HPKE, RFC 9180, as in
`sealed_box`); the content under it in one AES-256-GCM stream (NIST SP 800-38D), with
the header as associated data; the whole signed (Ed25519) by the installation, since
what is restored runs in the database.
"""

import base64
import json
import os
import secrets
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from sala.vault.sealed_box import SUITE

MAGIC = b'{"sala_offline_file": 1, '
PIECE = 1024 * 1024
NONCE, TAG, SIGNATURE = 12, 16, 64


class ReadablePieces(Protocol):
    """Whatever is read piece by piece, and gives nothing at its end."""

    def read(self, size: int, /) -> bytes:
        """The next piece."""


class CannotOpenFileError(Exception):
    """A sealed file does not open; the text says why."""


def make_offline_key() -> tuple[bytes, str]:
    """A new pair: the private key as PEM, for a place without a network, and the public
    key as text, for the site.
    """
    private = X25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem, private.public_key().public_bytes_raw().hex()


def parse_public_key(text: str) -> X25519PublicKey:
    """The public key from its text; `ValueError` where it is none."""
    return X25519PublicKey.from_public_bytes(bytes.fromhex(text.strip()))


def parse_private_key(pem: bytes) -> X25519PrivateKey:
    """The private key from its PEM; `CannotOpenFileError` where it is none."""
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError) as error:
        raise CannotOpenFileError("this is no private key") from error
    if not isinstance(key, X25519PrivateKey):
        raise CannotOpenFileError("this is no key for backups")
    return key


def key_fingerprint(key: X25519PublicKey) -> str:
    """What a person compares two public keys by."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def seal_stream(
    content: ReadablePieces,
    target: IO[bytes],
    *,
    to: X25519PublicKey,
    use: str,
    sign: Callable[[bytes], bytes],
    says: Mapping[str, object] | None = None,
) -> None:
    """Seal what can be read to the end, piece by piece: a dump fits no memory.

    `sign` is of the installation: who seals a backup holds no key that signs. What it
    `says` beside stands in the open, signed with it.
    """
    key, nonce = secrets.token_bytes(32), secrets.token_bytes(NONCE)
    said = {
        "says": dict(says or {}),
        "use": use,
        "to": key_fingerprint(to),
        "key": base64.b64encode(SUITE.encrypt(key, to, info=_bound(use))).decode(),
        "nonce": base64.b64encode(nonce).decode(),
    }
    header = MAGIC + json.dumps(said)[1:].encode() + b"\n"
    digest = sha256(header)
    target.write(header)
    cipher = Cipher(AES(key), GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(header)
    while piece := content.read(PIECE):
        sealed = cipher.update(piece)
        digest.update(sealed)
        target.write(sealed)
    cipher.finalize()
    digest.update(cipher.tag)
    target.write(cipher.tag + sign(digest.digest()))


def is_sealed(file: Path) -> bool:
    """Whether a file is of this form at all."""
    with file.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


@dataclass(frozen=True)
class CheckedFile:
    """A private copy of a sealed file whose signature was found right."""

    copy: IO[bytes]
    header: bytes
    key: bytes
    nonce: bytes
    says: Mapping[str, object]  # beside its content, by who sealed it

    def pieces(self) -> Iterator[bytes]:
        """The content, piece by piece, once."""
        self.copy.seek(0, os.SEEK_END)
        left = self.copy.tell() - len(self.header) - TAG - SIGNATURE
        self.copy.seek(len(self.header))
        cipher = Cipher(AES(self.key), GCM(self.nonce)).decryptor()
        cipher.authenticate_additional_data(self.header)
        while left > 0:
            sealed = self.copy.read(min(PIECE, left))
            left -= len(sealed)
            yield cipher.update(sealed)
        try:
            cipher.finalize_with_tag(self.copy.read(TAG))
        except (InvalidTag, ValueError) as error:
            raise CannotOpenFileError("the file was sealed wrongly") from error


@dataclass(frozen=True)
class OfflineFile:
    """A sealed file, the key that opens it, and whose signature it must carry."""

    file: Path
    key: X25519PrivateKey
    use: str
    signed_by: Ed25519PublicKey

    @contextmanager
    def checked(self) -> Iterator[CheckedFile]:
        """The file, read once into a copy that has no name, and its signature checked.

        What is opened afterwards is what was checked, whoever writes to the file
        meanwhile; sealed as it is, nothing opened lies on a disk.
        """
        with (
            tempfile.TemporaryFile(dir=settings.VAR) as copy,
            self.file.open("rb") as given,
        ):
            self._check_signature(_copied_digest(given, copy), copy)
            copy.seek(0)
            header = copy.readline()
            yield CheckedFile(copy, header, *self._file_key(header))

    def opened(self) -> Iterator[bytes]:
        """The content, piece by piece; nothing of it before all of it was checked."""
        with self.checked() as found:
            yield from found.pieces()

    def _check_signature(self, digest: bytes, copy: IO[bytes]) -> None:
        copy.seek(-SIGNATURE, os.SEEK_END)
        try:
            self.signed_by.verify(copy.read(SIGNATURE), digest)
        except InvalidSignature as error:
            raise CannotOpenFileError(
                f"{self.file.name} was changed, is not whole, or is not of this"
                " installation",
            ) from error

    def _file_key(self, header: bytes) -> tuple[bytes, bytes, Mapping[str, object]]:
        try:
            said = json.loads(header)
            nonce = base64.b64decode(said["nonce"])
            sealed = base64.b64decode(said["key"])
            to = str(said["to"])
            says = dict(said.get("says", {}))  # nothing on an earlier day
            key = SUITE.decrypt(sealed, self.key, info=_bound(self.use))
        except (InvalidTag, ValueError, KeyError, TypeError) as error:
            raise CannotOpenFileError(
                f"{self.file.name} is not sealed to this key, or for another use",
            ) from error
        if to != key_fingerprint(self.key.public_key()):
            raise CannotOpenFileError(f"{self.file.name} is not sealed to this key")
        return key, nonce, says


def _copied_digest(given: IO[bytes], copy: IO[bytes]) -> bytes:
    """Copy a file, and hash all of it but the signature at its end."""
    digest, held = sha256(), b""
    while piece := given.read(PIECE):
        copy.write(piece)
        held += piece
        digest.update(held[:-SIGNATURE])
        held = held[-SIGNATURE:]
    if copy.tell() < len(MAGIC) + TAG + SIGNATURE:
        raise CannotOpenFileError("the file is not whole")
    return digest.digest()


def _bound(use: str) -> bytes:
    return f"sala:offline file:{use}".encode()
