"""Whatever way a name or a number is written, it is found; and no other one is.

Cases 10 to 14 and 28 of the collection are here by their texts, and each is the first
of its kind.
"""

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sala.people import search_forms as forms

# Letters people are named with: Latin with accents, Lao, Thai, and what stands between them.
NAMES = st.text(
    st.one_of(
        st.characters(
            min_codepoint=0x61,
            max_codepoint=0x17F,
            categories=["L"],
        ),
        st.characters(
            min_codepoint=0xE81,
            max_codepoint=0xEDF,
            categories=["L", "M"],
        ),
        st.characters(
            min_codepoint=0xE01,
            max_codepoint=0xE4E,
            categories=["L", "M"],
        ),
        st.sampled_from(" .-'\u200b\u200c"),
    ),
    max_size=30,
)

# Syllables of Lao and Thai with a vowel, a tone and AM, as a name is made of them.
LAO = st.sampled_from("ກຂຄງຈສຊຍດຕຖທນບປຜຝພຟມຢລວຫອຮ")
THAI = st.sampled_from("กขคงจชซดตทนบปพฟมยลวสหอ")
LAO_SYLLABLE = st.builds(
    lambda a, m, t: a + m.replace("?", t),
    LAO,
    st.sampled_from(["?າ", "ີ?", "ູ?", "?ຳ", "ັ?ນ", "ຸ?", "ົ?ງ"]),
    st.sampled_from(["", "່", "້", "໊", "໋"]),
)
THAI_SYLLABLE = st.builds(
    lambda a, m, t: a + m.replace("?", t),
    THAI,
    st.sampled_from(["?า", "ี?", "ู?", "?ำ", "ั?น", "ุ?"]),
    st.sampled_from(["", "่", "้", "๊", "๋"]),
)
LATIN = st.text("abcdefghiklmnoprstuvxy", min_size=3, max_size=9).filter(
    lambda word: any(vowel in word for vowel in "aeiou"),
)
ABUGIDA = st.one_of(
    st.lists(LAO_SYLLABLE, min_size=2, max_size=4).map("".join),
    st.lists(THAI_SYLLABLE, min_size=2, max_size=4).map("".join),
)
ONE_NAME = st.one_of(ABUGIDA, LATIN)
INVISIBLE = st.sampled_from(["", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"])


def finds(asked, registered):
    """Whether who looks for a name finds somebody who is registered by another."""
    kept = forms.name_forms(registered)
    return any(
        "".join(parts) in kept or forms.narrowing_parts(parts) <= kept
        for parts in forms.name_readings(asked)
        if forms.narrowing_parts(parts) or "".join(parts) in kept
    )


@given(NAMES)
def test_a_name_in_its_normal_form_stays_so(name):
    once = forms.name_parts(name)
    assume(not set(once) & forms.TITLES)
    assume(not any(part.startswith(forms.JOINED) for part in once))
    assert forms.name_parts(" ".join(once)) == once


@given(NAMES)
def test_a_name_is_found_however_its_letters_are_encoded(name):
    kept = forms.name_forms(name)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert forms.name_forms(unicodedata.normalize(form, name)) == kept


@given(
    st.lists(
        st.text("bcdfgh", min_size=2, max_size=6),
        min_size=1,
        max_size=4,
    ).flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts))),
)
def test_the_parts_of_a_name_do_not_depend_on_their_order(parts):
    said, turned = parts
    assume(not set(said) & forms.TITLES)
    assert set(said) <= forms.name_forms(" ".join(turned))


def test_titles_capitals_and_accents_do_not_hide_a_name():
    assert finds("Ms. Đặng-Thị", "dang thi")
    assert finds("dang thi", "Ms. Đặng-Thị")
    assert forms.name_parts("ນາງ ຄຳ ວົງສາ") == forms.name_parts("ຄຳ ວົງສາ")


def test_tone_and_vowel_marks_tell_lao_names_apart():
    assert forms.name_parts("ມີ") != forms.name_parts("ມິ")


# Case 10, and its kind: the marks of a letter in whatever order, doubled, or keyed as
# others that look alike.


@pytest.mark.parametrize(
    "ways",
    [
        ("ນ້ຳຝົນ", "ນໍ້າຝົນ", "ນຳ້ຝົນ", "ນ້ໍາຝົນ", "ນ້້ຳຝົນ"),
        ("น้ำฝน", "นํ้าฝน", "นำ้ฝน", "น้ํา ฝน".replace(" ", "")),
        ("ແສງ", "ເເສງ"),
        ("แสง", "เเสง"),
        ("ບຸ່ນ", "ບຸ່ນ"),
        ("ກີ້", "ກ້ີ"),
        # Case 11: a letter with two lawful spellings.
        ("ຫຼ້າ", "ຫລ້າ", "ຫ້ຼາ"),
        ("ໜູ", "ຫນູ"),
        ("ໝອກ", "ຫມອກ"),
        ("ລັດຕະນະ", "ຣັດຕະນະ"),
        ("José", "Jose\u0301", "ＪＯＳÉ", "jose"),
        ("Kham", "Kh\u200bam", "K\u00adham", "\ufeffKham"),
    ],
)
def test_ways_to_key_one_name_have_one_form(ways):
    assert len({frozenset(forms.name_forms(way)) for way in ways}) == 1


@given(ABUGIDA, st.data())
def test_marks_are_found_in_whatever_order_they_were_keyed(name, data):
    """Marks behind each consonant, AM in one letter or two, in any order."""
    spread = unicodedata.normalize("NFKC", name)
    keyed, at = "", 0
    while at < len(spread):
        end = at + 1
        while end < len(spread) and forms.CLUSTER.fullmatch(spread[at + 1 : end + 1]):
            end += 1
        keyed += spread[at] + "".join(data.draw(st.permutations(spread[at + 1 : end])))
        keyed += data.draw(INVISIBLE)
        at = end
    assert forms.letters_of(keyed) == forms.letters_of(name)


# Case 12: titles written onto the name, in both directions.

TITLED = [
    "ນາງ{}", "ນ.ສ.{}", "ທ້າວ{}", "ທ້າວ {}", "ນາງ {}", "ທ. {}", "ທ່ານນາງ{}",
    "นางสาว{}", "น.ส.{}", "นาย{}", "นาง {}", "ด.ญ.{}", "คุณ{}",
    "Mr {}", "Mr.{}", "Mrs. {}", "Miss {}", "MR{}", "Thao {}", "Nang {}", "Dr. {}",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLED)
@settings(max_examples=25)
@given(name=ONE_NAME)
def test_a_title_hides_nobody(title, name):
    assume(name not in forms.TITLES and not name.startswith(forms.JOINED))
    titled = title.format(name)
    assert finds(titled, name)
    assert finds(name, titled)


@pytest.mark.parametrize("name", ["Thao", "Thao Vue", "Vang Thao", "ນາງ", "Nang Noy"])
def test_who_is_named_as_a_title_is_found(name):
    assert finds(name, name)
    assert finds(name.split()[-1], name)


# Case 13: nicknames in brackets, quotes, after a stroke.

BESIDE = [
    "{} ({})", "{}/{}", "{} “{}”", '{} "{}"', "{} '{}'", "{} «{}»", "{} [{}]",
    "{}–{}", "{}‐{}", "{}-{}", "{} （{}）", "{} a.k.a. {}", "{}, alias {}",
    "{} ຊື່ຫຼິ້ນ {}", "{} | {}", "{}`{}", "{}ʼ{}", "{}’{}", "{}·{}", "{}_{}",
]  # fmt: skip


@pytest.mark.parametrize("written", BESIDE)
@settings(max_examples=25)
@given(names=st.one_of(st.tuples(LATIN, LATIN), st.tuples(ABUGIDA, ABUGIDA)))
def test_each_part_of_a_name_with_a_nickname_finds_it(written, names):
    assume(not set(names) & forms.TITLES)
    assume(not any(name.startswith(forms.JOINED) for name in names))
    both = written.format(*names)
    for part in names:
        assert finds(part, both)


@pytest.mark.parametrize("written", ["{} ({})", "{} “{}”", "{}/{}", "{} alias {}"])
def test_who_is_looked_for_with_a_nickname_is_found_without_one(written):
    assert finds(written.format("Bounmy", "Mai"), "Bounmy")
    assert not finds(written.format("Bounmy", "Mai"), "Khamla")


@pytest.mark.parametrize(
    ("asked", "registered"),
    [
        ("ONeil", "Mary O'Neil"),
        ("o neil", "O`Neil"),
        ("Khamone", "Kham–One Vongsa"),
        ("Kham-One", "Khamone Vongsa"),
        ("ບຸນມີວົງສາ", "ບຸນມີ ວົງສາ (ໃໝ່)"),
        ("Kham 2", "Kham ໒"),
    ],
)
def test_parts_are_found_together_and_apart(asked, registered):
    assert finds(asked, registered)


# Case 28: an initial narrows nothing.


@pytest.mark.parametrize(
    "asked", ["{} O.", "O. {}", "O.{}", "{} O", "Ph. {}", "{} Kh.", "{} ວ.", "ອ. {}"]
)
def test_an_initial_narrows_nothing(asked):
    assert finds(asked.format("Phetsavanh"), "Phetsavanh One")
    assert finds(asked.format("Phetsavanh"), "Phetsavanh")
    assert not finds(asked.format("Phetsavanh"), "Oudone")


def test_a_surname_without_a_vowel_is_found():
    assert finds("Ng", "Ng Bounmy")


# No two names are taken for one another that were not before.

PAIRS = list(
    csv.DictReader(
        Path(__file__).with_name("name_pairs.csv").read_text("utf-8").splitlines(),
    ),
)


def test_different_names_are_not_found_for_one_another():
    assert len(PAIRS) == 177
    wrong = [
        (pair["name_a"], pair["name_b"])
        for pair in PAIRS
        if pair["same"] == "0"
        and (
            finds(pair["name_a"], pair["name_b"])
            or finds(pair["name_b"], pair["name_a"])
        )
    ]
    assert wrong == []


def test_names_without_a_part_in_common_are_never_taken_for_one_another():
    ids = {p[f"name_{n}"]: set(p[f"id_{n}"].split("+")) for p in PAIRS for n in "ab"}
    kept = {name: forms.name_forms(name) for name in ids}
    for asked, own in ids.items():
        readings = list(forms.name_readings(asked))
        wanted = [{"".join(parts)} for parts in readings]
        wanted += [forms.narrowing_parts(parts) for parts in readings]
        found = {n for n in ids if any(w <= kept[n] for w in wanted)}
        assert asked in found
        assert [n for n in found if not ids[n] & own] == []


# Case 14: a telephone with a remark, two of them, a part of one.

TELEPHONES = st.integers(0, 99_999_999).map(lambda n: f"20{n:08}")
SCRIPTS = st.sampled_from("0໐๐٠０០".replace("០", "០"))
WRITTEN = [
    "0{}", "+856 {}", "00856{}", "856{}", "{}", "+856 (0){}", "0{} (mother)",
    "tel. 0{}", "0{} ask for Mai", "0{}, 030 998 7755", "030-998-7755 / 0{}",
    "ໂທ 0{}", "(+856) {}", "0{} or 030 998 7755", "030 998 7755 0{}",
]  # fmt: skip


def in_script(text, zero):
    return "".join(
        chr(ord(zero) + int(c)) if c.isascii() and c.isdigit() else c for c in text
    )


@pytest.mark.parametrize("written", WRITTEN)
@settings(max_examples=25)
@given(
    number=TELEPHONES, zero=SCRIPTS, sign=st.sampled_from(["", " ", "-", ".", "\u00a0"])
)
def test_a_telephone_is_found_however_it_is_written(written, number, zero, sign):
    parted = sign.join((number[:2], number[2:6], number[6:]))
    text = in_script(written.format(parted), zero)
    assert f"+856{number}" in forms.phone_forms(text, "LA")


@given(TELEPHONES, st.integers(4, 10))
def test_the_last_figures_of_a_telephone_find_it(number, length):
    asked = forms.phone_asked(f"…{in_script(number[-length:], '໐')}")
    assert number[-length:] in asked
    assert number[-length:] in forms.phone_endings(f"0{number} (mother)", "LA")


def test_three_figures_are_too_few():
    assert forms.phone_asked("ends with 766") == set()


def test_a_number_of_another_country_is_found_by_its_figures():
    kept = forms.phone_endings("+66 81 234 5678", "LA")
    assert forms.phone_asked("081 234 5678") & kept


def test_words_are_not_dialled():
    assert forms.phone_forms("02099887766 (mother)", "LA") == {"+8562099887766"}
    assert forms.phone_forms("no phone", "LA") == {"NOPHONE"}
    assert forms.phone_forms("", "LA") == forms.phone_endings("", "LA") == set()


@given(st.text(max_size=40))
def test_any_phone_or_document_has_a_form(text):
    assert all(isinstance(form, str) for form in forms.phone_forms(text, "LA"))
    once = forms.document_form(text)
    assert forms.document_form(once) == once


def test_a_document_is_found_in_the_digits_of_any_script():
    assert forms.document_form("p ໑໒໓-456") == "P123456"
    assert "P123456" in forms.document_forms("P 123456 (expired)")
