"""A report read as a whole: text in, everything the schema asks for out."""

from dataclasses import dataclass, field
from typing import Any

from sala_reader import named_entities, report_metadata
from sala_reader.extraction import extract_figures
from sala_reader.named_entities import NamedEntity
from sala_reader.recommendations import find_recommendations
from sala_reader.report_figures import ReportFigure, UnreadNumber


@dataclass(slots=True)
class ReportReading:
    """What was read in one report; each part says where or how it was found."""

    country: str | None
    report_year: int | None
    tier: str | None
    tier_change: str | None
    recommendations: list[tuple[int, int]]
    figures: list[ReportFigure]
    not_understood: list[UnreadNumber]
    institutions: list[NamedEntity] = field(default_factory=list)
    countries: dict[str, list[NamedEntity]] = field(default_factory=dict)
    vulnerable: list[NamedEntity] = field(default_factory=list)
    forms: list[NamedEntity] = field(default_factory=list)
    found_by: dict[str, str] = field(default_factory=dict)
    text: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The reading as one JSON object of the schema."""
        return {
            "country": self.country,
            "report_year": self.report_year,
            "tier": self.tier,
            "tier_change": self.tier_change,
            "figures": [figure.as_dict() for figure in self.figures],
            "recommendations": [self.text[a:b] for a, b in self.recommendations],
            "recommendation_places": [
                {"start": a, "end": b} for a, b in self.recommendations
            ],
            "not_understood": [
                {
                    "quote": n.quote,
                    "start": n.start,
                    "end": n.end,
                    "reason": n.reason,
                }
                for n in self.not_understood
            ],
            "institutions": [self._entity_row(n) for n in self.institutions],
            "countries": {
                r: [self._entity_row(n) for n in named]
                for r, named in self.countries.items()
            },
            "vulnerable_groups": [self._entity_row(n) for n in self.vulnerable],
            "forms_of_exploitation": [self._entity_row(n) for n in self.forms],
            "found_by": self.found_by,
        }

    def _entity_row(self, named: NamedEntity) -> dict[str, Any]:
        row: dict[str, Any] = {
            "name": named.name,
            "quote": self.text[named.start : named.end],
        }
        row |= {"start": named.start, "end": named.end}
        return row | ({"acronym": named.acronym} if named.acronym else {})


def read_report(
    text: str,
    *,
    name: str = "",
    country: str | None = None,
    year: int | None = None,
) -> ReportReading:
    """Read a report's text; its file's name, or the caller, may say whose and of when
    it is.
    """
    code, code_by = (
        (country, "given") if country else report_metadata.find_country(text, name)
    )
    report, year_by = (year, "given") if year else report_metadata.find_year(text, name)
    placed, tier_by = report_metadata.find_tier(text)
    asked = find_recommendations(text)
    found, loose, parts = extract_figures(
        text, report or 0, asked, report_metadata.names_of_country(code)
    )
    for figure in found:
        if report is None and figure.year is not None and figure.year < 1900:
            figure.year = None
    known = {
        "country": code_by,
        "report_year": year_by,
        "tier": tier_by,
    }
    return ReportReading(
        country=code,
        report_year=report,
        tier=placed,
        tier_change=report_metadata.find_tier_change(text, placed),
        recommendations=asked,
        figures=found,
        not_understood=loose,
        institutions=named_entities.find_institutions(text),
        countries=named_entities.find_countries(text, parts, code),
        vulnerable=named_entities.find_vulnerable_groups(text, parts),
        forms=named_entities.find_exploitation_forms(text),
        found_by={k: v for k, v in known.items() if v},
        text=text,
    )
