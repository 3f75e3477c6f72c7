"""Need to know is the database's law: every table has a kind, and no context means no rows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from sala.access import locks
from sala.access.roles import Role
from sala.access.tests.own_purposes import own_purpose
from sala.config import testing
from sala.config.roles import APP_ROLE
from sala.people import actions, queries, rules
from sala.people.models import Person

IDENTITY = rules.Identity(
    names=(rules.PersonName("ສົມພອນ ແກ້ວມະນີ"),),
    phones=("020 5555 1234",),
)


def rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def protected_tables() -> list[str]:
    return [name for name, kind in locks.table_kinds().items() if kind == "protected"]


@pytest.mark.django_db
def test_every_table_is_of_a_kind():
    kinds = locks.table_kinds()
    assert [name for name, kind in kinds.items() if kind == "open"] == []
    assert {"people_person", "people_sealedidentity", "access_ledgerentry"} <= set(
        protected_tables(),
    )
    assert kinds["access_contextsecret"] == "owner"


def test_a_table_without_a_kind_is_found(scratch, owner):
    with owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE forgotten (name text)")
        cursor.execute(f"GRANT SELECT, INSERT ON forgotten TO {APP_ROLE}")
        assert locks.table_kinds()["forgotten"] == "open"


@pytest.mark.django_db
def test_the_application_owns_nothing_and_bypasses_nothing():
    assert locks.forbidden_powers() == []


@pytest.fixture
def person(actor, now):
    with actor(Role.CASE_WORKER) as by:
        return actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )


@pytest.mark.django_db
def test_without_a_context_no_protected_table_shows_a_row(person):
    shown = {table: rows(table) for table in protected_tables()}
    assert shown == dict.fromkeys(shown, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_another_agency_sees_nothing_of_a_person(role, person, actor):
    with actor(role, "other", purpose=own_purpose(role)):
        tables = [t for t in protected_tables() if t.startswith("people_")]
        assert {t: rows(t) for t in tables} == dict.fromkeys(tables, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role",
    [Role.ADMINISTRATOR, Role.ANALYST, Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER],
)
def test_roles_without_records_see_no_person_of_their_own_agency(role, person, actor):
    with actor(role, purpose=own_purpose(role)):
        assert rows("people_person") == rows("people_sealedidentity") == 0


@pytest.mark.django_db
def test_a_sealed_identity_is_not_even_read_without_a_purpose(person, actor):
    with actor(Role.CASE_WORKER):
        assert rows("people_person") == 1
        assert rows("people_sealedidentity") == rows("people_personkey") == 0
    with actor(Role.CASE_WORKER, purpose="services"):
        assert rows("people_sealedidentity") == rows("people_personkey") == 1


@pytest.mark.django_db
def test_a_supervisor_sees_the_person_and_never_the_identity(person, actor):
    with actor(Role.SUPERVISOR) as by:
        assert queries.find_person(by=by, code=person.code)
        assert rows("people_sealedidentity") == rows("people_personkey") == 0


def test_a_frontline_officer_sees_own_people_for_a_day(
    scratch,
    actor,
    now,
    owner,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        person = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
        assert queries.find_person(by=by, code=person.code)
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION access_now() RETURNS timestamptz LANGUAGE sql STABLE "
            "AS $$ SELECT now() + interval '24 hours' $$",
        )
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert queries.find_person(by=by, code=person.code) is None
    with actor(Role.CASE_WORKER) as by:
        assert queries.find_person(by=by, code=person.code), (
            "the agency still keeps the record"
        )


@pytest.mark.django_db
def test_a_context_cannot_be_made_by_hand(person, actor):
    with actor(Role.CASE_WORKER) as by, connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('sala.agency', %s, true)",
            [str(by.agency_id)],
        )
        assert rows("people_person") == 1, "the same words keep the proof"
    with actor(Role.CASE_WORKER, "other"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('sala.agency', %s, true)",
            [str(by.agency_id)],
        )
        assert rows("people_person") == 0
        cursor.execute("SELECT access_agency(), access_role()")
        assert cursor.fetchone() == (None, "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT secret FROM access_contextsecret",
        "SELECT access_remember('', '', '', 'operator', '')",
        "SELECT access_enter_operator()",
        "UPDATE access_ledgerentry SET action = 'nothing'",
        "DELETE FROM access_ledgerentry",
        "TRUNCATE access_ledgerentry",
        "DELETE FROM people_person",
        "UPDATE people_person SET erased_at = now()",
        "UPDATE people_personkey SET wrapped = ''",
        "DELETE FROM people_consent",
        "INSERT INTO access_brokenglass SELECT * FROM access_brokenglass",
        "ALTER TABLE people_person DISABLE ROW LEVEL SECURITY",
        "SET ROLE sala_owner",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_is_refused(statement, actor):
    with (
        actor(Role.OVERSIGHT),
        pytest.raises((ProgrammingError, DatabaseError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_person_cannot_be_registered_for_another_agency(actor, now):
    with actor(Role.CASE_WORKER, "other") as other:
        pass
    with (
        actor(Role.CASE_WORKER) as by,
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Person.objects.create(
            code="0000000000",
            agency_id=other.agency_id,
            registered_by_id=by.user_id,
            registered_at=now,
        )


def test_a_change_without_a_ledger_entry_is_refused_at_commit(scratch, actor, now):
    with (
        pytest.raises(IntegrityError, match="has no ledger entry"),
        actor(Role.CASE_WORKER) as by,
    ):
        Person.objects.create(
            code="0000000000",
            agency_id=by.agency_id,
            registered_by_id=by.user_id,
            registered_at=now,
            state="in_care",
        )


@pytest.mark.skipif(
    testing.owner_is_superuser(),
    reason="a superuser owner passes every policy; `sala check` says so",
)
def test_the_owner_too_sees_no_identity_without_a_context(
    scratch,
    actor,
    now,
    owner,
):
    with actor(Role.CASE_WORKER) as by:
        actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
    with owner():
        assert rows("people_sealedidentity") == rows("people_personkey") == 0


def test_reading_pages_cannot_write(
    scratch,
    sign_in,
    now,
    monkeypatch,
):
    from sala.home import queries as home

    def write(*, by, **_):
        actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )

    client = sign_in(Role.CASE_WORKER)
    monkeypatch.setattr(home, "start_page", write)
    with pytest.raises(DatabaseError, match="read-only transaction"):
        client.get("/")


@pytest.mark.django_db
def test_an_administrator_gives_no_role_to_themselves_and_none_that_watches_them(
    actor,
    user_of,
    now,
):
    from sala.access import actions as access
    from sala.access.models import Membership
    from sala.access.permissions import RefusedError

    own, colleague = user_of(Role.ADMINISTRATOR), user_of(Role.CASE_WORKER)
    tries = [(own, Role.CASE_WORKER), (colleague, Role.OVERSIGHT)]
    with actor(Role.ADMINISTRATOR) as by:
        for user, role in tries:
            with pytest.raises(RefusedError):
                access.give_role(
                    by=by,
                    user=user,
                    agency=by.agency,
                    role=role,
                    starts_on=now.date(),
                )
            with pytest.raises(ProgrammingError), transaction.atomic():
                Membership.objects.create(
                    user=user,
                    agency_id=by.agency,
                    role=role,
                    starts_on=now.date(),
                )


@pytest.mark.django_db
def test_what_was_taken_back_is_not_given_anew_by_its_receiver(actor, now, person):
    from sala.access import actions as access
    from sala.access.models import Grant

    with actor(Role.CASE_WORKER, "other") as receiver:
        pass
    with actor(Role.CASE_WORKER) as by:
        grant = access.give_grant(
            by=by,
            at=now,
            record_kind="person",
            record_id=person.id,
            agency=receiver.agency,
            until=now + timedelta(days=30),
            basis="court_order",
        )
        access.withdraw_grant(
            by=by,
            at=now,
            grant=grant.id,
        )
    with actor(Role.CASE_WORKER, "other"):
        with (
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            Grant.objects.filter(id=grant.id).update(withdrawn_at=None)
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            Grant.objects.filter(id=grant.id).update(until=now + timedelta(days=300))


@pytest.fixture
def given_by_hand(now):
    """`given_by_hand(by, **columns)` writes a grant as the application's role may write one."""
    from sala.access.models import Grant

    def give(by, **columns):
        usual = {
            "agency_id": by.agency,
            "basis": "court_order",
            "until": now + timedelta(days=30),
        }
        stamped = {
            "given_by_id": by.user,
            "given_by_agency_id": by.agency,
            "given_at": now,
        }
        with transaction.atomic():
            return Grant.objects.create(**usual | stamped | columns)

    return give


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["case", "screening", "no_such_kind"])
def test_nobody_gives_themselves_a_record_by_hand(kind, actor, given_by_hand):
    with (
        actor(Role.SUPERVISOR) as by,
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        given_by_hand(
            by,
            record_kind=kind,
            record_id=uuid4(),
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"basis": "consent"},
        {"basis": "consent", "rests_on": uuid4()},
        {"basis": "referral", "rests_on": uuid4()},
        {"days": 400},
    ],
)
def test_a_person_is_opened_by_hand_for_a_year_on_law_or_on_a_consent_that_is_given(
    wrong,
    person,
    actor,
    now,
    given_by_hand,
):
    with actor(Role.CASE_WORKER, "other") as receiver:
        pass
    said = {
        "record_kind": "person",
        "record_id": person.id,
        "agency_id": receiver.agency,
    } | wrong
    if days := said.pop("days", 0):
        said["until"] = now + timedelta(days=days)
    with (
        actor(Role.CASE_WORKER) as by,
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        given_by_hand(by, **said)


@pytest.mark.django_db
def test_what_a_trigger_does_as_the_owner_nobody_hangs_on_a_table_of_their_own(actor):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND prosecdef AND prorettype = 'trigger'::regtype "
            "AND has_function_privilege(current_user, oid, 'EXECUTE') ORDER BY 1",
        )
        assert [name for (name,) in cursor.fetchall()] == []
    with (
        actor(Role.CASE_WORKER),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("CREATE TEMP TABLE mine (id uuid)")


BY_WHOM = """
SELECT c.conrelid::regclass || '.' || a.attname, EXISTS (
    SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.conrelid AND t.tgenabled = 'O'
      AND t.tgfoid = 'access_in_own_name'::regproc
      AND a.attname = ANY (string_to_array(encode(t.tgargs, 'escape'), '\\000')))
FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND c.confrelid = 'access_user'::regclass AND a.attname LIKE '%_by_id'
  AND split_part(c.conrelid::regclass::text, '_', 1) = ANY (%s)
"""
# What policies of their own decide: an officer's screening that a colleague takes in stays theirs.
DECIDED_OTHERWISE = {"screening_screening.screened_by_id"}


@pytest.mark.django_db
def test_every_column_that_says_who_did_something_is_held_to_who_acts():
    with connection.cursor() as cursor:
        rooms = ["people", "screening", "protection", "prosecution"]
        cursor.execute(BY_WHOM.replace("%_by", "%%_by"), [rooms])
        held = dict(cursor.fetchall())
    assert len(held) > 50
    assert {name for name, is_held in held.items() if not is_held} == DECIDED_OTHERWISE
