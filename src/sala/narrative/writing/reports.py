"""A year's report from its figures, with the country's names and rates of the time."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from babel import Locale
from django.utils.translation import override

from sala.countries import queries as countries
from sala.facts.folder import read_manifest
from sala.figures.answers import FigureAnswers
from sala.figures.definitions import VERSION
from sala.figures.engine import evaluate_figures
from sala.figures.labels import CodeLabels
from sala.narrative.writing import words
from sala.narrative.writing.compose import (
    BACK,
    ReportSection,
    compose_report,
    wanted_figures,
)
from sala.narrative.writing.documents import ReportCover


@dataclass(frozen=True)
class WrittenReport:
    """What was written of a year, and what stands above it."""

    cover: ReportCover
    sections: tuple[ReportSection, ...]


def years_of(year: int) -> list[int]:
    """The years that a report of a year tells of, its own first."""
    return [*range(year, year - BACK - 1, -1)]


def write_report(*, folder: Path, year: int, language: str) -> WrittenReport:
    """The report of a year in a language, from the facts of a folder.

    Raises `NotFactsError` where the folder holds none.
    """
    manifest = read_manifest(folder)
    answers = evaluate_figures(
        folder,
        years=years_of(year),
        codes=sorted(wanted_figures()),
    )
    cover = ReportCover(
        country=country_in(language),
        year=year,
        language=language,
        facts_hash=manifest.facts_hash,
        as_of=datetime.fromisoformat(str(manifest.as_of)),
        definitions=VERSION,
    )
    return WrittenReport(
        cover,
        compose_year(
            answers,
            year=year,
            language=language,
        ),
    )


def compose_year(
    answers: FigureAnswers, *, year: int, language: str
) -> tuple[ReportSection, ...]:
    """The sentences of a year, money in the country's currency and at its rate of the
    time.
    """
    pack = countries.loaded_pack()
    rate = countries.exchange_rate(
        countries.RateCurrency.US_DOLLAR,
        date(year, 12, 31),
    )
    currency = words.ReportMoney(
        name=words.currency_name(pack.currency, language),
        code=pack.currency,
        a_dollar=rate.units if rate else None,
    )
    with override(language):
        return compose_report(
            answers,
            year=year,
            language=language,
            currency=currency,
            names=CodeLabels().label_of,
        )


def country_in(language: str) -> str:
    """What the country is called in a language: by its pack, else as it is generally
    called.
    """
    pack = countries.loaded_pack()
    return pack.names.get(language) or str(Locale(language).territories[pack.code])
