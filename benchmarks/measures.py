"""Each measurement: what, the figure, what it is compared with, the ratio and the budget."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from uuid import UUID

import psycopg
from django.db import close_old_connections, connection

from benchmarks.rows import Row
from sala.access.context import acting_member
from sala.access.ledger import record
from sala.access.ledger.verify import verify_ledger
from sala.access.roles import Purpose
from sala.config import embedded
from sala.kit import clock
from sala.people import actions, queries, rules
from sala.vault import keyring, person_keys
from sala.vault.answering import answer_request

AGENCY = UUID("00000000-0000-0000-0000-000000000007")
USER = UUID("00000000-0000-0000-0001-000000000007")
MEMBER = UUID("00000000-0000-0000-0002-000000000007")
OVERSEER = (
    UUID("00000000-0000-0000-0001-000000000400"),
    UUID("00000000-0000-0000-0002-000000000400"),
)
LIST = "SELECT id, code, registered_at FROM people_person {} ORDER BY registered_at DESC LIMIT 25"
COUNT = "SELECT count(*) FROM people_person {}"
HAND = (
    "WHERE agency_id = '00000000-0000-0000-0000-000000000007' OR id = ANY (ARRAY(SELECT record_id "
    "FROM access_grant WHERE agency_id = '00000000-0000-0000-0000-000000000007' "
    "AND record_kind = 'person' AND withdrawn_at IS NULL AND until > now()))"
)


def milliseconds(work: Callable[[], object], times: int = 30) -> float:
    """The median duration of some work, after three runs to warm up."""
    durations = []
    for attempt in range(times + 3):
        start = time.perf_counter()
        work()
        if attempt > 2:
            durations.append((time.perf_counter() - start) * 1000)
    return median(durations)


def interleaved(
    one: Callable[[], object],
    other: Callable[[], object],
) -> tuple[float, float]:
    """The medians of two works done in turns, so that a busy moment hits both."""
    a, b = list[float](), list[float]()
    for _ in range(40):
        a.append(milliseconds(one, 1))
        b.append(milliseconds(other, 1))
    return median(a), median(b)


def fetch(cursor: object, statement: str) -> object:
    """Run a query to its last row."""
    cursor.execute(statement)  # type: ignore[attr-defined]
    return cursor.fetchall()  # type: ignore[attr-defined]


def row_security() -> list[Row]:
    """Row-level security against the same query with a hand-written filter."""
    rows = []
    with (
        psycopg.connect(embedded.superuser_url("sala_bench")) as bare,
        bare.cursor() as free,
        acting_member(USER, MEMBER),
        connection.cursor() as bound,
    ):
        for name, query in (("list of 25", LIST), ("count of the agency", COUNT)):
            ruled, by_hand = interleaved(
                lambda q=query: fetch(bound, q.format("")),
                lambda q=query: fetch(free, q.format(HAND)),
            )
            what, ratio = f"row-level security, {name}", ruled / by_hand
            beside = f"hand-written filter {by_hand:.2f} ms"
            rows.append(
                Row(
                    what,
                    f"{ruled:.2f} ms",
                    beside,
                    f"{ratio:.2f}",
                    "at most 1.15",
                    ratio <= 1.15,
                ),
            )
    return rows


def list_page() -> list[Row]:
    """The database's part of the list page."""
    with acting_member(USER, MEMBER) as by:
        took = milliseconds(lambda: queries.load_people(by=by)[:26])
    return [
        Row(
            "list page, all its queries",
            f"{took:.2f} ms",
            "",
            "",
            "under 20 ms",
            took < 20,
        ),
    ]


def one_action() -> list[Row]:
    """Registering a person, with policy, sealing, index and ledger, against a bare insert."""
    identity = rules.Identity(
        names=(rules.PersonName("ສົມພອນ ແກ້ວ"),), phones=("02055551234",)
    )

    def action() -> None:
        with acting_member(USER, MEMBER) as by:
            at = clock.now() - timedelta(seconds=1)
            actions.register_person(
                by=by,
                at=at,
                identity=identity,
            )

    from benchmarks import bare

    bare.make_tables(embedded.superuser_url("sala_bench"))
    durations = list[tuple[float, float, float]]()
    for _ in range(60):
        durations.append(
            (
                milliseconds(action, 1),
                milliseconds(lambda: bare.one_row(AGENCY, USER), 1),
                milliseconds(lambda: bare.same_rows(AGENCY, USER), 1),
            ),
        )
    took, insert, same_rows = (
        median(column) for column in zip(*durations, strict=True)
    )
    what = "register a person: policy, sealing, index, ledger"
    one, same = took / insert, took / same_rows
    return [
        Row(
            what,
            f"{took:.2f} ms",
            f"one bare Django insert {insert:.2f} ms",
            f"{one:.2f}",
            "at most 4",
            one <= 4,
        ),
        Row(
            what,
            f"{took:.2f} ms",
            f"the same rows bare {same_rows:.2f} ms",
            f"{same:.2f}",
            "at most 2.5",
            same <= 2.5,
        ),
    ]


def one_opening() -> list[Row]:
    """Opening an identity through the vault, against opening it in the process."""
    identity = rules.Identity(names=(rules.PersonName("ສົມພອນ ແກ້ວ"),))
    with acting_member(USER, MEMBER) as by:
        at = clock.now() - timedelta(seconds=1)
        person = actions.register_person(by=by, at=at, identity=identity).id

    def opening() -> None:
        with acting_member(USER, MEMBER) as by:
            actions.open_identity(by=by, person=person, purpose=Purpose.SERVICES)

    ring = keyring.load_keyring()

    def in_process() -> None:
        usual = person_keys.ask_vault
        person_keys.ask_vault = lambda items: [answer_request(ring, i) for i in items]
        try:
            opening()
        finally:
            person_keys.ask_vault = usual

    durations = [
        (milliseconds(opening, 1), milliseconds(in_process, 1)) for _ in range(100)
    ]
    took, beside = (median(column) for column in zip(*durations, strict=True))
    return [
        Row(
            "open an identity through the vault: policy, ledger, one message",
            f"{took:.2f} ms",
            f"in the process {beside:.2f} ms",
            f"{took / beside:.2f}",
            "at most 3",
            took / beside <= 3,
        )
    ]


def search() -> list[Row]:
    """Exact search by name among a million people: a rare name, and one in a hundred people."""
    with acting_member(USER, MEMBER) as by:
        rare = milliseconds(lambda: queries.with_name(by=by, text="nobody"))
        with connection.cursor() as cursor:
            common = milliseconds(
                lambda: fetch(
                    cursor,
                    "SELECT person_id FROM people_blindindex WHERE kind = 'name' AND "
                    "digest = substr(sha256(convert_to('c07', 'UTF8')), 1, 16)",
                ),
                10,
            )
    return [
        Row(
            "blind-index search, 1 M people, rare name",
            f"{rare:.2f} ms",
            "",
            "",
            "",
            None,
        ),
        Row(
            "blind-index search, name of 10,000 people",
            f"{common:.1f} ms",
            "",
            "",
            "",
            None,
        ),
    ]


def ledger_speed(entries: int = 200_000) -> list[Row]:
    """How fast the ledger is read again."""
    have = 0
    with acting_member(USER, MEMBER) as by:
        while have < entries // 10:
            record(
                by=by,
                action="bench.entry",
                kind="bench",
                subject=str(have),
            )
            have += 1
    with acting_member(*OVERSEER):
        start = time.perf_counter()
        verdict = verify_ledger()
        took = time.perf_counter() - start
    rate = verdict.entries / took
    return [
        Row(
            f"ledger verify, {verdict.entries:,} entries",
            f"{rate:,.0f} a second",
            "",
            "",
            "at least 50,000",
            rate >= 50_000 and verdict.sound,
        ),
    ]


def concurrency() -> list[Row]:
    """What chaining costs when several write at once: entries a second by number of writers."""
    rows, single = [], 0.0
    for writers in (1, 2, 4, 8, 16, 40):
        rate = writing_rate(writers, seconds=2.0)
        single = single or rate
        rows.append(
            Row(
                f"transactions with a ledger entry, {writers} at once",
                f"{rate:,.0f} a second",
                f"one writer {single:,.0f}",
                f"{rate / single:.2f}",
                "",
                None,
            ),
        )
    return rows


def writing_rate(writers: int, seconds: float) -> float:
    """Committed transactions a second with so many threads writing one entry each."""
    until, counts = time.perf_counter() + seconds, [0] * writers

    def write(number: int) -> None:
        while time.perf_counter() < until:
            with acting_member(USER, MEMBER) as by:
                record(
                    by=by,
                    action="bench.entry",
                    kind="bench",
                    subject="x",
                )
            counts[number] += 1
        close_old_connections()
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds
