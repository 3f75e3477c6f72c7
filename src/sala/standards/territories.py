"""Countries by ISO 3166, after the table of the CLDR."""

from babel.core import get_global

THREE = 3


def alpha_2(code: str) -> str:
    """A country's code of three letters in two; the same code where it has none, or
    several.
    """
    known: list[str] = (
        get_global("territory_aliases").get(code, []) if len(code) == THREE else []
    )
    return known[0] if len(known) == 1 else code
