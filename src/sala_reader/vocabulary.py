"""The vocabulary of the reports, from data files that an analyst extends; compiled
once.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
VOWELS = "aeiou"


@dataclass(slots=True)
class VocabularyWord:
    """What the vocabulary knows of one word."""

    number: int | None = None
    scale: int | None = None
    noun: str | None = None
    verb: str | None = None
    past: bool = False
    act: str | None = None
    group: str | None = None
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MeasureFrame:
    """One line of the table that says what a number of something is."""

    measure: str
    unit: str
    verb: frozenset[str]
    noun: frozenset[str]
    mark: frozenset[str]  # one of them somewhere in the sentence
    near: frozenset[str]  # one of them beside what is counted
    need: frozenset[str]  # one of them in the sentence, besides `near`
    head: frozenset[str]  # one of them beside or after what is counted
    without: frozenset[str]
    section: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """All the words, and the frames by noun class."""

    words: dict[str, VocabularyWord]
    frames: dict[str, list[MeasureFrame]]
    units: dict[str, str]
    standing: frozenset[str]
    zero: frozenset[str]
    compounds: dict[str, dict[str, VocabularyWord]] = field(default_factory=dict)
    phrases: dict[str, Any] = field(default_factory=dict)


@cache
def load_data(name: str) -> dict[str, Any]:
    """One of the shipped data files."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@cache
def compiled_pattern(name: str) -> re.Pattern[str]:
    """A regular expression of the frame of a report, from `data/opening.toml`."""
    raw = load_data("opening")
    return re.compile(
        raw[name].replace("{tier}", raw["tier"]),
        re.MULTILINE if name == "heading" else 0,
    )


@cache
def word_list(name: str) -> frozenset[str]:
    """A list of words by the part they play, from `data/words.toml`."""
    return frozenset(load_data("words")[name].split())


def verb_forms(base: str) -> list[tuple[str, bool]]:
    """The forms of a regular verb, each with whether it is the past; irregular ones are
    listed.
    """
    if base.endswith("ed"):
        return [(base, True)]
    stem = base.removesuffix("e")
    if base.endswith("y") and base[-2] not in VOWELS:
        return [
            (base, False),
            (f"{base[:-1]}ies", False),
            (f"{base[:-1]}ied", True),
            (f"{base}ing", False),
        ]
    s = f"{base}es" if base.endswith(("ch", "sh", "s", "x")) else f"{base}s"
    return [(base, False), (s, False), (f"{stem}ed", True), (f"{stem}ing", False)]


IRREGULAR_PAST = word_list("irregular_past")


def word_of(words: dict[str, VocabularyWord], text: str) -> VocabularyWord:
    """The entry of a word, made when it is new."""
    return words.setdefault(text, VocabularyWord())


def _add_numbers(raw: dict[str, Any], words: dict[str, VocabularyWord]) -> None:
    for text, value in raw["numbers"].items():
        word_of(words, text).number = value
    for tens in TENS:
        for unit, value in list(raw["numbers"].items()):
            if 0 < value < 10:
                word_of(words, f"{tens}-{unit}").number = raw["numbers"][tens] + value
    for text, value in raw["scales"].items():
        word_of(words, text).scale = value


def _add_verbs(raw: dict[str, Any], words: dict[str, VocabularyWord]) -> None:
    for verb, bases in raw["verbs"].items():
        for base in bases:
            for text, past in verb_forms(base):
                entry = word_of(words, text)
                if entry.verb is None or text == base:
                    entry.verb, entry.past = verb, past or text in IRREGULAR_PAST


def _add_lists(raw: dict[str, Any], words: dict[str, VocabularyWord]) -> None:
    for noun, texts in raw["nouns"].items():
        for text in texts:
            word_of(words, text).noun = noun
    for mark, texts in raw["marks"].items():
        for text in texts:
            entry = word_of(words, text)
            entry.marks |= {mark}
    for group, texts in raw["groups"].items():
        for text in texts:
            word_of(words, text).group = group
    for act, verb in raw["acts"].items():
        for text in raw["nouns"].get(act, [act]):
            word_of(words, text).act = verb


def _add_nationals(words: dict[str, VocabularyWord]) -> None:
    """Know "Ghanaians" as persons: the adjective of a country with the sign of the
    plural.
    """
    for names in load_data("countries")["names"].values():
        for name in names[1:]:
            low = name.lower()
            if low.isalpha() and not low.endswith(("s", "sh", "ch", "ese")):
                entry = word_of(words, f"{low}s")
                entry.noun, entry.group = entry.noun or "person", entry.group or name


def _compound_words(raw: dict[str, Any]) -> dict[str, dict[str, VocabularyWord]]:
    """The second words of a compound by the first, with what they are there."""
    made: dict[str, dict[str, VocabularyWord]] = {}
    for noun, texts in raw["compounds"].items():
        for text in texts:
            first, second = text.split()
            made.setdefault(first, {})[second] = VocabularyWord(noun=noun)
    return made


def frame_of_row(row: dict[str, Any]) -> MeasureFrame:
    """A frame of the table, from its line in the file."""
    sets = {
        name: frozenset(row.get(name, []))
        for name in (
            "verb",
            "noun",
            "mark",
            "near",
            "need",
            "head",
            "without",
            "section",
        )
    }
    return MeasureFrame(
        measure=row["measure"],
        unit=row["unit"],
        **sets,
    )


@cache
def load_vocabulary() -> Vocabulary:
    """The shipped vocabulary, read once."""
    raw = load_data("vocabulary")
    words: dict[str, VocabularyWord] = {}
    _add_numbers(raw, words)
    _add_verbs(raw, words)
    _add_lists(raw, words)
    _add_nationals(words)
    frames: dict[str, list[MeasureFrame]] = {}
    for row in raw["frame"]:
        made = frame_of_row(row)
        for noun in made.noun:
            frames.setdefault(noun, []).append(made)
    return Vocabulary(
        words=words,
        frames=frames,
        units={row["measure"]: row["unit"] for row in raw["frame"] if row["measure"]},
        standing=frozenset(raw["measures"]["standing"]),
        zero=frozenset(raw["measures"]["zero"]),
        compounds=_compound_words(raw),
        phrases=load_data("phrases"),
    )


def measure_units() -> dict[str, str]:
    """Every measure that a figure of a report can have, with its unit."""
    units = dict(load_vocabulary().units)
    units |= load_data("vocabulary")["amounts"]
    return dict(sorted(units.items()))
