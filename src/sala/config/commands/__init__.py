"""The commands, grouped by what an operator looks after."""

import click

from sala.config.commands import (
    compare,
    developer,
    facts,
    figures,
    htcds,
    keys,
    ledger,
    operate,
    pack,
    queue,
    report,
    simulation,
    users,
)
from sala.narrative.commands import read_command


def register(sala: click.Group) -> None:
    """Put every command on the map, in the order of an operator's day."""
    for command in (operate.demo, operate.start, operate.setup, operate.check):
        sala.add_command(command)
    sala.add_command(queue.worker)
    for command in (operate.backup, operate.restore, simulation.simulate):
        sala.add_command(command)
    sala.add_command(read_command)
    sala.add_command(compare.countries)
    sala.add_command(compare.compare)
    sala.add_command(figures.figures)
    sala.add_command(report.report)
    for group in (
        users.user,
        users.agency,
        pack.pack,
        htcds.htcds,
        facts.facts,
        queue.jobs,
        ledger.ledger,
        keys.keys,
        developer.dev,
    ):
        sala.add_command(group)
