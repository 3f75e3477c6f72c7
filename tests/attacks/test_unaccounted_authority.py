"""F3: a role that somebody wrote past the ledger is named, and gives nothing."""

import json
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection

from sala.access.context import NotAMemberError, acting_member
from sala.access.roles import Role
from sala.access.sign_in import AccountAdapter
from sala.config import testing
from sala.config.roles import APP_ROLE


@pytest.fixture
def victim(scratch, user_of, membership_of):
    """A case worker whose row is tampered with: user, membership."""
    user = user_of(Role.CASE_WORKER)
    return user.id, membership_of(user)


def superuser(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name), autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        return direct.execute(statement, values)


def gives_something(user, membership):
    try:
        with acting_member(user, membership) as by:
            return by.role
    except NotAMemberError:
        return ""


def named(name):
    """What `sala check` and `sala ledger verify` say of authority without an entry."""
    checked = testing.run_command("check", "--format", "json", name=name, check=False)
    (line,) = (f for f in json.loads(checked.stdout) if f["what"] == "authority")
    told = ("ledger", "verify", "--format", "json")
    verified = testing.run_command(*told, name=name, check=False)
    return line, verified.returncode, json.loads(verified.stdout)["unaccounted"]


OTHER_AGENCY = "(SELECT id FROM access_agency WHERE id <> agency_id LIMIT 1)"
ALTERED = {
    "another role": "SET role = 'oversight'",
    "another agency": f"SET agency_id = {OTHER_AGENCY}",
    "another unit": f"SET unit_id = {OTHER_AGENCY}",
    "an earlier day": "SET starts_on = starts_on - 10",
    "another user": (
        "SET user_id = (SELECT id FROM access_user WHERE id <> user_id LIMIT 1)"
    ),
}


@pytest.mark.parametrize("how", ALTERED)
def test_an_altered_role_gives_nothing(how, scratch, victim):
    user, membership = victim
    assert gives_something(user, membership) == "case_worker"
    changed = superuser(
        scratch,
        f"UPDATE access_membership {ALTERED[how]} WHERE id = %s RETURNING user_id",
        membership,
    )
    (holder,) = changed.fetchone()
    assert gives_something(holder, membership) == ""


def test_an_inserted_role_gives_nothing_and_is_named(scratch, victim):
    user, membership = victim
    made = uuid4()
    superuser(
        scratch,
        "INSERT INTO access_membership (id, user_id, agency_id, role, starts_on)"
        " SELECT %s, user_id, agency_id, 'oversight', starts_on"
        " FROM access_membership WHERE id = %s",
        made,
        membership,
    )
    assert gives_something(user, made) == ""
    line, code, unaccounted = named(scratch)
    assert not line["sound"]
    assert "oversight of case-worker.own" in line["found"]
    assert code == 1
    assert [found["membership"] for found in unaccounted] == [str(made)]


@pytest.mark.parametrize("ended_as", ["with its last day", "as on an earlier day"])
def test_an_ended_role_that_is_opened_again_gives_nothing(
    ended_as,
    scratch,
    victim,
    user_of,
):
    from datetime import timedelta

    from sala.access import actions
    from sala.access.context import acting_operator
    from sala.kit import clock

    user, membership = victim
    with testing.owner_of(scratch), acting_operator("test") as operator:
        yesterday = clock.today() - timedelta(days=1)
        actions.end_role(by=operator, membership=membership, last_day=yesterday)
    if ended_as == "as on an earlier day":
        superuser(
            scratch,
            "UPDATE access_ledgerentry SET detail = '{}' WHERE action ="
            " 'access.role_ended'",
        )
    superuser(
        scratch,
        "UPDATE access_membership SET ends_on = NULL WHERE id = %s",
        membership,
    )
    assert gives_something(user, membership) == ""
    with testing.owner_of(scratch), acting_operator("test"):
        from sala.access.ledger.accounted import unaccounted_roles

        assert [r.membership for r in unaccounted_roles()] == [str(membership)]


# What the site's account may do on each table that it uses before it knows who asks; a
# table or a column that is not here is one it may not write.
WRITES = """
SELECT c.relname, a.attname, p.what FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
CROSS JOIN (VALUES ('INSERT'), ('UPDATE')) p(what)
WHERE c.relkind = 'r' AND c.relname = ANY (%s)
  AND has_column_privilege(%s, c.oid, a.attnum, p.what)
"""
DELETES = """
SELECT c.relname FROM pg_class c WHERE c.relname = ANY (%s)
  AND has_table_privilege(%s, c.oid, 'DELETE, TRUNCATE, TRIGGER, REFERENCES')
"""
SIGN_IN = ["access_user", "account_emailaddress", "account_emailconfirmation"]


@pytest.mark.django_db
def test_the_site_may_do_on_sign_in_tables_what_it_does_and_nothing_else():
    with connection.cursor() as cursor:
        cursor.execute(WRITES, [SIGN_IN, APP_ROLE])
        found = cursor.fetchall()
        cursor.execute(DELETES, [SIGN_IN, APP_ROLE])
        assert cursor.fetchall() == []
    assert {table for table, _column, _what in found} == {"access_user"}
    updated = {column for _table, column, what in found if what == "UPDATE"}
    assert updated == {"password", "last_login", "session_epoch"}


@pytest.mark.django_db
def test_whoever_changes_their_password_does_so_all_the_same(user_of):
    user = user_of(Role.CASE_WORKER)
    AccountAdapter().set_password(user, "another-long-word-7")
    user.refresh_from_db()
    assert user.check_password("another-long-word-7")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "user_id = (SELECT id FROM access_user WHERE id <> user_id LIMIT 1)",
        "type = 'webauthn'",
        "created_at = now()",
        "id = -id",
    ],
)
def test_a_second_factor_is_not_moved_to_somebody_else(change):
    with (
        pytest.raises(DatabaseError, match="stays its user"),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE mfa_authenticator SET {change}")


@pytest.mark.django_db
def test_only_an_operator_reads_whose_authority_is_not_accounted_for(actor):
    from sala.access.ledger.accounted import unaccounted_roles

    with actor(Role.OVERSIGHT):
        assert unaccounted_roles() == ()
