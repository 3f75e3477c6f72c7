"""Starting, setting up, checking and saving the whole system."""

import subprocess
import sys
import webbrowser
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import click
from rich.console import Console
from rich.table import Table

from sala.config import country, embedded
from sala.config.commands.options import FORMAT
from sala.config.commands.outputs import print_json
from sala.config.running import APPLICATION, as_owner, as_owner_anyway, running_house


@click.command()
@click.option(
    "--port",
    default=8000,
    show_default=True,
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
)
@click.option(
    "--open/--no-open",
    "browse",
    default=False,
    help="Open the browser.",
)
def demo_command(port: int, host: str, browse: bool) -> None:
    """Set up a synthetic country and serve it on localhost, with one sign-in a role.

    Ctrl-C stops the server and the database; the next `sala demo` goes on where it left
    off.
    """
    with embedded.running_server(), running_house(act_as=APPLICATION, opens=False):
        from sala.config import demo as demonstration
        from sala.config import server

        with prepared_database():
            server.load_pages()
        address = f"http://localhost:{port}"
        click.echo(f"\nSala is at {address}   (Ctrl-C stops it)\n")
        reports = demonstration.show_reports(address)
        if browse:
            webbrowser.open(reports[0] if reports else address)
        server.serve_house(bind=f"{host}:{port}", workers=2)


@click.command()
@click.option(
    "--bind",
    default="127.0.0.1:8000",
    show_default=True,
    help="Address and port.",
)
@click.option(
    "--workers",
    default=2,
    show_default=True,
    help="One for each core.",
)
@click.option(
    "--worker/--no-worker",
    "with_worker",
    default=True,
    show_default=True,
    help="Also work off the queue; without, `sala worker` does it elsewhere.",
)
@click.option(
    "--vault/--no-vault",
    "with_vault",
    default=True,
    show_default=True,
    help="Also run the vault; without, `sala vault` does, best as another user.",
)
def start_command(
    bind: str,
    workers: int,
    with_worker: bool,
    with_vault: bool,
) -> None:
    """Serve the site on the application's account; TLS is the reverse proxy's work.

    Set SALA_BEHIND_TLS=1 and SALA_HOSTS for production. `sala setup` comes first.
    """
    from sala.config import server

    with running_house(act_as=APPLICATION, opens=False):
        server.serve_house(
            bind=bind,
            workers=workers,
            with_worker=with_worker,
            with_vault=with_vault,
        )


@click.command()
def vault_command() -> None:
    """Run the vault: the one process that reads the keyring, and opens what is sealed.

    `sala start` runs one already; this is for a user of its own, beside
    `sala start --no-vault` (docs/vault.md).
    """
    from sala.config import vault_process
    from sala.vault.keyring import KeyringError

    try:
        vault_process.run_vault()
    except (KeyringError, vault_process.VaultNotStartedError) as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option(
    "--pack",
    "pack_name",
    default=None,
    help="Country pack to load: a name or a folder.",
)
@click.option(
    "--kind",
    type=click.Choice(["demo", "production"]),
    default=None,
    help="What this installation is; said at first, and never changed.",
)
@click.option(
    "--demo",
    "for_demo",
    is_flag=True,
    help="A demo: also make its sign-ins.",
)
@click.option(
    "--simulate",
    is_flag=True,
    help="With --demo, also simulate the demo country.",
)
@as_owner
def setup_command(
    pack_name: str | None,
    kind: str | None,
    for_demo: bool,
    simulate: bool,
) -> None:
    """Make or update the database: roles, tables, keys, static files, country pack.

    Safe to run again; nothing is deleted.
    """
    from sala.access.installation import InstallationKind
    from sala.config import installation

    if for_demo and kind == "production":
        raise click.UsageError("A production has no demo's sign-ins.")
    kind = "demo" if for_demo else kind
    said = InstallationKind(kind) if kind else None
    installation.set_up(kind=said, pack_name=pack_name, say=click.echo)
    if for_demo:
        from sala.config import demo as demonstration
        from sala.config.commands import simulation

        plays = simulate and simulation.demo_is_to_play()
        people = demonstration.make_sign_ins()
        with ThreadPoolExecutor(1) as beside:
            let_in = beside.submit(demonstration.let_in, people)
            if plays:
                simulation.simulate_demo(pack_name or country.default_pack())
            let_in.result()
        demonstration.show_sign_ins(people)


@contextmanager
def prepared_database() -> Iterator[None]:
    """Run `sala setup` for the demo on the owner's account, in a process that ends
    before the site is served, and beside it whatever the block does.
    """
    command = [sys.executable, "-m", "sala.config.command", "setup"]
    command += ["--pack", country.default_pack(), "--demo", "--simulate"]
    with subprocess.Popen(command) as setting_up:  # noqa: S603 our own command
        yield
    if setting_up.returncode:
        raise click.ClickException("Setting up failed; the reason is above.")


@click.command()
@FORMAT
@as_owner_anyway
def check_command(form: str) -> None:
    """Say on one screen whether everything is as it should be; exit 1 if something is
    not.
    """
    from sala.config import health

    findings = health.examine_installation()
    if form == "json":
        print_json([vars(f) for f in findings])
    else:
        table = Table("", "what", "found", box=None)
        for finding in findings:
            mark = "[green]ok[/]" if finding.sound else "[bold red]NO[/]"
            table.add_row(mark, finding.what, finding.found)
        Console().print(table)
    if not all(f.sound for f in findings):
        raise SystemExit(1)
