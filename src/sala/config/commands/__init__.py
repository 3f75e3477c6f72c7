"""The commands, grouped by what an operator looks after."""

# In the order of an operator's day: where each command stands. What a command needs is
# loaded when it is called, so that no command waits for the libraries of another.
COMMAND_PLACES = {
    "demo": "sala.config.commands.operate.demo_command",
    "start": "sala.config.commands.operate.start_command",
    "setup": "sala.config.commands.operate.setup_command",
    "check": "sala.config.commands.operate.check_command",
    "vault": "sala.config.commands.operate.vault_command",
    "worker": "sala.config.commands.queue.worker_command",
    "backup": "sala.config.commands.saving.backup_command",
    "restore": "sala.config.commands.saving.restore_command",
    "incident": "sala.config.commands.incident.incident_group",
    "simulate": "sala.config.commands.simulation.simulate_command",
    "read": "sala.config.commands.read.read_command",
    "countries": "sala.config.commands.compare.countries_command",
    "compare": "sala.config.commands.compare.compare_command",
    "figures": "sala.config.commands.figures.figures_command",
    "report": "sala.config.commands.report.report_command",
    "user": "sala.config.commands.users.user_group",
    "agency": "sala.config.commands.users.agency_group",
    "pack": "sala.config.commands.pack.pack",
    "htcds": "sala.config.commands.htcds.htcds_group",
    "facts": "sala.config.commands.facts.facts_group",
    "jobs": "sala.config.commands.queue.jobs_group",
    "ledger": "sala.config.commands.ledger.ledger_group",
    "keys": "sala.config.commands.keys.keys_group",
    "dev": "sala.config.commands.developer.dev_group",
}
