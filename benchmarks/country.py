"""A database of one million people in 400 agencies, made with SQL, on the embedded server."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from uuid import UUID

ROOT = Path(__file__).parents[1]
os.environ["SALA_VAR"] = str(ROOT / "var" / "bench")
os.environ["SALA_DATABASE"] = "sala_bench"
os.environ["DJANGO_SETTINGS_MODULE"] = "sala.config.settings"
os.environ["SALA_LOG_LEVEL"] = "ERROR"

from sala.config import embedded, vault_process
from sala.config.country import default_pack

PEOPLE = int(os.environ.get("SALA_BENCH_PEOPLE", "1000000"))
AGENCIES = 400
GRANTS = 20_000
# Whose numbers the measurements act as.
MEASURED = (7, 9, AGENCIES)

FILL = f"""
SET session_replication_role = replica;
TRUNCATE access_agency, access_user, access_membership, access_grant, access_ledgerentry,
         people_person, people_personkey, people_blindindex CASCADE;
INSERT INTO access_agency (id, code, kind, level, names, place_code, identifies)
    SELECT ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid, 'A' || n, 'agency',
           'national', '{{"en": "Agency"}}', '', false FROM generate_series(1, {AGENCIES}) n;
INSERT INTO access_user (id, password, username, full_name, is_active, session_epoch)
    SELECT ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid, '', 'user' || n, 'User',
           true, 0 FROM generate_series(1, {AGENCIES}) n;
INSERT INTO access_membership (id, user_id, agency_id, role, starts_on)
    SELECT ('00000000-0000-0000-0002-' || lpad(n::text, 12, '0'))::uuid,
           ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid,
           ('00000000-0000-0000-0000-' || lpad(n::text, 12, '0'))::uuid,
           CASE WHEN n = {AGENCIES} THEN 'oversight' ELSE 'case_worker' END, '2018-01-01'
    FROM generate_series(1, {AGENCIES}) n;
INSERT INTO people_person (id, code, agency_id, registered_by_id, registered_at, state)
    SELECT ('00000000-0000-0000-0003-' || lpad(n::text, 12, '0'))::uuid, lpad(n::text, 10, '0'),
           ('00000000-0000-0000-0000-' || lpad((n % {AGENCIES} + 1)::text, 12, '0'))::uuid,
           ('00000000-0000-0000-0001-' || lpad((n % {AGENCIES} + 1)::text, 12, '0'))::uuid,
           timestamptz '2018-01-01' + n * interval '1 minute', 'in_care'
    FROM generate_series(1, {PEOPLE}) n;
INSERT INTO people_blindindex (person_id, kind, digest)
    SELECT id, 'name', substr(sha256(convert_to('n' || code, 'UTF8')), 1, 16) FROM people_person
    UNION ALL
    SELECT id, 'name', substr(sha256(convert_to('c' || right(code, 2), 'UTF8')), 1, 16)
    FROM people_person;
INSERT INTO access_grant (id, record_kind, record_id, agency_id, basis, given_by_id,
                          given_by_agency_id, given_at, until)
    SELECT gen_random_uuid(), 'person',
           ('00000000-0000-0000-0003-' || lpad((n * 37)::text, 12, '0'))::uuid,
           ('00000000-0000-0000-0000-' || lpad((n % {AGENCIES} + 1)::text, 12, '0'))::uuid,
           'court_order', ('00000000-0000-0000-0001-' || lpad('1', 12, '0'))::uuid,
           ('00000000-0000-0000-0000-' || lpad('1', 12, '0'))::uuid, '2018-01-01', '2099-01-01'
    FROM generate_series(1, least({GRANTS}, {PEOPLE} / 40)) n;
"""


@contextmanager
def ready() -> Iterator[None]:
    """The server running and the country filled; Django on the application's account."""
    import psycopg

    with embedded.running_server():
        command = [
            sys.executable,
            "-m",
            "sala.config.command",
            "setup",
            "--pack",
            default_pack(),
        ]
        subprocess.run(
            command,
            check=True,
            stdout=sys.stderr,
        )
        with psycopg.connect(
            embedded.superuser_url("sala_bench"),
            autocommit=True,
        ) as connection:
            have = connection.execute("SELECT count(*) FROM people_person").fetchone()
            if have is None or have[0] < PEOPLE:
                print(f"filling {PEOPLE:,} people", file=sys.stderr)
                connection.execute(FILL)
                connection.execute("VACUUM ANALYZE")
        import django

        django.setup()
        with vault_process.vault_on_demand():
            hold_tickets()
            yield


def hold_tickets() -> None:
    """Whoever acts here is signed in once: what a ticket costs to get is not measured."""
    from tests import signed_in

    from sala.access import tickets

    signed_in.forget_sessions()
    tickets.held_ticket = cache(signed_in.ticket_for)
    for number in MEASURED:
        tickets.held_ticket(UUID(f"00000000-0000-0000-0001-{number:012}"))
