"""One English text says one thing in Lao, in whichever room it stands: Django merges catalogues."""

from babel.messages.catalog import Catalog

from sala.config import catalogues


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
