"""What a restored backup must not bring back: rights, passwords and factors that ended.

Each room lists in `endings.py` which entries of the ledger end something, and how it is
ended again in a database that was restored from before. What else an entry takes away,
and why a restore leaves it, stands in `tests/endings.csv`.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from sala.access.law.steps import COUNTS, TURN, HistoryTables
from sala.access.models import Step


@dataclass(frozen=True)
class RightEnding:
    """How one kind of end is brought about again: what to say, and statements on the
    entry's `subject`, `at`, `actor`, `agency` and `detail`, and on the place in the
    ledger, `lane` and `seq`, at which the restore enters it.

    Entries of `lifted_by` give back what it took, if they came later.
    """

    what: str
    statements: tuple[str, ...]
    lifted_by: tuple[str, ...] = ()


def known_user(otherwise: str) -> str:
    """SQL of who ended it; a restored database may know that user no longer."""
    known = "SELECT u.id FROM access_user u WHERE u.id = %(actor)s::uuid"
    return f"coalesce(({known}), {otherwise})"


def steps_again(
    model: type[Step],
    move: str,
    *,
    where: str,
    reason: str = "''",
    columns: str = "",
    says: tuple[str, str] = ("", ""),
) -> tuple[str, ...]:
    """Statements that take a move again for each row `n` of a noun from which it goes:
    its step, and what the row says. `where`, `reason` and `columns` are SQL on `n`;
    `says` is a column that only this noun's steps have, and its SQL.
    """
    tables = HistoryTables.of_steps(model)
    (after,) = {m.after for m in model.states.moves if m.name == move}
    before = ", ".join(f"'{state}'" for state in model.states.before(move))
    said, saying = (f", {part}" if part else "" for part in says)
    rows = f"n.state IN ({before}) AND {where}"
    step = f"""
INSERT INTO {tables.steps} (id, {tables.key}, number, opening, move, state, happened_on,
        precision, reason, agency_id, recorded_by_id, recorded_at, ledger_lane,
        ledger_seq{said})
    SELECT gen_random_uuid(), n.id,
           (SELECT max(number) + 1 FROM {tables.steps} WHERE {tables.key} = n.id),
           false, '{move}', '{after}',
           greatest(%(at)s::timestamptz::date, s.happened_on), 'day', {reason},
           coalesce((SELECT a.id FROM access_agency a WHERE a.id = %(agency)s::uuid),
                    s.agency_id),
           {known_user("s.recorded_by_id")}, transaction_timestamp(), %(lane)s,
           %(seq)s{saying}
    FROM {tables.noun} n CROSS JOIN LATERAL (
        SELECT s.* FROM {tables.steps} s
        WHERE s.{tables.key} = n.id AND {COUNTS.format("s", tables.steps)}
        ORDER BY {TURN.format("s")} DESC LIMIT 1) s
    WHERE {rows}
"""  # noqa: S608
    set_to = ", ".join(filter(None, (f"state = '{after}'", columns)))
    return step, f"UPDATE {tables.noun} n SET {set_to} WHERE {rows}"  # noqa: S608


CLOSED = f"withdrawn_at = %(at)s, withdrawn_by_id = {known_user('g.given_by_id')}"


def close_again(which: str) -> str:
    """The statement that closes again the openings `g` to agencies of a condition."""
    return f"UPDATE access_grant g SET {CLOSED} WHERE {which} AND withdrawn_at IS NULL"  # noqa: S608


SHUT_OUT = """
UPDATE access_user SET session_epoch = session_epoch + 1,
    password = '!' || encode(uuid_send(gen_random_uuid()), 'hex')
WHERE id = %(subject)s
"""
NO_FACTOR = "DELETE FROM mfa_authenticator WHERE user_id = %(subject)s"
# Entries of an earlier day do not say which factor it was: then each of them goes.
NOT_THIS_FACTOR = (
    NO_FACTOR + " AND created_at = coalesce("
    "(%(detail)s::jsonb ->> 'factor_made_at')::timestamptz, created_at)"
)
# Whoever has a password and no factor could enrol one.
SHUT_OUT_WITHOUT_FACTOR = """
UPDATE access_user u SET session_epoch = session_epoch + 1,
    password = '!' || encode(uuid_send(gen_random_uuid()), 'hex')
WHERE u.id = %(subject)s
  AND NOT EXISTS (SELECT 1 FROM mfa_authenticator f WHERE f.user_id = u.id)
"""

NEVER_BEGUN = """
UPDATE access_membership SET standing = 'refused', ends_on = starts_on - 1
WHERE id = %(subject)s
"""
TAKEN_BACK = """
UPDATE access_membership SET standing = 'taken_back',
    ends_on = least(ends_on, greatest(starts_on, %(at)s::timestamptz::date) - 1)
WHERE id = %(subject)s
"""

ENDINGS: dict[str, RightEnding] = {
    "access.role_ended": RightEnding(
        "role ended",
        (
            """
            UPDATE access_membership SET ends_on = least(ends_on, greatest(
                coalesce((%(detail)s::jsonb ->> 'last_day')::date,
                         %(at)s::timestamptz::date - 1),
                starts_on - 1))
            WHERE id = %(subject)s
            """,
        ),
    ),
    "access.role_refused": RightEnding("role refused", (NEVER_BEGUN,)),
    "access.role_taken_back": RightEnding("role taken back", (TAKEN_BACK,)),
    "access.agency_closed": RightEnding(
        "agency closed",
        (
            """
            UPDATE access_agency SET retired_on = %(at)s::timestamptz::date
            WHERE id = %(subject)s AND retired_on IS NULL
            """,
        ),
    ),
    "access.grant_withdrawn": RightEnding(
        "record closed to another agency",
        (close_again("g.id = %(subject)s"),),
    ),
    "access.password_set": RightEnding("password changed", (SHUT_OUT,)),
    "access.password_changed": RightEnding("password changed", (SHUT_OUT,)),
    "access.sign_in_reset": RightEnding(
        "password and second step taken away",
        (NO_FACTOR, SHUT_OUT),
    ),
    "access.second_factor_added": RightEnding(
        "second step of signing in added",
        (SHUT_OUT_WITHOUT_FACTOR,),
    ),
    "access.second_factor_removed": RightEnding(
        "second step of signing in removed",
        (NOT_THIS_FACTOR, SHUT_OUT_WITHOUT_FACTOR),
    ),
}


@cache
def right_endings() -> dict[str, RightEnding]:
    """Every room's endings, by the action of the ledger that brings each about; of one
    action, what the room below ends first.
    """
    found: dict[str, RightEnding] = {}
    rooms = [
        import_module(f"{room.name}.endings")
        for room in reversed(list(apps.get_app_configs()))
        if room.name.startswith("sala.")
        and module_has_submodule(room.module, "endings")
    ]
    for action, ending in ((a, e) for room in rooms for a, e in room.ENDINGS.items()):
        known = found.get(action)
        found[action] = (
            RightEnding(
                known.what,
                known.statements + ending.statements,
                known.lifted_by + ending.lifted_by,
            )
            if known
            else ending
        )
    return found


@cache
def told_actions() -> tuple[str, ...]:
    """Whose entries are kept outside the database: what ends, and what lifts that."""
    endings = right_endings()
    lifting = {action for ending in endings.values() for action in ending.lifted_by}
    return tuple(sorted(endings.keys() | lifting))
