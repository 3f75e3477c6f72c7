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
    saving,
    simulation,
    users,
)
from sala.narrative.commands import read_command


def register_commands(sala: click.Group) -> None:
    """Put every command on the map, in the order of an operator's day."""
    for command in (
        operate.demo_command,
        operate.start_command,
        operate.setup_command,
        operate.check_command,
    ):
        sala.add_command(command)
    sala.add_command(queue.worker_command)
    for command in (
        saving.backup_command,
        saving.restore_command,
        simulation.simulate_command,
    ):
        sala.add_command(command)
    sala.add_command(read_command)
    sala.add_command(compare.countries_command)
    sala.add_command(compare.compare_command)
    sala.add_command(figures.figures_command)
    sala.add_command(report.report_command)
    for group in (
        users.user_group,
        users.agency_group,
        pack.pack,
        htcds.htcds_group,
        facts.facts_group,
        queue.jobs_group,
        ledger.ledger_group,
        keys.keys_group,
        developer.dev_group,
    ):
        sala.add_command(group)
