"""The normal forms that a name, a number of a document or of a telephone is found by:
one form for all the ways in which people write the same.

No Django, no database. A change here is a new `INDEX_RULE`, and the index is made anew
by `sala keys reindex` (docs/adr/0026).
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

import phonenumbers

from sala.kit.typed_figures import plain_figures

INDEX_RULE = 2  # which forms these are; 1 were those of before December 2026

# ---- letters

TONES = "\u0e48\u0e49\u0e4a\u0e4b\u0ec8\u0ec9\u0eca\u0ecb"
SILENT = "\u0e4c\u0ecc"
NIGGAHITA = "\u0e4d\u0ecd"
SPACING_VOWELS = "\u0e30\u0e32\u0e45\u0eb0\u0eb2"
SEMIVOWEL_SIGN = "\u0ebc"
# Marks and vowels of one Lao or Thai letter, keyed in whatever order.
CLUSTER = re.compile(
    r"[\u0e30-\u0e32\u0e34-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ece]+"
)
RANKS = {
    **dict.fromkeys(SEMIVOWEL_SIGN, 0),
    **dict.fromkeys(TONES, 2),
    **dict.fromkeys(NIGGAHITA, 3),
    **dict.fromkeys(SILENT, 4),
    **dict.fromkeys(SPACING_VOWELS, 5),
}
VOWEL_RANK = 1  # vowels above and below
# Two lawful spellings of one letter, and letters keyed as two that look like one.
SPELLINGS = (
    ("\u0ec0\u0ec0", "\u0ec1"),  # ເ ເ for ແ
    ("\u0e40\u0e40", "\u0e41"),
    ("\u0ebc", "\u0ea5"),  # the LO sign for LO
    ("\u0ea3", "\u0ea5"),  # RO, which the spelling of 1975 writes as LO
    ("\u0ebd", "\u0e8d"),  # the NYO sign for NYO
    ("\u0e45", "\u0e32"),
)
LATIN_LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"},
)
INITIAL = re.compile("[b-df-hj-np-tv-xz]{2,3}")  # Kh., Ng., Ph.
MODIFIERS = re.compile(r"[\u02b0-\u02ff]")  # apostrophes that count as letters

# ---- what is written around a name

TITLE_WORDS = """
mr mrs ms miss mx mister madam madame mme mlle monsieur dr prof sir
thao nang nangsao khun nai naang than
ທ້າວ ທ ທາວ ນາງ ນ ນາງສາວ ນສ ທ່ານ ທ່ານນາງ ນາຍ ສາວ ບ່າວ ດຣ ເດັກຊາຍ ເດັກຍິງ ດຊ ດຍ
นาย นาง นางสาว นส คุณ ท้าว ดร เด็กชาย เด็กหญิง ดช ดญ
"""
# Titles that Lao and Thai write onto the name, and the English ones no name begins
# with.
JOINED_TITLES = """
ນາງສາວ ທ່ານນາງ ທ້າວ ທ່ານ ນາງ ນາຍ ເດັກຊາຍ ເດັກຍິງ
นางสาว เด็กชาย เด็กหญิง นาย นาง คุณ ท้าว mrs mr
"""
# Letters that with points between them are a title.
LETTERED_TITLES = "ນ.ສ. ດ.ຊ. ດ.ຍ. น.ส. ด.ช. ด.ญ."
NICKNAME_WORDS = """
alias called nickname nicknamed ຊື່ຫຼິ້ນ ຫຼື ชื่อเล่น หรือ
"""
ASIDE = re.compile(
    r"[(\[{<«‹“„”\"「『（［]([^()\[\]{}<>«»‹›“„”\"「」『』（）［］]*)"
    r"[)\]}>»›“”\"」』）］]",
)
# A nickname in single quotes stands between spaces; an apostrophe does not.
QUOTED = re.compile(r"(?<!\S)['‘’‚`´]([^'‘’‚`´]+)['‘’`´](?!\S)")
STROKE = re.compile(r"[/\\|;]|(?<=\s)a\.?\s?k\.?\s?a\.?(?=\s)", re.IGNORECASE)
MOST_READINGS = 24  # of one name; more are a text and no name


def name_forms(text: str) -> set[str]:
    """What a name is kept under: each of its parts, and its parts together, in every
    way it can be read.
    """
    return {form for parts in name_readings(text) for form in forms_of_parts(parts)}


def forms_of_parts(parts: tuple[str, ...]) -> set[str]:
    """The forms of one way to read a name: its parts together, and each long one."""
    return {"".join(parts), *long_parts(parts)} - {""}


def long_parts(parts: tuple[str, ...]) -> set[str]:
    """The parts of more than one letter."""
    return {part for part in parts if len(part) > 1}


def narrowing_parts(parts: tuple[str, ...]) -> set[str]:
    """The parts that narrow a search: an initial does not, such as O. or Ph."""
    long = long_parts(parts)
    return {part for part in long if not INITIAL.fullmatch(part)} or long


def name_parts(text: str) -> list[str]:
    """The parts of a name without titles, capitals, accents or invisible characters.

    Marks are kept in Lao and Thai, where vowels and tones are marks.
    """
    return list(next(name_readings(text), ()))


def name_readings(text: str) -> Iterator[tuple[str, ...]]:
    """The ways to read what was written as a name, the likeliest first: without its
    titles, with those that may begin a name, without the nickname, the nickname alone.
    """
    seen: set[tuple[str, ...]] = set()
    for said in _written_names(text):
        for reading in _readings_of_words(said):
            if reading and reading not in seen and len(seen) < MOST_READINGS:
                seen.add(reading)
                yield reading


def letters_of(text: str) -> str:
    """A text in one spelling, however its letters are keyed: without capitals,
    accents of Latin, or what is invisible.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = "".join(c for c in plain if not _is_invisible(c))
    plain = _without_latin_accents(plain)
    for written, kept in SPELLINGS[:2]:
        plain = plain.replace(written, kept)
    plain = CLUSTER.sub(_cluster_in_order, plain)
    for written, kept in SPELLINGS[2:]:
        plain = plain.replace(written, kept)
    return "".join(str(int(c)) if c.isdecimal() else c for c in plain)


def _is_invisible(sign: str) -> bool:
    if sign == "\u034f" or "\ufe00" <= sign <= "\ufe0f":
        return True
    return unicodedata.category(sign) in {"Cf", "Cc"} and not sign.isspace()


def _cluster_in_order(cluster: re.Match[str]) -> str:
    """The marks of one letter in one order, each of them once."""
    kept = sorted(cluster[0], key=lambda sign: RANKS.get(sign, VOWEL_RANK))
    return "".join(
        sign
        for at, sign in enumerate(kept)
        if at == 0 or sign != kept[at - 1] or sign in SPACING_VOWELS
    )


def _without_latin_accents(text: str) -> str:
    spread = unicodedata.normalize("NFD", text.translate(LATIN_LETTERS))
    bare = "".join(c for c in spread if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def _folded(words: str) -> tuple[str, ...]:
    folded = {letters_of(word) for word in words.split()}
    return tuple(sorted(folded, key=lambda word: (-len(word), word)))


TITLES = frozenset(_folded(TITLE_WORDS))
JOINED = _folded(JOINED_TITLES)
NICKNAMING = frozenset(_folded(NICKNAME_WORDS))
LETTERED = tuple(tuple(t.rstrip(".").split(".")) for t in _folded(LETTERED_TITLES))


def _written_names(text: str) -> list[str]:
    """All that was written as one name, then what stands outside of brackets, quotes
    and strokes, and what stands in each.
    """
    first, *between = text.split() or [""]
    said = ["/" if letters_of(word) in NICKNAMING else word for word in between]
    text = " ".join([first, *said])
    asides = [a for found in (ASIDE, QUOTED) for a in found.findall(text)]
    outside = QUOTED.sub(" ", ASIDE.sub(" ", text))
    beside = STROKE.split(outside)
    whole = STROKE.sub(" ", ASIDE.sub(r" \1 ", QUOTED.sub(r" \1 ", text)))
    return [whole, *beside, *asides]


def _readings_of_words(said: str) -> Iterator[tuple[str, ...]]:
    """One written name, its words parted and together, with and without titles."""
    words = [p for word in letters_of(said).split() if (p := _parts_of_word(word))]
    together = [["".join(parts)] for parts in words]
    for parted in (words, together):
        flat = [part for parts in parted for part in parts]
        bare = _without_titles(flat)
        choices = [_with_and_without_title(part) for part in bare]
        yield from (tuple(chosen) for chosen in product(*choices[:8]))
        yield tuple(part for part in bare if part not in TITLES)


def _parts_of_word(word: str) -> list[str]:
    """The parts of what stands between spaces: letters with marks, and figures."""
    parted = "".join(c if _belongs_to_a_name(c) else " " for c in word)
    return MODIFIERS.sub(" ", parted).split()


def _belongs_to_a_name(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LMN"


def _without_titles(parts: list[str]) -> list[str]:
    """The parts after the titles in front; all of them where nothing else is left."""
    rest = parts
    while rest:
        lettered = next((t for t in LETTERED if tuple(rest[: len(t)]) == t), None)
        if lettered:
            rest = rest[len(lettered) :]
        elif rest[0] in TITLES:
            rest = rest[1:]
        else:
            return rest
    return parts


def _with_and_without_title(part: str) -> list[str]:
    """A part without the title that is written onto it, and as it was written, since
    some names begin so.
    """
    bare = part
    while title := next((t for t in JOINED if bare.startswith(t)), None):
        rest = bare.removeprefix(title)
        if len(rest) < 2 or unicodedata.category(rest[0])[0] != "L":  # noqa: PLR2004
            break
        bare = rest
    return [part] if bare == part else [bare, part]


# ---- numbers

LEAST_ENDING, MOST_ENDING = 4, 11  # figures of a telephone number that one remembers
WHOLE_NUMBER = 8  # figures, with the 0 in front
LONGEST_NUMBER = 15  # figures, of any telephone (E.164)
TELEPHONE = re.compile(r"(?:\+ ?)?\(?[0-9][0-9 ().\-]*")
REMARK = re.compile(r"\([^()0-9]*\)|\[[^\[\]]*\]")


def document_form(number: str) -> str:
    """A document's number without spacing or capitals, its digits in ASCII."""
    plain = unicodedata.normalize("NFKC", number).upper()
    digits = (str(int(c)) if c.isdecimal() else c for c in plain)
    return "".join(c for c in digits if c.isalnum())


def document_forms(number: str) -> set[str]:
    """The forms of a document's number, with a remark in brackets and without."""
    return {document_form(number), document_form(REMARK.sub(" ", number))} - {""}


def phone_forms(text: str, region: str) -> set[str]:
    """The numbers in what was written as a telephone, each in its international form
    (E.164); words beside them are no part of them. Without one, what was typed.
    """
    return {
        form for number in _telephones(text) for form in _phone_form(number, region)
    } or {document_form(text)} - {""}


def phone_endings(text: str, region: str) -> set[str]:
    """The last figures of each number, as people say a part of one."""
    bare = {form.lstrip("+") for form in phone_forms(text, region)}
    return {
        form[-length:]
        for form in bare
        if form.isdecimal()
        for length in range(LEAST_ENDING, min(MOST_ENDING, len(form)) + 1)
    }


def phone_asked(text: str) -> set[str]:
    """The last figures that somebody looks for; empty where there are too few."""
    typed = {re.sub("[^0-9]", "", number) for number in _telephones(text)}
    asked = typed | {number.lstrip("0") for number in typed}
    return {form for form in asked if LEAST_ENDING <= len(form) <= MOST_ENDING}


def _telephones(text: str) -> list[str]:
    """Each run of figures that may be a number; several that only spaces part are
    several.
    """
    found = []
    for run in TELEPHONE.findall(plain_figures(text)):
        number = run.strip(" .-(")
        figures = re.sub("[^0-9]", "", number)
        if len(figures) > LONGEST_NUMBER:
            found += _cut_at_trunk(number)
        elif len(figures) >= LEAST_ENDING:
            found.append(number)
    return found


def _cut_at_trunk(number: str) -> list[str]:
    """Several numbers that only spaces part: each begins with 0 or +, where the one
    before it is long enough to be whole.
    """
    cut = [""]
    for group in number.split():
        if group[0] in "0+" and sum(map(str.isdigit, cut[-1])) >= WHOLE_NUMBER:
            cut.append("")
        cut[-1] += group
    return cut if len(cut) > 1 else number.split()


def _phone_form(number: str, region: str) -> set[str]:
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return {document_form(number)} - {""}
    return {phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)}
