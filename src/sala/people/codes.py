"""A person's short code: nine random digits and a check digit, said as 482 913 7064."""

import secrets

from stdnum import damm

from sala.kit.typed_figures import plain_figures

LENGTH = 10
BETWEEN = " -.·•_/'"  # what people set between the groups of a code


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
    digits = code_figures(text)
    return digits if len(digits) == LENGTH and damm.is_valid(digits) else None


def code_figures(text: str) -> str:
    """The figures of a code without what parts them; empty where there is more."""
    plain = plain_figures(text)
    bare = plain.translate(dict.fromkeys(map(ord, BETWEEN)))
    return bare if bare.isascii() and bare.isdecimal() else ""
