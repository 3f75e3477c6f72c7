"""Unix sockets: an address that fits, and who is at the other end."""

import os
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CREDENTIALS = struct.Struct("3i")  # process, user, group
LONGEST = 100  # bytes of an address, of the 108 that Linux takes


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
