"""F6: absence is no evidence. Whoever cuts, empties, swaps or rolls back the ledger as an
administrator of the database is found by what is kept outside it, or nothing is called whole.
"""

import json
from functools import partial

import psycopg
import pytest
from django.db import DatabaseError, connection

from sala.access.context import acting_operator
from sala.access.ledger import heads, record
from sala.access.ledger import verify as verify_module
from sala.access.ledger.checkpoints import read_checkpoint
from sala.access.ledger.witness import (
    WitnessDamagedError,
    open_witness,
    read_witness,
    witness_file,
)
from sala.access.roles import Purpose, Role
from sala.config import addresses, health, testing
from sala.config.ledger_answers import answer_ledger
from sala.people import actions as people
from sala.people import unentered
from sala.people.rules import Identity
from sala.vault import person_keys
from sala.vault.sealed_places import CannotOpenError

CUTS = {
    "the last entry of a lane": (
        "DELETE FROM access_ledgerentry e WHERE e.lane = {lane} AND e.seq ="
        " (SELECT max(seq) FROM access_ledgerentry WHERE lane = {lane})"
    ),
    "a whole lane": "DELETE FROM access_ledgerentry WHERE lane = {lane}",
    "all but what opened a lane": (
        "DELETE FROM access_ledgerentry WHERE lane = {lane} AND action <>"
        " 'access.lane_opened'"
    ),
    "all entries": "DELETE FROM access_ledgerentry",
    "the whole table": "TRUNCATE access_ledgerentry",
}


@pytest.fixture
def written(scratch, actor):
    """Twenty entries in one lane, seen outside; the lane."""
    with actor(Role.CASE_WORKER) as by:
        for number in range(20):
            place = record(by=by, action="test.entry", kind="test", subject=str(number))
    assert verify(scratch)[0] == 0
    return place.lane


def verify(name, checkpoint=None):
    """The exit status of `sala ledger verify` on a database, and what it says."""
    mark = read_checkpoint(checkpoint.read_text()) if checkpoint else None
    with testing.owner_of(name):
        answer = answer_ledger(checkpoint=mark, progress=lambda _count: None)
    return answer.code, json.loads(json.dumps(answer.as_values()))


def superuser(name, statement):
    with psycopg.connect(testing.administrator_url(name), autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        direct.execute(statement)


@pytest.mark.parametrize("what", CUTS)
def test_a_cut_ledger_is_found_by_the_heads_outside(what, scratch, written):
    superuser(scratch, CUTS[what].format(lane=written))
    code, said = verify(scratch)
    assert (code, said["verdict"]) == (1, "faults")
    assert said["findings"]


@pytest.mark.parametrize("what", CUTS)
def test_a_cut_ledger_is_never_whole_without_them(what, scratch, written):
    testing.witness_of(scratch).unlink()
    superuser(scratch, CUTS[what].format(lane=written))
    code, said = verify(scratch)
    assert code != 0
    assert said["verdict"] in {"faults", "not known"}


def test_without_anything_outside_it_says_what_it_cannot_know(scratch, written):
    testing.witness_of(scratch).unlink()
    code, said = verify(scratch)
    assert (code, said["verdict"], said["compared_with"]) == (3, "not known", [])
    told = testing.run_command("ledger", "verify", name=scratch, check=False)
    assert told.returncode == 3
    assert "Not known" in told.stdout
    assert "whole" not in told.stdout.replace("the whole database", "")


def test_a_removed_lane_does_not_become_whole_by_setting_up_again(scratch, written):
    testing.witness_of(scratch).unlink()
    superuser(scratch, CUTS["a whole lane"].format(lane=written))
    testing.run_command("setup", name=scratch)
    assert verify(scratch)[0] == 1


@pytest.fixture
def older(scratch, written, actor):
    """The database of twenty entries ago in the place of the present one."""
    if addresses.is_remote():
        pytest.skip("copies a database as superuser")
    with testing.scratch_copy("older") as name:
        yield name


def test_a_database_that_was_rolled_back_is_found(scratch, written, older):
    testing.witness_of(scratch).replace(testing.witness_of(older))
    code, said = verify(older)
    assert code == 1
    assert any("are gone" in f["what"] for f in said["findings"])


def test_a_database_that_was_rolled_back_and_went_on_is_found(
    scratch,
    written,
    older,
    actor,
):
    """Grown past where the other was seen, entry for entry, it is another ledger."""
    testing.witness_of(scratch).replace(testing.witness_of(older))
    with (
        testing.default_database(older),
        actor(Role.CASE_WORKER) as by,
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT set_config('sala.lane', %s, true)", [str(written)])
        for _round in range(30):
            record(by=by, action="test.entry", kind="test", subject="again")
    code, said = verify(older)
    assert code == 1
    assert [f["what"] for f in said["findings"]] == [verify_module.NOT_SEEN]


def test_what_was_cut_is_not_signed_anew(scratch, written, tmp_path):
    """Neither the worker nor a checkpoint nor a backup takes over a shorter ledger."""
    superuser(scratch, CUTS["the last entry of a lane"].format(lane=written))
    before = read_witness(testing.witness_of(scratch)).heads
    file = tmp_path / "checkpoint.json"
    for command in (
        ("ledger", "checkpoint", str(file)),
        ("setup",),
        ("worker", "--until-idle"),
    ):
        done = testing.run_command(*command, name=scratch, check=False)
        assert (
            read_witness(testing.witness_of(scratch)).heads[written] == before[written]
        )
        assert verify(scratch)[0] == 1, (command, done.stderr)
    assert not file.exists()


def test_the_machine_of_the_witness_tells_heads_and_endings(
    scratch,
    written,
    user_of,
    actor,
):
    """Every five minutes, on the application's account, with no right beside it."""
    from sala.access import jobs

    with actor(Role.SUPERVISOR) as by:
        record(by=by, action="people.erased", kind="person", subject="x")
    jobs.keep_witness()
    said = read_witness()
    assert [right.action for right in said.ended][-1] == "people.erased"
    assert said.heads == current_heads(scratch)


def current_heads(name):
    with psycopg.connect(testing.administrator_url(name)) as direct:
        found = direct.execute(
            "SELECT DISTINCT ON (lane) lane, seq, encode(hash, 'hex')"
            " FROM access_ledgerentry ORDER BY lane, seq DESC",
        ).fetchall()
    return {lane: (seq, digest) for lane, seq, digest in found}


def test_the_checkpoint_of_the_day_is_written_by_itself(
    scratch,
    written,
    tmp_path,
    monkeypatch,
):
    from sala.access import jobs

    monkeypatch.setenv("SALA_CHECKPOINTS", str(tmp_path))
    jobs.keep_witness()
    (file,) = tmp_path.iterdir()
    jobs.keep_witness()
    assert list(tmp_path.iterdir()) == [file], "one a day"
    assert read_witness().done["checkpoint"]
    testing.witness_of(scratch).unlink()
    assert verify(scratch, file)[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.ADMINISTRATOR, Role.CASE_WORKER])
@pytest.mark.parametrize(
    "call", ["access_ledger_heads('{}')", "access_ledger_ended('{}', '{}', '{}')"]
)
def test_nobody_else_reads_the_ledger_by_its_functions(role, call, actor):
    with (
        pytest.raises(DatabaseError, match="the work of access"),
        actor(role),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"SELECT * FROM {call}")


def altered(lines, how):
    if how == "a line changed":
        return [lines[0].replace(b'"kind": "begun"', b'"kind": "other"'), *lines[1:]]
    if how == "a line taken out":
        return lines[:1] + lines[2:]
    if how == "two lines exchanged":
        return [lines[1], lines[0], *lines[2:]]
    return [*lines[:-1], lines[-1].replace(b'"signature": "', b'"signature": "00')]


@pytest.mark.parametrize(
    "how",
    ["a line changed", "a line taken out", "two lines exchanged", "the last unsigned"],
)
def test_what_is_kept_outside_is_not_changed_unseen(how, scratch, written):
    file = testing.witness_of(scratch)
    lines = file.read_bytes().splitlines()
    assert len(lines) > 2
    file.write_bytes(b"\n".join(altered(lines, how)) + b"\n")
    with pytest.raises(WitnessDamagedError):
        read_witness(file)
    done = testing.run_command("ledger", "verify", name=scratch, check=False)
    assert done.returncode == 1
    assert "kept outside the database was changed" in done.stderr


def test_half_a_line_of_a_power_cut_is_no_damage(scratch, written):
    file = testing.witness_of(scratch)
    with file.open("ab") as opened:
        opened.write(b'{"kind": "heads", "at"')
    assert verify(scratch)[0] == 0
    assert all(line.endswith(b"}") for line in file.read_bytes().splitlines())


def test_the_file_is_readable_by_its_owner_only(scratch, written):
    assert witness_file().stat().st_mode & 0o077 == 0


# The looking itself begins anew ---------------------------------------------------


@pytest.mark.parametrize("by", ["sala setup", "the worker"])
@pytest.mark.parametrize("what", ["a whole lane", "the last entry of a lane"])
def test_who_cuts_the_ledger_and_lets_the_looking_begin_anew_is_not_believed(
    what,
    by,
    scratch,
    written,
    tmp_path,
):
    """The file outside is deleted, and made again of what was left."""
    before = tmp_path / "before.json"
    testing.run_command("ledger", "checkpoint", str(before), name=scratch)
    testing.witness_of(scratch).unlink()
    superuser(scratch, CUTS[what].format(lane=written))
    if by == "sala setup":
        testing.run_command("setup", name=scratch)
    else:
        from sala.access import jobs

        jobs.keep_witness()
    code, said = verify(scratch)
    assert said["verdict"] == ("faults" if what == "a whole lane" else "not known")
    assert code == (1 if what == "a whole lane" else 3)
    # A checkpoint of after the cut is of what was left too.
    after = tmp_path / "after.json"
    testing.run_command("ledger", "checkpoint", str(after), name=scratch)
    assert verify(scratch, after)[0] == code
    assert verify(scratch, before)[0] == 1
    told = testing.run_command("ledger", "verify", name=scratch, check=False)
    assert told.returncode == code


def test_a_sound_ledger_that_was_not_looked_at_throughout_needs_a_checkpoint(
    scratch,
    written,
    tmp_path,
):
    before = tmp_path / "before.json"
    testing.run_command("ledger", "checkpoint", str(before), name=scratch)
    testing.witness_of(scratch).unlink()
    testing.run_command("setup", name=scratch)
    told = testing.run_command("ledger", "verify", name=scratch, check=False)
    assert told.returncode == 3
    assert "before somebody outside began to look" in told.stdout
    assert "verified" not in read_witness(testing.witness_of(scratch)).done
    assert verify(scratch, before)[0] == 0


def test_an_emptied_ledger_is_not_opened_anew(scratch, written):
    """Its lanes would begin with today, and look whole from then on."""
    testing.witness_of(scratch).unlink()
    superuser(scratch, CUTS["the whole table"])
    done = testing.run_command("setup", name=scratch, check=False)
    assert done.returncode == 1
    assert "somebody removed it" in done.stderr
    assert verify(scratch)[0] == 1


def test_a_database_that_was_used_gets_no_new_keyring(
    scratch,
    written,
    tmp_path,
    monkeypatch,
):
    """With another one nothing that is sealed opens again, and no entry has a seal."""
    monkeypatch.setenv("SALA_KEYRING", str(tmp_path / "keyring.json"))
    monkeypatch.setenv("SALA_VAULT", str(tmp_path))
    done = testing.run_command("setup", name=scratch, check=False)
    assert done.returncode == 1
    assert "keyring" in done.stderr
    assert not (tmp_path / "keyring.json").exists()


def test_what_a_witness_of_an_earlier_day_did_not_tell_is_told_once(
    scratch,
    written,
    actor,
):
    """Endings that Sala came to know of later are told from the ledger's beginning."""
    with actor(Role.CASE_WORKER) as by:
        record(
            by=by, action="people.attachment_removed", kind="attachment", subject="x"
        )
    file = testing.witness_of(scratch)
    file.unlink()
    with testing.owner_of(scratch), acting_operator("test"):
        with open_witness() as witness:
            witness.append("heads", heads=heads.current_heads())
        assert read_witness().ended == ()
        heads.tell_witness()
        told = read_witness().ended
        assert [r.action for r in told if r.subject == "x"] == [
            "people.attachment_removed",
        ]
        heads.tell_witness()
        assert read_witness().ended == told


class TakenBackError(Exception):
    """What ends a transaction before its entry is kept."""


def test_who_opens_and_takes_the_entry_back_is_named(scratch, actor, now, monkeypatch):
    monkeypatch.setattr(unentered, "WAITED", 0)
    opens = partial(people.open_identity, purpose=Purpose.IDENTIFICATION)
    with actor(Role.CASE_WORKER) as by:
        entered, hidden = (
            people.register_person(by=by, at=now, identity=Identity()).id
            for _n in range(2)
        )
    with actor(Role.IDENTIFICATION_OFFICER, purpose="identification") as by:
        opens(by=by, person=entered)
    assert verify(scratch)[0] == 0
    with pytest.raises(TakenBackError):
        with actor(Role.IDENTIFICATION_OFFICER, purpose="identification") as by:
            opens(by=by, person=hidden)
            raise TakenBackError
    code, said = verify(scratch)
    who = "identification-officer.own"
    assert (code, said["unentered"]) == (1, [{"user": who, "people": 1}])
    with testing.owner_of(scratch):
        sound, found = health.examine_openings()
    assert (sound, found) == (False, f"{who} opened 1 people today without an entry")


def test_the_vault_lists_openings_for_the_operator_alone(scratch, actor):
    """Not for the site, which could learn there who looked at whom."""
    for role in Role:
        with actor(role), connection.cursor() as cursor:
            cursor.execute("SELECT people_state_day()")
            assert cursor.fetchone() == (None,)
            cursor.execute("SELECT count(*) FROM people_entered_today()")
            assert cursor.fetchone() == (0,)
    for said in ("", "None", "0" * 64 + '{"day": "2026-12-01", "at": 0}'):
        with pytest.raises(CannotOpenError):
            person_keys.counted_openings(said)
