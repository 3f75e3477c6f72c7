"""A year's report from a folder of facts, with the country's names and rates of the time."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from babel import Locale
from babel.numbers import get_currency_name

from sala.countries import queries as countries
from sala.facts.folder import read_manifest
from sala.figures.definitions import VERSION
from sala.figures.engine import evaluate
from sala.narrative.writing.compose import BACK, Section, compose, wanted
from sala.narrative.writing.documents import Cover
from sala.narrative.writing.words import Money


@dataclass(frozen=True)
class YearReport:
    """What was written of a year, and what stands above it."""

    cover: Cover
    sections: tuple[Section, ...]


def write_report(*, folder: Path, year: int, language: str) -> YearReport:
    """The report of a year in a language, from the facts of a folder.

    Raises `NotFactsError` where the folder holds none.
    """
    manifest = read_manifest(folder)
    years = [*range(year, year - BACK - 1, -1)]
    answers = evaluate(folder, years=years, codes=sorted(wanted()))
    pack = countries.pack()
    rate = countries.exchange_rate("USD", date(year, 12, 31))
    currency = Money(
        name=get_currency_name(pack.currency, count=2, locale=language),
        code=pack.currency,
        a_dollar=rate.units if rate else None,
    )
    sections = compose(answers, year=year, language=language, currency=currency)
    cover = Cover(
        country=Locale(language).territories[pack.code],
        year=year,
        language=language,
        facts_hash=manifest.hash,
        as_of=datetime.fromisoformat(str(manifest.as_of)),
        definitions=VERSION,
    )
    return YearReport(cover, sections)
