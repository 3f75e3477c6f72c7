"""A word of the field that was put right does not come back."""

import pytest

from sala.config import lao_terms
from sala.config.lao_terms import BilingualText

# English, Lao, and the word it should not use.
MISUSED = [
    ("Shelters took in nobody", "ບ້ານພັກບໍ່ໄດ້ຮັບໃຜ", "ບ້ານພັກ"),
    ("Shelter", "ທີ່ພັກ", "ທີ່ພັກ"),
    ("A meeting of this day is recorded.", "ກອງປະຊຸມຂອງວັນນີ້", "ວັນນີ້"),
    ("The figures of this year", "ຕົວເລກຂອງປີນີ້", "ປີນີ້"),
    ("Answer by", "ຕອບກ່ອນວັນທີ", "ກ່ອນວັນທີ"),
    ("Investigations opened", "ການສືບສວນທີ່ເປີດ", "ສືບສວນ"),
    ("Prison, in months", "ໂທດຈຳຄຸກ", "ຈຳຄຸກ"),
    ("It stays sealed.", "ຍັງຖືກປະທັບຕາປິດ", "ປະທັບຕາ"),
    ("Your phone is lost", "ໂທລະສັບເສຍ", "ເສຍ"),
    ("Anything at all", "ຄ່າປັບໄໝ", "ປັບໄໝ"),
    ("Persons acquitted", "ບຸກຄົນທີ່ຖືກຕັດສິນໃຫ້ພົ້ນໂທດ", "ພົ້ນໂທດ"),
]
RIGHT = [
    ("Shelters took in nobody", "ສູນພັກເຊົາບໍ່ໄດ້ຮັບໃຜ"),
    ("Temporary shelter", "ທີ່ພັກເຊົາຊົ່ວຄາວ"),
    ("How many are free today?", "ມື້ນີ້ຫວ່າງຈັກບ່ອນ?"),
    ("Before it began", "ກ່ອນວັນທີເລີ່ມ"),
    ("Investigations opened", "ການສືບສວນ-ສອບສວນທີ່ເປີດ"),
    ("Somewhere to stay", "ທີ່ພັກ"),
]


def words_of(english, lao):
    found = (term.wrong_word(english, lao) for term in lao_terms.read_terms())
    return [word for word in found if word]


@pytest.mark.parametrize(("english", "lao", "word"), MISUSED)
def test_a_term_in_another_word_is_told(english, lao, word):
    assert words_of(english, lao) == [word]


@pytest.mark.parametrize(("english", "lao"), RIGHT)
def test_the_right_word_is_left_alone_and_so_is_another_meaning(english, lao):
    assert words_of(english, lao) == []


def test_no_text_of_the_house_says_a_term_in_another_word():
    assert list(lao_terms.misused_terms()) == []


def test_each_kind_of_text_is_read():
    """Catalogues, sentences of the report, standards, names and questions of packs."""
    read = {text.lao: text for text in lao_terms.bilingual_texts()}
    for english, lao in (
        ("Supervisor", "ຫົວໜ້າງານ"),
        ("Secretariat", "ກອງເລຂາ"),
        ("Was the work dangerous?", "ວຽກນັ້ນເປັນອັນຕະລາຍບໍ?"),
        ("Shelters did not take in any victim{before}.", "ສູນພັກເຊົາບໍ່ໄດ້"),
    ):
        (found,) = [t for said, t in read.items() if said.startswith(lao)][:1]
        assert found.english.startswith(english)
    assert {text.place for text in read.values()} >= {"tvpa.lo.json, I01"}


def test_a_row_without_a_source_is_refused(tmp_path):
    file = tmp_path / "terms.csv"
    file.write_text("english,lao,not,source\nshelter,ສູນພັກເຊົາ,ບ້ານພັກ,\n")
    with pytest.raises(
        ValueError, match=r"terms\.csv, row 2: a Lao word and its source"
    ):
        lao_terms.read_terms(file)


def test_a_text_is_told_by_its_place_its_english_and_what_would_be_right(monkeypatch):
    text = BilingualText("people", "The shelter", "ບ້ານພັກ")
    monkeypatch.setattr(lao_terms, "bilingual_texts", lambda: [text])
    (told,) = lao_terms.misused_terms()
    assert told == (
        "people: 'The shelter' says ບ້ານພັກ: ສູນພັກເຊົາ or ທີ່ພັກເຊົາ (lao-terms.csv)"
    )
