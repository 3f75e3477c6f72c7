"""A sealed text opens at its place alone; what is of earlier formats still opens."""

import base64
import hmac
from dataclasses import replace
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sala.vault import keyring, opening, public_keys
from sala.vault.sealed_places import (
    SECOND_FORMAT,
    THIRD_FORMAT,
    CannotOpenError,
    KeyUse,
    SealedPlace,
    is_first_format,
)
from sala.vault.sealed_text import open_text, seal_text
from sala.vault.tests.rings import made_keyring

pytestmark = pytest.mark.usefixtures("django_db_setup")  # which makes the keyring
PLACE = SealedPlace("access_brokenglass", "reason", uuid4(), "emergency look")
FACTOR = SealedPlace("mfa_authenticator", "data", "", "second factor")
ELSEWHERE = [
    {"table": "access_draft"},
    {"column": "finding"},
    {"row": uuid4()},
    {"use": "draft"},
    {"use": "case"},
]


def opened_by_vault(sealed, place):
    """What the vault opens, for itself alone where it is a second factor."""
    raw = opening.open_value(keyring.load_keyring(), place, sealed.encode())
    if place is FACTOR:
        with pytest.raises(CannotOpenError):
            open_text(sealed, place)
    else:
        assert open_text(sealed, place) == raw.decode()
    return raw.decode()


@pytest.mark.parametrize("place", [PLACE, FACTOR], ids=["a reason", "a second factor"])
def test_a_text_opens_at_its_place(place):
    sealed = seal_text("ນາງ ຄຳ", place)
    assert opened_by_vault(sealed, place) == "ນາງ ຄຳ"
    assert not is_first_format(sealed.encode())


@pytest.mark.parametrize("moved", ELSEWHERE)
@pytest.mark.parametrize("place", [PLACE, FACTOR], ids=["a reason", "a second factor"])
def test_a_text_that_was_put_elsewhere_does_not_open(place, moved):
    sealed = seal_text("a reason", place)
    with pytest.raises(CannotOpenError):
        open_text(sealed, replace(place, **moved))


def test_a_text_of_the_first_format_opens_and_a_damaged_one_does_not():
    ring = Fernet(base64.urlsafe_b64encode(keyring.load_keyring().sign_in))
    before = ring.encrypt(b"a reason").decode()
    assert open_text(before, PLACE) == "a reason"
    for damaged in (
        before[:-8],
        "",
        "sala2.",
        "sala2.AAAA",
        "sala3.",
        "sala3.AAAA",
        seal_text("x", PLACE)[:-8],
    ):
        with pytest.raises(CannotOpenError):
            open_text(damaged, PLACE)


def second_format(ring, text):
    key = hmac.digest(ring.sign_in, b"sala sealed values", "sha256")
    box = b"n" * 12 + AESGCM(key).encrypt(b"n" * 12, text, PLACE.binding())
    return SECOND_FORMAT + base64.urlsafe_b64encode(box)


def test_a_text_of_the_second_format_opens_at_its_place_alone():
    ring = made_keyring()
    sealed = second_format(ring, b"a reason")
    assert opening.open_value(ring, PLACE, sealed) == b"a reason"
    for moved in ELSEWHERE:
        with pytest.raises(CannotOpenError):
            opening.open_value(ring, replace(PLACE, **moved), sealed)


def test_nobody_with_public_keys_makes_a_second_factor_that_opens():
    """Or who writes to the database would put in one of their own, and sign in."""
    known = public_keys.load_public_keys()
    assert KeyUse.SECOND_FACTOR not in known.keys
    for use in known.keys:
        public = X25519PublicKey.from_public_bytes(known.keys[use])
        box = public_keys.SUITE.encrypt(
            b"mine", public, info=FACTOR.binding(public=True)
        )
        made = THIRD_FORMAT + base64.urlsafe_b64encode(f"{known.name}:".encode() + box)
        with pytest.raises(CannotOpenError):
            open_text(made.decode(), FACTOR)


@pytest.mark.parametrize("place", [PLACE, FACTOR], ids=["a reason", "a second factor"])
def test_a_retired_key_closes_nothing_that_stays_in_a_record(rotating, place):
    sealed = seal_text("a reason", place)
    rotating.rotate()
    rotating.retire()
    assert opened_by_vault(sealed, place) == "a reason"


def test_each_use_has_a_key_of_its_own():
    known = public_keys.load_public_keys()
    assert len(set(known.keys.values())) == len(known.keys) == len(KeyUse) - 1
