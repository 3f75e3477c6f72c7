"""The templates of a report's sentences: data that an analyst can read, checked when it
is read.

A placeholder is `{figure}`; `{figure[dimension=key]}` for a part of it, `key+key` for
two together; `key` may be `*`: every part by its name, the largest first, and no
sentence where there is none. `{figure~}` is without the years before in parentheses.
Behind a colon stand the words that go with it, for one, for several, for an unknown
number: `{figure:case|cases|an unknown number of cases}`. `{before}` is the years before
of the figure that leads the sentence, alone in parentheses.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

ROOMS = ("prosecution", "protection", "prevention", "partnership")
FORMS = ("said", "none", "unreported")
EVERY = "*"
BEFORE = "before"
PLACE = re.compile(
    r"\{(?P<figure>[a-z_0-9]+)(\[(?P<by>[a-z_]+)=(?P<key>[A-Za-z_0-9+]+|\*)\])?(?P<alone>~)?(:(?P<words>[^{}]*))?\}",
)


class SentenceTemplateError(ValueError):
    """A sentence that cannot be: it names the sentence, the language and what
    is wrong.
    """


@dataclass(frozen=True)
class NumberPlace:
    """Where a number goes in a sentence."""

    figure: str
    by: str = ""
    key: str = ""
    alone: bool = False
    one: str = ""
    many: str = ""
    unknown: str = ""


@dataclass(frozen=True)
class SentenceTemplate:
    """One sentence of the report in one language, for each thing its figure
    may answer.
    """

    said: tuple[str | NumberPlace, ...]
    none: tuple[str | NumberPlace, ...]
    unreported: tuple[str | NumberPlace, ...]


@dataclass(frozen=True)
class ReportSentence:
    """What one sentence is about, and how it is said in each language."""

    code: str
    room: str
    leads: str
    wordings: Mapping[str, SentenceTemplate]

    @property
    def number_places(self) -> Iterator[NumberPlace]:
        """Every number of the sentence, in whatever language."""
        for wording in self.wordings.values():
            for form in (wording.said, wording.none, wording.unreported):
                yield from (part for part in form if isinstance(part, NumberPlace))


@cache
def report_sentences() -> tuple[ReportSentence, ...]:
    """The sentences that Sala ships, in the order of the report."""
    source = resources.files("sala.narrative.writing") / "sentences.toml"
    return parse_sentences(source.read_text(encoding="utf-8"))


def parse_sentences(text: str) -> tuple[ReportSentence, ...]:
    """Sentences from a TOML text; raises `TemplateError` naming the faulty one."""
    found = tuple(_parse_sentence(said) for said in tomllib.loads(text)["sentence"])
    codes = [s.code for s in found]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise SentenceTemplateError(f"sentences defined twice: {sorted(twice)}")
    return found


def _parse_sentence(said: Mapping[str, object]) -> ReportSentence:
    code = str(said.get("code", ""))
    room = str(said.get("room", ""))
    if room not in ROOMS:
        raise SentenceTemplateError(
            f"{code}: room {room!r} is none of {', '.join(ROOMS)}"
        )
    wordings = {
        language: _parse_template(f"{code}, {language}", texts)
        for language, texts in said.items()
        if isinstance(texts, dict)
    }
    if not wordings:
        raise SentenceTemplateError(f"{code}: no wording in any language")
    return ReportSentence(code, room, str(said["leads"]), wordings)


def _parse_template(where: str, texts: Mapping[str, str]) -> SentenceTemplate:
    if unknown := texts.keys() - set(FORMS):
        raise SentenceTemplateError(
            f"{where}: {sorted(unknown)} is none of {', '.join(FORMS)}"
        )
    if "said" not in texts:
        raise SentenceTemplateError(f"{where}: `said` is missing")
    return SentenceTemplate(
        *(tuple(_template_parts(where, texts.get(form, ""))) for form in FORMS)
    )


def _template_parts(where: str, text: str) -> Iterator[str | NumberPlace]:
    end = 0
    for match in PLACE.finditer(text):
        yield from _plain_parts(where, text[end : match.start()])
        words = [*(match["words"] or "").split("|"), "", ""]
        one = words[0]
        yield NumberPlace(
            figure=match["figure"],
            by=match["by"] or "",
            key=match["key"] or "",
            alone=bool(match["alone"]),
            one=one,
            many=words[1] or one,
            unknown=words[2],
        )
        end = match.end()
    yield from _plain_parts(where, text[end:])


def _plain_parts(where: str, text: str) -> Iterator[str]:
    if "{" in text or "}" in text:
        raise SentenceTemplateError(
            f"{where}: a placeholder cannot be read in {text!r}"
        )
    if text:
        yield text
