"""`make bench`: measure, print, and write docs/benchmarks.md.

`python -m benchmarks figures` measures one part and writes its section alone; `--help` lists them.
"""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from benchmarks import country, figures, pages, reading
from benchmarks import record as events

HEAD = (
    pages.RECORD
    + """

Written by `make bench` on {when}: {cores} cores, {machine}, Python {python}, PostgreSQL {server}.
{people:,} people in {agencies} agencies, {grants:,} grants. Each ratio is of two figures of the same run, taken in turns.
No test asserts a time.

"""
    + pages.TABLE
)
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
        command,
        env={**environment, "SALA_VAR": folder},
        stdout=subprocess.DEVNULL,
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
        measures.one_opening,
        measures.search,
        measures.ledger_speed,
        measures.concurrency,
    ):
        print(f"… {measure.__name__}", file=sys.stderr)
        yield from measure()
    for name, took in starts():
        yield measures.Row(
            name,
            f"{took:.1f} s",
            "",
            "",
            "under 20 s",
            took < 20,
        )


def record() -> None:
    """What the record's budgets say; needs the database of a million people."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
    lines = [pages.line(row) for row in measured()]
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
    pages.put(pages.RECORD, head + "\n".join(lines) + "\n" + TAIL)


PARTS = {
    "record": "row-level security, one action, search, the ledger, the start of the demo",
    "export": "facts out of a million events of the record",
    "figures": "figures from 1 and 10 million facts beside SQL by hand; --full: 100 million too",
    "reading": "country reports against the annotated ones",
}


def main() -> None:
    """Measure the parts that are named, or all, and write their sections."""
    listed = "\n".join(f"  {name:8} {what}" for name, what in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=f"Measure, and write docs/benchmarks.md. Parts:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="part",
        help="all, unless some are named",
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="also what takes very long",
    )
    asked = parser.parse_args()
    if unknown := set(asked.parts) - PARTS.keys():
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    measure(asked.parts or [*PARTS], full=asked.full)


def measure(parts: Sequence[str], *, full: bool) -> None:
    """Measure parts one after another; the database runs only for those that need it."""
    if {"record", "export"} & set(parts):
        with country.ready():
            if "record" in parts:
                record()
            if "export" in parts:
                events.write()
    if "figures" in parts:
        figures.write(full=full)
    if "reading" in parts:
        reading.write()


if __name__ == "__main__":
    main()
