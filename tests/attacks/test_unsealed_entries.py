"""An entry counts with its seal alone: what somebody writes into the ledger by SQL ends no
right, erases nobody, undoes no restore, and stops nobody's work.
"""

import json
from hashlib import sha256

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from sala.access.context import acting_operator
from sala.access.endings import right_endings
from sala.access.ledger import record
from sala.access.ledger.heads import tell_witness
from sala.access.roles import Role
from sala.config import ended_again, testing

FORGED = """
INSERT INTO access_ledgerentry
SELECT n.lane, n.seq, n.xact, n.at, access_actor(), access_agency(), access_unit(),
       access_role(), '', %s, 'person', %s, %s, n.previous, %s, %s
FROM access_ledger_next() n
"""
JUNK = b"\0" * 32


def forge(action, subject="x", detail="{}", digest=JUNK, seal=JUNK):
    """Write an entry as whoever runs SQL as the application can: without the key."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGED, [action, subject, detail, digest, seal])


def written_pair(by):
    """The hash and the seal of an entry that Sala wrote, to be copied into another."""
    place = record(by=by, action="test.entry", kind="test", subject="1")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hash, seal FROM access_ledger_pair(%s, %s)", [place.lane, place.seq]
        )
        return cursor.fetchone()


@pytest.fixture
def pairs(scratch):
    """Let a test read what an administrator of the database reads anyway."""
    with psycopg.connect(testing.administrator_url(scratch), autocommit=True) as direct:
        direct.execute(
            "CREATE FUNCTION access_ledger_pair(l int, s bigint)"
            " RETURNS TABLE (hash bytea, seal bytea) LANGUAGE sql SECURITY DEFINER AS"
            " 'SELECT hash, seal FROM access_ledgerentry WHERE lane = l AND seq = s'"
        )


@pytest.mark.parametrize("how", ["junk", "another entry's hash and seal"])
def test_what_sala_did_not_write_ends_nothing(scratch, pairs, actor, how):
    # Entered by who gives and settles roles alone: below, and test_two_people.py.
    by_rule = {f"access.role_{what}" for what in ("ended", "refused", "taken_back")}
    for action in sorted(set(right_endings()) - by_rule):
        with actor(Role.CASE_WORKER) as by:
            pair = written_pair(by) if how != "junk" else (JUNK, JUNK)
            forge(action, detail="{}", digest=pair[0], seal=pair[1])
    with actor(Role.CASE_WORKER) as by:
        record(by=by, action="people.erased", kind="person", subject="in earnest")
    with testing.owner_of(scratch), acting_operator("test"):
        said = tell_witness()
    ended = [
        (r.action, r.subject) for r in said.ended if r.subject in {"x", "in earnest"}
    ]
    assert ended == [("people.erased", "in earnest")]


def test_only_sala_says_what_a_restore_applied_before(scratch):
    with testing.owner_of(scratch), acting_operator("restore") as operator:
        record(
            by=operator,
            action="access.backup_restored",
            kind="backup",
            subject="",
            detail={"line": 3},
        )
    line = json.dumps({"line": 2_000_000_000})
    digest = sha256(line.encode()).digest()
    with psycopg.connect(testing.administrator_url(scratch)) as direct:
        direct.execute("SET session_replication_role = replica")
        direct.execute(
            "INSERT INTO access_ledgerentry SELECT 0, 1 + max(seq), 1, now(), NULL, NULL,"
            " NULL, 'operator', '', 'access.backup_restored', 'backup', '', %s, %s, %s, %s"
            " FROM access_ledgerentry WHERE lane = 0",
            [line, JUNK, digest, JUNK],
        )
        found = direct.execute(ended_again.RESTORED).fetchall()
    assert len(found) == 2
    assert ended_again._applied_line(found) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    "action",
    [
        "access.role_given",
        "access.role_ended",
        "access.backup_restored",
        "access.installation_declared",
        "access.lane_opened",
    ],
)
def test_authority_is_entered_by_who_gives_it(actor, role, action):
    gives = role is Role.ADMINISTRATOR and action.startswith("access.role_")
    with actor(role):
        if gives:
            forge(action)
        else:
            with pytest.raises(DatabaseError, match="row-level security"):
                forge(action)


@pytest.mark.django_db
@pytest.mark.parametrize("detail", ["no json", "", "[1]", "3", '"text"', "{"])
def test_a_detail_is_an_object_that_everybody_can_read(actor, detail):
    with actor(Role.CASE_WORKER):
        with pytest.raises(DatabaseError, match=r"row-level security|json"):
            forge("people.identity_opened", detail=detail)
        forge("people.identity_opened", detail='{"own": false}')
