"""What the vault does with each thing that it is asked; in its process alone."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from sala.vault import counting, factor_checks, opening, tickets
from sala.vault.keyring import Keyring
from sala.vault.protocol import (
    Answer,
    CheckCode,
    CheckTouch,
    DigestTerm,
    DigestTerms,
    IndexIdentity,
    ListOpenings,
    MakePseudonyms,
    OpenBox,
    OpenPersonal,
    OpenSeed,
    OpenValue,
    Request,
    RewrapKey,
    SealFactor,
    SignBody,
)
from sala.vault.sealed_places import CannotOpenError, KeyUse

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
    if asked.place.key_use is KeyUse.SECOND_FACTOR:
        raise CannotOpenError("a second factor is checked here and never handed out")
    return opening.open_value(ring, asked.place, asked.sealed)


def _open_box(ring: Keyring, asked: OpenBox) -> bytes:
    return opening.open_box(ring, asked.use, asked.about, asked.sealed)


def _open_personal(ring: Keyring, asked: OpenPersonal) -> bytes:
    stated = tickets.read_person(ring, asked.statement)
    key = opening.unwrap_key(ring, stated.key)
    opened = opening.open_personal(key, stated.key.person, asked.place, asked.sealed)
    if asked.place.table in IDENTITIES:
        counting.count_opening(stated)
    return opened


def _seal_factor(ring: Keyring, asked: SealFactor) -> bytes:
    return opening.seal_factor(ring, asked.place, asked.secret)


def _check_code(ring: Keyring, asked: CheckCode) -> bytes:
    stated = tickets.read_statement(ring, asked.statement)
    number = factor_checks.right_number(ring, stated, asked.code)
    ticket = tickets.make_ticket(ring, stated)
    return json.dumps({"number": number, "ticket": ticket}).encode()


def _check_touch(ring: Keyring, asked: CheckTouch) -> bytes:
    stated = tickets.read_statement(ring, asked.statement)
    factor_checks.check_touch(stated, asked.touch)
    return tickets.make_ticket(ring, stated).encode()


def _open_seed(ring: Keyring, asked: OpenSeed) -> bytes:
    return factor_checks.open_seed(ring, tickets.read_statement(ring, asked.statement))


def _list_openings(ring: Keyring, asked: ListOpenings) -> bytes:
    day = tickets.read_day(ring, asked.statement)
    return json.dumps(counting.openings_of(day)).encode()


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


# Who somebody is; words of a record are not counted.
IDENTITIES = frozenset({"people_sealedidentity", "people_personattachment"})
ANSWERS: dict[type[Request], Callable[[Keyring, Any], bytes]] = {
    OpenValue: _open_value,
    OpenBox: _open_box,
    OpenPersonal: _open_personal,
    SealFactor: _seal_factor,
    CheckCode: _check_code,
    CheckTouch: _check_touch,
    OpenSeed: _open_seed,
    ListOpenings: _list_openings,
    DigestTerm: _digest_term,
    DigestTerms: _digest_terms,
    IndexIdentity: _index_identity,
    MakePseudonyms: _make_pseudonyms,
    SignBody: _sign_body,
    RewrapKey: _rewrap_key,
}
