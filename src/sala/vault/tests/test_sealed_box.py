"""Whoever knows the public key can write to the server; only the keyring reads it."""

from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from sala.vault import sealed_box
from sala.vault.sealed_box import CannotOpenBoxError, open_box, seal_box

pytestmark = pytest.mark.usefixtures("django_db_setup")  # which makes the keyring
VALUE, ABOUT = "ຄວາມລັບ".encode(), uuid4()


def test_what_is_sealed_opens_for_its_use_and_its_thing_only():
    box = seal_box(
        VALUE,
        use="envelope",
        about=ABOUT,
    )
    assert VALUE not in box
    assert (
        open_box(
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
            open_box(box, **wrong)


def test_a_stranger_seals_with_the_public_key_alone():
    name, public = sealed_box.public_key()
    key = X25519PublicKey.from_public_bytes(public)
    made = sealed_box.SUITE.encrypt(VALUE, key, info=f"sala:envelope:{ABOUT}".encode())
    assert (
        open_box(
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
        open_box(
            box,
            use="envelope",
            about=ABOUT,
        )


@pytest.mark.parametrize("use", ["envelope", "draft", "order"])
def test_boxes_open_after_a_rotation_and_not_once_their_key_is_retired(rotating, use):
    box = seal_box(VALUE, use=use, about=ABOUT)
    name = rotating.rotate()
    assert open_box(box, use=use, about=ABOUT) == VALUE
    assert sealed_box.key_name(box) != name
    assert sealed_box.key_name(seal_box(VALUE, use=use, about=ABOUT)) == name
    rotating.retire()
    with pytest.raises(CannotOpenBoxError):
        open_box(box, use=use, about=ABOUT)


@pytest.mark.parametrize("use", ["draft", "order"])
def test_a_box_of_before_each_use_had_its_key_opens(use):
    name, public = sealed_box.public_key()
    key = X25519PublicKey.from_public_bytes(public)
    made = sealed_box.SUITE.encrypt(VALUE, key, info=f"sala:{use}:{ABOUT}".encode())
    assert open_box(f"{name}:".encode() + made, use=use, about=ABOUT) == VALUE
