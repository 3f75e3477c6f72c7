"""Places and countries by name, and the lists that one chooses them from."""

from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sala.countries import queries as countries
from sala.countries.queries import PlaceRow
from sala.kit.scripts import reading_order
from sala.kit.templatetags.kit import locale

Words = str | Promise
Choices = list[tuple[str, Words]]
Group = tuple[str, Choices]

# Codes of the CLDR that are not in ISO 3166-1.
NOT_ISO = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())  # noqa: SIM905


def place_choices(chosen: str = "") -> list[tuple[str, Words] | Group]:
    """Districts under their provinces; a place since retired only where it is chosen
    already.
    """
    rows = countries.list_places()
    known = {row.code for row in rows}
    inside: dict[str, list[PlaceRow]] = {}
    for row in rows:
        inside.setdefault(row.parent if row.parent in known else "", []).append(row)
    groups = [_place_group(top, inside.get(top.code, [])) for top in inside.get("", [])]
    retired = [(chosen, place_name(chosen))] if chosen and chosen not in known else []
    return [("", gettext("Not recorded, or another country")), *retired, *groups]


def _place_group(top: PlaceRow, rows: list[PlaceRow]) -> Group:
    whole = (top.code, gettext("%(place)s: district not known") % {"place": top.name})
    return top.name, [whole, *((row.code, row.name) for row in rows)]


def place_name(code: str) -> str:
    """A place by its name and that of the place around it; the code itself for one
    without.
    """
    found = countries.place_by_code(code) if code else None
    if found is None:
        return code
    around = countries.place_by_code(found.parent) if found.parent else None
    return f"{found.name}, {around.name}" if around else found.name


def country_choices(blank: Words = "") -> Choices:
    """Every country of ISO 3166-1 by its name in the reader's language: the own one and
    its neighbours first, then all others as one looks them up.
    """
    named = _countries_in(get_language() or "en")
    near = _near_countries()
    first = sorted(
        (pair for pair in named if pair[0] in near), key=lambda p: near[p[0]]
    )
    others = [pair for pair in named if pair[0] not in near]
    return [("", blank or _("Not recorded")), *first, *others]


def _near_countries() -> dict[str, int]:
    """The country of the pack, and then its neighbours by name, each with its turn."""
    pack = countries.current_pack()
    if pack is None:
        return {}
    around = [c for c in countries.neighbouring_countries() if c != pack.code]
    by_name = sorted(around, key=lambda code: reading_order(country_name(code)))
    return {code: turn for turn, code in enumerate([pack.code, *by_name])}


@lru_cache(maxsize=8)
def _countries_in(language: str) -> tuple[tuple[str, str], ...]:
    names = locale().territories
    found = [(c, n) for c, n in names.items() if _is_country(c)]
    return tuple(sorted(found, key=lambda pair: reading_order(pair[1])))


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in NOT_ISO  # noqa: PLR2004 alpha-2


def country_name(code: str) -> str:
    """A country's name in the reader's language; the code itself for one without."""
    return str(locale().territories.get(code, code))
