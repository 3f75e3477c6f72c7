"""Countries as reports, the pack and the page call them."""

import tomllib
from functools import cache
from pathlib import Path

from sala.kit.templatetags.kit import locale


@cache
def _alpha2() -> dict[str, str]:
    content = (Path(__file__).parent / "territories.toml").read_text()
    found: dict[str, str] = tomllib.loads(content)["alpha2"]
    return found


@cache
def alpha3_of(alpha2: str) -> str:
    """The code of a country in three letters; the same code where it has none."""
    return next((three for three, two in _alpha2().items() if two == alpha2), alpha2)


def country_name(code: str) -> str:
    """What the reader's language calls a country; its code where it has no name for it."""
    return str(locale().territories.get(_alpha2().get(code, code), code))
