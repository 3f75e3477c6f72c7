"""What is asked of the vault and what it answers, as bytes on a socket.

A message is four bytes of length and a list in JSON: one item for each thing to do, so
that a page asks once. An answer has one value for each, or none where it does not open.
"""

import base64
import json
import struct
from collections.abc import Callable
from dataclasses import dataclass, fields
from socket import socket
from typing import Any
from uuid import UUID

from sala.vault.sealed_places import SealedPlace

LARGEST = 64 * 1024 * 1024  # bytes of a message: a few photographs
LENGTH = struct.Struct(">I")


class ProtocolError(Exception):
    """A message is none of this protocol."""


@dataclass(frozen=True)
class OpenValue:
    """Open what was sealed for a place under the vault's keys."""

    place: SealedPlace
    sealed: bytes


@dataclass(frozen=True)
class OpenBox:
    """Open what was sealed for a use and one thing it is about."""

    use: str
    about: str
    sealed: bytes


@dataclass(frozen=True)
class WrappedKey:
    """A person's key as it is stored: whose, under which key of the ring."""

    person: UUID
    name: str
    sealed: bytes


@dataclass(frozen=True)
class OpenPersonal:
    """Open what was sealed for a person, whose key the database states to be shown to
    who asks.
    """

    statement: bytes
    place: SealedPlace
    sealed: bytes


@dataclass(frozen=True)
class SealFactor:
    """Seal a second factor's secret."""

    place: SealedPlace
    secret: bytes


@dataclass(frozen=True)
class CheckCode:
    """Say whether a code is right for a factor that the database states, and for which
    number of it; give a ticket.
    """

    statement: bytes
    code: str


@dataclass(frozen=True)
class CheckTouch:
    """Say whether a passkey that the database states answered, and give a ticket."""

    statement: bytes
    touch: str  # JSON: the site, the challenge as it was asked, the answer


@dataclass(frozen=True)
class OpenSeed:
    """Open what recovery codes are made of, for who is signed in and is shown them."""

    statement: bytes


@dataclass(frozen=True)
class ListOpenings:
    """Say who opened whom on the day that the database states for the operator."""

    statement: bytes


@dataclass(frozen=True)
class DigestTerm:
    """Make the digest that a search term of a kind is stored under."""

    kind: str
    form: str


@dataclass(frozen=True)
class DigestTerms:
    """Make the digests of search terms that were sealed for a person; they are not
    handed out.
    """

    key: WrappedKey
    place: SealedPlace
    sealed: bytes


@dataclass(frozen=True)
class IndexIdentity:
    """Make the digests that a sealed identity is found by; neither it nor its terms are
    handed out.
    """

    key: WrappedKey
    place: SealedPlace
    sealed: bytes
    region: str  # in whose form telephone numbers are typed


@dataclass(frozen=True)
class MakePseudonyms:
    """Make the pseudonyms of one export, of 8 bytes each, for values of one width that
    stand one after another.
    """

    export: str
    width: int  # bytes of a value
    values: bytes


@dataclass(frozen=True)
class SignBody:
    """Sign what speaks of the ledger outside the database."""

    body: bytes


@dataclass(frozen=True)
class RewrapKey:
    """Put a person's key under the current key of the ring, and say its public half."""

    key: WrappedKey


Request = (
    OpenValue
    | OpenBox
    | OpenPersonal
    | SealFactor
    | CheckCode
    | CheckTouch
    | OpenSeed
    | ListOpenings
    | DigestTerm
    | DigestTerms
    | IndexIdentity
    | MakePseudonyms
    | SignBody
    | RewrapKey
)
Answer = bytes | None


def encode_request(item: Request) -> list[str]:
    """One thing to do, as it stands in a message: what, and its parts."""
    parts = (_texts(getattr(item, part.name)) for part in fields(item))
    return [KINDS[type(item)], *(text for part in parts for text in part)]


def decode_requests(said: object) -> list[Request]:
    """What a message asks; raises `ProtocolError` where it is none."""
    if not isinstance(said, list):
        raise ProtocolError("the message is no list")
    return [decode_request(item) for item in said]


def decode_request(item: Any) -> Request:
    """What an item of a message asks; raises `ProtocolError` for anything else."""
    try:
        kind, *texts = item
        return DECODERS[kind](*texts)
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError("the vault does not know what was asked") from error


KINDS: dict[type[Request], str] = {
    OpenValue: "value",
    OpenBox: "box",
    OpenPersonal: "personal",
    SealFactor: "factor",
    CheckCode: "code",
    CheckTouch: "touch",
    OpenSeed: "seed",
    ListOpenings: "openings",
    DigestTerm: "digest",
    DigestTerms: "digests",
    IndexIdentity: "index",
    MakePseudonyms: "pseudonyms",
    SignBody: "sign",
    RewrapKey: "rewrap",
}
DECODERS: dict[str, Callable[..., Request]] = {
    "value": lambda *t: OpenValue(SealedPlace(*t[:4]), _bytes(*t[4:])),
    "box": lambda use, about, sealed: OpenBox(use, about, _bytes(sealed)),
    "personal": lambda *t: OpenPersonal(
        _bytes(t[0]), SealedPlace(*t[1:5]), _bytes(*t[5:])
    ),
    "factor": lambda *t: SealFactor(SealedPlace(*t[:4]), _bytes(*t[4:])),
    "code": lambda statement, code: CheckCode(_bytes(statement), str(code)),
    "touch": lambda statement, touch: CheckTouch(_bytes(statement), str(touch)),
    "seed": lambda statement: OpenSeed(_bytes(statement)),
    "openings": lambda statement: ListOpenings(_bytes(statement)),
    "digest": lambda kind, form: DigestTerm(str(kind), str(form)),
    "digests": lambda *t: DigestTerms(
        _key_of(*t[:3]), SealedPlace(*t[3:7]), _bytes(*t[7:])
    ),
    "index": lambda *t: IndexIdentity(
        _key_of(*t[:3]), SealedPlace(*t[3:7]), _bytes(t[7]), *t[8:]
    ),
    "pseudonyms": lambda export, width, values: MakePseudonyms(
        str(export), _width_of(width), _bytes(values)
    ),
    "sign": lambda body: SignBody(_bytes(body)),
    "rewrap": lambda *t: RewrapKey(_key_of(*t)),
}


def encode_answers(answers: list[Answer]) -> list[str | None]:
    """Answers as they stand in a message."""
    return [None if answer is None else _text(answer) for answer in answers]


def decode_answers(said: Any, number: int) -> list[Answer]:
    """The answers of a message, as many as were asked."""
    if not isinstance(said, list) or len(said) != number:
        raise ProtocolError("the vault did not answer what was asked")
    return [None if answer is None else _bytes(answer) for answer in said]


def send_message(to: socket, said: Any) -> None:
    """Send one message whole."""
    raw = json.dumps(said, separators=(",", ":")).encode()
    to.sendall(LENGTH.pack(len(raw)) + raw)


def receive_message(of: socket) -> Any:
    """The next message; raises `EOFError` where the other side has gone."""
    (length,) = LENGTH.unpack(_exactly(of, LENGTH.size))
    if length > LARGEST:
        raise ProtocolError("the message is too long")
    try:
        return json.loads(_exactly(of, length))
    except (ValueError, RecursionError) as error:
        raise ProtocolError("the message is no list") from error


def _exactly(of: socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        part = of.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _texts(part: SealedPlace | WrappedKey | bytes | str | int | UUID) -> list[str]:
    match part:
        case SealedPlace(table, column, row, use):
            return [table, column, str(row), use]
        case WrappedKey(person, name, sealed):
            return [str(person), name, _text(sealed)]
        case bytes():
            return [_text(part)]
        case _:
            return [str(part)]


def _key_of(person: str, name: str, sealed: str) -> WrappedKey:
    return WrappedKey(UUID(person), name, _bytes(sealed))


def _width_of(text: str) -> int:
    width = int(text)
    if width < 1:
        raise ValueError(text)
    return width


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
