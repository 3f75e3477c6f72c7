"""Who did what a figure counts, who says so, and where: as its own sentence tells."""

import re
from functools import cache

from sala.narrative.reading.counts import Sentence
from sala.narrative.reading.facts import Figure
from sala.narrative.reading.vocabulary import data

NAMED = (
    r"(?:Ministry|Ministries|Department|Office|Directorate|Agency|Bureau|Commission|Council|Institute)"
    r"(?: General)? (?:of|for) (?:the )?[A-Z][\w’-]+(?:(?:,? and|,| of| the)? [A-Z][\w’-]+){0,5}"
)
CAPITALS = r"[A-Z][A-Z&]{1,8}[A-Z](?: and [A-Z][A-Z&]{1,8}[A-Z])?"
ARTICLES = ("The ", "A ", "An ", "All ", "Some ", "These ")
LISTED = re.compile(r"\s*(?:and )?(?:the )?(?P<who>[A-Za-z][\w’-]*(?: [\w’-]+){0,4}), ")
OWN_UNITS = frozenset({"month", "money", "percent"})
ELIDED = frozenset({"elided", "part", "comparison", "list", "relative", "frame, elided noun"})


def _any(name: str) -> str:
    return "|".join(data("actors")[name])


@cache
def _actors() -> re.Pattern[str]:
    """A subject with its verb; the group that matched says what kind of subject."""
    return re.compile(
        r"(?<![\w’-])(?:"
        rf"(?P<everybody>{_any('everybody')})|(?P<outside>{_any('outside')})"
        rf"|(?P<office>(?:{NAMED})|(?:{_any('offices')})|{CAPITALS})"
        r")(?:[ \n]\([^()]{1,30}\))?(?:,[^,;]{1,80},)?"
        rf"[ \n](?:[a-z]+ly |also |then |had |has |have |jointly )*(?:(?P<says>{_any('says')})|[a-z]+(?:ed|ran|held|gave|began|made|led))\b"
    )


@cache
def _according() -> re.Pattern[str]:
    return re.compile(data("actors")["according"])


@cache
def _places() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(data("actors")["place"]), re.compile(data("actors")["no_place"])


def attribute(sentence: Sentence, own: frozenset[str]) -> None:
    """Give each figure of a sentence its institution, its source and its place, where it says so."""
    if not sentence.figures:
        return
    text, base = sentence.tokens.text, sentence.tokens.base
    last = max(figure.start for figure in sentence.figures) - base
    actors = list(_actors().finditer(text, 0, last))
    according = _according().search(text) if "ccording" in text else None
    found = sorted(sentence.figures, key=lambda figure: figure.start)
    before: Figure | None = None
    for figure in found:
        at = figure.start - base
        clause = text.rfind(";", 0, at) + 1
        listed = LISTED.match(text, clause, at)
        if listed and listed.end() == at and clause:
            figure.institution = listed["who"]
        else:
            _who(figure, [a for a in actors if clause <= a.start() < at])
        if according and not figure.source:
            figure.source = according["who"]
        _where(figure, text, at, own)
        if before is not None and figure.found_by in ELIDED and before.measure == figure.measure:
            _inherit(figure, before)
        before = figure


def _who(figure: Figure, actors: list[re.Match[str]]) -> None:
    """The nearest who did it, and whoever from outside says so."""
    done = None  # where the government as a whole was named, beyond which nobody else did it
    for actor in reversed(actors):
        if done is not None and actor.end() < done - len(" that the "):
            return
        if actor["outside"] and actor["says"]:
            figure.source = figure.source or _name(actor["outside"])
        elif figure.institution is None and done is None and (actor["outside"] or actor["office"]):
            figure.institution = _name(actor["outside"] or actor["office"])
        if actor["everybody"] and not actor["says"]:
            done = actor.start()


def _name(said: str) -> str:
    name = " ".join(said.split())
    return name.partition(" ")[2] if name.startswith(ARTICLES) else name


def _where(figure: Figure, text: str, at: int, own: frozenset[str]) -> None:
    """The place said after a figure in its clause, else the last one before it."""
    if figure.unit in OWN_UNITS:
        return
    stop = text.find(";", at)
    known, none = _places()
    found = [
        match
        for match in known.finditer(text, 0, stop if stop > 0 else len(text))
        if not none.match(match["place"]) and match["place"].lower() not in own
    ]
    after = [match for match in found if match.start() >= at]
    chosen = after[0] if after else found[-1] if found else None
    if chosen is not None:
        figure.place = " ".join(chosen["place"].split())


def _inherit(figure: Figure, before: Figure) -> None:
    """What is said of a figure holds for those that only go on from it."""
    if not (figure.institution or figure.source):
        figure.institution, figure.source = before.institution, before.source
    if figure.start - before.end <= len(" (") and figure.year != before.year:
        figure.group = figure.group or before.group
        figure.place = figure.place or before.place
