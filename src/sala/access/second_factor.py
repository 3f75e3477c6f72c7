"""Whether a code is the one that a user's authenticator app shows, or one of their
recovery codes: the vault says so, and each is taken once.
"""

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection, transaction

from sala.access import tickets
from sala.access.models import User
from sala.kit.typed_figures import plain_figures

USE_STEP = """
INSERT INTO access_usedstep (authenticator_id, step) VALUES (%s, %s)
ON CONFLICT (authenticator_id) DO UPDATE SET step = EXCLUDED.step
    WHERE access_usedstep.step < EXCLUDED.step
RETURNING step
"""


def still_to_enrol(user: User) -> str:
    """The name of the page where a user enrols what is missing of two second steps;
    empty for nobody.

    The other may be printed codes: whoever loses a phone at night waits for nobody.
    """
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    if not set(kinds) - {Authenticator.Type.RECOVERY_CODES}:
        return "mfa_activate_totp"
    return "" if len(kinds) > 1 else "mfa_generate_recovery_codes"


def may_begin(user: User) -> bool:
    """Whether a user who has none sets up second factors with the password alone: not
    before the number of their latest link was given.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_may_begin(%s)", [user.pk])
        return bool(cursor.fetchone()[0])


def plain_digits(code: str) -> str:
    """A code in the digits 0 to 9, whatever script it was typed in, without spaces."""
    return plain_figures(code).replace(" ", "").replace("-", "")


def accepted_factor(
    session: SessionBase, user: User, code: str
) -> Authenticator | None:
    """The factor that a code is right for, and is used up of; None for a wrong one.

    The session has a ticket by then. Raises `VaultAwayError`.
    """
    proven = tickets.prove_code(session, user, plain_digits(code))
    if proven is None:
        return None
    factor, number, given = proven
    use = {Authenticator.Type.TOTP: _use_step}.get(factor.type, _use_recovery_code)
    if not use(factor, number):
        return None
    tickets.keep_ticket(session, given)
    return factor


def use_first_code(session: SessionBase, factor: Authenticator, code: str) -> None:
    """Use up the code with which an app was set up: it signs in here, and nobody
    besides. Raises `VaultAwayError`.
    """
    if factor.type == Authenticator.Type.TOTP and code:
        accepted_factor(session, factor.user, code)


def _use_step(factor: Authenticator, step: int) -> bool:
    """Note a step as used; False where it, or a later one, was used before."""
    with connection.cursor() as cursor:
        cursor.execute(USE_STEP, [factor.pk, step])
        return cursor.fetchone() is not None


@transaction.atomic
def _use_recovery_code(factor: Authenticator, number: int) -> bool:
    """Note a recovery code as used; False where it was used before."""
    row = Authenticator.objects.select_for_update().get(pk=factor.pk)
    if row.data["used_mask"] & (1 << number):
        return False
    row.data["used_mask"] |= 1 << number
    row.save(update_fields=["data"])
    return True
