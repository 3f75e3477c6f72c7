"""What a loaded country pack offers to a simulation: its places, crossings and
neighbours.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from random import Random

from sala.countries import queries as countries

NO_NEIGHBOUR = "ZZ"


ASKED = (
    "current_pack",
    "articles_in_force",
    "penalties_in_force",
    "entitlements_in_force",
    "deadline_days",
    "lawful_bases",
    "instrument_form",
    "place_by_code",
    "border_crossings",
)


@contextmanager
def remember_answers() -> Iterator[None]:
    """Ask the pack each question once: while a country is simulated, its pack does not
    change.

    A running site remembers nothing, so that it answers from the version loaded last.
    """
    usual = {name: getattr(countries, name) for name in ASKED}
    for name, asks in usual.items():
        setattr(countries, name, cache(asks))
    try:
        yield
    finally:
        for name, asks in usual.items():
            setattr(countries, name, asks)


@dataclass(frozen=True)
class CountryGround:
    """The country as its pack describes it."""

    country: str
    languages: tuple[str, ...]
    majority: int
    identifies: str
    provinces: tuple[str, ...]
    districts: dict[str, tuple[str, ...]]
    crossings: tuple[countries.CrossingRow, ...]

    @property
    def neighbours(self) -> tuple[str, ...]:
        """The countries across the border, each once."""
        across = sorted({c.neighbour for c in self.crossings if c.neighbour})
        return tuple(across) or (NO_NEIGHBOUR,)

    def province(self, random: Random) -> str:
        """Any province, or nothing where the pack has none."""
        return random.choice(self.provinces) if self.provinces else ""

    def district(self, random: Random) -> str:
        """Any district, or a province that has none."""
        province = self.province(random)
        inside = self.districts.get(province, ())
        return random.choice(inside) if inside else province


def drawn_instrument() -> tuple[str, str, tuple[str, ...]] | None:
    """The last instrument that the pack offers: code, version, and what it asks."""
    offered = countries.offered_instruments()
    if not offered:
        return None
    form = countries.instrument_form(offered[-1].code, offered[-1].version)
    names = tuple(question.name for question in form.questions) if form else ()
    return offered[-1].code, offered[-1].version, names


def ground_of_pack() -> CountryGround:
    """The ground of the pack that is loaded; raises `NoPackError` where none is."""
    pack = countries.loaded_pack()
    inside: dict[str, list[str]] = {}
    provinces = []
    for place in countries.list_places():
        if place.parent is None:
            provinces.append(place.code)
        else:
            inside.setdefault(place.parent, []).append(place.code)
    return CountryGround(
        country=pack.code,
        languages=pack.languages,
        majority=pack.age_of_majority,
        identifies=pack.identifying_agency,
        provinces=tuple(provinces),
        districts={parent: tuple(codes) for parent, codes in inside.items()},
        crossings=tuple(countries.border_crossings()),
    )
