"""`make crowd`: 200 members of staff at once for five minutes, a section of docs/benchmarks.md.

Everybody works through the pages as a browser without script would: opens a page, fills in its
form, sends it, thinks, goes on. At the end every person whose code a page showed must be there,
and the ledger must verify.
"""

import http.client
import json
import os
import platform
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from forms_of_pages import forms_of

PEOPLE = int(os.environ.get("SALA_CROWD", "200"))
SECONDS = int(os.environ.get("SALA_CROWD_SECONDS", "300"))
THINK = float(os.environ.get("SALA_CROWD_THINK", "10"))
WORKERS = int(os.environ.get("SALA_CROWD_WORKERS", "3"))
COMMAND = [sys.executable, "-W", "ignore", "-m", "sala.config.command"]
DOCS = ROOT / "docs" / "benchmarks.md"
HEADING = "## A crowd at work"  # `make bench` keeps what follows it
CODE = re.compile(r"/people/(\d{10})/")


@dataclass
class Seen:
    """What happened to everybody together."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # code of a person: session that made it
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, took: float, status: int) -> None:
        with self.lock:
            self.took[what].append(took)
            self.statuses[status] += 1
            if status >= 400:
                self.errors.append(f"{what}: {status}")


class Colleague(threading.Thread):
    """One member of staff at work until the time is over."""

    def __init__(self, port: int, who: dict[str, str], seen: Seen, ends: float) -> None:
        super().__init__(daemon=True)
        self.port, self.who, self.seen, self.ends = port, who, seen, ends
        self.chance = random.Random(who["session"])
        self.cookies = {"sala": who["session"]}
        self.connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        time.sleep(self.chance.uniform(0, THINK))
        while time.monotonic() < self.ends:
            try:
                self.works()
            except Exception as error:  # noqa: BLE001 a failure of the run, counted
                with self.seen.lock:
                    self.seen.errors.append(f"{type(error).__name__}: {error}")

    def works(self) -> None:
        """One piece of work of the role."""
        self.get("start", "/")
        if self.who["role"] == "frontline_officer":
            self.registers()
        elif self.who["role"] == "case_worker":
            self.chance.choice((self.registers, self.looks_at_people))()
        else:
            self.looks_at_people()

    def registers(self) -> None:
        name = f"Crowd {self.chance.randrange(10**9)}"
        self.send("search", "/people/search/", {"kind": "name", "name": name}, part="name")
        page = self.get("register: page", "/people/register/")
        answer = self.post(
            "register",
            "/people/register/",
            {**self.tokens(page), "step": "save", "name": name, "sex": "female"},
        )
        if found := CODE.search(answer):
            with self.seen.lock:
                self.seen.codes[found[1]] = self.who["session"]
            self.get("person", f"/people/{found[1]}/")

    def looks_at_people(self) -> None:
        page = self.get("people", "/people/")
        codes = CODE.findall(page)
        if codes:
            self.get("person", f"/people/{self.chance.choice(codes)}/")

    def send(self, what: str, path: str, data: dict[str, str], *, part: str = "") -> str:
        """Open a page, fill in its form, send it."""
        page = self.get(f"{what}: page", path)
        known = next(iter(forms_of(page)), None)
        defaults = {n: v[0] for n, v in known.fields.items() if v} if known else {}
        return self.post(what, path, {**defaults, **self.tokens(page), **data})

    @staticmethod
    def tokens(page: str) -> dict[str, str]:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return {"csrfmiddlewaretoken": found[1]} if found else {}

    def get(self, what: str, path: str) -> str:
        time.sleep(self.chance.expovariate(1 / THINK))
        return self.ask(what, "GET", path)[1]

    def post(self, what: str, path: str, data: dict[str, str]) -> str:
        time.sleep(self.chance.expovariate(1 / THINK))
        location, page = self.ask(what, "POST", path, urlencode(data))
        return location + page

    def ask(self, what: str, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Host": f"localhost:{self.port}",
            "Connection": "close",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        self.seen.note(what, time.perf_counter() - begun, answer.status)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return urlsplit(answer.getheader("Location") or "").path, page


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def crowd(port: int, staff: list[dict[str, str]]) -> Seen:
    """Let everybody work until the time is over."""
    seen, ends = Seen(), time.monotonic() + SECONDS
    threads = [Colleague(port, who, seen, ends) for who in staff]
    for thread in threads:
        thread.start()
    while time.monotonic() < ends:
        time.sleep(min(30, max(0.1, ends - time.monotonic())))
        pages = sum(map(len, seen.took.values()))
        print(f"… {pages} pages, {len(seen.errors)} errors", file=sys.stderr, flush=True)
    for thread in threads:
        thread.join(timeout=THINK * 20)
    return seen


def lost(port: int, seen: Seen) -> list[str]:
    """Codes that a page showed and whose record is not there for whoever made it."""
    gone = []
    for code, session in seen.codes.items():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/people/{code}/", headers={"Cookie": f"sala={session}"})
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
        ("**all pages**", len(every), percentile(every, 50), percentile(every, 95), max(every))
    )
    lines = [
        HEADING,
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

        with embedded.server():
            subprocess.run(
                [*COMMAND, "setup", "--pack", default_pack()], check=True, stdout=subprocess.DEVNULL
            )
            made = subprocess.run(
                [sys.executable, str(ROOT / "benchmarks" / "staff.py"), str(PEOPLE)],
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            staff, port = json.loads(made.stdout), free_port()
            serve = [*COMMAND, "start", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
            with subprocess.Popen(serve) as server:
                try:
                    time.sleep(4)
                    seen = crowd(port, staff)
                    gone = lost(port, seen)
                finally:
                    server.terminate()
                    server.wait(timeout=30)
            verified = subprocess.run([*COMMAND, "ledger", "verify"], check=False).returncode == 0
    if seen.errors:
        print(Counter(seen.errors).most_common(10), file=sys.stderr)
    section = report(seen, gone, verified)
    DOCS.write_text(f"{DOCS.read_text().split(HEADING)[0].rstrip()}\n\n{section}")
    print(section)


if __name__ == "__main__":
    main()
