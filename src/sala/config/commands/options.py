"""Options that several commands have."""

from pathlib import Path

import click

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
)
FACTS = click.option(
    "--facts",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of facts; without it, the one that the site uses.",
)
