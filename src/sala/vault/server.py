"""The vault's own process: it alone reads the keyring, and answers on a Unix socket.

No Django, no database, no thread that outlives its connection: what starts is a second
away from answering.
"""

import ctypes
import os
import resource
import socket
import socketserver
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sala.vault import keyring, protocol
from sala.vault.answering import answer_request
from sala.vault.key_publishing import publish_keys
from sala.vault.local_sockets import peer_user, share_with_group, short_path

NOT_DUMPABLE = 4  # PR_SET_DUMPABLE


class VaultServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers whoever comes through its socket as a user who is let in."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, path: Path, *, let_in: Iterable[int]) -> None:
        self.let_in = frozenset({os.geteuid(), *let_in})
        with suppress(FileNotFoundError):
            path.unlink()
        with short_path(path) as address:
            before = os.umask(0o177)
            try:
                super().__init__(address, VaultConnection)
            finally:
                os.umask(before)


class VaultConnection(socketserver.BaseRequestHandler):
    """One process that asks, for as long as it stays connected."""

    server: VaultServer
    request: socket.socket

    def handle(self) -> None:
        """Answer message after message; nothing of one is kept."""
        if peer_user(self.request) not in self.server.let_in:
            return
        with suppress(EOFError, OSError):
            while True:
                said = protocol.receive_message(self.request)
                protocol.send_message(self.request, answer_message(said))


def answer_message(said: object) -> dict[str, object]:
    """The answer to a message. Errors say what is wrong with it, never what it held."""
    try:
        items = protocol.decode_requests(said)
        ring = keyring.load_keyring()
        answers = [answer_request(ring, item) for item in items]
    except (protocol.ProtocolError, keyring.KeyringError) as error:
        return {"error": str(error)}
    return {"answers": protocol.encode_answers(answers)}


def keep_memory_private() -> None:
    """Let no other process of the same user read this one's memory, and no crash write
    it to a disk.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(NOT_DUMPABLE, 0, 0, 0, 0)


def serve_vault(path: Path, *, let_in: Iterable[int] = ()) -> None:
    """Publish what others seal with, then answer until told to stop.

    Raises `KeyringError` where there is no keyring.
    """
    keep_memory_private()
    publish_keys(keyring.load_keyring())
    with VaultServer(path, let_in=let_in) as server:
        share_with_group(path, 0o660)
        try:
            server.serve_forever()
        finally:
            path.unlink(missing_ok=True)
