"""Lists that one chooses from are in the order in which their reader looks."""

import pytest
from django.utils import translation

from sala.desk.languages import language_choices
from sala.desk.places import country_choices
from sala.kit.scripts import reading_order

pytestmark = pytest.mark.django_db


def offered(language):
    with translation.override(language):
        (_blank, *countries) = country_choices()
    return [code for code, _name in countries], [str(name) for _code, name in countries]


@pytest.mark.parametrize("language", ["en", "lo"])
def test_the_own_country_and_its_neighbours_stand_first(language):
    codes, names = offered(language)
    assert codes[0] == "LA"
    assert set(codes[1:6]) == {"CN", "KH", "MM", "TH", "VN"}
    assert len(codes) == len(set(codes)) == 249
    for part in (names[1:6], names[6:]):
        assert part == sorted(part, key=reading_order)


def test_lao_names_stand_under_their_consonant():
    """Thailand under TH, and a space that nobody sees before a name counts nothing."""
    codes, _names = offered("lo")
    assert codes[1:6] == ["KH", "CN", "TH", "MM", "VN"]
    # Germany, ເຢ-, before Spain, ສ-: no list of all that begins with a vowel.
    assert codes.index("DE") < codes.index("ES")
    assert codes.index("SZ") < codes.index("HN")


def test_languages_of_a_consent_are_in_lao_order_too():
    with translation.override("lo"):
        (_blank, *rest) = language_choices()
        names = [str(name) for _code, name in rest]
    assert rest[0][0] == "lo"
    assert names[2:-2] == sorted(names[2:-2], key=reading_order)
    assert names[2:-2] != sorted(names[2:-2], key=str.casefold)
