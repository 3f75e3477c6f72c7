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
from sala.vault import client, opening, person_keys
from sala.vault.person_keys import PersonalValue
from sala.vault.protocol import OpenPersonal, WrappedKey
from sala.vault.sealed_places import SECOND_FORMAT, THIRD_FORMAT, CannotOpenError
from sala.vault.tests.rings import made_keyring
from sala.vault.tests.statements import person_statement

pytestmark = pytest.mark.usefixtures("django_db_setup")  # which makes the keyring
HERE, OTHER, KEY = uuid4(), uuid4(), b"k" * 32
IDENTITY, PHOTO = identity_place(HERE), photo_place(HERE)


@pytest.fixture
def keys():
    return person_keys.new_keys(HERE)


def opened(keys, place, sealed):
    """One value, opened by the vault."""
    return person_keys.open_values(stated(keys), [PersonalValue(place, sealed)])[0]


def stated(keys, **more):
    """The database's word that they may be used."""
    return person_statement(keys.person, keys.name, keys.wrapped, **more)


def test_what_is_sealed_opens(keys):
    sealed = person_keys.seal_json(keys, IDENTITY, {"name": "ຄຳ"})
    assert person_keys.open_json(stated(keys), IDENTITY, sealed) == {"name": "ຄຳ"}
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
    keys,
    person,
    place,
    other_key,
):
    sealed = person_keys.seal_value(keys, PHOTO, b"picture")
    opener = person_keys.new_keys(HERE) if other_key else keys
    with pytest.raises(CannotOpenError):
        opened(replace(opener, person=person), place, sealed)


def test_what_does_not_open_stops_nothing_else_in_its_message(keys):
    sealed = person_keys.seal_value(keys, PHOTO, b"picture")
    said = stated(keys).encode()
    asked = [OpenPersonal(said, place, sealed) for place in (IDENTITY, PHOTO)]
    assert client.ask_vault(asked) == [None, b"picture"]


def sealed_before(key, person, use, value):
    """A value as it was sealed when only the person and the use were bound in."""
    return b"n" * 12 + AESGCM(key).encrypt(
        b"n" * 12,
        value,
        f"sala:{use}:{person}".encode(),
    )


def test_what_was_sealed_before_opens_for_its_person_and_use():
    sealed = sealed_before(KEY, HERE, "photo", b"picture")
    assert opening.open_personal(KEY, HERE, PHOTO, sealed) == b"picture"
    for person, place in ((OTHER, PHOTO), (HERE, IDENTITY)):
        with pytest.raises(CannotOpenError):
            opening.open_personal(KEY, person, place, sealed)


def test_what_was_sealed_for_a_place_under_one_key_opens_there_alone():
    box = AESGCM(KEY).encrypt(b"n" * 12, b"picture", PHOTO.binding(HERE))
    sealed = SECOND_FORMAT + b"n" * 12 + box
    assert opening.open_personal(KEY, HERE, PHOTO, sealed) == b"picture"
    for person, place in (
        (OTHER, PHOTO),
        (HERE, IDENTITY),
        (HERE, replace(PHOTO, row=OTHER)),
    ):
        with pytest.raises(CannotOpenError):
            opening.open_personal(KEY, person, place, sealed)


@pytest.mark.parametrize("mark", [b"", SECOND_FORMAT])
def test_what_is_sealed_now_does_not_open_by_the_rule_of_before(keys, mark):
    sealed = person_keys.seal_value(keys, PHOTO, b"picture")
    with pytest.raises(CannotOpenError):
        opened(keys, PHOTO, mark + sealed.removeprefix(THIRD_FORMAT))


@pytest.mark.parametrize("at", [0, len(THIRD_FORMAT), len(THIRD_FORMAT) + 32, -1])
def test_one_changed_bit_and_it_does_not_open(keys, at):
    sealed = bytearray(person_keys.seal_value(keys, PHOTO, b"picture"))
    sealed[at] ^= 1
    with pytest.raises(CannotOpenError):
        opened(keys, PHOTO, bytes(sealed))


def test_a_persons_key_moved_to_another_does_not_open(keys):
    (again,) = person_keys.rewrap_keys([keys])
    assert again.public == keys.public
    assert again.wrapped != keys.wrapped
    for wrong in (
        replace(keys, person=OTHER),
        replace(keys, name="lost"),
        replace(keys, wrapped=keys.wrapped[:-1]),
    ):
        with pytest.raises(CannotOpenError):
            person_keys.rewrap_keys([wrong])


def test_a_key_of_before_opens_the_same_under_the_vaults_own():
    ring = made_keyring()
    bound = f"sala:key:{HERE}".encode()
    box = AESGCM(ring.wrapping["k1"]).encrypt(b"n" * 12, KEY, bound)
    before = WrappedKey(HERE, "k1", b"n" * 12 + box)
    assert opening.unwrap_key(ring, before) == KEY
    again = opening.wrap_again(ring, HERE, KEY)
    assert opening.unwrap_key(ring, WrappedKey(HERE, "k1", again)) == KEY


def test_the_size_does_not_tell_the_length_of_a_name(keys):
    sizes = {
        len(person_keys.seal_json(keys, IDENTITY, {"name": "x" * n}))
        for n in range(1, 200)
    }
    assert len(sizes) == 1


def test_the_same_word_is_another_digest_as_another_kind():
    terms = [("name", "P1"), ("name", "P1"), ("document", "P1")]
    one, again, other = person_keys.blind_indexes(terms)
    assert one == again != other
    assert len(one) == 16


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
