"""All figures of a year compared with two more, in every breakdown, from millions of facts.

`python -m benchmarks figures` measures 1 and 10 million facts, and with `--full` 100 million. Each
measurement is a process of its own, so that its peak memory is its own, and the two that are
compared take turns. No database is needed.
"""

import json
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.rows import Row

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sala.config.settings")
FOLDER = Path(__file__).parents[1] / "var" / "bench" / "facts"
PEAK = re.compile(
    r"VmHWM:\s+(\d+)",
)  # kilobytes of this process alone, not of what started it
YEARS = (2018, 2017, 2016)
MILLION = 1_000_000
ROUNDS = int(os.environ.get("SALA_BENCH_ROUNDS", "3"))  # processes of each sort
TIMES = 3  # measurements in each
SECTION = (
    pages.FIGURES
    + """

{when}, {cores} cores, {machine}, DuckDB with two threads and 1,500 MB. Load of the machine while measuring:
{load}. Synthetic facts of 16 events over three years (`benchmarks/facts.py`).

"""
    + pages.TABLE
    + """{rows}

**What is compared.** Opening the facts, evaluating every figure that the facts have events for, in all its breakdowns,
for three years, against SQL written by hand for the same files (`benchmarks/by_hand.py`): one pass an event with grouping sets, people of one fact counted by rows, the others by
distinct keys. Both give the same {cells:,} numbers; the benchmark stops where one differs. The least of {times} turns
each counts. The first evaluation in a process also makes the SQL out of the definitions; later ones have it.
{full}
"""
)


def folder(million: int) -> Path:
    """A folder of so many million facts, made where there is none yet."""
    from benchmarks.facts import write_facts
    from sala.facts.folder import MANIFEST

    there = FOLDER / str(million)
    if (
        not (there / MANIFEST).exists()
        or not json.loads((there / MANIFEST).read_text())["files"]
    ):
        print(f"… writing {million} million facts", file=sys.stderr)
        write_facts(there, million * MILLION)
    return there


def sala(there: Path) -> int:
    """The figures as the site asks for them: how many numbers there are."""
    from sala.figures.engine import evaluate_figures

    found = evaluate_figures(there, years=YEARS)
    return len(found.totals) + sum(map(len, found.parts.values()))


def by_hand(there: Path) -> int:
    """The same in SQL written by hand."""
    from benchmarks.by_hand import counted
    from sala.facts.folder import read_manifest

    return len(counted(there, [file.path for file in read_manifest(there).files]))


def differing(there: Path) -> list[str]:
    """Numbers of the figures that the SQL written by hand does not give; none when all is well."""
    from benchmarks.by_hand import counted
    from sala.facts.folder import read_manifest
    from sala.figures.engine import evaluate_figures

    hand: dict[Any, int] = {}
    for (code, year, way, keys), n in counted(
        there,
        [f.path for f in read_manifest(there).files],
    ).items():
        hand[code, year, frozenset(zip(way, keys, strict=True))] = n
    found = evaluate_figures(there, years=YEARS)
    numbers: dict[Any, int] = {
        (code, year, frozenset()): a.value or 0
        for (code, year), a in found.totals.items()
        if a.facts
    }
    for (code, year, way), cells in found.parts.items():
        for keys, cell in cells.items():
            numbers[code, year, frozenset(zip(way, keys, strict=True))] = (
                cell.value or 0
            )
    return [
        f"{at}: {n}, by hand {hand.get(at)}"
        for at, n in numbers.items()
        if n != hand.get(at, 0)
    ]


MEASURED: dict[str, Callable[[Path], Any]] = {"sala": sala, "by-hand": by_hand}


def measured(what: str, there: Path) -> dict[str, Any]:
    """Seconds of the first time and the least of the later ones, and the peak of memory in GB."""
    command = [sys.executable, "-m", "benchmarks.figures", what, str(there)]
    done = subprocess.run(
        command,
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def alone(what: str, there: Path) -> None:
    """What `measured` starts."""
    import django

    django.setup()
    took, worked = [], []
    for _ in range(TIMES):
        begun, working = time.perf_counter(), time.process_time()
        numbers = MEASURED[what](there)
        took.append(time.perf_counter() - begun)
        worked.append(time.process_time() - working)
    peak = int(PEAK.findall(Path("/proc/self/status").read_text())[0]) / MILLION
    said = {
        "first": took[0],
        "least": min(took),
        "worked": min(worked),
    }
    print(
        json.dumps(
            {
                **said,
                "peak": peak,
                "numbers": numbers,
            },
        ),
    )


def in_turns(there: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The best of Sala and of the SQL by hand, process after process in turns."""
    rounds = [
        (measured("sala", there), measured("by-hand", there)) for _ in range(ROUNDS)
    ]
    return _best([one for one, _ in rounds]), _best([other for _, other in rounds])


def _best(found: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **{name: min(f[name] for f in found) for name in ("first", "least", "worked")},
        "peak": max(f["peak"] for f in found),
        "numbers": found[0]["numbers"],
    }


def rows_of(million: int) -> tuple[list[Row], int]:
    """Lines of so many facts; how many numbers there were."""
    there = folder(million)
    if wrong := differing(there):
        raise SystemExit("\n".join(["the SQL by hand says otherwise:", *wrong[:20]]))
    ours, hand = in_turns(there)
    what = f"all figures, three years, every breakdown, {million} M events"
    return [
        _compared(
            what,
            ours["least"],
            hand["least"],
            "s",
            "at most 1.2",
        ),
        _compared(f"{what}: processor time", ours["worked"], hand["worked"], "s"),
        _compared(f"{what}: first in a process", ours["first"], hand["first"], "s"),
        _compared(f"{what}: peak memory", ours["peak"], hand["peak"], "GB"),
        *(
            [
                Row(
                    what,
                    f"{ours['least']:.2f} s",
                    "",
                    "",
                    "under 3 s",
                    ours["least"] < 3,
                ),
                Row(
                    what,
                    f"{ours['peak']:.2f} GB",
                    "",
                    "",
                    "under 2 GB",
                    ours["peak"] < 2,
                ),
            ]
            if million == 10
            else []
        ),
    ], ours["numbers"]


def _compared(
    what: str,
    ours: float,
    hand: float,
    unit: str,
    budget: str = "",
) -> Row:
    ratio = ours / hand
    figure, beside = f"{ours:.2f} {unit}", f"SQL by hand {hand:.2f} {unit}"
    return Row(
        what,
        figure,
        beside,
        f"{ratio:.2f}",
        budget,
        ratio <= 1.2 if budget else None,
    )


def on_spark(million: int = 1) -> Row:
    """The same plan on PySpark in this process, for the record."""
    import django

    django.setup()
    from pyspark.sql import SparkSession

    from sala.figures.engine import SparkEngine, evaluate_figures, evaluate_on

    there = folder(million)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        begun = time.perf_counter()
        found = evaluate_on(SparkEngine(there, session), years=YEARS)
        took = time.perf_counter() - begun
    finally:
        session.stop()
    begun = time.perf_counter()
    here = evaluate_figures(there, years=YEARS)
    beside = time.perf_counter() - begun
    if (here.totals, here.parts) != (found.totals, found.parts):
        raise SystemExit("Spark says otherwise")
    what = f"the same plan on PySpark local, {million} M events, first in a process"
    return Row(
        what,
        f"{took:.1f} s",
        f"DuckDB {beside:.2f} s",
        f"{took / beside:.1f}",
        "",
        None,
    )


def write(*, full: bool = False) -> None:
    """Measure, and put the section in its place."""
    begun = os.getloadavg()[0]
    rows, numbers = [], 0
    for million in (1, 10, 100) if full else (1, 10):
        found, numbers = rows_of(million)
        rows += found
    rows.append(on_spark())
    text = SECTION.format(
        when=time.strftime("Measured on %Y-%m-%d"),
        cores=os.cpu_count(),
        machine=platform.machine(),
        load=pages.load(begun),
        rows="\n".join(pages.line(row) for row in rows),
        cells=numbers,
        times=ROUNDS * TIMES,
        full=""
        if full
        else "100 M events are measured with `python -m benchmarks figures --full`.",
    )
    pages.put(pages.FIGURES, text)
    sys.stdout.write(text)


if __name__ == "__main__":
    alone(sys.argv[1], Path(sys.argv[2]))
