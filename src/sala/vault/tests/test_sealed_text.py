"""A sealed text opens at its place alone; what is of the first format still opens."""

import base64
from dataclasses import replace
from uuid import uuid4

import pytest
from cryptography.fernet import Fernet

from sala.vault import keyring
from sala.vault.sealed_places import (
    CannotOpenError,
    SealedPlace,
    is_second_format,
)
from sala.vault.sealed_text import open_text, seal_text

pytestmark = pytest.mark.usefixtures("django_db_setup")  # which makes the keyring
PLACE = SealedPlace("access_brokenglass", "reason", uuid4(), "emergency look")


def test_a_text_opens_at_its_place():
    sealed = seal_text("ນາງ ຄຳ", PLACE)
    assert open_text(sealed, PLACE) == "ນາງ ຄຳ"
    assert is_second_format(sealed.encode())


@pytest.mark.parametrize(
    "moved",
    [
        {"table": "access_draft"},
        {"column": "finding"},
        {"row": uuid4()},
        {"use": "draft"},
    ],
)
def test_a_text_that_was_put_elsewhere_does_not_open(moved):
    sealed = seal_text("a reason", PLACE)
    with pytest.raises(CannotOpenError):
        open_text(sealed, replace(PLACE, **moved))


def test_a_text_of_the_first_format_opens_and_a_damaged_one_does_not():
    ring = Fernet(base64.urlsafe_b64encode(keyring.load_keyring().sign_in))
    before = ring.encrypt(b"a reason").decode()
    assert open_text(before, PLACE) == "a reason"
    assert not is_second_format(before.encode())
    for damaged in (
        before[:-8],
        "",
        "sala2.",
        "sala2.AAAA",
        seal_text("x", PLACE)[:-8],
    ):
        with pytest.raises(CannotOpenError):
            open_text(damaged, PLACE)
