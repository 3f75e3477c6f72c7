"""Whose report it is, of which year, in which tier: what the opening and the file's name say."""

import re
from collections import Counter
from functools import cache

from sala.narrative.reading.vocabulary import data

TIER = r"[Tt][Ii][Ee][Rr]\s*(?P<tier>[123])(?P<watch>\W{0,4}[Ww][Aa][Tt][Cc][Hh]\s*[Ll][Ii][Ss][Tt]|\s*WL\b)?"
HEAD = re.compile(
    r"^[ \t]*(?P<name>[A-Z][^\n():;]{1,60}?)[ \t]*(?:\(|:|[-–—])[ \t]*(?:"
    + TIER
    + r"|(?P<special>[Ss][Pp][Ee][Cc][Ii][Aa][Ll]\s+[Cc][Aa][Ss][Ee]))",
    re.MULTILINE,
)
PLACED = re.compile(
    r"(?:remain(?:s|ed)?|upgraded|downgraded|placed|moved|ranked|kept)\s+(?:up\s+)?(?:on|to|at|in|from\s+Tier\s+[123]\s+to)\s+(?:the\s+)?"
    + TIER
)
TITLE = re.compile(
    r"\b((?:19|20)\d\d)\s+(?:Trafficking\s+in\s+Persons|TIP)\s+Report|(?:Trafficking\s+in\s+Persons|TIP)\s+Report[,:]?\s+(?:\w+\s+)?((?:19|20)\d\d)|(?:Trafficking in Persons Report)[^.]{0,90}?\b(?:June|July)(?:\s+\d+)?,?\s+((?:19|20)\d\d)"
)
TITLED = re.compile(
    r"(?:Trafficking\s+in\s+Persons\s+)?Report(?:[:,]|\s+\d{4})?\s*(?:[-–—]\s*Country Narratives\s*)?[-–—:]\s*([A-Z][^\n(]{2,50})"
)
GOVERNMENT = re.compile(
    r"\bGovernments?\s+of\s+(?:the\s+)?((?:[A-Z][\w’'.-]+|and|of|the)(?:\s+(?:[A-Z][\w’'.-]+|and|of|the)){0,5})"
)
NAMED = re.compile(r"^(?P<country>[A-Za-z]{3})[-_ .](?P<year>(?:19|20)\d\d)(?=\D|$)")
YEAR_IN_NAME = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
SPOKEN = re.compile(
    r"\b(?:[Ii]n|[Dd]uring)\s+(?:(?:early|late|mid|fiscal year|calendar year|(?P<month>January|February|March)|[A-Z][a-z]+)[- ])?(?P<year>20[0-4]\d)\b"
)
UP = re.compile(r"\bupgraded\b|\bmoved up\b", re.IGNORECASE)
DOWN = re.compile(r"\bdowngraded\b|\bmoved down\b", re.IGNORECASE)
SAME = re.compile(
    r"\bremain(?:s|ed)?\s+(?:on|in|at)\s+(?:the\s+)?Tier|consecutive year", re.IGNORECASE
)
FULLY = re.compile(r"Government\s+of\s+[^.]{2,60}?\s+fully\s+(?:complies|meets)", re.IGNORECASE)
NOT_FULLY = re.compile(r"does\s+not\s+(?:yet\s+)?(?:fully\s+)?(?:comply|meet)", re.IGNORECASE)
NO_EFFORT = re.compile(
    r"(?:is|are)\s+not\s+making\s+significant\s+efforts|not\s+(?:yet\s+)?made\s+significant\s+efforts",
    re.IGNORECASE,
)
EFFORT = re.compile(
    r"(?:is|are)\s+making\s+significant\s+efforts|taken\s+some\s+steps", re.IGNORECASE
)


@cache
def names() -> dict[str, str]:
    """Country names and adjectives, small, to their codes."""
    return {
        name.lower(): code for code, listed in data("countries")["names"].items() for name in listed
    }


@cache
def _names_pattern() -> re.Pattern[str]:
    listed = sorted(names(), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(n) for n in listed) + r")\b", re.IGNORECASE)


def code_of(name: str) -> str | None:
    """The code of a country's name as a heading writes it."""
    clean = re.sub(r"\s+", " ", name).strip(" ,.*-–—:").lower()
    if clean in names():
        return names()[clean]
    match = _names_pattern().search(clean)
    return names()[match.group().lower()] if match else None


def country(text: str, name: str = "") -> tuple[str | None, str]:
    """The country of a report, and how it was found."""
    named = NAMED.match(name)
    if named and named["country"].upper() in data("countries")["names"]:
        return named["country"].upper(), "file name"
    for match in HEAD.finditer(text):
        if code := code_of(match["name"]):
            return code, "heading"
    for pattern, how in ((TITLED, "title"), (GOVERNMENT, "the Government of")):
        for match in pattern.finditer(text[:20000]):
            if code := code_of(match.group(1)):
                return code, how
    if name and (code := code_of(re.sub(r"[-_.\d]+", " ", name))):
        return code, "file name"
    return None, ""


def year(text: str, name: str = "") -> tuple[int | None, str]:
    """The year of a report, and how it was found."""
    named = NAMED.match(name)
    if named:
        return int(named["year"]), "file name"
    title = TITLE.search(text[:20000])
    if title:
        return int(next(g for g in title.groups() if g)), "title"
    if match := YEAR_IN_NAME.search(name):
        return int(match.group(1)), "file name"
    spoken = Counter(int(m["year"]) for m in SPOKEN.finditer(text) if not m["month"])
    early = max((int(m["year"]) for m in SPOKEN.finditer(text) if m["month"]), default=0)
    if spoken or early:
        return max(max(spoken, default=0) + 1, early), "the latest year told of"
    return None, ""


def tier(text: str) -> tuple[str | None, str]:
    """The tier, and how it was found: the heading, the sentence that places it, or the standard one."""
    for match in HEAD.finditer(text):
        if match["special"]:
            return "SC", "heading"
        if code_of(match["name"]):
            return match["tier"] + ("WL" if match["watch"] else ""), "heading"
    opening = text[:6000]
    placed = PLACED.search(opening)
    if placed:
        return placed["tier"] + ("WL" if placed["watch"] else ""), "placement sentence"
    if NOT_FULLY.search(opening):
        if NO_EFFORT.search(opening):
            return "3", "standard sentence"
        return ("2", "standard sentence") if EFFORT.search(opening) else (None, "")
    return ("1", "standard sentence") if FULLY.search(opening) else (None, "")


def change(text: str, placed: str | None) -> str | None:
    """Whether the text says that the tier went up, down, or stayed."""
    opening = text[:6000]
    if placed is None:
        return None
    if UP.search(opening):
        return "upgrade"
    if DOWN.search(opening):
        return "downgrade"
    return "same" if SAME.search(opening) else None
