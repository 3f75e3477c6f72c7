"""Where in the country somebody comes from."""

from django.utils.translation import gettext as _

from sala.countries import queries as countries
from sala.countries.queries import PlaceRow
from sala.people.forms.choices import Choices, Words

Group = tuple[str, Choices]


def choices(chosen: str = "") -> list[tuple[str, Words] | Group]:
    """Districts under their provinces; a place since retired only where it is chosen
    already.
    """
    rows = countries.list_places()
    known = {row.code for row in rows}
    inside: dict[str, list[PlaceRow]] = {}
    for row in rows:
        inside.setdefault(row.parent if row.parent in known else "", []).append(row)
    groups = [_group(top, inside.get(top.code, [])) for top in inside.get("", [])]
    retired = [(chosen, name(chosen))] if chosen and chosen not in known else []
    return [("", _("Not recorded, or another country")), *retired, *groups]


def _group(top: PlaceRow, rows: list[PlaceRow]) -> Group:
    whole = (top.code, _("%(place)s: district not known") % {"place": top.name})
    return top.name, [whole, *((row.code, row.name) for row in rows)]


def name(code: str) -> str:
    """A place by its name and that of the place around it; the code itself for one
    without.
    """
    found = countries.place_by_code(code) if code else None
    if found is None:
        return code
    around = countries.place_by_code(found.parent) if found.parent else None
    return f"{found.name}, {around.name}" if around else found.name
