"""One text is in one encoding, and lists are in the order in which their readers look."""

import unicodedata

import pytest

from sala.kit.scripts import one_spelling, reading_order

# Two ways to store what is seen as one.
ALIKE = [
    ("am of a ring, a tone and a long a", "ຫຼວງນໍ້າທາ", "ຫຼວງນ້ຳທາ"),
    ("am, the tone first", "ນ້ໍາບາກ", "ນ້ຳບາກ"),
    ("am without a tone", "ຄໍາ", "ຄຳ"),
    ("am and then the tone", "ນຳ້", "ນ້ຳ"),
    ("the tone before a vowel above", "ມ\u0ec9\u0eb7", "ມ\u0eb7\u0ec9"),
    ("the tone before a vowel below", "ຄ\u0ec9\u0eb9", "ຄ\u0eb9\u0ec9"),
    ("ae as e twice", "\u0ec0\u0ec0ຂວງ", "ແຂວງ"),
    ("hn of two letters", "ຫນອງ", "ໜອງ"),
    ("hm of two letters", "ຫມູ່", "ໝູ່"),
    ("a mark twice", "ນ\u0eb4\u0eb4ດ", "ນ\u0eb4ດ"),
    ("a tone twice", "ນ້\u0ec9ອຍ", "ນ້ອຍ"),
    ("Thai am", "น\u0e4d\u0e49\u0e32", "น้ำ"),
    ("Thai ae as e twice", "\u0e40\u0e40ม่", "แม่"),
    ("a space of no width", "\u200bເອສວາຕີນີ", "ເອສວາຕີນີ"),
    ("an accent apart", "Me\u0301kong", "Mékong"),
]


@pytest.mark.parametrize(
    ("stored", "right"), [a[1:] for a in ALIKE], ids=[a[0] for a in ALIKE]
)
def test_what_is_seen_alike_is_one_text(stored, right):
    assert stored != right
    assert one_spelling(stored) == right
    assert one_spelling(right) == right


def test_other_scripts_are_left_as_they_are():
    for text in ("Québec", "می‌خواهم", "កម្ពុជា", "မြန်မာ", "ຫົນທາງ", "中国"):
        assert one_spelling(text) == unicodedata.normalize("NFC", text)


def test_lao_is_in_the_order_of_its_consonants():
    """A vowel before its consonant is read after it: ໄທ stands under ທ."""
    ordered = [
        "ກຳປູເຈຍ",
        "ເກຍລະມັນ",
        "ແກມບີ",
        "ຄອດສຕາຣິກາ",
        "ຈີນ",
        "ໄຊປຣັສ",
        "ຍີ່ປຸ່ນ",
        "ທາຈິກິສຖານ",
        "ໄທ",
        "ບຣາຊິວ",
        "ມຽນມາ",
        "ລາວ",
        "ໜອງ",
        "ຫວັງ",
        "ອັງກິດ",
        "\u200bເອສວາຕີນີ",
        "ຮັງກາຣີ",
    ]
    assert sorted(set(ordered), key=reading_order) == ordered


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("ປາ", "ປ່າ"),  # a tone counts where all else is the same
        ("ປ່າ", "ປາກ"),
        ("Åland", "Albania"),
        ("laos", "Latvia"),
        ("ไทย", "บราซิล"),
        ("Zimbabwe", "ກຳປູເຈຍ"),
    ],
)
def test_one_name_stands_before_another(first, then):
    assert reading_order(first) < reading_order(then)
