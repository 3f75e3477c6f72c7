"""What the field's standards say, as frozen values; codes exactly as published."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sala.standards.reading import read_data as _read
from sala.standards.tvpa import (
    ExampleYear,
    Indicium,
    MinimumStandard,
    TipTier,
    WatchListLaw,
    WatchListRegime,
    minimum_standards,
    tip_tiers,
    tvpa_indicia,
    watch_list_law,
    worked_example,
)

__all__ = [
    "ExampleYear",
    "GlotipTable",
    "HtcdsField",
    "HtcdsSection",
    "Indicator",
    "IndicatorList",
    "IndicatorStrength",
    "IndicatorThreshold",
    "Indicium",
    "Level",
    "MinimumStandard",
    "Picklist",
    "PicklistValue",
    "Profile",
    "TipTier",
    "WatchListLaw",
    "WatchListRegime",
    "glotip_forms",
    "glotip_questions",
    "htcds_field",
    "htcds_fields",
    "htcds_picklist",
    "htcds_picklists",
    "htcds_sections",
    "indicator_by_id",
    "indicator_list",
    "indicator_lists",
    "indicators_of_list",
    "minimum_standards",
    "tip_tiers",
    "tvpa_indicia",
    "watch_list_law",
    "worked_example",
]

Level = Literal["strong", "medium", "weak"]
Profile = Literal["adult_labour", "child_labour", "adult_sexual", "child_sexual"]


@dataclass(frozen=True)
class HtcdsSection:
    """A section of HTCDS 2.0; those on assessment and planning have no fields yet."""

    name: str
    description: str | None


@dataclass(frozen=True)
class PicklistValue:
    """One value of a picklist."""

    code: str
    label: str


@dataclass(frozen=True)
class Picklist:
    """The values HTCDS lists for the field `code`, in the published order."""

    code: str
    values: tuple[PicklistValue, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(value.code for value in self.values)


@dataclass(frozen=True)
class HtcdsField:
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
class IndicatorThreshold:
    """The least numbers of indicators that together make a dimension positive."""

    strong: int = 0
    medium: int = 0
    weak: int = 0
    medium_or_weak: int = 0


@dataclass(frozen=True)
class IndicatorList:
    """A published list of indicators.

    `kind` says how to read it: graded, checklist, interview, act_means_purpose or
    trigger_list. A dimension of a graded one is positive when any of `thresholds` is
    met; the others have none.
    `verification` says what could not be read in the source.
    """

    id: str
    name: str
    publisher: str
    year: int
    kind: str
    rule: str
    dimensions: tuple[str, ...]
    thresholds: tuple[IndicatorThreshold, ...]
    verification: str | None


@dataclass(frozen=True)
class IndicatorStrength:
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
    strength: IndicatorStrength | None
    source: str


@dataclass(frozen=True)
class GlotipTable:
    """A table of UNODC's questionnaire for the Global Report; `also` is asked beside
    the counts.
    """

    id: str
    text: str
    also: tuple[str, ...]
    verification: str | None


def htcds_sections() -> tuple[HtcdsSection, ...]:
    """The sections of HTCDS in the published order."""
    return tuple(
        HtcdsSection(raw["section"], raw["description"])
        for raw in _read("htcds")["sections"]
    )


def htcds_fields(section: str | None = None) -> tuple[HtcdsField, ...]:
    """The fields of HTCDS in the published order, all or those of one section."""
    return tuple(
        found
        for found in _fields_by_code().values()
        if section in {None, found.section}
    )


def htcds_field(code: str) -> HtcdsField:
    """The field of that full name.

    Raises `KeyError` for a code that HTCDS does not have.
    """
    return _fields_by_code()[code]


def htcds_picklists() -> tuple[Picklist, ...]:
    """The picklists of HTCDS, one for each field that lists its values."""
    return tuple(
        found.picklist for found in _fields_by_code().values() if found.picklist
    )


def htcds_picklist(code: str) -> Picklist:
    """The values of the field of that full name.

    Raises `KeyError` for an unknown field, and for one whose values HTCDS does not
    list.
    """
    found = htcds_field(code).picklist
    if found is None:
        raise KeyError(code)
    return found


def indicator_lists() -> tuple[IndicatorList, ...]:
    """The instruments, those whose items could not be retrieved included."""
    return tuple(_lists_by_id().values())


def indicator_list(id_: str) -> IndicatorList:
    """The instrument of that identifier.

    Raises `KeyError` for an unknown one.
    """
    return _lists_by_id()[id_]


def indicators_of_list(
    instrument_id: str,
    dimension: str | None = None,
) -> tuple[Indicator, ...]:
    """The indicators of an instrument in the order of its list, or those of one
    dimension.

    Raises `KeyError` for an unknown instrument or dimension.
    """
    if dimension not in {None, *indicator_list(instrument_id).dimensions}:
        raise KeyError(dimension)
    return tuple(
        found
        for found in _indicators_by_id().values()
        if found.instrument == instrument_id and dimension in {None, found.dimension}
    )


def indicator_by_id(id_: str) -> Indicator:
    """The indicator of that identifier.

    Raises `KeyError` for an unknown one.
    """
    return _indicators_by_id()[id_]


@cache
def glotip_questions() -> tuple[GlotipTable, ...]:
    """The tables that UNODC asks a country to fill in for the Global Report."""
    return tuple(
        GlotipTable(
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
def _fields_by_code() -> dict[str, HtcdsField]:
    return {raw["full_name"]: _parse_field(raw) for raw in _read("htcds")["fields"]}


def _parse_field(raw: dict[str, Any]) -> HtcdsField:
    values = tuple(
        PicklistValue(value["code"], value["label"]) for value in raw["values"] or ()
    )
    return HtcdsField(
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
def _lists_by_id() -> dict[str, IndicatorList]:
    return {raw["id"]: _parse_list(raw) for raw in _read("indicators")["instruments"]}


def _parse_list(raw: dict[str, Any]) -> IndicatorList:
    grading = raw.get("dimension_rule", {})
    own = (
        found.dimension
        for found in _indicators_by_id().values()
        if found.instrument == raw["id"]
    )
    return IndicatorList(
        id=raw["id"],
        name=raw["name"],
        publisher=raw["publisher"],
        year=raw["year"],
        kind=raw["type"],
        rule=raw["rule"] if "rule" in raw else grading["text"],
        dimensions=tuple(dict.fromkeys(dimension for dimension in own if dimension)),
        thresholds=tuple(
            IndicatorThreshold(**least) for least in grading.get("any_of", ())
        ),
        verification=raw.get("verification"),
    )


@cache
def _indicators_by_id() -> dict[str, Indicator]:
    return {raw["id"]: _parse_indicator(raw) for raw in _read("indicators")["items"]}


def _parse_indicator(raw: dict[str, Any]) -> Indicator:
    # The Delphi list says dimension, the others group; both are the heading an
    # indicator is under.
    return Indicator(
        id=raw["id"],
        instrument=raw["instrument"],
        dimension=raw.get("dimension") or raw.get("group"),
        text=raw["text"],
        strength=None
        if raw["strength"] is None
        else IndicatorStrength(**raw["strength"]),
        source=raw["source"],
    )
