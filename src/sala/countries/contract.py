"""What a country pack must answer: one row model a file, checked field by field.

A pack is a folder. `pack.toml` says what is one to a country; each CSV file is a table that people
edit in a spreadsheet; two GeoJSON files hold outlines. Every row names its source and says whether
somebody verified it against that source. An empty cell is "not recorded", never zero.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

NAMES = "name_"
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Flag = Annotated[bool, BeforeValidator(lambda v: {"yes": True, "no": False}.get(v, v))]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Amount = Annotated[int, Field(ge=0)]


class Row(BaseModel):
    """One row of one file; `line` is its number as a spreadsheet shows it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    source: Code
    verified: Flag
    names: dict[str, str] = Field(default_factory=dict)


class SourceRow(BaseModel):
    """Where a value comes from, and whether it may be passed on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    code: Code
    title: str = Field(min_length=1)
    licence: str = Field(min_length=1)


class PlaceRow(Row):
    """A province or district; two places of one name are told apart by their kind."""

    code: Code
    parent: Code | None = None
    level: int = Field(ge=1, le=4)
    kind: Code
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)


class AgencyDefinition(Row):
    """A public body, its units among them."""

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9-]{1,31}$")]
    parent_code: str | None = None
    kind: Code
    level: Literal["national", "province", "district", "village", "mission"]
    place_code: str | None = None
    identifies: Flag = False


class CrossingRow(Row):
    """A place where people enter and leave the country."""

    code: Code
    kind: Literal["road", "road_bridge", "rail", "river", "airport", "sea"]
    status_class: Literal["international", "local", "traditional"]
    place: Code
    neighbour: Country | None = None
    neighbour_point: str | None = None
    status: str | None = None


class LawRow(Row):
    """A law, decree or convention."""

    code: Code
    number: str | None = None
    enacted_on: date | None = None
    from_on: date | None = None
    to_on: date | None = None


class ArticleRow(Row):
    """An article of a law that makes something an offence."""

    law: Code
    article: Code
    from_on: date | None = None
    to_on: date | None = None


class PenaltyRow(Row):
    """What an article prescribes for a case of the offence, in a period."""

    law: Code
    article: Code
    case: Code
    prison_months_min: Amount | None = None
    prison_months_max: Amount | None = None
    life: Flag = False
    fine_min: Amount | None = None
    fine_max: Amount | None = None
    confiscation: Flag = False
    from_on: date
    to_on: date | None = None


class EntitlementRow(Row):
    """Something a law gives every victim."""

    code: Code
    law: Code
    from_on: date
    to_on: date | None = None


class RateRow(Row):
    """How many units of the country's currency one unit of another cost from a day on."""

    currency: Currency
    from_on: date
    units: float = Field(gt=0)


class DeadlineRow(Row):
    """Within how many days something is to be done."""

    code: Code
    days: int = Field(gt=0)


class BasisRow(Row):
    """A basis in law for sharing without consent."""

    code: Code
    law: Code | None = None


class InstrumentRow(Row):
    """A screening instrument the pack offers, as an XLSForm in its folder."""

    code: Code
    version: str
    file: str


class Head(BaseModel):
    """`pack.toml`: what is one to a country."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Country
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    names: dict[str, str]
    languages: tuple[str, ...] = Field(min_length=1)
    currency: Currency
    reporting_year_starts_in: int = Field(ge=1, le=12)
    time_zone: str
    phone_region: Country
    age_of_majority: int = Field(ge=1, le=30)
    identifying_agency: str
    source: Code
    verified: bool


# File name, its row model, what tells its rows apart. Loaded in this order.
TABLES: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "sources": (SourceRow, ("code",)),
    "places": (PlaceRow, ("code",)),
    "agencies": (AgencyDefinition, ("code",)),
    "crossings": (CrossingRow, ("code",)),
    "laws": (LawRow, ("code",)),
    "articles": (ArticleRow, ("law", "article")),
    "penalties": (PenaltyRow, ("law", "article", "case", "from_on")),
    "entitlements": (EntitlementRow, ("code", "from_on")),
    "rates": (RateRow, ("currency", "from_on")),
    "deadlines": (DeadlineRow, ("code",)),
    "lawful_bases": (BasisRow, ("code",)),
    "instruments": (InstrumentRow, ("code", "version")),
}
# Tables whose rows people read, and so have a name in every language of the pack.
NAMED = frozenset(
    {"places", "agencies", "crossings", "laws", "articles", "entitlements", "deadlines"}
    | {"lawful_bases", "instruments"}
)


class Pack(BaseModel):
    """A whole pack, read and checked."""

    model_config = ConfigDict(frozen=True)

    head: Head
    tables: dict[str, tuple[Any, ...]]
    outlines: dict[str, Any]

    @property
    def code(self) -> str:
        """The country, as ISO 3166 alpha-2."""
        return self.head.code

    @property
    def agencies(self) -> tuple[AgencyDefinition, ...]:
        """The public bodies of the country."""
        agencies: tuple[AgencyDefinition, ...] = self.tables["agencies"]
        return agencies


class Problem(BaseModel):
    """One fault of a pack: where it stands, and what would be right."""

    model_config = ConfigDict(frozen=True)

    file: str
    line: int | None = None
    field: str = ""
    value: str = ""
    right: str

    def __str__(self) -> str:
        place = f"{self.file}, row {self.line}" if self.line else self.file
        field = f", {self.field}" if self.field else ""
        value = f" = {self.value!r}" if self.value else ""
        return f"{place}{field}{value}: {self.right}"
