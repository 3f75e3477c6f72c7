"""Users and agencies from the command line: the first administrator, emergencies."""

import click
from rich.console import Console
from rich.table import Table

from sala.config.commands.options import FORMAT
from sala.config.commands.outputs import print_json
from sala.config.running import as_owner


@click.group()
def user_group() -> None:
    """Add users, give and end their roles, invite them to choose a password.

    A link, and a role that opens names, wait for a second person: a supervisor of
    the agency or oversight confirms them on the page “Second person”.
    """


@user_group.command("first")
@click.option(
    "--administrator",
    nargs=3,
    required=True,
    metavar="USERNAME NAME AGENCY",
    help="Who adds all others.",
)
@click.option(
    "--oversight",
    nargs=3,
    required=True,
    metavar="USERNAME NAME AGENCY",
    help="Who confirms them.",
)
@click.option("--site", default="http://localhost:8000", show_default=True)
@as_owner
def add_first_two(
    administrator: tuple[str, str, str],
    oversight: tuple[str, str, str],
    site: str,
) -> None:
    """Add the two users with whom an installation begins, and print for each a link
    and the number that it asks for. They are two people.
    """
    from sala.config import staff

    with staff.refusals_as_usage():
        for each in staff.add_first_two(administrator, oversight):
            path = staff.invitation_path(*each.link)
            click.echo(f"{each.username}: {site}{path} number {each.number}")


@user_group.command("confirm")
@click.argument("username")
@as_owner
def confirm_user(username: str) -> None:
    """Confirm USERNAME where nobody is left who could be the second person, and print
    the number that their link asks for. The ledger says that there was no second.
    """
    from sala.config import staff

    with staff.refusals_as_usage():
        click.echo(staff.confirm_user(username) or "confirmed")


@user_group.command("add")
@click.argument("username")
@click.option(
    "--name",
    required=True,
    help="Full name of the member of staff.",
)
@click.option(
    "--agency",
    required=True,
    help="Code of the agency, such as LWU.",
)
@click.option(
    "--role",
    required=True,
    help="Such as administrator; `sala user roles` lists them.",
)
@click.option(
    "--site",
    default="http://localhost:8000",
    show_default=True,
)
@as_owner
def add_user(
    username: str,
    name: str,
    agency: str,
    role: str,
    site: str,
) -> None:
    """Add USERNAME with a role and print the link with which they choose a password.

    A second person confirms it, and tells them the number that the link asks for.
    """
    from sala.config import staff

    with staff.refusals_as_usage():
        click.echo(
            site
            + staff.add_user(
                username=username,
                name=name,
                agency=agency,
                role=role,
            ),
        )


@user_group.command("invite")
@click.argument("username")
@click.option(
    "--site",
    default="http://localhost:8000",
    show_default=True,
)
@as_owner
def invite_user(username: str, site: str) -> None:
    """Print a new link with which USERNAME chooses a password, within two days."""
    from sala.config import staff

    with staff.refusals_as_usage():
        click.echo(site + staff.invite_user(username))


@user_group.command("reset")
@click.argument("username")
@click.option(
    "--site",
    default="http://localhost:8000",
    show_default=True,
)
@as_owner
def reset_sign_in(username: str, site: str) -> None:
    """Take away USERNAME's password and second factors, and print a link to choose a
    password.
    """
    from sala.config import staff

    with staff.refusals_as_usage():
        click.echo(site + staff.reset_sign_in(username))


@user_group.command("end")
@click.argument("username")
@as_owner
def end_roles(username: str) -> None:
    """End every role of USERNAME at once and close their sessions."""
    from sala.config import staff

    with staff.refusals_as_usage():
        click.echo(f"{staff.end_roles(username)} roles ended")


@user_group.command("list")
@FORMAT
@as_owner
def list_users(form: str) -> None:
    """List users and their roles."""
    from sala.config import staff

    show_rows(staff.roles_of_everybody(), form)


@user_group.command("roles")
@FORMAT
@as_owner
def list_roles(form: str) -> None:
    """List the roles there are."""
    from sala.access.roles import Role

    show_rows([{"role": r.value, "name": str(r.label)} for r in Role], form)


@click.group()
def agency_group() -> None:
    """List the agencies; the country pack and administrators add them."""


@agency_group.command("list")
@FORMAT
@as_owner
def list_agencies(form: str) -> None:
    """List agencies by code."""
    from sala.access import queries
    from sala.access.context import acting_operator

    with acting_operator("command line"):
        rows = [
            {
                "code": a.code,
                "name": a.name,
                "kind": a.kind,
                "parent": a.parent_code,
            }
            for a in queries.list_agencies()
        ]
    show_rows(rows, form)


def show_rows(rows: list[dict[str, str]], form: str) -> None:
    """Print rows as a table or as JSON."""
    if form == "json":
        print_json(rows)
        return
    table = Table(*(rows[0] if rows else ["nothing"]), box=None)
    for row in rows:
        table.add_row(*row.values())
    Console().print(table)
