"""The law of a database beside its tables: policies, functions, triggers, views, types.

Migrations keep tables only. Everything else is a `Statement` about one object with a
name, so that it can be installed again, hashed, compared with the catalogue and
printed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

# The order in which one kind may rest on another; what names rooms comes second.
KINDS = ("type", "function", "view", "table", "policy", "trigger", "grant", "call")


class BackupShare(StrEnum):
    """How much of a table's rows goes into a backup."""

    WHOLE = "whole"
    NONE = "none"  # a bearer secret, or a form that nobody sent yet
    APART = "apart"  # in a file that each backup replaces


@dataclass(frozen=True)
class LawStatement:
    """The SQL that makes one named object of the database.

    A policy or trigger is named with its table: `people_person.need_to_know_select`.
    `table` is the row-level security and the privileges of a table; `grant` the
    privileges of a function or view; `call` asks a function that makes objects.
    `about` says in words what it is for, and for a policy whose rows it speaks of;
    `in_backup` how much of a table goes into a backup.
    """

    kind: str
    name: str
    sql: str
    about: str = ""
    in_backup: BackupShare = BackupShare.WHOLE

    @property
    def key(self) -> tuple[str, str]:
        """What no second statement of the house may be called."""
        return self.kind, self.name

    @property
    def digest(self) -> str:
        """Hash of the SQL as it stands in the code."""
        return sha256(self.sql.encode()).hexdigest()


class LawTextError(ValueError):
    """A piece of SQL that makes no object the law knows of."""


_NAME = r'"?([a-z_][a-z0-9_]*)"?'
_SHAPES = (
    (
        "function",
        re.compile(rf"CREATE (?:OR REPLACE )?FUNCTION {_NAME}\s*\(", re.IGNORECASE),
    ),
    (
        "trigger",
        re.compile(
            rf"CREATE (?:CONSTRAINT )?TRIGGER {_NAME}\b.*?\bON {_NAME}",
            re.IGNORECASE | re.DOTALL,
        ),
    ),
    ("policy", re.compile(rf"CREATE POLICY {_NAME} ON {_NAME}", re.IGNORECASE)),
    ("view", re.compile(rf"CREATE VIEW {_NAME}", re.IGNORECASE)),
    ("type", re.compile(rf"CREATE TYPE {_NAME}", re.IGNORECASE)),
)
_GRANT = re.compile(
    r"(?:REVOKE|GRANT) .*? ON (?:FUNCTION |TABLE )?(.*?) (?:FROM|TO) ",
    re.IGNORECASE | re.DOTALL,
)
_PIECE = re.compile(
    r"""--[^\n]*          # a comment
      | '(?:[^']|'')*'    # a string
      | \$([a-z_]*)\$.*?\$\1\$  # a quoted body
      | ;                 # the end of a statement
      | [^;'$-]+ | .      # anything else
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def cut_statements(text: str) -> tuple[LawStatement, ...]:
    """Cut SQL into one statement for each object that it makes.

    The comment lines before a statement are what it is about.
    """
    return tuple(_named_statement(*piece) for piece in _dollar_pieces(text))


def _dollar_pieces(text: str) -> Iterator[tuple[str, str]]:
    sql, about = "", ""
    for match in _PIECE.finditer(text + ";"):
        piece = match.group()
        if piece == ";":
            if sql.strip():
                yield sql.strip(), about.strip()
            sql, about = "", ""
        elif piece.startswith("--") and not sql.strip():
            about += " " + piece.removeprefix("--").strip()
        else:
            sql += piece


def _named_statement(sql: str, about: str) -> LawStatement:
    for kind, shape in _SHAPES:
        if found := shape.match(sql):
            return LawStatement(kind, ".".join(reversed(found.groups())), sql, about)
    if found := _GRANT.match(sql):
        verb = sql.split(maxsplit=1)[0].lower()
        return LawStatement("grant", f"{verb} {' '.join(found[1].split())}", sql, about)
    raise LawTextError(f"no object is made by: {sql[:80]}")


def in_order(law: Iterable[LawStatement]) -> list[LawStatement]:
    """The law by kind, as one may rest on another; within a kind as it stands.

    Two statements about the same object are an error.
    """
    listed = list(law)
    named: set[tuple[str, str]] = set()
    for statement in listed:
        if statement.key in named:
            raise LawTextError(f"{statement.kind} {statement.name} is made twice")
        named.add(statement.key)
    return sorted(listed, key=lambda statement: KINDS.index(statement.kind))


def joined_law(
    *parts: LawStatement | Iterable[LawStatement],
) -> tuple[LawStatement, ...]:
    """One flat law of statements and of tuples of them."""
    flat: list[LawStatement] = []
    for part in parts:
        flat.extend([part] if isinstance(part, LawStatement) else part)
    return tuple(flat)
