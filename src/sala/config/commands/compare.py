"""Published reports beside the country's own figures, from the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sala.config.commands.outputs import print_csv, print_json, write_output
from sala.config.running import as_owner, without_database

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
)
LANGUAGE = click.option(
    "--language",
    type=click.Choice(["en", "lo"]),
    default="en",
    show_default=True,
)
YEAR = click.IntRange(1950, 2100)


@click.command()
@click.option(
    "--year",
    "years",
    type=YEAR,
    multiple=True,
    help="Without it, every year that is told of.",
)
@click.option(
    "--as",
    "name",
    metavar="NAME",
    help="Sign-in name of the analyst whose view it is.",
)
@LANGUAGE
@FORMAT
@as_owner
def compare_command(
    *,
    years: tuple[int, ...],
    name: str | None,
    language: str,
    form: str,
) -> None:
    """Lay what published reports state, as accepted, beside the country's own figures.

    Each line says what lies between the two: agrees, counted_differently, disagrees,
    not_recorded (by us), not_stated (by them), withheld (from this analyst). Our
    numbers are the approved ones of the year, or else of the facts as they are now.
    """
    from django.utils.translation import override

    from sala.narrative import presenting
    from sala.narrative.queries import comparison

    with _acting_analyst(name) as by, override(language):
        asked = years or tuple(comparison.years_told(by=by))
        sides = comparison.side_by_side(by=by, years=asked)
        if not any(side.lines for side in sides):
            raise click.ClickException(
                "Neither a report nor the figures have a number to compare.",
            )
        if form == "table":
            for side in sides:
                Console().print(_year_table(side))
        else:
            _print_rows(
                presenting.COLUMNS, list(presenting.comparison_rows(sides)), form
            )


def _year_table(side: Any) -> Table:
    """A year: each measure, our number, and every number of theirs with what lies
    between.
    """
    from sala.narrative import labels, presenting

    basis = "approved figures" if side.snapshot else "the facts as they are now"
    table = Table(
        title=f"{side.year}, {basis}",
        title_justify="left",
        box=None,
    )
    for head in ("measure", "ours", "theirs", "difference", "report"):
        table.add_column(head, overflow="fold")
    for line in side.lines:
        first = (
            escape(f"{labels.measure_label(line.measure)}"),
            escape(presenting.present_own_number(line).text),
        )
        for stated in line.stated:
            difference = stated.difference
            said = (
                f"{labels.DIFFERENCES[difference.state].words}"
                f" {presenting.signed_number(difference.by)}"
            )
            part = f" ({stated.figure.group})" if stated.figure.group else ""
            told = f"{presenting.present_stated_number(stated.figure)}{part}"
            table.add_row(*first, escape(told), said, escape(stated.report.title))
            first = "", ""
        if not line.stated:
            table.add_row(*first, "–", str(labels.DIFFERENCES[line.state].words), "")
    return table


@contextmanager
def _acting_analyst(name: str | None) -> Iterator[Any]:
    """Act as an analyst: what they may not see, the command does not show."""
    from sala.access.context import acting_member, acting_operator
    from sala.access.models import Membership
    from sala.access.roles import Role

    with acting_operator("compare"):
        posts = Membership.objects.filter(role=Role.ANALYST, ends_on=None)
        found = posts.order_by("user__username").values_list(
            "user__username",
            "user_id",
            "id",
        )
        known = {who: (user, post) for who, user, post in found}
    if not known:
        raise click.ClickException(
            "Nobody is an analyst yet; `sala user add` adds one.",
        )
    if name is None and len(known) > 1:
        raise click.UsageError(f"Name the analyst with --as: {', '.join(known)}.")
    if name is not None and name not in known:
        raise click.UsageError(
            f"--as: {name!r} is no analyst; there is {', '.join(known)}.",
        )
    with acting_member(*known[name or next(iter(known))]) as by:
        yield by


@click.command()
@click.argument(
    "facts",
    type=click.Path(
        exists=True,
        dir_okay=False,
        path_type=Path,
    ),
)
@click.option(
    "--measure",
    required=True,
    help="Code of a measure, as `sala read` writes it.",
)
@click.option(
    "--country",
    "countries",
    metavar="ISO3",
    multiple=True,
    help="Without it, all.",
)
@click.option(
    "--from",
    "first",
    type=YEAR,
    help="First year.",
)
@click.option(
    "--to",
    "last",
    type=YEAR,
    help="Last year.",
)
@LANGUAGE
@FORMAT
@click.option(
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help="SVG file to draw the numbers into.",
)
@without_database
def countries_command(
    *,
    facts: Path,
    measure: str,
    countries: tuple[str, ...],
    first: int | None,
    last: int | None,
    language: str,
    form: str,
    picture: Path | None,
) -> None:
    """Compare countries and years by one measure in FACTS, a file that `sala read DIR
    --out` wrote.

    The numbers are as they were read: nobody has accepted them. A year that no report
    tells of is empty, never zero.
    """
    from django.utils.translation import override

    from sala.narrative import facts_files
    from sala_reader import measure_units

    if measure not in measure_units():
        raise click.UsageError(
            f"--measure: {measure!r} is none of: {', '.join(measure_units())}.",
        )
    if first and last and first > last:
        raise click.UsageError("--to is before --from.")
    wanted = tuple(code.upper() for code in countries)
    with override(language):
        try:
            rows = facts_files.rows_of(
                facts,
                measure,
                wanted,
                first or 0,
                last or 9999,
            )
        except facts_files.NotAFactsFileError as error:
            raise click.UsageError(f"{facts}: {error}") from error
        if not rows:
            raise click.ClickException(
                f"No report in {facts} states {measure} for these.",
            )
        if picture:
            write_output(picture, _draw_picture(rows).encode())
        _print_numbers(rows, form)


def _print_numbers(rows: list[dict[str, Any]], form: str) -> None:
    from sala.narrative.facts_files import COLUMNS

    if form == "table":
        Console().print(_table_by_year(rows))
    else:
        _print_rows(COLUMNS, [tuple(row[c] for c in COLUMNS) for row in rows], form)


def _draw_picture(rows: list[dict[str, Any]]) -> str:
    from sala.figures import charts
    from sala.narrative.places import country_name

    cells = _whole_numbers(rows)
    years = range(min(y for _c, y in cells), max(y for _c, y in cells) + 1)
    named = sorted({country for country, _y in cells})
    return charts.multi_line_chart(
        {
            country_name(c): [(y, cells.get((c, y), {}).get("value")) for y in years]
            for c in named
        },
    )


def _whole_numbers(rows: list[dict[str, Any]]) -> dict[tuple[str, int], dict[str, Any]]:
    """The number of each country and year: of the whole, by the latest report."""
    ordered = sorted(rows, key=lambda r: (bool(r["group"]), -(r["report_year"] or 0)))
    cells: dict[tuple[str, int], dict[str, Any]] = {}
    for row in ordered:
        cells.setdefault((row["country"] or "?", row["year"]), row)
    return cells


def _table_by_year(rows: list[dict[str, Any]]) -> Table:
    """A row a country, a column a year; several numbers of one year stand below one
    another.
    """
    from sala.narrative.places import country_name

    years = sorted({row["year"] for row in rows})
    table = Table("country", *map(str, years), box=None)
    for country in sorted({row["country"] or "?" for row in rows}):
        cells = [
            "\n".join(
                _number_text(r)
                for r in rows
                if (r["country"] or "?", r["year"]) == (country, y)
            )
            for y in years
        ]
        table.add_row(country_name(country), *cells)
    return table


def _number_text(row: dict[str, Any]) -> str:
    value = "not reported" if row["value"] is None else f"{row['value']:,g}"
    group = f" ({row['group']})" if row["group"] else ""
    return escape(f"{value}{group}")


def _print_rows(
    columns: tuple[str, ...], rows: list[tuple[Any, ...]], form: str
) -> None:

    if form == "json":
        said = [dict(zip(columns, row, strict=True)) for row in rows]
        print_json(said)
    else:
        print_csv(columns, rows)
