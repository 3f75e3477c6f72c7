"""The Lao words of the field, `docs/lao-terms.csv`, and the texts that use another.

A row says of an English term how Lao says it and which Lao words it does not use, each
with its source. A text is held to it where its English has the term; a row without an
English term holds everywhere. What nobody wrote as a word not to use is not looked for:
the rule finds no bad sentence, only a word that was put right once and came back.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sala.config.catalogues import catalogue_rooms, read_catalogue
from sala.config.translations import ROOMS

TERMS = ROOMS.parents[1] / "docs" / "lao-terms.csv"
LAO = "lo"


@dataclass(frozen=True)
class LaoTerm:
    """An English term of the field (a pattern; empty where the row holds everywhere),
    how Lao says it, and what it does not say.
    """

    english: re.Pattern[str] | None
    lao: tuple[str, ...]
    wrong: tuple[str, ...]
    source: str

    def wrong_word(self, english: str, lao: str) -> str | None:
        """The word of a Lao text that this term is not said with."""
        if self.english and not self.english.search(english):
            return None
        # The longest first: a right word may hold another, and a wrong one.
        for right in sorted(self.lao, key=len, reverse=True):
            lao = lao.replace(right, " ")
        return next((word for word in self.wrong if word in lao), None)


@dataclass(frozen=True)
class BilingualText:
    """A text in both languages, and where it stands."""

    place: str
    english: str
    lao: str


def read_terms(file: Path = TERMS) -> list[LaoTerm]:
    """The rows of the glossary; raises `ValueError` for one without Lao or source."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    terms = []
    for line, row in enumerate(rows, start=2):
        if not row["lao"] or not row["source"]:
            raise ValueError(f"{file.name}, row {line}: a Lao word and its source")
        english = row["english"] and re.compile(
            rf"\b(?:{row['english']})s?\b", re.IGNORECASE
        )
        terms.append(
            LaoTerm(
                english or None,
                tuple(row["lao"].split(";")),
                tuple(word for word in row["not"].split(";") if word),
                row["source"],
            )
        )
    return terms


def bilingual_texts() -> Iterator[BilingualText]:
    """Every text of the house that stands in English and Lao."""
    for room in catalogue_rooms():
        for message in read_catalogue(room, LAO):
            if message.id:
                english = " ".join(_as_texts(message.id))
                for text in _as_texts(message.string):
                    yield BilingualText(room.name, english, text)
    sentences = ROOMS / "narrative" / "writing" / "sentences.toml"
    for said in tomllib.loads(sentences.read_text(encoding="utf-8"))["sentence"]:
        for way, wordings in said[LAO].items():
            english = " ".join(_as_texts(said["en"].get(way, "")))
            for text in _as_texts(wordings):
                yield BilingualText(f"{sentences.name}, {said['code']}", english, text)
    yield from _indicators()
    yield from _pack_texts()


def _indicators() -> Iterator[BilingualText]:
    """The minimum standards, whose Lao words stand in a file of their own."""
    data = ROOMS / "standards" / "data"
    lao = json.loads((data / "tvpa.lo.json").read_text(encoding="utf-8"))["texts"]
    for code, wordings in lao.items():
        for text in _as_texts(wordings):
            # Its English is the law's own, long and of other words.
            yield BilingualText(f"tvpa.lo.json, {code}", "", text)


def _pack_texts() -> Iterator[BilingualText]:
    """Names and questions of packs that speak Lao."""
    for file in sorted((ROOMS / "countries").glob("*/*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            rows = list(csv.reader(opened))
        columns: dict[str, int] = {}
        for row in rows:
            if found := _language_columns(row):
                columns = found
            elif columns and len(row) > max(columns.values()):
                english, lao = (row[columns[code]] for code in ("en", LAO))
                yield BilingualText(f"{file.parent.name}/{file.name}", english, lao)


def _language_columns(row: list[str]) -> dict[str, int]:
    """Where the two languages stand, in the first row of a table or of a sheet."""
    found = {
        code: row.index(cell)
        for cell in row
        for code in ("en", LAO)
        if cell == f"name_{code}" or re.fullmatch(rf"label::.*\({code}\)", cell)
    }
    return found if len(found) > 1 else {}


def _as_texts(said: Any) -> tuple[str, ...]:
    return tuple(said) if isinstance(said, (list, tuple)) else (said,)


def misused_terms() -> Iterator[str]:
    """Each text that says a term of the field in another word, a line each."""
    terms = read_terms()
    for text in bilingual_texts():
        for term in terms:
            if wrong := term.wrong_word(text.english, text.lao):
                yield (
                    f"{text.place}: {text.english or text.lao!r} says {wrong}:"
                    f" {' or '.join(term.lao)} ({TERMS.name})"
                )
