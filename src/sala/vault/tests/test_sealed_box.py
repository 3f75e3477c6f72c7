"""Whoever knows the public key can write to the server; only the keyring reads it."""

from dataclasses import replace
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from sala.vault import keyring, sealed_box
from sala.vault.sealed_box import CannotOpenBoxError, seal, unseal

VALUE, ABOUT = "ຄວາມລັບ".encode(), uuid4()


def test_what_is_sealed_opens_for_its_use_and_its_thing_only():
    box = seal(
        VALUE,
        use="envelope",
        about=ABOUT,
    )
    assert VALUE not in box
    assert (
        unseal(
            box,
            use="envelope",
            about=ABOUT,
        )
        == VALUE
    )
    for wrong in (
        {"use": "draft", "about": ABOUT},
        {"use": "envelope", "about": uuid4()},
    ):
        with pytest.raises(CannotOpenBoxError):
            unseal(box, **wrong)


def test_a_stranger_seals_with_the_public_key_alone():
    name, public = sealed_box.public_key()
    key = X25519PublicKey.from_public_bytes(public)
    made = sealed_box.SUITE.encrypt(VALUE, key, info=f"sala:envelope:{ABOUT}".encode())
    assert (
        unseal(
            f"{name}:".encode() + made,
            use="envelope",
            about=ABOUT,
        )
        == VALUE
    )


@pytest.mark.parametrize(
    "box",
    [b"", b"k1:", b"k1", b"nobody:" + b"x" * 99, b"\xff\xfe:x", b"k1:" + b"x" * 99],
)
def test_what_is_no_box_of_ours_does_not_open(box):
    with pytest.raises(CannotOpenBoxError):
        unseal(
            box,
            use="envelope",
            about=ABOUT,
        )


def test_boxes_open_after_a_rotation_and_not_once_their_key_is_retired(monkeypatch):
    box = seal(
        VALUE,
        use="envelope",
        about=ABOUT,
    )
    rotated = keyring.with_new_wrapping_key(keyring.load())
    monkeypatch.setattr(keyring, "load", lambda: rotated)
    assert (
        unseal(
            box,
            use="envelope",
            about=ABOUT,
        )
        == VALUE
    )
    assert (
        sealed_box.key_name(
            seal(
                VALUE,
                use="envelope",
                about=ABOUT,
            ),
        )
        == rotated.current
    )
    retired = keyring.without_old_wrapping_keys(rotated)
    monkeypatch.setattr(keyring, "load", lambda: retired)
    with pytest.raises(CannotOpenBoxError):
        unseal(
            box,
            use="envelope",
            about=ABOUT,
        )
    other = replace(rotated, wrapping=dict.fromkeys(rotated.wrapping, b"0" * 32))
    monkeypatch.setattr(keyring, "load", lambda: other)
    with pytest.raises(CannotOpenBoxError):
        unseal(
            box,
            use="envelope",
            about=ABOUT,
        )
