"""Asking the vault, from any other process: one connection a thread, kept open."""

import os
import socket
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings

from sala.vault import protocol
from sala.vault.local_sockets import peer_user, short_path
from sala.vault.protocol import Answer, Request
from sala.vault.public_keys import public_keys_path
from sala.vault.sealed_places import CannotOpenError

PATIENCE = 10.0  # seconds for an answer


class VaultAwayError(Exception):
    """The vault does not answer: nothing opens until it does."""

    def __init__(self) -> None:
        super().__init__("The vault does not answer: nothing that is sealed opens.")


class _OpenSocket:
    """A connection that is closed with the thread that it is of."""

    def __init__(self, opened: socket.socket) -> None:
        self.socket, self.process = opened, os.getpid()

    def __del__(self) -> None:
        self.socket.close()


class _ThreadConnection(threading.local):
    opened: _OpenSocket | None = None


_here = _ThreadConnection()
_starter: list[Callable[[], None]] = []
_starting = threading.Lock()


def vault_socket_path() -> Path:
    """Where the vault listens."""
    return Path(settings.VAULT_FOLDER) / "vault.sock"


def start_when_away(starter: Callable[[], None] | None) -> None:
    """What a command does where no vault runs: it starts one for itself. The site never
    does, whose vault is another's to start.
    """
    _starter[:] = [starter] if starter else []


def ask_vault(items: Sequence[Request]) -> list[Answer]:
    """What the vault answers to each of these, in one message.

    Raises `VaultAwayError` where it does not answer.
    """
    if not items:
        return []
    said = [protocol.encode_request(item) for item in items]
    try:
        answer = _exchange(said)
    except (OSError, EOFError):
        # It was started again since, or is to be started: once more, from the start.
        close_connection()
        try:
            answer = _exchange(said)
        except (OSError, EOFError) as error:
            close_connection()
            raise VaultAwayError from error
    if "error" in answer:
        raise protocol.ProtocolError(answer["error"])
    return protocol.decode_answers(answer["answers"], len(items))


def ask_one(item: Request) -> bytes:
    """What the vault answers to one thing; raises `CannotOpenError` where it does not
    open, `VaultAwayError`.
    """
    (answer,) = ask_vault([item])
    if answer is None:
        raise CannotOpenError("the sealed value does not belong here")
    return answer


def vault_answers() -> bool:
    """Whether a vault runs and answers now; starts none."""
    try:
        with _connect_now() as connection:
            protocol.send_message(connection, [])
            protocol.receive_message(connection)
    except (OSError, EOFError):
        return False
    return True


def wake_vault() -> None:
    """Start a vault where none answers, for whoever starts one; raises `OSError`."""
    _connection()


def close_connection() -> None:
    """Leave the vault; the next question connects again."""
    _here.opened = None


def _exchange(said: list[list[str]]) -> dict[str, Any]:
    connection = _connection()
    protocol.send_message(connection, said)
    answer: dict[str, Any] = protocol.receive_message(connection)
    return answer


def _connection() -> socket.socket:
    # A fork must not speak on its parent's connection.
    if _here.opened is None or _here.opened.process != os.getpid():
        _here.opened = _OpenSocket(_connect())
    return _here.opened.socket


def _connect() -> socket.socket:
    try:
        return _connect_now()
    except OSError:
        if not _starter:
            raise
    with _starting:  # several threads of a command start one
        if not vault_answers():
            _starter[0]()
    return _connect_now()


def _connect_now() -> socket.socket:
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    made.settimeout(PATIENCE)
    try:
        with short_path(vault_socket_path()) as address:
            made.connect(address)
        # Whoever wrote the public keys is the vault; another might only listen there.
        if peer_user(made) != public_keys_path().stat().st_uid:
            raise ConnectionRefusedError
    except OSError:
        made.close()
        raise
    return made
