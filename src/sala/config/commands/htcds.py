"""Files of HTCDS from the command line, in the name of whoever signs in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sala.config.commands.options import FORMAT
from sala.config.commands.outputs import print_json
from sala.config.running import APPLICATION, running_house

if TYPE_CHECKING:
    from sala.access.context import Actor

USER = click.option(
    "--as",
    "username",
    required=True,
    help="Sign-in name of who exchanges.",
)
PASSWORD = click.option(
    "--password",
    envvar="SALA_PASSWORD",
    prompt=True,
    hide_input=True,
    help="Asked if not given.",
)
CODE = click.option(
    "--code",
    envvar="SALA_CODE",
    prompt="Code of the authenticator app",
    help="Asked if not given.",
)


@click.group()
def htcds_group() -> None:
    """Exchange people with others as files of HTCDS 2.0 (IOM), as a member of staff."""


@contextmanager
def signed_in(username: str, password: str, code: str) -> Iterator["Actor"]:
    """A transaction on the application's account, in the name of whoever signed in."""
    with running_house(act_as=APPLICATION):
        from sala.access import sign_in

        with sign_in.on_the_server(
            username=username,
            password=password,
            code=code,
        ) as actor:
            if actor is None:
                raise click.UsageError(
                    "The sign-in name, the password or the code is wrong.",
                )
            yield actor


@htcds_group.command("import")
@click.argument(
    "file",
    type=click.Path(
        exists=True,
        dir_okay=False,
        path_type=Path,
    ),
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what would be brought in, and bring in nothing.",
)
@USER
@PASSWORD
@CODE
@FORMAT
def import_people(
    *,
    file: Path,
    dry_run: bool,
    username: str,
    password: str,
    code: str,
    form: str,
) -> None:
    """Register the people of FILE: all of them, or nobody when a cell is faulty (exit
    code 1).

    A row that came in before changes nothing.
    """
    with signed_in(username, password, code) as actor:
        from sala.access.permissions import RefusedError
        from sala.kit import clock
        from sala.screening.actions import htcds as actions
        from sala.screening.queries import htcds as queries
        from sala.standards.htcds import UnreadableError

        data = file.read_bytes()
        try:
            preview = queries.preview_file(by=actor, data=data)
            if not (dry_run or preview.faults):
                actions.import_htcds(
                    by=actor,
                    at=clock.now(),
                    data=data,
                )
        except UnreadableError as error:
            raise click.UsageError(str(error)) from error
        except RefusedError as error:
            raise click.ClickException(str(error.decision.sentence)) from error
    answer = {
        "rows": len(preview.rows),
        "new": preview.new,
        "there": preview.there,
        "brought_in": 0 if dry_run or preview.faults else preview.new,
        "faults": [vars(fault) for fault in preview.faults],
        "unknown_columns": list(preview.unknown),
        "retired_columns": list(preview.retired),
        "perhaps_known_rows": [row.number for row in preview.similar],
    }
    _print_import(answer, form)
    raise SystemExit(1 if preview.faults else 0)


def _print_import(answer: dict[str, object], form: str) -> None:
    if form == "json":
        print_json(answer)
        return
    for name, value in answer.items():
        if name != "faults":
            click.echo(
                f"{name}:"
                f" {', '.join(map(str, value)) if isinstance(value, list) else value}",
            )
    for fault in answer["faults"]:  # type: ignore[attr-defined]
        place = f"row {fault['row']}, {fault['field']}"
        click.echo(f"{place}: “{fault['value']}”; right would be {fault['right']}")


@htcds_group.command("export")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
)
@click.option(
    "--person",
    "codes",
    multiple=True,
    help="Code of a person; without, all one sees.",
)
@click.option(
    "--purpose",
    help="Open identities for it, such as services; without, no identities.",
)
@click.option(
    "--file-format",
    type=click.Choice(["csv", "xlsx", "json"]),
    default="csv",
)
@USER
@PASSWORD
@CODE
def export_people(
    *,
    out: Path,
    codes: tuple[str, ...],
    purpose: str | None,
    file_format: str,
    username: str,
    password: str,
    code: str,
) -> None:
    """Write HTCDS of the people one sees; who they are only with a purpose."""
    with signed_in(username, password, code) as actor:
        from django.core.exceptions import ValidationError

        from sala.access.permissions import RefusedError
        from sala.access.roles import Purpose
        from sala.kit.files import write_private
        from sala.screening.actions import htcds as actions
        from sala.standards.htcds import write_htcds

        if purpose and purpose not in Purpose.values:
            raise click.UsageError(
                f"--purpose: {purpose!r} is none of {', '.join(Purpose.values)}",
            )
        try:
            rows = actions.export_htcds(
                by=actor,
                codes=list(codes),
                purpose=Purpose(purpose) if purpose else None,
            )
        except RefusedError as error:
            raise click.ClickException(str(error.decision.sentence)) from error
        except ValidationError as error:
            raise click.ClickException(" ".join(error.messages)) from error
        written = write_htcds(rows, file_format)
    write_private(out, written)
    click.echo(f"{len(rows)} people in {out}")
