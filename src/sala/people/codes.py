"""A person's short code: nine random digits and a check digit, said as 482 913 7064."""

import secrets

from stdnum import damm

LENGTH = 10


def new_code() -> str:
    """A fresh code. Random, so that no code says how many came before it."""
    digits = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}d}"
    return digits + str(damm.calc_check_digit(digits))


def grouped_for_reading(code: str) -> str:
    """A code in groups that can be said on the phone: three, three, four."""
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def parse_code(text: str) -> str | None:
    """The code in what somebody typed, in any script's digits and with any spacing.

    None where the length or the check digit is wrong: every single wrong digit and
    every swap of two neighbours is found (Damm, 2004).
    """
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    rest = [c for c in text if not c.isdecimal() and not c.isspace() and c not in "-.·"]
    return (
        digits if not rest and len(digits) == LENGTH and damm.is_valid(digits) else None
    )
