"""What the vault shares with its neighbours on one machine: an address that fits, who
is at the other end, and which group may come.
"""

import grp
import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CREDENTIALS = struct.Struct("3i")  # process, user, group
LONGEST = 100  # bytes of an address, of the 108 that Linux takes


def share_with_group(path: Path, mode: int) -> None:
    """Let the group that the operator names in SALA_VAULT_GROUP use a file; without
    one, it stays its owner's alone.
    """
    named = os.environ.get("SALA_VAULT_GROUP")
    if named:
        os.chown(path, -1, grp.getgrnam(named).gr_gid)
        path.chmod(mode)


@contextmanager
def short_path(path: Path) -> Iterator[str]:
    """An address of the socket that fits, for as long as the block runs."""
    if len(os.fsencode(path)) <= LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


def peer_user(connection: socket.socket) -> int:
    """The user of the process at the other end, as the kernel says."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, CREDENTIALS.size)
    _process, user, _group = CREDENTIALS.unpack(raw)
    return int(user)
