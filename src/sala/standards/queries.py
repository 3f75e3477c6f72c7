"""What the field's standards say, as frozen values; codes exactly as published."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sala.standards.reading import read as _read
from sala.standards.tvpa import (
    ExampleYear,
    Indicium,
    MinimumStandard,
    Regime,
    Tier,
    WatchListLaw,
    indicia,
    minimum_standards,
    tiers,
    watch_list_law,
    worked_example,
)

__all__ = [
    "ExampleYear",
    "Field",
    "Indicator",
    "Indicium",
    "Instrument",
    "Level",
    "MinimumStandard",
    "Picklist",
    "Profile",
    "Question",
    "Regime",
    "Section",
    "Strength",
    "Threshold",
    "Tier",
    "Value",
    "WatchListLaw",
    "field",
    "fields",
    "glotip_forms",
    "glotip_questions",
    "indicator",
    "indicators",
    "indicia",
    "instrument",
    "instruments",
    "minimum_standards",
    "picklist",
    "picklists",
    "sections",
    "tiers",
    "watch_list_law",
    "worked_example",
]

Level = Literal["strong", "medium", "weak"]
Profile = Literal["adult_labour", "child_labour", "adult_sexual", "child_sexual"]


@dataclass(frozen=True)
class Section:
    """A section of HTCDS 2.0; those on assessment and planning have no fields yet."""

    name: str
    description: str | None


@dataclass(frozen=True)
class Value:
    """One value of a picklist."""

    code: str
    label: str


@dataclass(frozen=True)
class Picklist:
    """The values HTCDS lists for the field `code`, in the published order."""

    code: str
    values: tuple[Value, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(value.code for value in self.values)


@dataclass(frozen=True)
class Field:
    """A field of HTCDS 2.0; `code` is its full name, such as `vic_TypeOfExploitation`.

    `value_standard` names the list outside HTCDS (ISO 3166, ISO 639-2) that a field
    uses instead of a picklist.
    """

    code: str
    section: str
    label: str
    kind: str
    core: bool
    deprecated: bool
    multiple: bool
    description: str | None
    picklist: Picklist | None
    value_standard: str | None


@dataclass(frozen=True)
class Threshold:
    """The least numbers of indicators that together make a dimension positive."""

    strong: int = 0
    medium: int = 0
    weak: int = 0
    medium_or_weak: int = 0


@dataclass(frozen=True)
class Instrument:
    """A published list of indicators.

    `kind` says how to read it: graded, checklist, interview, act_means_purpose or trigger_list.
    A dimension of a graded one is positive when any of `thresholds` is met; the others have none.
    `verification` says what could not be read in the source.
    """

    id: str
    name: str
    publisher: str
    year: int
    kind: str
    rule: str
    dimensions: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    verification: str | None


@dataclass(frozen=True)
class Strength:
    """How strong an indicator is for each profile; None is unknown, never weak and
    never zero.
    """

    adult_labour: Level | None
    child_labour: Level | None
    adult_sexual: Level | None
    child_sexual: Level | None

    def of(self, profile: Profile) -> Level | None:
        level: Level | None = getattr(self, profile)
        return level


@dataclass(frozen=True)
class Indicator:
    """A sign an officer may notice; `strength` is None where the instrument grades
    nothing.
    """

    id: str
    instrument: str
    dimension: str | None
    text: str
    strength: Strength | None
    source: str


@dataclass(frozen=True)
class Question:
    """A table of UNODC's questionnaire for the Global Report; `also` is asked beside
    the counts.
    """

    id: str
    text: str
    also: tuple[str, ...]
    verification: str | None


def sections() -> tuple[Section, ...]:
    """The sections of HTCDS in the published order."""
    return tuple(
        Section(raw["section"], raw["description"])
        for raw in _read("htcds")["sections"]
    )


def fields(section: str | None = None) -> tuple[Field, ...]:
    """The fields of HTCDS in the published order, all of them or those of one section."""
    return tuple(
        found for found in _fields().values() if section in {None, found.section}
    )


def field(code: str) -> Field:
    """The field of that full name.

    Raises `KeyError` for a code that HTCDS does not have.
    """
    return _fields()[code]


def picklists() -> tuple[Picklist, ...]:
    """The picklists of HTCDS, one for each field that lists its values."""
    return tuple(found.picklist for found in _fields().values() if found.picklist)


def picklist(code: str) -> Picklist:
    """The values of the field of that full name.

    Raises `KeyError` for an unknown field, and for one whose values HTCDS does not
    list.
    """
    found = field(code).picklist
    if found is None:
        raise KeyError(code)
    return found


def instruments() -> tuple[Instrument, ...]:
    """The instruments, those whose items could not be retrieved included."""
    return tuple(_instruments().values())


def instrument(id_: str) -> Instrument:
    """The instrument of that identifier.

    Raises `KeyError` for an unknown one.
    """
    return _instruments()[id_]


def indicators(
    instrument_id: str,
    dimension: str | None = None,
) -> tuple[Indicator, ...]:
    """The indicators of an instrument in the order of its list, or those of one
    dimension.

    Raises `KeyError` for an unknown instrument or dimension.
    """
    if dimension not in {None, *instrument(instrument_id).dimensions}:
        raise KeyError(dimension)
    return tuple(
        found
        for found in _indicators().values()
        if found.instrument == instrument_id and dimension in {None, found.dimension}
    )


def indicator(id_: str) -> Indicator:
    """The indicator of that identifier.

    Raises `KeyError` for an unknown one.
    """
    return _indicators()[id_]


@cache
def glotip_questions() -> tuple[Question, ...]:
    """The tables that UNODC asks a country to fill in for the Global Report."""
    return tuple(
        Question(
            raw["id"],
            raw["text"],
            tuple(raw.get("also", ())),
            raw.get("verification"),
        )
        for raw in _read("reporting")["glotip_questionnaire"]["tables"]
    )


def glotip_forms() -> tuple[str, ...]:
    """The forms of exploitation by which the Global Report counts victims."""
    return tuple(_read("reporting")["glotip_questionnaire"]["form_of_exploitation"])


@cache
def _fields() -> dict[str, Field]:
    return {raw["full_name"]: _field(raw) for raw in _read("htcds")["fields"]}


def _field(raw: dict[str, Any]) -> Field:
    values = tuple(
        Value(value["code"], value["label"]) for value in raw["values"] or ()
    )
    return Field(
        code=raw["full_name"],
        section=raw["section"],
        label=raw["label"],
        kind=raw["type"],
        core=raw["core"],
        deprecated=raw["status"] == "DEPRECATED",
        multiple=raw["type"].startswith("Multiselect"),
        description=raw["description"],
        picklist=Picklist(raw["full_name"], values) if values else None,
        value_standard=raw["value_standard"],
    )


@cache
def _instruments() -> dict[str, Instrument]:
    return {raw["id"]: _instrument(raw) for raw in _read("indicators")["instruments"]}


def _instrument(raw: dict[str, Any]) -> Instrument:
    grading = raw.get("dimension_rule", {})
    own = (
        found.dimension
        for found in _indicators().values()
        if found.instrument == raw["id"]
    )
    return Instrument(
        id=raw["id"],
        name=raw["name"],
        publisher=raw["publisher"],
        year=raw["year"],
        kind=raw["type"],
        rule=raw["rule"] if "rule" in raw else grading["text"],
        dimensions=tuple(dict.fromkeys(dimension for dimension in own if dimension)),
        thresholds=tuple(Threshold(**least) for least in grading.get("any_of", ())),
        verification=raw.get("verification"),
    )


@cache
def _indicators() -> dict[str, Indicator]:
    return {raw["id"]: _indicator(raw) for raw in _read("indicators")["items"]}


def _indicator(raw: dict[str, Any]) -> Indicator:
    # The Delphi list says dimension, the others group; both are the heading an
    # indicator is under.
    return Indicator(
        id=raw["id"],
        instrument=raw["instrument"],
        dimension=raw.get("dimension") or raw.get("group"),
        text=raw["text"],
        strength=None if raw["strength"] is None else Strength(**raw["strength"]),
        source=raw["source"],
    )
