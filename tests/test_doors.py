"""A room is entered by its door: `actions`, `queries`, and what is named here with why."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "sala"
# The kit has no word of the domain to keep to itself.
ROOMS = {p.parent.name for p in SOURCE.glob("*/README.md")} - {"kit"}
DOOR = {"actions", "queries"}

# The floors under the rooms are tools, and each tool is a door; why, says its own card.
TOOLS = {
    "access": "closed_words context fact_columns guards labels ledger machines notices "
    "orders endings installation permissions purposes queued role_binding roles seats second_person security_log "
    "sessions steps tickets tries",
    "countries": "contract contract_codes instruments negations",
    "desk": "agencies approvals attachments conflicts drafts languages list_filters "
    "listing lookup pages paging places progress recorded refusals requests resuming",
    "standards": "htcds palermo territories",
    "vault": "client person_keys offline_files proving pseudonyms public_keys sealed_box "
    "sealed_columns sealed_places sealed_text signing",
}

# room, what of it, for whom: why
ALSO = {
    # what a record is of, by and made of
    ("access", "models.Agency", "desk prevention prosecution protection"): "its keeper",
    (
        "access",
        "models.Step",
        "partnership prevention prosecution protection",
    ): "its history",
    ("access", "models.User", "administration config desk simulation"): "its writer",
    # tables of `access` that stand there for a room without tables, or above it
    ("access", "models.BrokenGlass", "people"): "the place of a look's sealed reason",
    ("access", "models.Draft", "desk"): "desk brings no tables",
    ("access", "models.Grant", "people"): "who else a record is open to",
    ("access", "models.Membership", "config simulation"): "staff made before anybody",
    ("access", "models.WorkOrder", "screening"): "a machine's order is read as a row",
    (
        "access",
        "ledger_terms",
        "administration config",
    ): "pages of the ledger, and `sala incident`, name all rooms",
    (
        "access",
        "models.LedgerEntry",
        "config",
    ): "is there one, and what one account did",
    ("access", "middleware", "desk"): "desk's own goes on from it",
    ("access", "policy", "people"): "the same rule ends a grant on the page",
    (
        "access",
        "rules",
        "administration",
    ): "what an agency says, between form and action",
    # the program starts, checks and repairs the whole house
    ("access", "law_installer", "config"): "reinstalled and compared with the database",
    ("access", "locks", "config"): "sala check reads them",
    (
        "access",
        "sign_in",
        "administration config",
    ): "an invitation leads in; allauth's adapters",
    ("countries", "commands", "config"): "sala pack",
    ("countries", "reading", "config"): "sala pack",
    ("facts", "importing", "config"): "sala facts import",
    ("facts", "sources", "config"): "sala facts import",
    ("figures", "presenting", "config"): "sala figures",
    ("narrative", "commands", "config"): "sala report",
    ("narrative", "facts_files", "config"): "sala report",
    ("narrative", "places", "config"): "sala report",
    ("narrative", "presenting", "config"): "sala report",
    ("narrative", "writing", "config"): "sala report",
    (
        "people",
        "rewrapping",
        "config",
    ): "sala keys, and sala check that no key is missing",
    ("people", "forms.searching.CodeField", "prosecution"): "a code as it is typed",
    ("people", "reindexing", "config"): "sala keys reindex, and sala check",
    ("people", "rules", "config"): "what the vault's own process finds people by",
    ("people", "unentered", "config"): "sala check and sala ledger verify name them",
    ("simulation", "clock", "config"): "sala simulate",
    ("simulation", "drawing", "config"): "sala simulate",
    ("simulation", "facts", "config"): "sala simulate",
    ("simulation", "names", "config"): "the staff of a demo",
    ("simulation", "published", "config"): "sala demo reads published reports",
    ("simulation", "scenario", "config"): "sala simulate",
    ("vault", "answering", "config"): "the vault's own process",
    ("vault", "key_publishing", "config"): "who looks after the keyring",
    ("vault", "keyring", "config"): "sala keys, and the vault's own process",
    ("vault", "server", "config"): "sala vault",
    ("vault", "tickets", "config"): "the database is given the secret that both share",
    # facts and figures are values, and those above compute and show them
    ("facts", "folder", "config figures narrative simulation"): "where facts are read",
    ("facts", "places", "config figures simulation"): "where facts lie",
    ("facts", "schema", "figures narrative"): "the columns that a definition names",
    ("figures", "answer_labels", "config narrative"): "an answer in words",
    ("figures", "answers", "narrative"): "what a figure answers",
    ("figures", "charts", "config narrative"): "an answer as a picture",
    ("figures", "definitions", "config narrative"): "which figures there are",
    ("figures", "downloads", "narrative"): "an answer as a file",
    (
        "figures",
        "engine",
        "config narrative",
    ): "one computation for page, program, report",
    ("figures", "forms", "narrative"): "the year is chosen alike",
    ("figures", "labels", "narrative"): "a part of a figure in words",
    ("figures", "models.Snapshot", "narrative"): "a report rests on a frozen year",
    ("figures", "published_values", "narrative"): "stated beside the computed",
    ("figures", "suppression", "narrative"): "one rule of what is withheld",
    (
        "figures",
        "views.common",
        "home narrative",
    ): "an answer looks alike on every page",
    ("figures", "worklist", "home"): "what waits for the reader",
    # words of codes that a room above shows
    ("narrative", "labels", "config home"): "languages of a report",
    ("partnership", "labels", "figures"): "a figure by this room's codes",
    ("prevention", "labels", "figures"): "a figure by this room's codes",
    ("prosecution", "labels", "figures"): "a figure by this room's codes",
    ("protection", "labels", "figures"): "a figure by this room's codes",
    ("screening", "labels", "figures"): "a figure by this room's codes",
    # a person in the records of others
    (
        "people",
        "codes",
        "home prosecution protection screening",
    ): "a code, said and read",
    (
        "people",
        "described",
        "figures prosecution protection screening",
    ): "without identity",
    ("people", "forms.described", "prosecution protection screening"): "asked alike",
    (
        "people",
        "labels",
        "prosecution",
    ): "how a victim waived, in the words of a consent",
    (
        "people",
        "lookup",
        "prosecution protection screening",
    ): "the person of an address",
    ("people", "rules", "screening simulation"): "an identity before it is sealed",
    # what screening says to the room above it
    (
        "screening",
        "models.IdentificationDecision",
        "protection",
    ): "a return rests on it",
    ("screening", "models.Screening", "protection"): "a return rests on it",
    ("screening", "signals", "protection"): "rights open in the same transaction",
    # somebody who acts in every room, and draws what they may choose from
    ("prevention", "rules", "simulation"): "values are drawn within the rules",
    ("prosecution", "models.Charge", "simulation"): "the range of its sentence",
    ("prosecution", "models.RestitutionClaim", "simulation"): "the claims that opened",
    ("prosecution", "rules", "simulation"): "values are drawn within the rules",
    ("protection", "models.Bed", "simulation"): "a free bed",
    ("protection", "models.PersonEntitlement", "simulation"): "the rights that opened",
    ("screening", "rules", "simulation"): "values are drawn within the rules",
}

MODULES = [
    path for path in SOURCE.rglob("*.py") if not {"tests", "migrations"} & {*path.parts}
]


def imports_of_rooms(text: str) -> Iterator[tuple[str, str]]:
    """What a module imports of rooms: the room, and what of it by its dotted name."""
    names = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    for name in names:
        if found := re.fullmatch(r"sala\.(\w+)\.(.+)", name):
            yield found[1], found[2]


def openings(path: Path, room: str, what: str) -> set[object]:
    """The ways by which one import comes in; none where it comes past the door."""
    here, *inside = path.relative_to(SOURCE).parts
    ways: set[object] = {
        name for name in DOOR | set(TOOLS.get(room, "").split()) if within(what, name)
    }
    # A foreign key names its table, and so does the law, which is SQL over both.
    if what.startswith("models.") and inside[0] in {"models", "models.py", "law"}:
        ways.add("table")
    if room == "access" and inside[0] == "law" and what.startswith("law."):
        ways.add("law")  # the grammar that every room's law is written in
    ways |= {
        entry
        for entry in ALSO
        if entry[0] == room and within(what, entry[1]) and here in entry[2].split()
    }
    return ways


def within(what: str, name: str) -> bool:
    return what == name or what.startswith(f"{name}.")


def foreign(path: Path) -> list[tuple[str, str]]:
    own = path.relative_to(SOURCE).parts[0]
    return [
        (room, what)
        for room, what in imports_of_rooms(path.read_text())
        if room in ROOMS and room != own
    ]


def test_a_room_is_entered_by_its_door_only():
    past = {
        f"{path.relative_to(SOURCE)}: {room}.{what}"
        for path in MODULES
        for room, what in foreign(path)
        if not openings(path, room, what)
    }
    assert past == set()


def test_what_is_open_beside_the_door_is_used_by_each_who_may():
    used = {
        (*entry[:2], path.relative_to(SOURCE).parts[0])
        for path in MODULES
        for room, what in foreign(path)
        for entry in openings(path, room, what) & ALSO.keys()
    }
    named = {(room, what, who) for room, what, whom in ALSO for who in whom.split()}
    assert named - used == set()
    assert all(ALSO.values())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("protection/actions/plans.py", "from sala.people.models import Person"),
        ("protection/views/plans.py", "from sala.people.forms import identity"),
        ("screening/actions/htcds.py", "import sala.people.views.persons"),
        ("home/views.py", "from sala.screening import models"),
        ("narrative/labels.py", "from sala.protection.labels import SEXES"),
        ("prosecution/law/cases.py", "from sala.screening.law import operations"),
    ],
)
def test_what_comes_past_the_door_is_seen(path, text):
    ((room, what),) = imports_of_rooms(text)
    assert openings(SOURCE / path, room, what) == set()
