"""`make bench`: measure, print, and write docs/benchmarks.md."""

import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from benchmarks import country, reading

DOCS = Path(__file__).parents[1] / "docs" / "benchmarks.md"
CROWD = "## A crowd at work"  # written by crowd.py
HEAD = """# Benchmarks

Written by `make bench` on {when}: {cores} cores, {machine}, Python {python}, PostgreSQL {server}.
{people:,} people in {agencies} agencies, {grants:,} grants. Each ratio is of two figures of the same run, taken in turns.
No test asserts a time.

| what | figure | beside | ratio | budget | kept |
| --- | --- | --- | --- | --- | --- |
"""
TAIL = """
**What is compared.** Row-level security is compared with the same query and the same filter (own agency or granted)
written by hand and run by a superuser. Registering a person is one transaction of eleven statements: it enters the
context, inserts the person under row-level security, wraps a fresh key, seals the identity, inserts the search terms,
chains and seals the ledger entry, and at commit proves that the entry is there. It writes eight rows. Beside it stand
one bare Django insert, which the budget names, and the seven rows without the ledger's, inserted by Django into copies of
the tables without locks, keys or ledger. Against the single insert the budget of DESIGN is not kept; what Sala
adds to the same work is the second ratio.

**What concurrency costs the ledger.** 32 lanes: up to 32 transactions append at once without waiting for each other; with
more, each waits for one of them to commit. The lines above show the rate by number of writers on this machine.
"""


def starts() -> Iterator[tuple[str, float]]:
    """Seconds until the demo answers: the first start of a checkout, and the next."""
    with TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101 root's server runs as another user
        for name in ("first start of the demo", "next start of the demo"):
            yield name, seconds_to_answer(folder)


def seconds_to_answer(folder: str) -> float:
    """Start the demo on its own data, wait for its first answer, stop it with Ctrl-C."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SALA_")}
    command = [sys.executable, "-m", "sala.config.command", "demo", "--port", "8765"]
    begun = time.perf_counter()
    with subprocess.Popen(
        command, env={**environment, "SALA_VAR": folder}, stdout=subprocess.DEVNULL
    ) as process:
        while True:
            try:
                urlopen("http://localhost:8765/health").close()
                break
            except OSError:
                time.sleep(0.05)
        took = time.perf_counter() - begun
        process.send_signal(2)
        process.wait(timeout=60)
    return took


def measured() -> Iterator[object]:
    """Every line of the table."""
    from benchmarks import measures

    for measure in (
        measures.row_security,
        measures.list_page,
        measures.one_action,
        measures.search,
        measures.ledger_speed,
        measures.concurrency,
    ):
        print(f"… {measure.__name__}", file=sys.stderr)
        yield from measure()
    for name, took in starts():
        yield measures.Row(name, f"{took:.1f} s", "", "", "under 20 s", took < 20)


def line(row: object) -> str:
    """One line of the Markdown table."""
    kept = {True: "yes", False: "**no**", None: ""}[row.kept]  # type: ignore[attr-defined]
    cells = [row.what, row.figure, row.beside, row.ratio, row.budget, kept]  # type: ignore[attr-defined]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Measure and write."""
    with country.ready():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            (server,) = cursor.fetchone()
        lines = [line(row) for row in measured()]
    head = HEAD.format(
        when=time.strftime("%Y-%m-%d"),
        cores=os.cpu_count(),
        machine=platform.machine(),
        python=platform.python_version(),
        server=server,
        people=country.PEOPLE,
        agencies=country.AGENCIES,
        grants=min(country.GRANTS, country.PEOPLE // 40),
    )
    _before, mark, crowd = DOCS.read_text().partition(CROWD) if DOCS.exists() else ("", "", "")
    DOCS.write_text(head + "\n".join(lines) + "\n" + TAIL + ("\n" + mark + crowd if mark else ""))
    reading.write()
    print(DOCS.read_text())


if __name__ == "__main__":
    main()
