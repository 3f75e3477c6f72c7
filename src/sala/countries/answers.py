"""What queries answer of the loaded pack: frozen values, names in one language."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class PackInForce:
    """The pack that is loaded, and what is one to a country."""

    code: str
    version: str
    names: dict[str, str]
    languages: tuple[str, ...]
    currency: str
    reporting_year_starts_in: int
    time_zone: str
    phone_region: str
    age_of_majority: int
    identifying_agency: str


@dataclass(frozen=True)
class ValueOrigin:
    """Where a value that is one to a country comes from; whether it was verified."""

    source: str
    verified: bool


@dataclass(frozen=True)
class NamedCode:
    """A code and its name, with where it comes from and whether that was verified."""

    code: str
    name: str
    source: str
    verified: bool


@dataclass(frozen=True)
class PlaceRow(NamedCode):
    """A province or district."""

    kind: str
    level: int
    parent: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class CrossingRow(NamedCode):
    """A border crossing."""

    kind: str
    status_class: str
    place: str
    neighbour: str | None


@dataclass(frozen=True)
class PenaltyRow:
    """What an article prescribes for one case of the offence; None is not recorded."""

    case: str
    prison_months_min: int | None
    prison_months_max: int | None
    life: bool | None
    fine_min: int | None
    fine_max: int | None
    confiscation: bool | None
    source: str
    verified: bool


@dataclass(frozen=True)
class ArticleRow(NamedCode):
    """An article that makes something an offence; `code` is law/article."""

    law: str
    article: str


@dataclass(frozen=True)
class LawRow(NamedCode):
    """A law, decree or convention."""

    number: str | None
    enacted_on: date | None
    from_on: date | None
    to_on: date | None


@dataclass(frozen=True)
class RateRow:
    """How many units of the country's currency one unit of another cost, and since
    when.
    """

    currency: str
    units: Decimal
    from_on: date
    to_on: date | None
    source: str
    verified: bool


@dataclass(frozen=True)
class BasisRow(NamedCode):
    """A basis in law for sharing without consent; `age_group` is of whom alone it is
    one.
    """

    age_group: str | None

    def covers(self, age_group: str) -> bool:
        """Whether it is a basis for somebody of this age group; not recorded is no
        child.
        """
        return self.age_group in {None, age_group}


@dataclass(frozen=True)
class InstrumentRow(NamedCode):
    """A version of a screening instrument; `file` stands in the pack's folder."""

    version: str
    file: str


@dataclass(frozen=True)
class SourceRow:
    """Where values come from, and on what terms they may be passed on."""

    code: str
    title: str
    licence: str
