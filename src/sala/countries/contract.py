"""What a country pack must answer: one row model a file, checked field by field.

A pack is a folder. `pack.toml` says what is one to a country; each CSV file is a table
that people edit in a spreadsheet; GeoJSON files hold outlines. Every row names its
source and says whether somebody verified the whole row against it. An empty cell is
"not recorded", never zero and never "no".
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

NAMES = "name_"
CODE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$"
AGENCY = r"^[A-Z][A-Z0-9-]{1,31}$"
CODES = r"^[a-z][a-z0-9_]{0,31}( [a-z][a-z0-9_]{0,31}){0,31}$"
KIND = r"^[a-z][a-z0-9_]{0,31}$"
COUNTRY = r"^[A-Z]{2}$"
CURRENCY = r"^[A-Z]{3}$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
VERSION = r"^[0-9]{1,4}\.[0-9]{1,4}\.[0-9]{1,4}$"
FILE = r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$"
TEXT = r"^[^\x00]*$"  # what the database can hold
# What would be right, for each pattern.
PATTERNS = {
    CODE: "a code of up to 64 letters, digits, points, hyphens and underscores",
    AGENCY: "a code of 2 to 32 capital letters, digits and hyphens, a letter first",
    KIND: "a code of up to 32 small letters, digits and underscores, a letter first",
    CODES: "codes of small letters and underscores, a space between each two",
    COUNTRY: "two capital letters, as in ISO 3166",
    CURRENCY: "three capital letters, as in ISO 4217",
    LANGUAGE: "a language code such as en or pt-br",
    VERSION: "a version such as 1.0.0",
    FILE: "the name of a file in the pack's folder",
    TEXT: "a text without null characters",
}


def yes_or_no(value: Any) -> Any:
    """A cell of a flag: yes or no, and nothing that merely resembles them."""
    if isinstance(value, bool) or value is None:
        return value
    if value in {"yes", "no"}:
        return value == "yes"
    raise ValueError("yes or no")


def iso_day(value: Any) -> Any:
    """A cell of a day: spreadsheets like to rewrite days, and a number is not one."""
    if (
        isinstance(value, date)
        or value is None
        or re.fullmatch(r"\d{4}-\d\d-\d\d", str(value))
    ):
        return value
    raise ValueError("a day as YYYY-MM-DD")


Code = Annotated[str, Field(pattern=CODE)]
Kind = Annotated[str, Field(pattern=KIND)]
Codes = Annotated[str, Field(pattern=CODES)]
AgencyCode = Annotated[str, Field(pattern=AGENCY)]
Flag = Annotated[bool, BeforeValidator(yes_or_no)]
Day = Annotated[date, BeforeValidator(iso_day)]
Country = Annotated[str, Field(pattern=COUNTRY)]
Currency = Annotated[str, Field(pattern=CURRENCY)]
# As large as the database's columns are.
Months = Annotated[int, Field(ge=0, le=1200)]
Amount = Annotated[int, Field(ge=0, le=10**15)]
Units = Annotated[
    Decimal,
    Field(
        gt=0,
        max_digits=20,
        decimal_places=6,
        allow_inf_nan=False,
    ),
]


class SourceCsvRow(BaseModel):
    """Where a value comes from, and whether it may be passed on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    code: Code
    title: str = Field(min_length=1)
    licence: str = Field(min_length=1)


class CsvRow(BaseModel):
    """One row of one file; `line` is its number as a spreadsheet shows it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    line: int
    source: Code
    verified: Flag
    names: dict[str, str] = Field(default_factory=dict)


class KindCsvRow(CsvRow):
    """A kind of place or of agency, and what people call it."""

    of: Literal["place", "agency"]
    code: Kind


class PlaceCsvRow(CsvRow):
    """A place such as a province or district, inside the place one level above it."""

    code: Code
    parent: Code | None = None
    level: int = Field(ge=1, le=4)
    kind: Kind
    latitude: float | None = Field(
        default=None,
        ge=-90,
        le=90,
    )
    longitude: float | None = Field(
        default=None,
        ge=-180,
        le=180,
    )


class AgencyDefinition(CsvRow):
    """A public body, its units among them; `identifies` is set from `pack.toml`."""

    code: AgencyCode
    parent_code: str | None = None
    kind: Kind
    level: Literal["national", "province", "district", "village", "mission"]
    place_code: str | None = None
    identifies: bool = False


class CrossingCsvRow(CsvRow):
    """A place where people enter and leave the country."""

    code: Code
    kind: Literal["road", "road_bridge", "rail", "river", "airport", "sea"]
    status_class: Literal["international", "local", "traditional"]
    place: Code
    neighbour: Country | None = None
    neighbour_point: str | None = None
    status: str | None = None


class LawCsvRow(CsvRow):
    """A law, decree or convention."""

    code: Code
    number: str | None = None
    enacted_on: Day | None = None
    from_on: Day | None = None
    to_on: Day | None = None


class ArticleCsvRow(CsvRow):
    """An article of a law that makes something an offence."""

    law: Code
    article: Code
    from_on: Day | None = None
    to_on: Day | None = None


class PenaltyCsvRow(CsvRow):
    """What an article prescribes for a case of the offence, in a period."""

    law: Code
    article: Code
    case: Code
    prison_months_min: Months | None = None
    prison_months_max: Months | None = None
    life: Flag | None = None
    fine_min: Amount | None = None
    fine_max: Amount | None = None
    confiscation: Flag | None = None
    from_on: Day
    to_on: Day | None = None


class EntitlementCsvRow(CsvRow):
    """Something a law gives every victim, and the services that are it."""

    code: Code
    law: Code
    from_on: Day
    to_on: Day | None = None
    services: Codes | None = None


class RateCsvRow(CsvRow):
    """How many units of the country's currency one unit of another cost in a period."""

    currency: Currency
    from_on: Day
    to_on: Day | None = None
    units: Units


class DeadlineCsvRow(CsvRow):
    """Within how many days something is to be done."""

    code: Code
    days: int = Field(gt=0, le=36500)


class BasisCsvRow(CsvRow):
    """A basis in law for sharing without consent; of one age group alone, where it says
    so.
    """

    code: Code
    law: Code | None = None
    age_group: Literal["child", "in_doubt"] | None = None


class InstrumentCsvRow(CsvRow):
    """A screening instrument the pack offers, as an XLSForm in its folder."""

    code: Code
    version: Annotated[str, Field(pattern=VERSION)]
    file: Annotated[str, Field(pattern=FILE)]


class StatedOrigin(BaseModel):
    """Where a value of `pack.toml` comes from, and whether it was compared with it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Code
    verified: bool = Field(strict=True)


class PackHead(BaseModel):
    """`pack.toml`: what is one to a country."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Country
    version: Annotated[str, Field(pattern=VERSION)]
    names: dict[str, Annotated[str, Field(pattern=TEXT)]]
    languages: tuple[Annotated[str, Field(pattern=LANGUAGE)], ...] = Field(min_length=1)
    currency: Currency
    reporting_year_starts_in: int = Field(ge=1, le=12)
    time_zone: str
    phone_region: Country
    age_of_majority: int = Field(ge=1, le=30)
    identifying_agency: str
    origins: dict[str, StatedOrigin]


# Each value of `pack.toml` that has an origin: all but what says which pack it is.
ATTESTED = tuple(
    f for f in PackHead.model_fields if f not in {"code", "version", "origins"}
)


# File name, its row model, what tells its rows apart. Loaded in this order.
TABLES: dict[str, tuple[type[BaseModel], tuple[str, ...]]] = {
    "sources": (SourceCsvRow, ("code",)),
    "kinds": (KindCsvRow, ("of", "code")),
    "places": (PlaceCsvRow, ("code",)),
    "agencies": (AgencyDefinition, ("code",)),
    "crossings": (CrossingCsvRow, ("code",)),
    "laws": (LawCsvRow, ("code",)),
    "articles": (ArticleCsvRow, ("law", "article")),
    "penalties": (PenaltyCsvRow, ("law", "article", "case", "from_on")),
    "entitlements": (EntitlementCsvRow, ("code", "from_on")),
    "rates": (RateCsvRow, ("currency", "from_on")),
    "deadlines": (DeadlineCsvRow, ("code",)),
    "lawful_bases": (BasisCsvRow, ("code",)),
    "instruments": (InstrumentCsvRow, ("code", "version")),
}
# Tables whose rows people do not read by a name.
NAMELESS = frozenset({"sources", "penalties", "rates"})
NAMED = frozenset(TABLES) - NAMELESS
# Fields of the models that no column holds.
INNER = frozenset({"line", "names", "identifies"})


def file_columns(file: str) -> dict[str, bool]:
    """The columns of a file beside those of names, and whether each must be there."""
    fields = TABLES[file][0].model_fields
    return {
        name: info.is_required() for name, info in fields.items() if name not in INNER
    }


class PackContent(BaseModel):
    """A whole pack, read and checked."""

    model_config = ConfigDict(frozen=True)

    head: PackHead
    tables: dict[str, tuple[Any, ...]]
    outlines: dict[str, Any]
    forms: dict[str, dict[str, Any]]  # each instrument's form, by the name of its file

    @property
    def code(self) -> str:
        """The country, as ISO 3166 alpha-2."""
        return self.head.code

    @property
    def version(self) -> str:
        """Three numbers, such as 1.0.0."""
        return self.head.version

    @property
    def agencies(self) -> tuple[AgencyDefinition, ...]:
        """The public bodies of the country."""
        agencies: tuple[AgencyDefinition, ...] = self.tables["agencies"]
        return agencies


class PackProblem(BaseModel):
    """One fault of a pack: where it stands, and what would be right."""

    model_config = ConfigDict(frozen=True)

    file: str
    row: int | None = None
    field: str = ""
    value: str = ""
    right: str

    @field_validator(
        "file",
        "field",
        "value",
        "right",
        mode="before",
    )
    @classmethod
    def printable(cls, text: str) -> str:
        """What no terminal could print is replaced: a broken pack may hold anything."""
        return text.encode("utf-8", "replace").decode()

    def __str__(self) -> str:
        place = f"{self.file}, row {self.row}" if self.row else self.file
        field = f", {self.field}" if self.field else ""
        value = f" = {self.value!r}" if self.value else ""
        return f"{place}{field}{value}: {self.right}"
