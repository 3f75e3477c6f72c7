"""What a restored backup must not bring back: rights, passwords and factors that ended.

Each room lists in `endings.py` which entries of the ledger end something, and how it is
ended again in a database that was restored from before.
"""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class RightEnding:
    """How one kind of end is brought about again: what to say, and statements on the
    entry's `subject`, `at`, `actor` and `detail`.
    """

    what: str
    statements: tuple[str, ...]


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
    "access.grant_withdrawn": RightEnding(
        "record closed to another agency",
        (
            """
            UPDATE access_grant SET withdrawn_at = %(at)s, withdrawn_by_id = %(actor)s
            WHERE id = %(subject)s AND withdrawn_at IS NULL
            """,
        ),
    ),
    "access.password_set": RightEnding("password changed", (SHUT_OUT,)),
    "access.password_changed": RightEnding("password changed", (SHUT_OUT,)),
    "access.sign_in_reset": RightEnding(
        "password and second step taken away",
        (NO_FACTOR, SHUT_OUT),
    ),
    "access.second_factor_removed": RightEnding(
        "second step of signing in removed",
        (NOT_THIS_FACTOR, SHUT_OUT_WITHOUT_FACTOR),
    ),
}


@cache
def right_endings() -> dict[str, RightEnding]:
    """Every room's endings, by the action of the ledger that brings each about."""
    found: dict[str, RightEnding] = {}
    for room in apps.get_app_configs():
        if room.name.startswith("sala.") and module_has_submodule(
            room.module,
            "endings",
        ):
            found |= import_module(f"{room.name}.endings").ENDINGS
    return found
