"""Every official figure, defined once. VERSION changes with any change of what one
counts.
"""

from sala.figures.definitions import partnership, prevention, prosecution, protection
from sala.figures.definitions.base import FigureDefinition, RateDefinition

VERSION = "1.1.0"

ALL = (
    *prosecution.FIGURES,
    *protection.FIGURES,
    *prevention.FIGURES,
    *partnership.FIGURES,
)
FIGURES: dict[str, FigureDefinition] = {figure.code: figure for figure in ALL}
RATES: dict[str, RateDefinition] = {
    rate.code: rate for room in (prosecution, protection) for rate in room.RATES
}
if len(FIGURES) != len(ALL) or FIGURES.keys() & RATES.keys():
    raise ValueError("a figure is defined twice")
if unknown := {figure.within for figure in ALL if figure.within} - FIGURES.keys():
    raise ValueError(f"no such figure: {sorted(unknown)}")

__all__ = ["FIGURES", "RATES", "VERSION", "FigureDefinition", "RateDefinition"]
