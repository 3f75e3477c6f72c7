"""The TVPA: minimum standards, indicia, tiers, and how long a country may be on the
Watch List.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sala.standards.reading import read_data as _read


@dataclass(frozen=True)
class MinimumStandard:
    """A minimum standard of the TVPA (22 U.S.C. 7106(a)), and how it is read in
    practice.

    `texts` and `practices` are by language; `text` and `practice` as the file has them.
    """

    id: str
    text: str
    practice: str | None
    texts: dict[str, str] = field(hash=False)
    practices: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class Indicium:
    """A sign of serious and sustained efforts, and the rules and data to judge by."""

    id: str
    reference: str
    pillar: str
    text: str
    rules: tuple[str, ...]
    data_needed: tuple[str, ...]
    texts: dict[str, str] = field(hash=False)  # by language
    rules_in: dict[str, tuple[str, ...]] = field(hash=False)


@dataclass(frozen=True)
class TipTier:
    """A tier of the TIP Report and who is placed on it; `rules` by language."""

    code: str
    name: str
    rule: str
    rules: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class WatchListRegime:
    """How long a country may stay on the Watch List, in the reports of some years;
    `until` None is in force.
    """

    id: str
    since: int
    until: int | None
    without_waiver: int
    waivers: int
    law: str
    confidence: str | None

    @property
    def most(self) -> int:
        """Years in a row at most, those by waiver included."""
        return self.without_waiver + self.waivers


@dataclass(frozen=True)
class WatchListLaw:
    """What 22 U.S.C. 7107 says of years in a row on the Tier 2 Watch List.

    `returned_since` and `returned_most` hold for a country that came back from an
    automatic downgrade. `waiver_conditions` by language.
    """

    regimes: tuple[WatchListRegime, ...]
    rule: str
    waiver_conditions: dict[str, tuple[str, ...]] = field(hash=False)
    returned_since: int
    returned_most: int
    returned_law: str


@dataclass(frozen=True)
class ExampleYear:
    """A year of the worked example: the tier, and what the rules are to say of it."""

    report: int
    tier: str
    consecutive: int | None
    waiver: bool | None
    auto_downgrade: bool | None


@cache
def minimum_standards() -> tuple[MinimumStandard, ...]:
    """The four minimum standards of the TVPA."""
    return tuple(
        MinimumStandard(
            raw["id"],
            raw["text"],
            raw.get("practice"),
            _tvpa_in(raw["id"], raw["text"]),
            (
                _tvpa_in(f"{raw['id']}.practice", raw["practice"])
                if "practice" in raw
                else {}
            ),
        )
        for raw in _read("tvpa")["minimum_standards"]
    )


@cache
def tvpa_indicia() -> tuple[Indicium, ...]:
    """The twelve indicia by which the fourth minimum standard is judged."""
    return tuple(
        Indicium(
            id=raw["id"],
            reference=raw["ref"],
            pillar=raw["pillar"],
            text=raw["text"],
            rules=tuple(raw.get("rules", ())),
            data_needed=tuple(raw["data_needed"]),
            texts=_tvpa_in(raw["id"], raw["text"]),
            rules_in=_tvpa_lists(f"{raw['id']}.rules", raw.get("rules", ())),
        )
        for raw in _read("tvpa")["indicia"]
    )


@cache
def tip_tiers() -> tuple[TipTier, ...]:
    """The tiers of the TIP Report, the best one first."""
    return tuple(
        TipTier(
            raw["code"],
            raw["name"],
            raw["rule"],
            _tvpa_in(f"tier.{raw['code']}", raw["rule"]),
        )
        for raw in _read("tvpa")["tiers"]
    )


@cache
def watch_list_law() -> WatchListLaw:
    """The rules on years in a row on the Tier 2 Watch List, by the reports they hold
    for.
    """
    raw = _read("tvpa")["auto_downgrade"]
    returned = raw["after_auto_downgrade"]
    return WatchListLaw(
        regimes=tuple(_watch_list_regime(regime) for regime in raw["regimes"]),
        rule=raw["rule"],
        waiver_conditions=_tvpa_lists("waiver_conditions", raw["waiver_conditions"]),
        returned_since=returned["applies_to_reports"][0],
        returned_most=returned["max_consecutive_watch_list_years"],
        returned_law=returned["law"],
    )


def worked_example() -> tuple[ExampleYear, ...]:
    """The placements of a real country by which the rules on the Watch List are
    checked.
    """
    content = _read("tvpa")
    (name,) = (key for key in content if key.startswith("worked_example_"))
    return tuple(
        ExampleYear(
            raw["report"],
            raw["tier"],
            raw.get("consecutive"),
            raw.get("waiver"),
            raw.get("auto_downgrade"),
        )
        for raw in content[name]["years"]
    )


def _watch_list_regime(raw: dict[str, Any]) -> WatchListRegime:
    since, until = raw["applies_to_reports"]
    return WatchListRegime(
        id=raw["id"],
        since=since,
        until=until,
        without_waiver=raw["max_consecutive_watch_list_years_without_waiver"],
        waivers=raw["max_waiver_years"],
        law=raw["law"],
        confidence=raw.get("confidence"),
    )


def _tvpa_in(key: str, text: str) -> dict[str, str]:
    """A text of tvpa.json in every language it has."""
    return {"en": text, "lo": _read("tvpa.lo")["texts"][key]}


def _tvpa_lists(key: str, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Texts of tvpa.json in every language they have."""
    return {"en": tuple(texts), "lo": tuple(_read("tvpa.lo")["texts"].get(key, ()))}
