"""Events in the database of benchmarks, made with SQL, and how fast facts come out of them.

`python -m benchmarks export` measures and writes a section of docs/benchmarks.md.
"""

import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg

from benchmarks import country, pages
from benchmarks.rows import Row
from sala.config import embedded

EVENTS = int(os.environ.get("SALA_BENCH_EVENTS", "1000000"))
# Of ten events five are screenings, three services, one an identification and one a referral.
SCREENED, SERVED, IDENTIFIED, REFERRED = (EVENTS * n // 10 for n in (5, 3, 1, 1))

ANALYST = (
    UUID("00000000-0000-0000-0001-000000000009"),
    UUID("00000000-0000-0000-0002-000000000009"),
)

_KEY = "('00000000-0000-0000-{:04}-' || lpad({}::text, 12, '0'))::uuid"
_PERSON = _KEY.format(3, f"(n * 7 % {country.PEOPLE} + 1)")
_AGENCY = _KEY.format(0, f"(n % {country.AGENCIES} + 1)")
_OTHER = _KEY.format(0, f"((n + 1) % {country.AGENCIES} + 1)")
_USER = _KEY.format(1, f"(n % {country.AGENCIES} + 1)")
_WHO = (
    "(ARRAY['female', 'male', ''])[n % 3 + 1], (ARRAY['adult', 'child'])[n % 2 + 1], "
)
_WHO += "(ARRAY['LA', 'VN', 'TH', ''])[n % 4 + 1]"
_PLACE = "(SELECT array_agg(code::text ORDER BY code) AS codes FROM countries_place) p"
_FORM = "(ARRAY['forced_labour', 'sexual_exploitation', 'forced_marriage'])[n % 3 + 1]"
_DAY = "timestamptz '2016-01-01' + n % 1095 * interval '1 day'"

TABLES = (
    "screening_screening, screening_identificationdecision, protection_referral, "
    "protection_servicedelivered"
)
FILL = f"""
SET session_replication_role = replica;
TRUNCATE {TABLES} CASCADE;
INSERT INTO screening_screening (sex, age_group, citizenship, id, receipt, instrument,
        instrument_version, written_at, received_at, place_code, alone, interpreter, urgent,
        outcome, agency_id, person_id, screened_by_id, dimensions)
    SELECT {_WHO}, {_KEY.format(4, "n")}, n::text, 'bench', '1', {_DAY}, {_DAY},
           p.codes[n % cardinality(p.codes) + 1], '', '', '[]',
           (ARRAY['indicated', 'not_indicated', 'not_known'])[n % 3 + 1],
           {_AGENCY}, {_PERSON}, {_USER}, '{{}}'
    FROM generate_series(1, {SCREENED}) n, {_PLACE};
INSERT INTO screening_identificationdecision (sex, age_group, citizenship, id, decided_on,
        recorded_at, outcome, origin, neighbour, neighbour_authority, act, means, form,
        act_evidence, means_evidence, form_evidence, exploited_in, exploited_at, agency_id,
        decided_by_id, person_id)
    SELECT {_WHO}, {_KEY.format(5, "n")}, ({_DAY})::date, {_DAY}, 'identified', 'decided', '', '',
           'recruitment', '["deception", "threat"]', {_FORM}, '["statement"]', '["statement"]',
           '["statement"]', (ARRAY['TH', 'LA', 'CN'])[n % 3 + 1], '', {_AGENCY}, {_USER}, {_PERSON}
    FROM generate_series(1, {IDENTIFIED}) n;
INSERT INTO protection_referral (sex, age_group, citizenship, id, services, urgency, basis, sent_at,
        due_on, state, reason, changed_at, agency_id, changed_by_id, person_id, receiver_id,
        sent_by_id, accepted_at)
    SELECT {_WHO}, {_KEY.format(6, "n")}, '{{shelter}}', 'normal', 'danger', {_DAY}, ({_DAY})::date,
           'sent', '', {_DAY}, {_AGENCY}, {_USER}, {_PERSON}, {_OTHER}, {_USER}, NULL
    FROM generate_series(1, {REFERRED}) n;
INSERT INTO protection_servicedelivered (sex, age_group, citizenship, id, service, fulfils,
        happened_on, place_code, currency, recorded_at, struck_reason, agency_id, person_id,
        recorded_by_id)
    SELECT {_WHO}, {_KEY.format(7, "n")}, (ARRAY['shelter', 'health', 'legal_aid'])[n % 3 + 1],
           false, ({_DAY})::date, p.codes[n % cardinality(p.codes) + 1], '', {_DAY}, '',
           {_AGENCY}, {_PERSON}, {_USER}
    FROM generate_series(1, {SERVED}) n, {_PLACE};
UPDATE access_membership SET role = 'analyst' WHERE id = '{ANALYST[1]}';
RESET session_replication_role;
"""
TIMES = 3
SECTION = (
    pages.EXPORT
    + """

Measured on {when}, {cores} cores, {machine}. Load of the machine while measuring: {load}. {events:,} events of the record:
screenings, services, identifications, referrals.

"""
    + pages.TABLE
    + """{rows}

**What is compared.** The analyst's export as the site makes it: row-level security, pseudonyms, fingerprints, sorted and
compressed Parquet with its hash, the ledger. Beside it stands a bare `COPY` of the same tables to this process by a
superuser, which writes nothing. The least of {times} turns each counts; the server runs on the same cores.
"""
)


def fill() -> None:
    """Make the events, where there are not so many yet."""
    with psycopg.connect(
        embedded.superuser_url("sala_bench"),
        autocommit=True,
    ) as connection:
        have = connection.execute("SELECT count(*) FROM screening_screening").fetchone()
        if have is None or have[0] != SCREENED:
            print(f"filling {EVENTS:,} events", file=sys.stderr)
            connection.execute(FILL.encode())
            connection.execute("VACUUM ANALYZE")


def export(folder: Path) -> int:
    """Make facts as the analyst does: how many."""
    from sala.access.context import acting_member
    from sala.facts.actions import export_record
    from sala.kit import clock

    with acting_member(*ANALYST) as by:
        return export_record(
            by=by,
            at=clock.now(),
            folder=folder,
        ).row_count


def bare_copy() -> int:
    """Read the same tables as they are: how many bytes."""
    size = 0
    with (
        psycopg.connect(embedded.superuser_url("sala_bench")) as bare,
        bare.cursor() as cursor,
    ):
        for table in TABLES.split(", "):
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT csv)".encode()) as copied:
                size += sum(len(block) for block in copied)
    return size


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def rows() -> list[Row]:
    """Lines on the whole export, and on one after which nothing changed."""
    whole, again, bare = list[float](), list[float](), list[float]()
    for _ in range(TIMES):
        with TemporaryDirectory() as folder:
            whole.append(seconds(lambda f=folder: export(Path(f) / "facts")))  # type: ignore[misc]
            again.append(seconds(lambda f=folder: export(Path(f) / "facts")))  # type: ignore[misc]
        bare.append(seconds(bare_copy))
    rate, beside = EVENTS / min(whole), f"bare COPY {EVENTS / min(bare):,.0f} a second"
    return [
        Row(
            f"facts export, {EVENTS:,} events",
            f"{rate:,.0f} a second",
            beside,
            f"{min(whole) / min(bare):.1f}",
            "at least 100,000",
            rate >= 100_000,
        ),
        Row(
            "facts export again, nothing changed",
            f"{min(again):.1f} s",
            f"whole export {min(whole):.1f} s",
            f"{min(again) / min(whole):.2f}",
            "",
            None,
        ),
    ]


def write() -> None:
    """Measure, and put the section in its place."""
    fill()
    begun = os.getloadavg()[0]
    found = rows()
    text = SECTION.format(
        when=time.strftime("%Y-%m-%d"),
        cores=os.cpu_count(),
        machine=platform.machine(),
        load=pages.load(begun),
        events=EVENTS,
        rows="\n".join(pages.line(row) for row in found),
        times=TIMES,
    )
    pages.put(pages.EXPORT, text)
    sys.stdout.write(text)
