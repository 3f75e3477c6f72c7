"""Maps of a country's places."""

import itertools
from collections.abc import Iterable, Sequence

from sala.figures.charts.rendering import INK, OUTLINE, Specification, render_chart

PALEST = "#dcebee"


def province_map(outlines: Specification, numbers: dict[str, int]) -> str:
    """A map: the darker a place, the more; one without a number is left white."""
    features = [
        {
            "type": "Feature",
            "geometry": _wind_rings(shape),
            "properties": {"number": numbers.get(code)},
        }
        for code, shape in outlines.items()
    ]
    color = {
        "field": "properties.number",
        "type": "quantitative",
        "scale": {"range": [PALEST, INK], "type": "sqrt"},
        "legend": {
            "title": None,
            "format": ",d",
            "orient": "bottom-left",
            "values": _legend_numbers(numbers.values()),
        },
    }
    outline = {
        "type": "geoshape",
        "stroke": OUTLINE,
        "strokeWidth": 0.8,
    }
    return render_chart(
        {
            "width": 340,
            "height": 420,
            "projection": {"type": "mercator"},
            "data": {"values": features},
            "layer": [
                {"mark": {**outline, "fill": "#ffffff"}},
                {
                    "transform": [{"filter": "isValid(datum.properties.number)"}],
                    "mark": outline,
                    "encoding": {"color": color},
                },
            ],
        },
    )


def _legend_numbers(numbers: Iterable[int]) -> list[int]:
    """The numbers beside the colours: the least, the most, and one between where there
    is one.
    """
    listed = [*numbers]
    least, most = min(listed), max(listed)
    return sorted({least, (least + most) // 2, most})


def _wind_rings(shape: Specification) -> Specification:
    """A shape whose outer rings run as the map maker wants them.

    Run the other way round, a ring stands for the whole world but the place.
    """
    several = shape["type"] == "MultiPolygon"
    polygons = shape["coordinates"] if several else [shape["coordinates"]]
    wound = [
        [
            ring if (_signed_area(ring) < 0) == (i == 0) else ring[::-1]
            for i, ring in enumerate(polygon)
        ]
        for polygon in polygons
    ]
    return {"type": "MultiPolygon", "coordinates": wound}


def _signed_area(ring: Sequence[Sequence[float]]) -> float:
    """Twice the area of a ring, below zero where it runs with the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
