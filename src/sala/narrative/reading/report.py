"""A report read as a whole: text in, everything the schema asks for out."""

from dataclasses import dataclass, field
from typing import Any

from sala.narrative.reading import opening
from sala.narrative.reading.facts import Figure, Loose
from sala.narrative.reading.figures import figures
from sala.narrative.reading.recommendations import recommendations


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
            "recommendation_places": [{"start": a, "end": b} for a, b in self.recommendations],
            "not_understood": [
                {"quote": n.quote, "start": n.start, "end": n.end, "reason": n.reason}
                for n in self.not_understood
            ],
            "found_by": self.found_by,
        }


def read(
    text: str, *, name: str = "", country: str | None = None, year: int | None = None
) -> Reading:
    """Read a report's text; its file's name, or the caller, may say whose and of when it is."""
    code, code_by = (country, "given") if country else opening.country(text, name)
    report, year_by = (year, "given") if year else opening.year(text, name)
    placed, tier_by = opening.tier(text)
    asked = recommendations(text)
    found, loose = figures(text, report or 0, asked)
    for figure in found:
        if report is None and figure.year is not None and figure.year < 1900:
            figure.year = None
    known = {"country": code_by, "report_year": year_by, "tier": tier_by}
    return Reading(
        country=code,
        report_year=report,
        tier=placed,
        tier_change=opening.change(text, placed),
        recommendations=asked,
        figures=found,
        not_understood=loose,
        found_by={k: v for k, v in known.items() if v},
        text=text,
    )
