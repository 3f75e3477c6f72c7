"""Countries as reports, the pack and the page call them."""

from functools import cache

from sala.kit.templatetags.kit import locale
from sala.standards.territories import alpha_2
from sala_reader import known_country_codes

OUTSIDE_ISO = {
    "XKX": "XK",
}  # reports have a code for Kosovo that the standard has not given


def alpha2_of(code: str) -> str:
    """A country's code, as reports are kept, in two letters; the same code where it has
    none.
    """
    return OUTSIDE_ISO.get(code) or alpha_2(code)


@cache
def alpha3_of(alpha2: str) -> str:
    """The code by which reports on a country are kept; the same code where none is
    known.
    """
    return next(
        (code for code in known_country_codes() if alpha2_of(code) == alpha2),
        alpha2,
    )


def country_name(code: str) -> str:
    """What the reader's language calls a country; its code where it has no
    name for it.
    """
    return str(locale().territories.get(alpha2_of(code), code))
