"""What the vault does with each thing that it is asked; in its process alone."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from sala.vault import opening
from sala.vault.keyring import Keyring
from sala.vault.protocol import (
    Answer,
    DigestTerm,
    DigestTerms,
    IndexIdentity,
    MakePseudonyms,
    OpenBox,
    OpenPersonal,
    OpenValue,
    Request,
    RewrapKey,
    SealFactor,
    SignBody,
)
from sala.vault.sealed_places import CannotOpenError

# What an identity that was just opened is found by: kinds and forms, for a region's
# telephone numbers. The room that knows names brings it; the vault knows none of them.
TermsOf = Callable[[bytes, str], Iterable[tuple[str, str]]]
_terms_of: list[TermsOf] = []


def index_with(terms_of: TermsOf) -> None:
    """Let identities be indexed by what this says that they are found by."""
    _terms_of[:] = [terms_of]


def answer_request(ring: Keyring, item: Request) -> Answer:
    """The answer to one thing; none where it does not open."""
    try:
        return ANSWERS[type(item)](ring, item)
    except CannotOpenError:
        return None


def _open_value(ring: Keyring, asked: OpenValue) -> bytes:
    return opening.open_value(ring, asked.place, asked.sealed)


def _open_box(ring: Keyring, asked: OpenBox) -> bytes:
    return opening.open_box(ring, asked.use, asked.about, asked.sealed)


def _open_personal(ring: Keyring, asked: OpenPersonal) -> bytes:
    key = opening.unwrap_key(ring, asked.key)
    return opening.open_personal(key, asked.key.person, asked.place, asked.sealed)


def _seal_factor(ring: Keyring, asked: SealFactor) -> bytes:
    return opening.seal_factor(ring, asked.place, asked.secret)


def _digest_term(ring: Keyring, asked: DigestTerm) -> bytes:
    return opening.blind_digest(ring, asked.kind, asked.form)


def _digest_terms(ring: Keyring, asked: DigestTerms) -> bytes:
    key = opening.unwrap_key(ring, asked.key)
    text = opening.open_personal(key, asked.key.person, asked.place, asked.sealed)
    return _digests(ring, json.loads(text)["terms"])


def _index_identity(ring: Keyring, asked: IndexIdentity) -> bytes:
    if not _terms_of:
        raise CannotOpenError("this vault was not told what people are found by")
    key = opening.unwrap_key(ring, asked.key)
    text = opening.open_personal(key, asked.key.person, asked.place, asked.sealed)
    return _digests(ring, _terms_of[0](text, asked.region))


def _digests(ring: Keyring, terms: Iterable[tuple[str, str]]) -> bytes:
    made = [
        (kind, opening.blind_digest(ring, kind, form).hex()) for kind, form in terms
    ]
    return json.dumps(made).encode()


def _make_pseudonyms(ring: Keyring, asked: MakePseudonyms) -> bytes:
    return opening.pseudonyms_of(ring, asked.export, asked.width, asked.values)


def _sign_body(ring: Keyring, asked: SignBody) -> bytes:
    return ring.signer.sign(asked.body)


def _rewrap_key(ring: Keyring, asked: RewrapKey) -> bytes:
    """The name of the current key, the person's under it, and the public half."""
    key = opening.unwrap_key(ring, asked.key)
    again = opening.wrap_again(ring, asked.key.person, key)
    parts = {"sealed": again.hex(), "public": opening.public_half(key).hex()}
    return json.dumps({"name": ring.current, **parts}).encode()


ANSWERS: dict[type[Request], Callable[[Keyring, Any], bytes]] = {
    OpenValue: _open_value,
    OpenBox: _open_box,
    OpenPersonal: _open_personal,
    SealFactor: _seal_factor,
    DigestTerm: _digest_term,
    DigestTerms: _digest_terms,
    IndexIdentity: _index_identity,
    MakePseudonyms: _make_pseudonyms,
    SignBody: _sign_body,
    RewrapKey: _rewrap_key,
}
