"""Something was stolen: end it, and list what it reached."""

from datetime import datetime

import click

from sala.config.commands.options import FORMAT
from sala.config.commands.outputs import print_json
from sala.config.running import as_owner


@click.group()
def incident_group() -> None:
    """End what was stolen, and list what it could open and did (docs/runbook.md)."""


@incident_group.command("account")
@click.argument("username")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"]),
    required=True,
    help="From when on somebody else may have had it.",
)
@FORMAT
@as_owner
def end_stolen_account(username: str, since: datetime, form: str) -> None:
    """End every session, the password and the second steps of USERNAME now; then list
    what the account could open, what it did open, and whom to tell.

    It is for a phone, a laptop and a password that were lost too. The roles stay: give
    the person a new invitation face to face, or end them with `sala user end`.
    """
    from dataclasses import asdict

    from django.utils.timezone import make_aware

    from sala.access.ledger_terms import action_words
    from sala.config import incidents, staff

    with staff.refusals_as_usage():
        found = incidents.end_account(username, make_aware(since))
    if form == "json":
        shown = [{**asdict(o), "at": o.at.isoformat()} for o in found.openings]
        print_json({**asdict(found), "openings": shown})
        return
    click.echo("Ended: sessions, password and second steps of signing in.\n")
    click.echo("It could open:")
    for role in found.reach:
        names = "names too" if role.opens_names else "no names"
        click.echo(
            f"  {role.role} of {role.agency}: {role.people:,} people,"
            f" {role.cases:,} cases, {names}",
        )
    click.echo(f"\nIt was shown, since {since:%Y-%m-%d %H:%M}:")
    for entry in found.openings:
        click.echo(
            f"  {entry.at:%Y-%m-%d %H:%M}  {action_words(entry.action)}"
            f"  {entry.subject}  {entry.purpose}".rstrip(),
        )
    click.echo("\nAll that was done in its name:")
    for action, count in found.done:
        click.echo(f"  {count:>5}  {action_words(action)}")
    click.echo(f"\nThe records are kept by: {', '.join(found.keepers) or 'none shown'}")
    click.echo("Tell, by voice and not through Sala:")
    for person in found.tell:
        click.echo(f"  {person}")
    click.echo(
        "Whom the law of the country names besides, and how soon, the data protection"
        " officer says: no pack holds it.",
    )
