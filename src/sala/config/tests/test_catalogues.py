"""One English text says one thing in Lao, in whichever room it stands: Django merges catalogues."""

import re
import shutil

import pytest
from babel.messages.catalog import Catalog

from sala.config import catalogues

IMPORT = "from django.utils.translation import gettext as _\n"


def catalogue(text: str, translation: str, context: str | None = None) -> Catalog:
    made = Catalog(locale="lo")
    made.add(text, translation, context=context)
    return made


def test_two_rooms_that_say_it_differently_are_told():
    rooms = {
        "screening": catalogue("Met", "ພົບ"),
        "partnership": catalogue("Met", "ບັນລຸ"),
    }
    (told,) = catalogues.clashing_texts(rooms)
    assert "'Met' is 'ພົບ' in screening, 'ບັນລຸ' in partnership" in told


def test_a_context_keeps_two_meanings_apart():
    rooms = {
        "screening": catalogue("Met", "ພົບ", "people"),
        "partnership": catalogue("Met", "ບັນລຸ"),
        "narrative": catalogue("Met", "ບັນລຸ"),
    }
    assert not list(catalogues.clashing_texts(rooms))


def test_no_text_of_sala_is_translated_in_two_ways():
    for language in catalogues.LANGUAGES:
        kept = {
            room.name: catalogues.read_catalogue(room, language)
            for room in catalogues.catalogue_rooms()
        }
        assert list(catalogues.clashing_texts(kept)) == []


@pytest.mark.skipif(not shutil.which("xgettext"), reason="collecting needs gettext")
def test_reading_texts_again_leaves_a_room_as_it_was(tmp_path):
    """Of a day on which nothing was written, the history of a catalogue says nothing."""
    room = tmp_path / "room"
    (room / "locale" / "lo" / "LC_MESSAGES").mkdir(parents=True)
    labels = room / "labels.py"
    labels.write_text(f"{IMPORT}MET = _('Met them all')\n")
    catalogues._make_messages(room)
    file = room / "locale" / "lo" / "LC_MESSAGES" / "django.po"
    said = file.read_text().replace('all"\nmsgstr ""', 'all"\nmsgstr "ພົບທຸກຄົນ"')
    dated = re.sub(
        "POT-Creation-Date: .*?[+]", "POT-Creation-Date: 2016-01-01 00:00+", said
    )
    file.write_text(dated)
    catalogues._make_messages(room)
    assert file.read_text() == dated
    labels.write_text(f"{IMPORT}MET = _('Met them all!')\n")
    catalogues._make_messages(room)
    assert "2016-01-01" not in file.read_text()
    assert "# |" not in file.read_text(), "no guess is kept for a remark"
