"""Whether a code is the one that a user's authenticator app shows, or one of their
recovery codes.
"""

import hmac
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection

from sala.access.models import User
from sala.kit.typed_figures import plain_figures

STEP = 30  # seconds, as every app counts them (RFC 6238)
# The step before and the one after count too: a phone's clock is wrong, a line is slow.
STEPS_AROUND = (0, -1, 1)
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


def plain_digits(code: str) -> str:
    """A code in the digits 0 to 9, whatever script it was typed in, without spaces."""
    return plain_figures(code).replace(" ", "").replace("-", "")


def accepted_factor(user: User, code: str, at: datetime) -> Authenticator | None:
    """The factor that a code is right for, and is used up of; None for a wrong one."""
    typed = plain_digits(code)
    factors = Authenticator.objects.filter(user=user)
    for factor in factors.filter(type=Authenticator.Type.TOTP):
        if accepts_step(factor, typed, at):
            return factor
    for factor in factors.filter(type=Authenticator.Type.RECOVERY_CODES):
        if factor.wrap().validate_code(typed):
            return factor
    return None


def accepts_step(factor: Authenticator, code: str, at: datetime) -> bool:
    """Whether a code is that of a step around now, later than every one used before."""
    secret = get_adapter().decrypt(factor.data["secret"])
    now = int(at.timestamp()) // STEP
    for step in (now + around for around in STEPS_AROUND):
        expected = format_hotp_value(hotp_value(secret, step))
        if hmac.compare_digest(expected.encode(), code.encode()):
            return _use_step(factor, step)
    return False


def use_first_code(factor: Authenticator | None, code: str, at: datetime) -> None:
    """Use up the code with which an app was set up: it signs nobody in besides."""
    if factor is not None and factor.type == Authenticator.Type.TOTP:
        accepts_step(factor, plain_digits(code), at)


def _use_step(factor: Authenticator, step: int) -> bool:
    """Note a step as used; False where it, or a later one, was used before."""
    with connection.cursor() as cursor:
        cursor.execute(USE_STEP, [factor.pk, step])
        return cursor.fetchone() is not None
