"""A synthetic country from the command line."""

from pathlib import Path
from typing import Any

import click

from sala.config import country
from sala.config.commands.facts import facts_group
from sala.config.running import as_owner, without_database


@click.command()
@click.option(
    "--pack",
    "pack_name",
    default=None,
    help="Country pack that is loaded.",
)
@click.option(
    "--size",
    type=click.IntRange(1),
    help="Victims a year; else the pack's own country.",
)
@click.option(
    "--seed",
    type=int,
    default=None,
    help="The same number makes the same country.",
)
@click.option(
    "--first-year",
    type=click.IntRange(1990, 2100),
    default=2016,
    show_default=True,
)
@click.option(
    "--last-year",
    type=click.IntRange(1990, 2100),
    default=2018,
    show_default=True,
)
@as_owner
def simulate_command(
    pack_name: str | None,
    size: int | None,
    seed: int | None,
    first_year: int,
    last_year: int,
) -> None:
    """Let a synthetic country act through the rooms' own actions, on a database without
    a person.

    Without --size it is the country that the pack describes in demo_country.toml, where
    it has one. All of it is there in the end, or nothing.
    """
    if last_year < first_year:
        raise click.UsageError("--last-year is before --first-year")
    _play_country(
        pack_name or country.default_pack(), size, seed, (first_year, last_year)
    )


FOLDER = click.Path(file_okay=False, path_type=Path)


@facts_group.command("multiply")
@click.argument("source", type=FOLDER)
@click.argument("target", type=FOLDER)
@click.option(
    "--events",
    type=click.IntRange(1),
    default=10_000_000,
    show_default=True,
)
@without_database
def multiply_facts(source: Path, target: Path, events: int) -> None:
    """Write at least so many facts that never happened into TARGET, for benchmarks.

    They have the statistics of the facts in SOURCE: the same events, of other people
    and cases.
    """
    from sala.facts.folder import NotFactsError
    from sala.kit import clock
    from sala.simulation.facts import NothingToMultiplyError
    from sala.simulation.facts import multiply_facts as write

    try:
        made = write(
            source=source,
            target=target,
            events=events,
            at=clock.now(),
        )
    except (NotFactsError, NothingToMultiplyError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{made.row_count} facts in {target}")


def demo_is_to_play() -> bool:
    """Whether nobody is registered yet. Refused where there is a user whom the demo did
    not make: it would act and approve in their name. Nobody is invented yet where
    nobody is registered.
    """
    from sala.config.demo import PEOPLE
    from sala.simulation import queries

    if not queries.is_empty():
        return False
    if others := queries.users_but({person.username: person.name for person in PEOPLE}):
        raise click.ClickException(
            "There are users who are none of the demo's people:"
            f" {', '.join(others[:5])}{', …' if others[5:] else ''}. The demo would act"
            " in their names: give it a database of its own.",
        )
    return True


def simulate_demo(pack_name: str) -> None:
    """Simulate the pack's country; make its facts and its last year's report."""
    from sala.access.context import acting_operator
    from sala.access.roles import Role
    from sala.config.demo import PEOPLE
    from sala.facts.actions import export_record
    from sala.facts.places import facts_folder
    from sala.kit import clock
    from sala.simulation import actions, names, published

    told, folder = _play_country(pack_name, None, None, (2016, 2018))
    with acting_operator("demo") as operator:
        made = export_record(
            by=operator,
            at=clock.now(),
            folder=facts_folder(),
            afresh=True,
        )
    click.echo(f"facts: {made.row_count} events")
    year = actions.go_on(
        scenario=told,
        syllables=names.of_pack(folder),
        seed=told.seed,
    )
    click.echo(f"report of {year}, and people who wait today")
    reader = next(person.username for person in PEOPLE if person.role == Role.ANALYST)
    read = published.read_reports(
        folder=folder,
        at=clock.now(),
        reader=reader,
    )
    click.echo(f"published reports: {read}")


def _play_country(
    pack_name: str,
    size: int | None,
    seed: int | None,
    years: tuple[int, int],
) -> tuple[Any, Path]:
    """Let a country act; the scenario, and the folder of its pack."""
    from sala.config.demo import NotADemoError, require_demo
    from sala.countries.queries import NoPackError
    from sala.countries.reading import PackError, find_pack
    from sala.simulation import actions, names, queries, scenario
    from sala.simulation.clock import NotAllowedToSimulateError
    from sala.simulation.drawing import TooFewAgenciesError

    try:
        require_demo()
    except NotADemoError as error:
        raise click.ClickException(str(error)) from error
    if not queries.is_empty():
        raise click.ClickException(
            "People are registered already: a simulation would mix with it.",
        )
    try:
        folder = find_pack(pack_name)
        told = None if size else scenario.of_pack(folder)
        told = told or queries.drawn_scenario(
            seed=seed or 0,
            size=size or 100,
            years=years,
        )
        done = actions.simulate_country(
            scenario=told,
            syllables=names.of_pack(folder),
            seed=told.seed if seed is None else seed,
            said=lambda year: click.echo(f"simulating {year}"),
        )
    except (
        PackError,
        NoPackError,
        scenario.ScenarioError,
        NotAllowedToSimulateError,
        TooFewAgenciesError,
    ) as error:
        raise click.ClickException(str(error) or type(error).__doc__ or "") from error
    click.echo(f"simulated: {done.title}, {done.steps} steps")
    return told, folder
