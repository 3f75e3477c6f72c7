"""Whose report it is, of which year, in which tier: what the opening and the file's
name say.
"""

import re
from collections import Counter
from functools import cache

from sala_reader.vocabulary import compiled_pattern, load_data

HEAD = compiled_pattern("heading")
PLACED = compiled_pattern("placed")
TITLE = compiled_pattern("title")
TITLED = compiled_pattern("titled")
GOVERNMENT = compiled_pattern("government")
SUBJECT = compiled_pattern("subject")
ALONE = compiled_pattern("alone")
NAMED = compiled_pattern("named")
YEAR_IN_NAME = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
SPOKEN = compiled_pattern("spoken")
UP = compiled_pattern("up")
DOWN = compiled_pattern("down")
SAME = compiled_pattern("same")
FULLY = compiled_pattern("fully")
NOT_FULLY = compiled_pattern("not_fully")
NO_EFFORT = compiled_pattern("no_effort")
EFFORT = compiled_pattern("effort")


@cache
def country_names() -> dict[str, str]:
    """Country names and adjectives, small, to their codes."""
    plain = {
        name.lower(): code
        for code, listed in load_data("countries")["names"].items()
        for name in listed
    }
    return plain | {name.replace("'", "’"): code for name, code in plain.items()}


def known_country_codes() -> tuple[str, ...]:
    """The three-letter codes of all countries that the reader knows by name."""
    return tuple(load_data("countries")["names"])


@cache
def names_of_country(code: str | None) -> frozenset[str]:
    """What a country is called, small; nothing where it is not known."""
    return frozenset(name for name, known in country_names().items() if known == code)


@cache
def _names_pattern() -> re.Pattern[str]:
    listed = sorted(
        country_names(),
        key=len,
        reverse=True,
    )
    return re.compile(
        r"\b(?:" + "|".join(re.escape(n) for n in listed) + r")\b",
        re.IGNORECASE,
    )


def country_code_of(name: str) -> str | None:
    """The code of a country's name as a heading writes it."""
    clean = re.sub(r"\s+", " ", name).strip(" ,.*-–—:").lower().replace("'", "’")
    last, comma, first = clean.partition(", ")
    for said in (clean, f"{first} {last}" if comma else clean):
        if said in country_names():
            return country_names()[said]
    match = _names_pattern().search(clean)
    return country_names()[match.group().lower()] if match else None


def find_country(text: str, name: str = "") -> tuple[str | None, str]:
    """The country of a report, and how it was found."""
    named = NAMED.match(name)
    if named and named["country"].upper() in load_data("countries")["names"]:
        return named["country"].upper(), "file name"
    for match in HEAD.finditer(text):
        if code := country_code_of(match["name"]):
            return code, "heading"
    # The heading may be lost (a page copied from its middle): then the title, "the
    # Government of …", and the standard sentence, each surer than the next.
    for known, how in (
        (TITLED, "title"),
        (GOVERNMENT, "the Government of"),
        (SUBJECT, "standard sentence"),
    ):
        for match in known.finditer(text[:20000]):
            if code := country_code_of(match.group(1)):
                return code, how
    if name and (code := country_code_of(re.sub(r"[-_.\d]+", " ", name))):
        return code, "file name"
    return None, ""


def find_year(text: str, name: str = "") -> tuple[int | None, str]:
    """The year of a report, and how it was found."""
    named = NAMED.match(name)
    if named:
        return int(named["year"]), "file name"
    title = TITLE.search(text[:20000])
    if title:
        return int(next(g for g in title.groups() if g)), "title"
    if match := YEAR_IN_NAME.search(name):
        return int(match.group(1)), "file name"
    # A report tells of the year before: of the years that it speaks of without a month
    # the latest is last year. Dates with a month may already be of its own.
    spoken = Counter(int(m["year"]) for m in SPOKEN.finditer(text) if not m["month"])
    early = max(
        (int(m["year"]) for m in SPOKEN.finditer(text) if m["month"]),
        default=0,
    )
    if spoken or early:
        return max(max(spoken, default=0) + 1, early), "the latest year told of"
    return None, ""


def find_tier(text: str) -> tuple[str | None, str]:
    """The tier, and what says it: the heading, the placing sentence, or the standard
    one.
    """
    for match in HEAD.finditer(text):
        if match["special"]:
            return "SC", "heading"
        if country_code_of(match["name"]):
            return match["tier"] + ("WL" if match["watch"] else ""), "heading"
    opening = text[:6000]
    if alone := ALONE.search(opening):
        return alone["tier"] + ("WL" if alone["watch"] else ""), "heading"
    placed = PLACED.search(opening)
    if placed:
        return placed["tier"] + ("WL" if placed["watch"] else ""), "placement sentence"
    if NOT_FULLY.search(opening):
        if NO_EFFORT.search(opening):
            return "3", "standard sentence"
        return ("2", "standard sentence") if EFFORT.search(opening) else (None, "")
    return ("1", "standard sentence") if FULLY.search(opening) else (None, "")


def find_tier_change(text: str, placed: str | None) -> str | None:
    """Whether the text says that the tier went up, down, or stayed."""
    opening = text[:6000]
    if placed is None:
        return None
    if UP.search(opening):
        return "upgrade"
    if DOWN.search(opening):
        return "downgrade"
    return "same" if SAME.search(opening) else None
