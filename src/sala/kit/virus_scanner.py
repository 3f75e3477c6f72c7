"""The operator's virus scanner: ClamAV's `clamd`, asked over its Unix socket.

`SALA_SCANNER` names the socket; without it nothing is scanned, and `sala check` says so
in a production.
"""

import os
import socket
import struct

PATIENCE = 30.0  # seconds for a verdict
PIECE = 1 << 16
LENGTH = struct.Struct(">I")


class ScannerAwayError(Exception):
    """The scanner does not answer, or not with a verdict."""


def scanner_socket() -> str | None:
    """Where the scanner listens; none where the operator has none."""
    return os.environ.get("SALA_SCANNER") or None


def find_virus(content: bytes) -> str:
    """The name of what is found in a file; empty where it is clean, or no scanner is
    named.

    Raises `ScannerAwayError`.
    """
    named = scanner_socket()
    if named is None:
        return ""
    try:
        verdict = _ask(named, content)
    except OSError as error:
        raise ScannerAwayError from error
    said = verdict.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerAwayError


def _ask(named: str, content: bytes) -> str:
    """What clamd answers to its command INSTREAM."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asked:
        asked.settimeout(PATIENCE)
        asked.connect(named)
        asked.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            asked.sendall(LENGTH.pack(len(piece)) + piece)
        asked.sendall(LENGTH.pack(0))
        answer = b""
        while not answer.endswith(b"\0") and (part := asked.recv(4096)):
            answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace").strip()
