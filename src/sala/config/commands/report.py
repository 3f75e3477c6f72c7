"""The country's yearly report from the command line."""

from pathlib import Path

import click

from sala.config.commands.options import FACTS
from sala.config.commands.outputs import write_output
from sala.config.running import as_owner

ENDINGS = ("html", "docx", "pdf")


@click.command()
@click.option(
    "--year",
    type=click.IntRange(1900, 2200),
    required=True,
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
    type=click.Choice(ENDINGS),
    default="html",
    show_default=True,
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help=(
        "File to write; without it, report-YEAR-LANGUAGE with the ending of the format."
    ),
)
@FACTS
@as_owner
def report_command(
    *,
    year: int,
    language: str,
    form: str,
    out: Path | None,
    folder: Path | None,
) -> None:
    """Write the country's report of a year from its facts, every number from its
    figure.

    What is not recorded is said to be so; it is never zero.
    """
    from sala.access.context import acting_operator
    from sala.facts.folder import NotFactsError
    from sala.facts.places import facts_folder
    from sala.narrative.writing import documents, reports

    try:
        with acting_operator("report"):  # who reads what agencies are called
            written = reports.write_report(
                folder=folder or facts_folder(),
                year=year,
                language=language,
            )
    except NotFactsError as error:
        raise click.ClickException(str(error)) from error
    makers = {
        "html": lambda *said: documents.as_html(*said).encode(),
        "docx": documents.as_docx,
        "pdf": documents.as_pdf,
    }
    try:
        made = makers[form](written.cover, written.sections)
    except OSError as error:
        needed = "apt-get install libpango-1.0-0 libpangoft2-1.0-0"
        raise click.ClickException(
            f"A PDF needs the system's Pango: {needed} ({error})",
        ) from error
    out = out or Path(f"report-{year}-{language}.{form}")
    write_output(out, made)
    click.echo(str(out))
