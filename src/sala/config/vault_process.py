"""The vault as a process: started for the web, for a command, or on its own.

It reads no settings of the site and knows no password of the database. `python -m
sala.config.vault_process` is what `sala vault` runs; it imports little, so that it is
back a second after it fell.
"""

import argparse
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from django.conf import settings

from sala.config import secrets
from sala.config.processes import ProcessBeside, end_with, start_process

MODULE = "sala.config.vault_process"
BACK_AFTER = 1.0  # seconds until one that fell is started again
PATIENCE = 5.0  # seconds until one that is told to stop is stopped
STARTS_IN = 10.0  # seconds in which one answers


class VaultNotStartedError(OSError):
    """The vault did not start; why, it has said itself."""


def run_vault(*, parent: int | None = None) -> None:
    """Be the vault until told to stop; with a `parent`, until that process ends.

    Raises `KeyringError` where there is no keyring, `VaultNotStartedError` where
    another answers already.
    """
    if not settings.configured:
        settings.configure(KEYRING=secrets.KEYRING, VAULT_FOLDER=secrets.VAULT_FOLDER)
    from sala.people.rules import terms_of_sealed
    from sala.vault import answering, client, server

    answering.index_with(terms_of_sealed)
    if client.vault_answers():
        raise VaultNotStartedError(f"A vault runs at {client.vault_socket_path()}.")
    signal.signal(signal.SIGTERM, _stop)
    if parent is not None:
        end_with(parent)
    server.serve_vault(client.vault_socket_path(), let_in=secrets.VAULT_LETS_IN)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def vault_beside() -> ProcessBeside:
    """What keeps a vault running beside the web, where none runs already."""
    from sala.vault import client

    return ProcessBeside(
        MODULE,
        back_after=BACK_AFTER,
        patience=PATIENCE,
        is_done_elsewhere=client.vault_answers,
    )


@contextmanager
def vault_on_demand() -> Iterator[None]:
    """While the block runs, whoever asks the vault starts one where none answers; it is
    stopped afterwards.
    """
    from sala.vault import client

    started: list[subprocess.Popen[bytes]] = []
    client.start_when_away(lambda: started.append(start_vault()))
    try:
        yield
    finally:
        client.start_when_away(None)
        client.close_connection()
        for process in started:
            process.terminate()
            process.wait(PATIENCE)


def start_vault() -> subprocess.Popen[bytes]:
    """Start a vault of one's own and wait until it answers."""
    from sala.vault import client

    process = start_process([sys.executable, "-m", MODULE])
    deadline = time.monotonic() + STARTS_IN
    while not client.vault_answers():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise VaultNotStartedError
        time.sleep(0.02)
    return process


def main() -> None:
    """Run the vault from the command line."""
    from sala.vault.keyring import KeyringError

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--parent", type=int)
    try:
        run_vault(parent=options.parse_args().parent)
    except (KeyringError, VaultNotStartedError) as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main()
