"""What a report tells besides figures: institutions, countries, groups at risk,
exploitation.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sala_reader.report_metadata import country_names
from sala_reader.tokens import lower_in_place
from sala_reader.vocabulary import load_data

ACRONYM = re.compile(r"\((?:the )?([A-Z][A-Za-z&’-]{1,9})\)")
CAPITALS = re.compile(
    r"(?:(?:[A-Z][\w’'&-]*|of|the|and|for|on|to|in|against),?\s+){1,12}$",
)
MINISTRY = re.compile(
    r"\b(?:Ministry|Ministries|Department|Office|Directorate|Agency|Institute"
    r"|Commission|Council|Bureau)"
    r" (?:of|for) (?:the )?[A-Z][\w’-]+(?:(?:,? and|,| of| the)? [A-Z][\w’-]+){0,5}",
)
CAPITAL = re.compile(
    r"[A-Z][\w’'.-]*(?:\s+(?:(?:and|of|the)\s+|d['’])?[A-Z][\w’'.-]*)*",
)
REACH = 160  # letters before an acronym in which its name stands
LONGEST = 6  # words of a country's name
LIST_GAP = re.compile(
    r"^(?:[\s,;]|and|or|as well as|the|other|such|countries|including|most|often"
    r"|—|–)*$",
)


@dataclass(frozen=True, slots=True)
class NamedEntity:
    """Something a report names, and where: a name, what it is called for short, or its
    part.
    """

    name: str
    start: int
    end: int
    acronym: str | None = None


def find_institutions(text: str) -> list[NamedEntity]:
    """The institutions a report names, with their acronyms."""
    found: dict[str, NamedEntity] = {}
    for match in ACRONYM.finditer(text):
        begin = max(0, match.start() - REACH)
        words = CAPITALS.search(text, begin, match.start())
        named = _words_of_acronym(text, words.start(), match) if words else None
        if named:
            found.setdefault(named.name, named)
    for match in MINISTRY.finditer(text):
        found.setdefault(
            match.group(),
            NamedEntity(match.group(), match.start(), match.end()),
        )
    return sorted(found.values(), key=lambda named: named.start)


def _words_of_acronym(
    text: str, begin: int, acronym: re.Match[str]
) -> NamedEntity | None:
    """The words before an acronym whose first letters it is made of."""
    # "Anti-Trafficking Department (ATD)": the words whose initials, of hyphened parts
    # too, spell the acronym; small words ("of", "the") spell nothing.
    letters = [c for c in acronym.group(1) if c.isupper()]
    words = list(re.finditer(r"[\w’'&-]+", text[begin : acronym.start()]))
    for first in range(len(words) - 1, -1, -1):
        initials = [
            c
            for w in words[first:]
            for c in (w[0][0], *(p[0] for p in w[0].split("-")[1:] if p))
            if c.isupper()
        ]
        if (
            words[first][0][0] == letters[0]
            and [c.upper() for c in initials] == letters
        ):
            start = begin + words[first].start()
            end = acronym.end()
            return NamedEntity(
                text[start : acronym.start()].strip(),
                start,
                end,
                acronym.group(1),
            )
        if len(initials) > len(letters):
            return None
    return None


def find_exploitation_forms(text: str) -> list[NamedEntity]:
    """The forms of exploitation a report speaks of, each where it does so first."""
    lower = lower_in_place(text)
    found = []
    for name, phrases in load_data("context")["forms"].items():
        places = [(at, phrase) for phrase in phrases if (at := lower.find(phrase)) >= 0]
        if places:
            at, phrase = min(places)
            found.append(NamedEntity(name, at, at + len(phrase)))
    return sorted(found, key=lambda named: named.start)


def _sentences_with(
    lower: str,
    words: list[str],
    parts: list[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """The sentences in which one of some words stands; each word is looked for once."""
    places: list[int] = []
    for word in words:
        at = lower.find(word)
        while at >= 0:
            places.append(at)
            at = lower.find(word, at + 1)
    places.sort()
    for start, end in parts:
        first = bisect_left(places, start)
        if first < len(places) and places[first] < end:
            yield start, end


def find_vulnerable_groups(
    text: str, parts: list[tuple[int, int]]
) -> list[NamedEntity]:
    """The groups a report names as vulnerable, each where it does so first."""
    rules = load_data("context")["vulnerable"]
    lower = lower_in_place(text)
    found: dict[str, NamedEntity] = {}
    for start, end in _sentences_with(lower, rules["cues"], parts):
        taken = ""
        for group in rules["groups"]:
            at = lower.find(group, start, end)
            if at >= 0 and group not in taken and group not in found:
                found[group] = NamedEntity(group, at, at + len(group))
                taken += f" {group}"
    return sorted(found.values(), key=lambda named: named.start)


@cache
def _role_patterns() -> dict[str, re.Pattern[str]]:
    rules = load_data("context")["roles"]
    return {
        role: re.compile("|".join(rules[role]))
        for role in ("origin", "transit", "destination")
    }


@cache
def _own_role_pattern() -> re.Pattern[str]:
    return re.compile(load_data("context")["roles"]["self"])


def find_countries(
    text: str,
    parts: list[tuple[int, int]],
    own: str | None,
) -> dict[str, list[NamedEntity]]:
    """Countries of origin, transit and destination, of the report's own victims and of
    others.
    """
    found: dict[str, dict[str, NamedEntity]] = {
        "origin": {},
        "transit": {},
        "destination": {},
    }
    told = load_data("context")["roles"]["told"]
    for start, end in _sentences_with(lower_in_place(text), told, parts):
        if own:
            _own_roles(
                text,
                start,
                end,
                own,
                found,
            )
        _other_roles(
            text,
            start,
            end,
            own,
            found,
        )
    return {
        role: sorted(named.values(), key=lambda n: n.start)
        for role, named in found.items()
    }


def _own_roles(
    text: str,
    start: int,
    end: int,
    own: str,
    found: dict[str, dict[str, NamedEntity]],
) -> None:
    match = _own_role_pattern().search(text, start, end)
    if match is None:
        return
    said = match["roles"]
    for role, words in (
        ("origin", ("source", "origin")),
        ("transit", ("transit",)),
        ("destination", ("destination",)),
    ):
        if any(word in said for word in words):
            found[role].setdefault(
                own,
                NamedEntity(own, match.start("roles"), match.end("roles")),
            )


def _other_roles(
    text: str,
    start: int,
    end: int,
    own: str | None,
    found: dict[str, dict[str, NamedEntity]],
) -> None:
    """Give each country of a sentence the part that the nearest word before its list
    says.
    """
    last_end, role = start, ""
    for code, begin, stop in _countries_in(text, start, end):
        gap = text[last_end:begin]
        # "From Burma, Cambodia, and China" is one list: each country has the part that
        # the word before the first says.
        if not (role and LIST_GAP.match(gap)):
            role = _role_before(gap)
        last_end = stop
        if role and code != own:
            found[role].setdefault(code, NamedEntity(code, begin, stop))


def _role_before(gap: str) -> str:
    places = [
        (match.end(), role)
        for role, pattern in _role_patterns().items()
        for match in pattern.finditer(gap)
        if len(gap) - match.end() <= len(" neighboring countries such as the ")
    ]
    return max(places)[1] if places else ""


def _countries_in(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The countries (not the adjectives) that a sentence names, in order."""
    found = []
    known = country_nouns()
    for match in CAPITAL.finditer(text, start, end):
        words = list(re.finditer(r"[\w’'.-]+", match.group()))
        index = 0
        while index < len(words):
            for size in range(min(LONGEST, len(words) - index), 0, -1):
                a, b = words[index].start(), words[index + size - 1].end()
                code = known.get(match.group()[a:b].rstrip(".'’").lower())
                if code:
                    found.append((code, match.start() + a, match.start() + b))
                    index += size - 1
                    break
            index += 1
    return found


@cache
def country_nouns() -> dict[str, str]:
    """Names of countries without what belongs to them: "Thailand", not "Thai"."""
    listed = load_data("countries")["names"]
    known = {n.lower(): c for c, all_names in listed.items() for n in all_names[:1]}
    return known | {n: c for n, c in country_names().items() if " " in n or n.isupper()}
