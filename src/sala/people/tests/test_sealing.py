"""What is sealed opens for this person and this use alone; a picture keeps only its pixels."""

from dataclasses import replace
from io import BytesIO
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import ValidationError
from PIL import Image

from sala.people import photos
from sala.people.actions.sealed import identity_place, photo_place
from sala.vault import person_keys
from sala.vault.sealed_places import SECOND_FORMAT, CannotOpenError

pytestmark = pytest.mark.usefixtures("django_db_setup")  # which makes the keyring
HERE, OTHER = uuid4(), uuid4()
IDENTITY, PHOTO = identity_place(HERE), photo_place(HERE)


@pytest.fixture
def key():
    return person_keys.new_key(HERE)[2]


def test_what_is_sealed_opens(key):
    sealed = person_keys.seal_json(key, HERE, IDENTITY, {"name": "ຄຳ"})
    assert person_keys.unseal_json(key, HERE, IDENTITY, sealed) == {"name": "ຄຳ"}
    assert "ຄຳ".encode() not in sealed


@pytest.mark.parametrize(
    ("person", "place", "other_key"),
    [
        (OTHER, PHOTO, False),
        (HERE, IDENTITY, False),
        (HERE, PHOTO, True),
        (HERE, replace(PHOTO, table="people_consent"), False),
        (HERE, replace(PHOTO, column="sealed"), False),
        (HERE, replace(PHOTO, row=OTHER), False),
        (HERE, replace(PHOTO, use="identity"), False),
    ],
)
def test_it_opens_for_nobody_and_nowhere_else(
    key,
    person,
    place,
    other_key,
):
    sealed = person_keys.seal_value(key, HERE, PHOTO, b"picture")
    opener = person_keys.new_key(HERE)[2] if other_key else key
    with pytest.raises(CannotOpenError):
        person_keys.unseal_value(opener, person, place, sealed)


def sealed_before(key, person, use, value):
    """A value as it was sealed when only the person and the use were bound in."""
    return b"n" * 12 + AESGCM(key).encrypt(
        b"n" * 12,
        value,
        f"sala:{use}:{person}".encode(),
    )


def test_what_was_sealed_before_opens_for_its_person_and_use(key):
    sealed = sealed_before(key, HERE, "photo", b"picture")
    assert person_keys.unseal_value(key, HERE, PHOTO, sealed) == b"picture"
    for person, place in ((OTHER, PHOTO), (HERE, IDENTITY)):
        with pytest.raises(CannotOpenError):
            person_keys.unseal_value(key, person, place, sealed)


def test_what_is_sealed_now_does_not_open_by_the_rule_of_before(key):
    sealed = person_keys.seal_value(key, HERE, PHOTO, b"picture")
    with pytest.raises(CannotOpenError):
        person_keys.unseal_value(key, HERE, PHOTO, sealed.removeprefix(SECOND_FORMAT))


@pytest.mark.parametrize("at", [0, len(SECOND_FORMAT), len(SECOND_FORMAT) + 12, -1])
def test_one_changed_bit_and_it_does_not_open(key, at):
    sealed = bytearray(person_keys.seal_value(key, HERE, PHOTO, b"picture"))
    sealed[at] ^= 1
    with pytest.raises(CannotOpenError):
        person_keys.unseal_value(key, HERE, PHOTO, bytes(sealed))


def test_a_persons_key_moved_to_another_does_not_open():
    name, wrapped, key = person_keys.new_key(HERE)
    assert person_keys.unwrap_key(HERE, name, wrapped) == key
    with pytest.raises(CannotOpenError):
        person_keys.unwrap_key(OTHER, name, wrapped)
    with pytest.raises(CannotOpenError):
        person_keys.unwrap_key(HERE, "lost", wrapped)


def test_the_size_does_not_tell_the_length_of_a_name(key):
    sizes = {
        len(person_keys.seal_json(key, HERE, IDENTITY, {"name": "x" * n}))
        for n in range(1, 200)
    }
    assert len(sizes) == 1


def test_the_same_word_is_another_digest_as_another_kind():
    assert person_keys.blind_index("name", "P1") == person_keys.blind_index(
        "name", "P1"
    )
    assert person_keys.blind_index("name", "P1") != person_keys.blind_index(
        "document", "P1"
    )


def picture(kind="JPEG", size=(60, 30), **more):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def located():
    exif = Image.Exif()
    exif[0x010E] = "Kham at the shelter"
    exif[0x0112] = 6  # lies on its side
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif, comment=b"secret place")


def test_a_photograph_says_neither_where_nor_who():
    raw = located()
    assert b"shelter" in raw
    clean = photos.clean_photo(raw)
    with Image.open(BytesIO(clean)) as opened:
        assert (opened.format, opened.size) == ("JPEG", (30, 60)), "it stands upright"
        assert not opened.getexif()
        assert "comment" not in opened.info
    assert b"shelter" not in clean
    assert b"secret" not in clean


def test_a_large_photograph_is_made_smaller():
    with Image.open(
        BytesIO(photos.clean_photo(picture("PNG", (3000, 1000))))
    ) as opened:
        assert opened.size == (1200, 400)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"no picture",
        picture("GIF"),
        picture()[:200],
        b"\xff" * (photos.LARGEST + 1),
    ],
    ids=["empty", "text", "gif", "broken off", "too large"],
)
def test_what_is_no_photograph_is_refused(raw):
    with pytest.raises(ValidationError) as refused:
        photos.clean_photo(raw)
    assert "photo" in refused.value.message_dict
