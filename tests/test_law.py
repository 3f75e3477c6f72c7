"""The law of the database: beside its room, installed by name, and nothing else there."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from sala.access import law_installer, locks
from sala.access.context import acting_operator
from sala.access.law.context import PROVEN
from sala.access.models import LedgerEntry
from sala.access.permissions import all_permissions
from sala.access.roles import Role
from sala.config import testing

SOURCE = Path(__file__).parents[1] / "src" / "sala"
ROOMS = [
    app.label
    for app in reversed(list(apps.get_app_configs()))
    if app.name.startswith("sala.")
]
FLOORS = (
    {"access", "countries"},
    {"people"},
    {"screening"},
    {"protection", "prosecution", "prevention", "partnership"},
    {"facts"},
    {"figures"},
    {"narrative"},
)
"""As the layers of import-linter have them; the rooms of one floor do not know each other."""

WORD = re.compile(r"'([a-z]+\.[a-z_]+\.[a-z_]+)'")


def room_law(room: str) -> str:
    """All SQL that a room brings."""
    from importlib import import_module

    return "\n".join(s.sql for s in import_module(f"sala.{room}.law").LAW)


def rooms_with_law() -> list[str]:
    return [
        room for room in ROOMS if room != "kit" and (SOURCE / room / "law").is_dir()
    ]


def known_below(room: str) -> set[str]:
    """The rooms that a room's SQL may name: its own and those of the floors below."""
    floor = next(i for i, rooms in enumerate(FLOORS) if room in rooms)
    return {room}.union(*FLOORS[:floor]) | (
        {"countries"} if room == "access" else set()
    )


def tables_of(room: str) -> set[str]:
    return {model._meta.db_table for model in apps.get_app_config(room).get_models()}


def test_every_room_with_tables_has_its_law():
    with_tables = {room for room in ROOMS if tables_of(room)}
    assert set(rooms_with_law()) == with_tables
    assert set().union(*FLOORS) == with_tables


@pytest.mark.parametrize("room", rooms_with_law())
def test_a_rooms_law_names_no_table_of_a_room_that_is_not_below_it(room):
    named = set(re.findall(r"\b[a-z]+_[a-z]+\b", room_law(room)))
    others = set(ROOMS) - known_below(room)
    assert named & set().union(*(tables_of(other) for other in others)) == set()


def test_the_door_to_the_facts_names_no_table_of_a_room_that_records():
    named = set(re.findall(r"\b[a-z]+_[a-z]+\b", room_law("facts")))
    recording = set(ROOMS) - {"facts", "access", "countries"}
    assert named & set().union(*(tables_of(room) for room in recording)) == set()
    assert re.findall(r"CREATE FUNCTION facts_of_\w+", room_law("facts")) == []


@pytest.mark.parametrize("room", rooms_with_law())
def test_no_role_stands_in_the_law(room):
    text = room_law(room)
    # Who found a figure in a published report, not who asks: a code of that column.
    text = re.sub(r"found_by (=|<>) 'analyst'", "", text)
    assert [
        role for role in Role.values if re.search(rf"['{{,]{role}['}},]", text)
    ] == []


@pytest.mark.parametrize("room", rooms_with_law())
def test_every_permission_that_the_law_asks_for_is_one_of_its_own_or_a_lower_room(room):
    known = {permission.word for permission in all_permissions()}
    told = {f"{room}.consent_withdrawn", f"{room}.referral_withdrawn"}  # notices
    asked = set(WORD.findall(room_law(room))) - told
    assert asked <= known
    assert {word.split(".")[0] for word in asked} <= known_below(room)


def test_migrations_make_tables_only():
    law = re.compile(
        r"CREATE (OR REPLACE )?(FUNCTION|POLICY|TRIGGER|CONSTRAINT TRIGGER|VIEW|TYPE)"
        r"|ROW LEVEL SECURITY|replaces = ",
    )
    found = [
        file.relative_to(SOURCE).as_posix()
        for file in SOURCE.glob("*/migrations/**/*.py")
        if law.search(file.read_text())
    ]
    assert found == []


@pytest.mark.django_db
def test_the_database_answers_for_each_role_as_the_policies_of_the_rooms_say(actor):
    wrong = []
    for role in Role:
        with actor(role), connection.cursor() as cursor:
            cursor.execute(
                "SELECT word FROM unnest(%s::text[]) AS word WHERE access_may(word)",
                [[permission.word for permission in all_permissions()]],
            )
            may = {word for (word,) in cursor.fetchall()}
        says = {p.word for p in all_permissions() if role in p.roles}
        wrong += [(role, word) for word in may ^ says]
    assert wrong == []


@pytest.mark.django_db
def test_nobody_may_anything_without_a_context_or_by_an_unknown_word(actor):
    asked = (
        "SELECT access_may('people.person.view'), access_may('people.person.misspelt')"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == (False, False)
    with actor(Role.CASE_WORKER), connection.cursor() as cursor:
        cursor.execute(asked)
        assert cursor.fetchone() == (True, False)
        cursor.execute("SET LOCAL sala.role = 'supervisor'")
        cursor.execute(asked)
        assert cursor.fetchone() == (False, False)


def differences() -> set[str]:
    return {str(difference) for difference in law_installer.compare_law()}


DAMAGES = {
    "policy people_person.need_to_know_select altered": (
        "ALTER POLICY need_to_know_select ON people_person USING (true)"
    ),
    "policy people_consent.need_to_know_update missing": (
        "DROP POLICY need_to_know_update ON people_consent"
    ),
    "policy people_person.open_to_all added": (
        "CREATE POLICY open_to_all ON people_person FOR SELECT USING (true)"
    ),
    "trigger access_ledgerentry.access_ledgerentry_frozen missing": (
        "DROP TRIGGER access_ledgerentry_frozen ON access_ledgerentry"
    ),
    "trigger people_person.people_person_in_ledger altered": (
        "ALTER TABLE people_person DISABLE TRIGGER people_person_in_ledger"
    ),
    "trigger protection_referral.protection_referral_in_own_name missing": (
        "DROP TRIGGER protection_referral_in_own_name ON protection_referral"
    ),
    "function access_proven altered": (
        "CREATE OR REPLACE FUNCTION access_proven() RETURNS boolean LANGUAGE sql STABLE"
        " AS 'SELECT true'"
    ),
    "function access_scope altered": (
        # a second one of the same name, for another argument
        "CREATE FUNCTION access_scope(p_all boolean) RETURNS uuid LANGUAGE sql"
        " AS 'SELECT NULL::uuid'"
    ),
    "function access_remember altered": "GRANT EXECUTE ON FUNCTION access_remember TO {}",
    "function back_door added": (
        "CREATE FUNCTION back_door() RETURNS void LANGUAGE sql AS 'SELECT'"
    ),
    "table people_personkey altered": (
        "ALTER TABLE people_personkey NO FORCE ROW LEVEL SECURITY"
    ),
    "table people_sealedidentity altered": (
        "ALTER TABLE people_sealedidentity DISABLE ROW LEVEL SECURITY"
    ),
    "table access_contextsecret altered": "GRANT SELECT ON access_contextsecret TO {}",
    "table people_blindindex altered": "GRANT UPDATE (person_id) ON people_blindindex TO {}",
    # A table that no law speaks of.
    "table django_migrations altered": "GRANT SELECT ON django_migrations TO {}",
    "table forgotten added": "CREATE TABLE forgotten (name text)",
    "view looks_at_people added": (
        "CREATE VIEW looks_at_people AS SELECT id FROM people_person"
    ),
    "rule people_person.never_erased added": (
        "CREATE RULE never_erased AS ON DELETE TO people_person DO INSTEAD NOTHING"
    ),
    "schema public altered": "GRANT CREATE ON SCHEMA public TO {}",
    "permission people.person.view of administrator added": (
        "INSERT INTO access_permission VALUES ('people.person.view', 'administrator')"
    ),
    "permission access.ledger.read of oversight missing": (
        "DELETE FROM access_permission WHERE word = 'access.ledger.read' AND role = 'oversight'"
    ),
}


def test_what_an_administrator_of_the_database_alters_is_named_and_mended(
    scratch, owner
):
    with owner():
        assert differences() == set()
    for damage in DAMAGES.values():
        names = [settings.APPLICATION_ROLE] if "{}" in damage else []
        testing.execute_statement(damage, *names, on=scratch)
    with owner():
        assert differences() == set(DAMAGES)
        testing.execute_statement("DROP TABLE forgotten", on=scratch)
        connection.close()
        before = installations()
        mended = {str(difference) for difference in law_installer.bring_up_to_date()}
        assert mended == set(DAMAGES) - {"table forgotten added"}
        assert differences() == set()
        assert locks.table_kinds()["django_migrations"] == "owner"
        assert installations() == before + 1
        assert law_installer.bring_up_to_date() == []
        assert installations() == before + 1


def installations() -> int:
    """How often the ledger says that the law was installed."""
    with acting_operator("test"):
        return LedgerEntry.objects.filter(action="access.law_installed").count()


def test_a_law_that_was_edited_in_the_code_is_named_before_it_is_installed(
    scratch,
    owner,
    monkeypatch,
):
    from sala.people import law as people_law

    edited = [
        type(s)(s.kind, s.name, s.sql + " ", s.about) if s.name == "people_keeps" else s
        for s in people_law.LAW
        if s.name != "people_person.owner_finds"
    ]
    monkeypatch.setattr(people_law, "LAW", tuple(edited))
    with owner():
        assert differences() == {
            "function people_keeps altered",
            "policy people_person.owner_finds missing",
        }
        law_installer.bring_up_to_date()
        assert differences() == set()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_policies WHERE policyname = 'owner_finds'")
            assert cursor.fetchone() is None


def test_a_piece_of_law_that_the_database_refuses_leaves_the_law_that_was(
    scratch,
    owner,
    monkeypatch,
):
    from sala.kit.law import LawStatement
    from sala.people import law as people_law

    faulty = LawStatement(
        "policy", "people_person.faulty", "CREATE POLICY faulty ON nothing"
    )
    monkeypatch.setattr(people_law, "LAW", (*people_law.LAW, faulty))
    with owner():
        with pytest.raises(
            law_installer.LawError, match=r"policy people_person\.faulty"
        ):
            law_installer.bring_up_to_date()
        assert differences() == {"policy people_person.faulty added"}


# Functions of the owner's that ask nobody who is there, and why they need not.
ASKS_NOBODY = {
    "access_enter_machine": "it makes the context of a machine that acts alone",
    "access_enter_order": "it makes the context of who ordered, as they are today",
    "access_machine_enters": "it says which entries a machine may make",
    "access_ledger_next": "it says where a chain ends, and takes a lane",
    "access_forget_drafts": "it forgets by age, whoever asks",
    "access_forget_orders": "it forgets by age, whoever asks",
    "access_factor_statements": "it states to the vault, before anybody is anybody",
    "access_may_begin": "it answers whoever has a password and no second factor yet",
    "access_use_way_in": "it answers whoever has a link and its number",
    "screening_forget_drafts": "it forgets by age, whoever asks",
    "screening_forget_files": "it forgets by age, whoever asks",
    "people_unindexed": "it answers the indexer, and with what the vault alone opens",
    "people_index_terms": "it answers the indexer, for whom nobody searches yet",
    "facts_events": "it says the names of events",
    "facts_step_events": "it says the names of events",
    "prosecution_within": "which agency is part of which is public",
    "prosecution_sees_incident": "it asks `prosecution_reads_case`, which does",
    "prosecution_is_frozen": "it asks `prosecution_reads_case`, which does",
    "prosecution_give_back": "it asks `prosecution_oversees`, which does",
    "prosecution_end_takeovers": "it answers the room's machine alone",
}
WHO_IS_THERE = re.compile(
    r"access_(proven|may|role_includes|operating|actor|setting|opens\w*|frontline)\(|facts_open\(",
)


def asks_who_is_there(sql: str) -> bool:
    """Whether a function's body proves the context itself, or asks one that does."""
    body = sql.partition("AS $$")[2]
    return PROVEN in body or bool(WHO_IS_THERE.search(body))


def is_closed(name: str, law: str) -> bool:
    """Whether a function was taken from everybody, and not given to the application."""
    taken = re.search(rf"REVOKE[^;]*\b{name}\b", law)
    return bool(taken) and not re.search(rf"GRANT EXECUTE[^;]*\b{name}\b", law)


def test_what_runs_as_the_owner_asks_who_is_there():
    """The owner's policies let its functions read past need to know, so each that the
    application may call asks first, or reads nothing that is anybody's.
    """
    law = law_installer.house_law()
    text = ";\n".join(statement.sql for statement in law)
    silent = {
        name
        for statement in law
        if statement.kind == "function"
        and "SECURITY DEFINER" in statement.sql
        and "RETURNS trigger" not in statement.sql
        and not asks_who_is_there(statement.sql)
        and not is_closed(name := statement.name.split("(")[0], text)
    }
    assert silent == set(ASKS_NOBODY)
