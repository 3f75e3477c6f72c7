"""Answers as plain rows, for a terminal, a spreadsheet or another program."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import override

from sala.facts.folder import FactsManifest
from sala.figures.answers import FigureAnswer, FigureAnswers
from sala.figures.definitions import FIGURES, RATES, VERSION

LANGUAGES = ("en", "lo")
COLUMNS = (
    "figure",
    "unit",
    "year",
    "by",
    "key1",
    "key2",
    "key3",
    "state",
    "value",
    "at_least",
    "unrecorded",
)


def as_json(
    answers: FigureAnswers,
    manifest: FactsManifest,
    years: Sequence[int],
) -> dict[str, Any]:
    """Everything that was asked, with what it was made from."""
    codes = dict.fromkeys(code for code, _year in answers.totals)
    shares = answers.rate_shares(years)
    return {
        "years": list(years),
        "country": manifest.country,
        "currency": manifest.currency,
        "definitions": VERSION,
        "facts": {
            "hash": manifest.facts_hash,
            "as_of": manifest.as_of,
            "rows": manifest.row_count,
        },
        "figures": [_figure_json(code, answers, years) for code in codes],
        "rates": [
            {
                "code": code,
                "name": _names_by_language(RATES[code].name),
                "year": year,
                "state": share.state,
                "value": share.value,
                "part": share.part,
                "whole": share.whole,
                "per": RATES[code].per,
            }
            for (code, year), share in shares.items()
        ],
    }


def _figure_json(
    code: str, answers: FigureAnswers, years: Sequence[int]
) -> dict[str, Any]:
    figure = FIGURES[code]
    return {
        "code": code,
        "name": _names_by_language(figure.name),
        "unit": figure.measure.unit,
        "date": _names_by_language(figure.date),
        "note": _names_by_language(figure.note),
        "answers": list(figure.answers),
        "years": {
            str(year): _answer_json(answers.totals[code, year]) for year in years
        },
        "by": {
            "/".join(way): {
                str(year): [
                    {
                        "keys": list(keys),
                        "value": cell.value,
                        "unrecorded": cell.unrecorded,
                    }
                    for keys, cell in sorted(cells.items(), key=_key_order)
                ]
                for year in years
                if (cells := answers.parts.get((code, year, way)))
            }
            for way in figure.breakdowns
            if way and any((code, year, way) in answers.parts for year in years)
        },
    }


def _answer_json(answer: FigureAnswer) -> dict[str, Any]:
    return {
        "state": answer.state,
        "value": answer.value,
        "at_least": answer.at_least,
        "unrecorded": answer.unrecorded,
    }


def _names_by_language(words: Any) -> dict[str, str]:
    named = {}
    for language in LANGUAGES:
        with override(language):
            named[language] = str(words)
    return named


def _key_order(item: tuple[tuple[str | None, ...], Any]) -> list[str]:
    return [key or "" for key in item[0]]


def as_rows(answers: FigureAnswers, years: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    """One row a figure, year and part; the whole of a figure has no `by`."""
    chosen = set(years)
    for (code, year), answer in answers.totals.items():
        if year not in chosen:
            continue
        unit = FIGURES[code].measure.unit
        whole = (answer.state, answer.value, answer.at_least, answer.unrecorded)
        yield code, unit, year, "", "", "", "", *whole
        for way in FIGURES[code].breakdowns:
            cells = answers.parts.get((code, year, way), {}) if way else {}
            for keys, cell in sorted(cells.items(), key=_key_order):
                said = [key or "not_recorded" for key in keys]
                padded = [*said, *[""] * (3 - len(said))]
                yield (
                    code,
                    unit,
                    year,
                    "/".join(way),
                    *padded,
                    "number",
                    cell.value,
                    cell.unrecorded > 0,
                    cell.unrecorded,
                )
