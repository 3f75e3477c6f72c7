"""`make crowd`: 200 members of staff at once for five minutes, a section of docs/benchmarks.md.

Everybody works through the pages as a browser without script would: opens a page, fills in its
form, sends it, thinks, goes on. At the end every person whose code a page showed must be there,
and the ledger must verify.
"""

import http.client
import json
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.colleagues import THINK, Colleague, Seen

ROOT = Path(__file__).parents[1]
PEOPLE = int(os.environ.get("SALA_CROWD", "200"))
SECONDS = int(os.environ.get("SALA_CROWD_SECONDS", "300"))
WORKERS = int(os.environ.get("SALA_CROWD_WORKERS", "3"))
COMMAND = [sys.executable, "-W", "ignore", "-m", "sala.config.command"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> None:
    """Wait until the server does."""
    for _ in range(120):
        time.sleep(1)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return


def crowd(port: int, staff: list[dict[str, Any]]) -> Seen:
    """Let everybody work until the time is over."""
    seen, ends = Seen(), time.monotonic() + SECONDS
    threads = [Colleague(port, who, seen, ends) for who in staff]
    for thread in threads:
        thread.start()
    while time.monotonic() < ends:
        time.sleep(min(30, max(0.1, ends - time.monotonic())))
        opened = sum(map(len, seen.took.values()))
        print(
            f"… {opened} pages, {len(seen.errors)} errors",
            file=sys.stderr,
            flush=True,
        )
    for thread in threads:
        thread.join(timeout=THINK * 20)
    return seen


def lost(port: int, seen: Seen) -> list[str]:
    """Codes that a page showed and whose record is not there for whoever made it."""
    gone = []
    for code, session in seen.codes.items():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(
            "GET",
            f"/people/{code}/",
            headers={"Cookie": f"sala={session}"},
        )
        if connection.getresponse().status != 200:
            gone.append(code)
        connection.close()
    return gone


def report(seen: Seen, gone: list[str], verified: bool) -> str:
    """The table."""
    rows = [
        (what, len(took), percentile(took, 50), percentile(took, 95), max(took))
        for what, took in sorted(seen.took.items())
    ]
    every = [t for took in seen.took.values() for t in took]
    rows.append(
        (
            "**all pages**",
            len(every),
            percentile(every, 50),
            percentile(every, 95),
            max(every),
        ),
    )
    lines = [
        pages.CROWD,
        "",
        f"Written by `make crowd` on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores, {platform.machine()},",
        f"{PEOPLE} members of staff at once for {SECONDS} seconds, {THINK:g} s between two pages on average,",
        f"on the same machine as the server ({WORKERS} processes of 8 threads) and PostgreSQL. No test asserts a time.",
        "",
        f"- {len(every) / SECONDS:.1f} pages a second; errors: {len(seen.errors)}.",
        f"- {len(seen.codes)} people registered; lost: {len(gone)}; the ledger verifies: {'yes' if verified else '**no**'}.",
        "",
        "| page | times | median | 95th percentile | slowest |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {what} | {n} | {a * 1000:.0f} ms | {b * 1000:.0f} ms | {c * 1000:.0f} ms |"
            for what, n, a, b, c in rows
        ),
    ]
    return "\n".join(lines) + "\n"


def percentile(values: list[float], per_cent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * per_cent // 100)]


def crowd_staff(people: int) -> list[dict[str, Any]]:
    """So many members of staff, made in the environment's database, and signed in."""
    made = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "staff.py"), str(people)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(made.stdout)


@contextmanager
def served_site(port: int) -> Iterator[None]:
    """The site as `sala start` serves it, on the environment's database."""
    address = ["--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    with subprocess.Popen([*COMMAND, "start", *address]) as server:
        try:
            answers(port)
            yield
        finally:
            server.terminate()
            server.wait(timeout=30)


def main() -> None:
    """Set a country up in a folder of its own, let the crowd work, write what was seen."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101 root's server runs as another user
        os.environ |= {
            "SALA_VAR": folder,
            "SALA_LOG_LEVEL": "ERROR",
            "SALA_HOSTS": "localhost,127.0.0.1",
        }
        from sala.config import embedded
        from sala.config.country import default_pack

        with embedded.running_server():
            subprocess.run(
                [*COMMAND, "setup", "--kind", "demo", "--pack", default_pack()],
                check=True,
                stdout=subprocess.DEVNULL,
            )
            staff, port = crowd_staff(PEOPLE), free_port()
            with served_site(port):
                seen = crowd(port, staff)
                gone = lost(port, seen)
                seen.errors += seen.in_vain()
            verified = (
                subprocess.run([*COMMAND, "ledger", "verify"], check=False).returncode
                == 0
            )
    if seen.errors:
        print(Counter(seen.errors).most_common(10), file=sys.stderr)
    section = report(seen, gone, verified)
    pages.put(pages.CROWD, section)
    print(section)
    sys.exit(bool(seen.errors or gone or not verified))


if __name__ == "__main__":
    main()
