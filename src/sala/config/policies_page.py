"""Who sees and changes which rows of each table, in words and in SQL."""

import re
from importlib import import_module
from textwrap import wrap

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from sala.access.permissions import Permission, all_permissions
from sala.kit.law import LawStatement

HEAD = """# Who sees and changes which rows

Made from each room's package `law` by `make fix`. The SQL is what PostgreSQL decides
by; the words beside it are drawn from the permissions and conditions in it, or stand in
the law. A command that is not listed for a table is not granted at all. A policy marked
*and only* narrows what the others allow. Of the database's own functions (*the owner*)
each asks who is there before it reads or writes.
"""

DOES = {
    "SELECT": "Sees",
    "INSERT": "Adds",
    "UPDATE": "Changes",
    "DELETE": "Removes",
    "ALL": "Sees, adds, changes and removes",
}
_POLICY = re.compile(
    r"CREATE POLICY \S+ ON \S+(?P<narrows> AS RESTRICTIVE)?(?: FOR (?P<does>\w+))?"
    r"(?: TO (?P<role>\w+))?\s*(?P<condition>.*)",
    re.DOTALL,
)
_WORD = re.compile(r"(NOT )?\(?(?:SELECT )?access_may\('([\w.]+)'\)")
_CODE = re.compile(r"\w+")
_STATES = re.compile(r"\bstate (=|IN|<>) (\([^)]*\)|'\w+')")
_ACTOR = r"\(?(?:SELECT )?access_actor\(\)\)?"
_AGENCY = r"\(?(?:SELECT )?access_agency\(\)\)?"
# What a condition says, in the order in which a reader asks; each is told once.
_PHRASES = tuple(
    (re.compile(pattern), phrase)
    for pattern, phrase in (
        (r"USING \(true\)", "every row"),
        (rf"\bagency_id = {_AGENCY}", "of the own agency"),
        (r"access_scope\(\)", "of the agency whose records the role sees"),
        (rf"receiver_id = {_AGENCY}", "sent to the own agency"),
        (rf"custodian_id = {_AGENCY}", "whose custodian is the own agency"),
        (rf"recipient_id = {_AGENCY}", "shared with the own agency"),
        (r"access_granted\('(\w+)'\)", "opened to the own agency"),
        (r"access_administered\(\)", "of an agency that one administers"),
        (rf"\w+_id = {_ACTOR}", "in one's own name"),
        (
            r"access_frontline\(\)",
            "for 24 hours, what a frontline officer recorded",
        ),
        (r"access_glass\(", "of a record whose glass one broke"),
        (r"people_person p WHERE p\.id = person_id\)", "of a person one sees"),
        (
            r"people_person p WHERE p\.id = person_id AND p\.agency_id",
            "of a person whom the own agency keeps",
        ),
        (r"people_keeps\(", "of a person whom the own agency keeps"),
        (r"prosecution_(sees|reads)_case\(", "of a case one sees"),
        (r"prosecution_tries_case\(", "of a case one prosecutes or tries"),
        (r"prosecution_assigned\(\)", "of a case about an official given to one"),
        (r"prosecution_hides\w*\(", "not where the case is hidden from one"),
        (r"concerns_official", "depending on whether it concerns an official"),
        (r"in_compartment", "depending on whether the central office took it over"),
        (r"access_opens_identities\(\)", "with a purpose, in a role that needs it"),
        (
            r"EXISTS \(SELECT 1 FROM (?!people_person)",
            "by what one sees of another row",
        ),
        (r"withdrawn_at IS NULL", "not taken back"),
        (r"access_proven\(\)", "for whoever is signed in"),
        (r"facts_open\(\)", "only while the door to the facts is open"),
    )
)


def policies_page() -> str:
    """Every policy of the house, room by room and table by table."""
    known = {permission.word: permission for permission in all_permissions()}
    lines = [HEAD]
    for room in reversed(list(apps.get_app_configs())):
        if room.name.startswith("sala.") and module_has_submodule(room.module, "law"):
            law = getattr(import_module(f"{room.name}.law"), "LAW", ())
            if law:
                lines += [f"## {room.label}", "", *_room_lines(law, known)]
    return "\n".join(lines).rstrip() + "\n"


def _room_lines(
    law: tuple[LawStatement, ...],
    known: dict[str, Permission],
) -> list[str]:
    lines: list[str] = []
    for table in sorted({_table_of(s) for s in law if s.kind in {"table", "policy"}}):
        lines += [f"### {table}", ""]
        for statement in law:
            if _table_of(statement) == table:
                lines += _statement_lines(statement, known)
    doors = [s for s in law if s.kind == "function" and s.about]
    if doors:
        lines += ["### Functions", ""]
        lines += [f"- `{s.name}`: {_first_sentence(s.about)}" for s in doors]
        lines += [""]
    return lines


def _table_of(statement: LawStatement) -> str:
    if statement.kind in {"table", "policy", "trigger"}:
        return statement.name.partition(".")[0]
    return ""


def _statement_lines(
    statement: LawStatement,
    known: dict[str, Permission],
) -> list[str]:
    if statement.kind == "table":
        return [_privilege_words(statement), ""]
    if statement.kind == "trigger":
        name = statement.name.partition(".")[2]
        about = f": {_first_sentence(statement.about)}" if statement.about else "."
        return [f"By itself, `{name}`{about}", ""]
    told = _POLICY.match(statement.sql)
    if told is None:
        raise ValueError(f"{statement.name} is no policy")
    return [
        _policy_words(statement, told, known),
        "",
        "```sql",
        *wrap(
            " ".join(told["condition"].split()),
            width=88,
            break_long_words=False,
            break_on_hyphens=False,
        ),
        "```",
        "",
    ]


def _privilege_words(statement: LawStatement) -> str:
    granted = re.findall(r"GRANT (.*?) ON", statement.sql)
    if "ROW LEVEL SECURITY" in statement.sql:
        return "Row-level security is forced."
    if granted:
        return f"No row-level security; the application may: {granted[0]}."
    return "Only the owner's functions and commands."


def _policy_words(
    statement: LawStatement,
    told: re.Match[str],
    known: dict[str, Permission],
) -> str:
    does = DOES[told["does"] or "ALL"]
    narrows = ", and only" if told["narrows"] else ""
    owner = " (the owner)" if told["role"] == "CURRENT_USER" else ""
    sentences = [_first_sentence(statement.about)] if statement.about else []
    asked = dict.fromkeys(_WORD.findall(told["condition"]))
    sentences += [_permission_words(known[word], unless) for unless, word in asked]
    if "access_operating()" in told["condition"]:
        sentences.append("The operator of the server.")
    phrases = [p for found, p in _PHRASES if found.search(told["condition"])]
    phrases += _states_named(told["condition"])
    if phrases:
        sentences.append(f"Rows: {'; '.join(dict.fromkeys(phrases))}.")
    name = statement.name.partition(".")[2]
    return f"**{does}{narrows}**{owner}, `{name}`. {' '.join(sentences)}".rstrip()


def _states_named(condition: str) -> list[str]:
    return [
        f"{'unless' if sign == '<>' else 'while'} {', '.join(_CODE.findall(named))}"
        for sign, named in _STATES.findall(condition)
    ]


def _permission_words(permission: Permission, unless: str) -> str:
    roles = ", ".join(
        sorted(str(role.label).lower() for role in permission.roles),
    )
    who = "Not who may" if unless else "Who may"
    return f"{who} “{str(permission.sentence).rstrip('.')}” ({roles})."


def _first_sentence(text: str) -> str:
    return text if text.endswith(".") else f"{text}."
