"""Nothing is changed or read in silence: whoever touches the ledger is found, superusers too."""

import json

import psycopg
import pytest

from sala.access.context import acting_operator
from sala.access.ledger import checkpoints, record
from sala.access.ledger.verify import verify_ledger
from sala.access.models import LedgerEntry
from sala.access.roles import Purpose, Role
from sala.config import testing
from sala.people import actions, rules

IDENTITY = rules.Identity(names=(rules.PersonName("Somphone Keomany"),))


@pytest.fixture
def entries(scratch, actor):
    """Twenty entries, all in one lane, as one transaction writes them."""
    with actor(Role.CASE_WORKER) as by:
        for number in range(20):
            record(
                by=by,
                action="test.entry",
                kind="test",
                subject=str(number),
            )


def superuser(scratch, statement: str, *parameters) -> int:
    with psycopg.connect(
        testing.administrator_url(scratch),
        autocommit=True,
    ) as connection:
        connection.execute("SET session_replication_role = replica")
        return connection.execute(statement, parameters).rowcount


def place(scratch, subject: str) -> tuple[int, int]:
    with psycopg.connect(testing.administrator_url(scratch)) as connection:
        found = connection.execute(
            "SELECT lane, seq FROM access_ledgerentry WHERE subject = %s AND action = 'test.entry'",
            [subject],
        )
        return found.fetchone()


def findings(owner) -> list[str]:
    with owner(), acting_operator("test"):
        return [f.what for f in verify_ledger().findings]


def test_an_untouched_ledger_is_whole(scratch, entries, owner):
    with owner(), acting_operator("test"):
        verdict = verify_ledger()
    assert verdict.faultless
    assert not verdict.whole, "a chain does not know its own end"
    assert verdict.entries > 20


@pytest.mark.parametrize(
    "column",
    ["action", "subject", "detail", "role", "purpose", "subject_kind"],
)
def test_a_changed_entry_is_found(
    column,
    scratch,
    entries,
    owner,
):
    lane, seq = place(scratch, "7")
    superuser(
        scratch,
        f"UPDATE access_ledgerentry SET {column} = 'x' WHERE lane = %s AND seq = %s",
        lane,
        seq,
    )
    with owner(), acting_operator("test"):
        (finding,) = verify_ledger().findings
    assert (finding.lane, finding.seq) == (lane, seq)
    assert finding.what == "was changed after it was written"


def test_a_changed_time_or_actor_is_found(scratch, entries, owner):
    lane, seq = place(scratch, "7")
    where = "WHERE lane = %s AND seq = %s"
    superuser(
        scratch,
        f"UPDATE access_ledgerentry SET at = at + '1us' {where}",
        lane,
        seq,
    )
    superuser(
        scratch,
        f"UPDATE access_ledgerentry SET actor = NULL {where}",
        lane,
        seq + 1,
    )
    assert findings(owner) == ["was changed after it was written"] * 2


def test_a_removed_entry_is_found(scratch, entries, owner):
    lane, seq = place(scratch, "7")
    superuser(
        scratch,
        "DELETE FROM access_ledgerentry WHERE lane = %s AND seq = %s",
        lane,
        seq,
    )
    assert findings(owner) == [f"entries before it are missing: {seq}"]


def test_a_removed_entry_is_found_also_when_the_rest_is_numbered_anew(
    scratch,
    entries,
    owner,
):
    lane, seq = place(scratch, "7")
    superuser(
        scratch,
        "DELETE FROM access_ledgerentry WHERE lane = %s AND seq = %s",
        lane,
        seq,
    )
    superuser(
        scratch,
        "UPDATE access_ledgerentry SET seq = seq - 1 WHERE lane = %s AND seq > %s",
        lane,
        seq,
    )
    assert "does not follow the entry before it" in findings(owner)


def test_two_swapped_entries_are_found(scratch, entries, owner):
    lane, seq = place(scratch, "7")
    for old, new in ((seq, -1), (seq + 1, seq), (-1, seq + 1)):
        superuser(
            scratch,
            "UPDATE access_ledgerentry SET seq = %s WHERE lane = %s AND seq = %s",
            new,
            lane,
            old,
        )
    assert findings(owner).count("was changed after it was written") == 2


def test_an_inserted_entry_is_found_even_if_hashed_by_the_book(scratch, entries, owner):
    """Whoever knows the code but not the ledger key can make a chain, but not a seal."""
    from sala.access.ledger.entries import chain_hash

    with psycopg.connect(testing.administrator_url(scratch)) as connection:
        lane, seq, head = connection.execute(
            "SELECT lane, seq, hash FROM access_ledgerentry ORDER BY lane, seq DESC LIMIT 1",
        ).fetchone()
    facts = (lane, seq + 1, 1, 0, None, None, None, "", "", "forged", "", "", "{}")
    superuser(
        scratch,
        "INSERT INTO access_ledgerentry VALUES "
        "(%s, %s, %s, to_timestamp(0), NULL, NULL, NULL, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        *facts[:3],
        *facts[7:],
        head,
        chain_hash(head, facts),
        b"\0" * 32,
    )
    assert findings(owner) == ["was not written by Sala"]


def no_witness(name):
    """Only the checkpoint is left of what was kept outside."""
    testing.witness_of(name).unlink()


def test_a_cut_tail_is_found_with_a_checkpoint(
    scratch,
    entries,
    owner,
    tmp_path,
):
    file = tmp_path / "checkpoint.json"
    testing.run_command("ledger", "checkpoint", str(file), name=scratch)
    no_witness(scratch)
    lane, seq = place(scratch, "15")
    superuser(
        scratch,
        "DELETE FROM access_ledgerentry WHERE lane = %s AND seq > %s",
        lane,
        seq,
    )
    assert findings(owner) == [], "a chain alone does not know its end"
    done = testing.run_command(
        "ledger",
        "verify",
        "--checkpoint",
        str(file),
        name=scratch,
        check=False,
    )
    assert done.returncode == 1
    assert f"lane {lane}, entry {seq}: the entries after it are gone" in done.stdout


def test_a_removed_lane_is_found_with_and_without_a_checkpoint(
    scratch,
    entries,
    owner,
    tmp_path,
):
    file = tmp_path / "checkpoint.json"
    testing.run_command("ledger", "checkpoint", str(file), name=scratch)
    no_witness(scratch)
    superuser(
        scratch,
        "DELETE FROM access_ledgerentry WHERE lane = %s",
        place(scratch, "1")[0],
    )
    assert findings(owner) == ["the entry that opened it is gone"]
    done = testing.run_command(
        "ledger",
        "verify",
        "--checkpoint",
        str(file),
        "--format",
        "json",
        name=scratch,
        check=False,
    )
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert said["verdict"] == "faults"
    assert len(said["findings"]) == 2


def test_a_forged_checkpoint_is_refused(scratch, tmp_path):
    file = tmp_path / "checkpoint.json"
    testing.run_command("ledger", "checkpoint", str(file), name=scratch)
    forged = json.loads(file.read_text())
    forged["heads"] = {}
    file.write_text(json.dumps(forged))
    done = testing.run_command(
        "ledger",
        "verify",
        "--checkpoint",
        str(file),
        name=scratch,
        check=False,
    )
    assert done.returncode == 2
    assert "signature" in done.stderr
    file.write_bytes(b"\xff\xfe nothing")
    done = testing.run_command(
        "ledger",
        "verify",
        "--checkpoint",
        str(file),
        name=scratch,
        check=False,
    )
    assert done.returncode == 2


def test_only_the_holder_of_the_key_signs_checkpoints(django_db_setup):
    body = json.dumps(
        {
            "sala_ledger": 1,
            "made_at": "",
            "heads": {},
            "signature": "00" * 64,
        },
    )
    for text in (body, "", "[]", "null", '{"signature": 1}'):
        with pytest.raises(checkpoints.NotACheckpointError):
            checkpoints.read_checkpoint(text)


def test_even_the_owner_cannot_change_the_ledger(scratch, entries, owner):
    from django.db import DatabaseError, connection

    with (
        owner(),
        pytest.raises(DatabaseError, match="append-only"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE access_ledgerentry SET action = 'nothing'")


def test_transactions_that_write_at_the_same_time_do_not_wait_for_each_other(
    scratch,
    actor,
):
    """Thirty-two lanes: a second writer takes another lane while the first is still open."""
    with psycopg.connect(testing.administrator_url(scratch)) as first:
        lane = first.execute("SELECT lane FROM access_ledger_next()").fetchone()[0]
        with psycopg.connect(testing.administrator_url(scratch)) as second:
            second.execute("SET statement_timeout = '2s'")
            other = {
                second.execute("SELECT lane FROM access_ledger_next()").fetchone()[0],
            }
        assert lane not in other


@pytest.mark.django_db
def test_opening_an_identity_is_in_the_ledger(actor, now):
    with actor(Role.CASE_WORKER) as by:
        person = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
        actions.open_identity(
            by=by,
            person=person.id,
            purpose=Purpose.SERVICES,
        )
    with actor(Role.OVERSIGHT):
        opened = LedgerEntry.objects.get(
            action="people.identity_opened",
            subject=str(person.id),
        )
    assert (opened.actor, opened.role, opened.purpose) == (
        by.user_id,
        "case_worker",
        "services",
    )
    assert "Keomany" not in opened.detail
