"""The country's figures from the command line."""

import csv
import json
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from sala.config.commands.options import FACTS
from sala.config.running import without_database


@click.command()
@click.option(
    "--year",
    type=click.IntRange(1900, 2200),
    required=True,
)
@click.option(
    "--compare",
    type=click.IntRange(0, 20),
    default=2,
    show_default=True,
)
@click.option(
    "--figure",
    "codes",
    multiple=True,
    help="Code of a figure; without it, all.",
)
@click.option(
    "--whole",
    is_flag=True,
    help="Break nothing down.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "lo"]),
    default="en",
    show_default=True,
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)
@FACTS
@without_database
def figures_command(
    *,
    year: int,
    compare: int,
    codes: tuple[str, ...],
    whole: bool,
    language: str,
    form: str,
    folder: Path | None,
) -> None:
    """Answer the country's figures of a year from its facts, beside the years before.

    A figure is a number, "not recorded", or "nobody asked": none of the three is
    another.
    """
    from django.utils.translation import override

    from sala.facts.folder import NotFactsError, read_manifest
    from sala.facts.places import facts_folder
    from sala.figures.definitions import FIGURES
    from sala.figures.engine import evaluate_figures

    if unknown := sorted(set(codes) - FIGURES.keys()):
        near = get_close_matches(
            unknown[0],
            FIGURES,
            n=5,
            cutoff=0.4,
        ) or list(FIGURES)
        raise click.UsageError(
            f"--figure: no figure {unknown[0]!r}; there is {', '.join(near)}",
        )
    folder = folder or facts_folder()
    years = [*range(year, year - compare - 1, -1)]
    try:
        manifest = read_manifest(folder)
        answers = evaluate_figures(
            folder,
            years=years,
            codes=codes or None,
            whole=whole or form == "table",
        )
    except NotFactsError as error:
        raise click.ClickException(str(error)) from error
    with override(language):
        _print_figures(answers, manifest, years, form)


def _print_figures(
    answers: Any,
    manifest: Any,
    years: list[int],
    form: str,
) -> None:
    from sala.figures import presenting
    from sala.kit.spreadsheets import safe_row

    if form == "json":
        said = presenting.as_json(answers, manifest, years)
        click.echo(
            json.dumps(
                said,
                ensure_ascii=False,
                indent=1,
            ),
        )
    elif form == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(presenting.COLUMNS)
        writer.writerows(safe_row(row) for row in presenting.as_rows(answers, years))
    else:
        Console().print(_figures_table(answers, years, manifest.currency))


def _figures_table(answers: Any, years: list[int], currency: str) -> Table:
    from django.utils.translation import gettext as _

    from sala.figures.answer_labels import answer_in_words
    from sala.figures.definitions import FIGURES

    table = Table(box=None)
    table.add_column("figure", overflow="fold")
    for year in years:
        table.add_column(str(year), justify="right")
    for code in dict.fromkeys(code for code, _year in answers.totals):
        cells = [answer_in_words(answers.totals[code, year]) for year in years]
        unit = {"money": f", {currency}", "month": f", {_('months')}"}
        name = f"{FIGURES[code].name}{unit.get(FIGURES[code].measure.unit, '')}"
        table.add_row(f"{name}\n[dim]{code}[/dim]", *cells)
    return table
