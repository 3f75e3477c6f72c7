"""How scripts spell and order what is written in them: one encoding of one text, and
the order in which its readers look things up.

Rules: The Unicode Standard, chapter 16 (Lao and Thai: what is seen alike may be stored
in several ways); UTS 10, 9.2 and the CLDR's `lo` and `th` collations (a vowel written
before its consonant is sorted after it, and a tone counts only where all else is the
same).
"""

import re
import unicodedata

# Nobody sees them; joiners (U+200C, U+200D) are letters to some scripts and stay.
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
LAO_TONE, THAI_TONE = "[\u0ec8-\u0ecc]", "[\u0e48-\u0e4c]"
MARK = "[\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]"
# In this order: what an earlier rule puts right a later one reads.
ONE_SPELLING = (
    # am is one letter after the tone, not a ring, a tone and a long a
    (re.compile(f"({LAO_TONE}*)\u0ecd({LAO_TONE}*)\u0eb2"), "\\1\\2\u0eb3"),
    (re.compile(f"({THAI_TONE}*)\u0e4d({THAI_TONE}*)\u0e32"), "\\1\\2\u0e33"),
    (re.compile(f"\u0eb3({LAO_TONE}+)"), "\\1\u0eb3"),
    (re.compile(f"\u0e33({THAI_TONE}+)"), "\\1\u0e33"),
    # a vowel above or below stands before its tone
    (re.compile(f"({LAO_TONE}+)([\u0eb1\u0eb4-\u0ebc\u0ecd])"), r"\2\1"),
    (re.compile(f"({THAI_TONE}+)([\u0e31\u0e34-\u0e3a\u0e4d])"), r"\2\1"),
    # ae is one letter, not e twice; hn and hm are one each
    (re.compile("\u0ec0\u0ec0"), "\u0ec1"),
    (re.compile("\u0e40\u0e40"), "\u0e41"),
    (re.compile("\u0eab\u0e99"), "\u0edc"),
    (re.compile("\u0eab\u0ea1"), "\u0edd"),
    # a mark that was typed twice is seen once
    (
        re.compile(
            "([\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+"
        ),
        r"\1",
    ),
)
# A vowel written before its consonant, which is read after it.
LEADING_VOWEL = re.compile("([\u0ec0-\u0ec4])([\u0e81-\u0eae\u0edc\u0edd])")
THAI_LEADING_VOWEL = re.compile("([\u0e40-\u0e44])([\u0e01-\u0e2e])")
TONES = re.compile(f"{LAO_TONE}|{THAI_TONE}")
# Letters of one sound with h before them are looked up under h.
SPREAD = str.maketrans({"\u0edc": "\u0eab\u0e99", "\u0edd": "\u0eab\u0ea1"})


def one_spelling(text: str) -> str:
    """A text in the one encoding of what is seen, without what nobody sees."""
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text))
    for pattern, right in ONE_SPELLING:
        text = pattern.sub(right, text)
    return text


def reading_order(text: str) -> tuple[str, str]:
    """What a list of names is sorted by: letters as they are read; capitals, accents
    and tones where all else is the same.
    """
    plain = one_spelling(text).casefold().translate(SPREAD)
    for pattern in (LEADING_VOWEL, THAI_LEADING_VOWEL):
        plain = pattern.sub(r"\2\1", plain)
    spread = unicodedata.normalize("NFD", plain)
    bare = "".join(c for c in spread if not "\u0300" <= c <= "\u036f")
    return TONES.sub("", bare), plain
