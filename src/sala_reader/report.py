"""A report read as a whole: text in, everything the schema asks for out."""

from dataclasses import dataclass, field
from typing import Any

from sala_reader import named_entities as context, report_metadata as opening
from sala_reader.named_entities import Named
from sala_reader.report_figures import Figure, Loose
from sala_reader.extraction import figures
from sala_reader.recommendations import recommendations


@dataclass(slots=True)
class Reading:
    """What was read in one report; each part says where or how it was found."""

    country: str | None
    report_year: int | None
    tier: str | None
    tier_change: str | None
    recommendations: list[tuple[int, int]]
    figures: list[Figure]
    not_understood: list[Loose]
    institutions: list[Named] = field(default_factory=list)
    countries: dict[str, list[Named]] = field(default_factory=dict)
    vulnerable: list[Named] = field(default_factory=list)
    forms: list[Named] = field(default_factory=list)
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
            "institutions": [self._named(n) for n in self.institutions],
            "countries": {
                r: [self._named(n) for n in named]
                for r, named in self.countries.items()
            },
            "vulnerable_groups": [self._named(n) for n in self.vulnerable],
            "forms_of_exploitation": [self._named(n) for n in self.forms],
            "found_by": self.found_by,
        }

    def _named(self, named: Named) -> dict[str, Any]:
        row: dict[str, Any] = {
            "name": named.name,
            "quote": self.text[named.start : named.end],
        }
        row |= {"start": named.start, "end": named.end}
        return row | ({"acronym": named.acronym} if named.acronym else {})


def read(
    text: str,
    *,
    name: str = "",
    country: str | None = None,
    year: int | None = None,
) -> Reading:
    """Read a report's text; its file's name, or the caller, may say whose and of when
    it is.
    """
    code, code_by = (country, "given") if country else opening.country(text, name)
    report, year_by = (year, "given") if year else opening.year(text, name)
    placed, tier_by = opening.tier(text)
    asked = recommendations(text)
    found, loose, parts = figures(text, report or 0, asked, opening.names_of(code))
    for figure in found:
        if report is None and figure.year is not None and figure.year < 1900:
            figure.year = None
    known = {
        "country": code_by,
        "report_year": year_by,
        "tier": tier_by,
    }
    return Reading(
        country=code,
        report_year=report,
        tier=placed,
        tier_change=opening.change(text, placed),
        recommendations=asked,
        figures=found,
        not_understood=loose,
        institutions=context.institutions(text),
        countries=context.countries(text, parts, code),
        vulnerable=context.vulnerable(text, parts),
        forms=context.forms(text),
        found_by={k: v for k, v in known.items() if v},
        text=text,
    )
