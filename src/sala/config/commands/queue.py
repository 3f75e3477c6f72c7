"""The queue from the command line: its worker, and jobs that failed for good."""

import click
from rich.console import Console
from rich.table import Table

from sala.config.running import APPLICATION, as_owner, running_house


@click.command()
@click.option(
    "--parent",
    type=int,
    default=None,
    hidden=True,
    help="End when this process does.",
)
@click.option(
    "--until-idle",
    is_flag=True,
    help="End as soon as nothing waits.",
)
def worker_command(parent: int | None, until_idle: bool) -> None:
    """Work off the queue: what was ordered, and what happens by itself.

    `sala start` runs one already; this is for a machine of its own, beside
    `sala start --no-worker`.
    """
    by_itself = parent is None
    with running_house(
        act_as=APPLICATION,
        starts_database=by_itself,
        opens=by_itself,
    ):
        from sala.config import worker as running

        running.work_queue(parent=parent, until_idle=until_idle)


@click.group()
def jobs_group() -> None:
    """List jobs that failed for good, try them again or drop them."""


@jobs_group.command("list")
@as_owner
def list_failed_jobs() -> None:
    """List the jobs that were tried as often as they may be."""
    from sala.config import health
    from sala.config import jobs as queue

    table = Table("job", "task", "tries", "given up", box=None)
    for job in queue.queue_state().failed:
        age = f"{health.age_text(job.age)} ago"
        table.add_row(str(job.id), job.task, str(job.attempts), age)
    Console().print(table)


@jobs_group.command()
@click.argument("job", type=int)
@as_owner
def retry_command(job: int) -> None:
    """Let JOB be tried again."""
    from sala.config import jobs as queue

    if not queue.retry_job(job):
        raise click.ClickException(f"No job {job} failed for good.")


@jobs_group.command()
@click.argument("job", type=int)
@as_owner
def drop_command(job: int) -> None:
    """Take JOB out of the queue; whoever ordered it sees that it failed."""
    from sala.config import jobs as queue

    if not queue.drop_job(job):
        raise click.ClickException(f"No job {job} failed for good.")
