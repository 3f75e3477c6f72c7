"""Who did what a figure counts, who says so, and where: as its own sentence tells."""

import re
from functools import cache

from sala_reader.named_entities import country_nouns
from sala_reader.report_figures import ReportFigure
from sala_reader.report_metadata import country_names
from sala_reader.sentence import ParsedSentence
from sala_reader.vocabulary import load_data

NAMED = (
    r"(?:Ministry|Ministries|Department|Office|Directorate|Agency|Bureau|Commission|Council"
    r"|Institute)(?: General)? (?:of|for) (?:the )?[A-Z][\w’-]+"
    r"(?:(?:,? and|,| of| the)? [A-Z][\w’-]+){0,5}"
)
CAPITALS_ONLY = re.compile(r"[A-Z]{3}")
CAPITALS = r"[A-Z][A-Z&]{1,8}[A-Z](?: and [A-Z][A-Z&]{1,8}[A-Z])?"
ARTICLES = ("The ", "A ", "An ", "All ", "Some ", "These ")
LISTED = re.compile(r"\s*(?:and )?(?:the )?(?P<who>[A-Za-z][\w’-]*(?: [\w’-]+){0,4}), ")
OWN_UNITS = frozenset({"month", "money", "percent"})
ELIDED = frozenset(
    {"elided", "part", "comparison", "list", "relative", "frame, elided noun"},
)


def _alternatives_of(name: str) -> str:
    return "|".join(load_data("actors")[name])


@cache
def _actor_pattern() -> re.Pattern[str]:
    """A subject with its verb; the group that matched says what kind of subject."""
    adverbs = r"(?:[a-z]+ly |also |then |had |has |have |jointly )*"
    return re.compile(
        r"(?<![\w’-])(?:"
        rf"(?P<everybody>{_alternatives_of('everybody')})"
        rf"|(?P<outside>{_alternatives_of('outside')})"
        rf"|(?P<office>(?:{NAMED})|(?:{_alternatives_of('offices')})|{CAPITALS})"
        r")(?:[ \n]\([^()]{1,30}\))?(?:,[^,;]{1,80},)?"
        rf"[ \n]{adverbs}(?:(?P<says>{_alternatives_of('says')})"
        r"|[a-z]+(?:ed|ran|held|gave|began|made|led))\b",
    )


@cache
def _place_patterns() -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(load_data("actors")[name])
        for name in ("according", "place", "no_place")
    }


@cache
def _institution_heads() -> frozenset[str]:
    """Words of which one stands in every sentence that names an institution or a
    source.
    """
    return frozenset(load_data("actors")["heads"].split())


def attribute_figures(sentence: ParsedSentence, own: frozenset[str]) -> None:
    """Give each figure of a sentence the institution, the source and the place that it
    says.
    """
    if not sentence.figures:
        return
    text, base = sentence.tokens.text, sentence.tokens.base
    found = sorted(sentence.figures, key=lambda figure: figure.start)
    actors = _actors_before(sentence, found[-1].start - base)
    according = (
        _place_patterns()["according"].search(text) if "ccording" in text else None
    )
    places = _places_named(found, text, own)
    before: ReportFigure | None = None
    for figure in found:
        at = figure.start - base
        clause = text.rfind(";", 0, at) + 1
        listed = LISTED.match(text, clause, at) if clause else None
        # "Police, 12; prosecutors, nine; the labor inspectorate, three": in a list of
        # who has how many, who stands before its comma.
        if listed and listed.end() == at:
            figure.institution = listed["who"]
        elif actors:
            _assign_actor(figure, [a for a in actors if clause <= a.start() < at])
        if according and not figure.source:
            figure.source = according["who"]
        if places and figure.unit not in OWN_UNITS:
            _assign_place(figure, places, at, text.find(";", at))
        if (
            before is not None
            and figure.found_by in ELIDED
            and before.measure == figure.measure
        ):
            _inherit_attribution(
                figure, before, bracketed=text[:at].rstrip().endswith("(")
            )
        before = figure


def _actors_before(sentence: ParsedSentence, stop: int) -> list[re.Match[str]]:
    """Who does something in a sentence before a place."""
    text = sentence.tokens.text
    if sentence.tokens.words.isdisjoint(
        _institution_heads()
    ) and not CAPITALS_ONLY.search(
        text,
        0,
        stop,
    ):
        return []
    return list(_actor_pattern().finditer(text, 0, stop))


def _places_named(
    found: list[ReportFigure],
    text: str,
    own: frozenset[str],
) -> list[tuple[int, str]]:
    """The places a sentence names, other than the country itself."""
    if all(figure.unit in OWN_UNITS for figure in found):
        return []
    none = _place_patterns()["no_place"]
    return [
        (match.start(), " ".join(match["place"].split()))
        for match in _place_patterns()["place"].finditer(text)
        if not none.match(match["place"]) and _is_place(match["place"].lower(), own)
    ]


def _is_place(name: str, own: frozenset[str]) -> bool:
    """Whether a name is not the country itself, nor what belongs to one ("in Thai
    ports").
    """
    return name not in own and (name not in country_names() or name in country_nouns())


def _assign_actor(figure: ReportFigure, actors: list[re.Match[str]]) -> None:
    """The nearest who did it, and whoever from outside says so."""
    # where the government as a whole was named, beyond which nobody else did it
    done = None
    # The nearest subject before the number did it. One that speaks for everybody ("the
    # government") shuts off the institutions before it: "The police helped; the
    # government identified 40" is not the police's. Four words reach over "NGOs
    # reported that the government".
    for actor in reversed(actors):
        if done is not None and actor.end() < done - len(" that the "):
            return
        if actor["outside"] and actor["says"]:
            figure.source = figure.source or _actor_name(actor["outside"])
        elif (
            figure.institution is None
            and done is None
            and (actor["outside"] or actor["office"])
        ):
            figure.institution = _actor_name(actor["outside"] or actor["office"])
        if actor["everybody"] and not actor["says"]:
            done = actor.start()


def _actor_name(said: str) -> str:
    name = " ".join(said.split())
    return name.partition(" ")[2] if name.startswith(ARTICLES) else name


def _assign_place(
    figure: ReportFigure,
    places: list[tuple[int, str]],
    at: int,
    stop: int,
) -> None:
    """The place said after a figure in its clause, else the last one before it."""
    after = [
        name for start, name in places if at <= start and (stop < 0 or start < stop)
    ]
    before = [name for start, name in places if start < at]
    figure.place = after[0] if after else before[-1] if before else None


def _inherit_attribution(
    figure: ReportFigure, before: ReportFigure, *, bracketed: bool
) -> None:
    """What is said of a figure holds for those that only go on from it."""
    if not (figure.institution or figure.source):
        figure.institution, figure.source = before.institution, before.source
    # "DGMM identified 134 women in Ankara (303 in 2017)": of women in Ankara too. A
    # bracket of the same year is a part, with a group of its own.
    if bracketed and figure.year != before.year:
        figure.group = figure.group or before.group
        figure.place = figure.place or before.place
